//! Real files give the figures known from elsewhere, and count once however they are cut.

use crate::common::{REES46, Shop, ga360, rees46, unpacked};

#[test]
fn rees46_gives_its_figures_and_counts_once() {
    let Some(file) = rees46() else { return };
    let shop = Shop::new();
    let report = shop.imported("rees46", &[], &file);
    assert_eq!(report["stored"], 17_434);
    assert_eq!(report["sessions"], 5_066);
    let having = |event: &str| {
        shop.count(&format!(
            "SELECT count(DISTINCT session_id) FROM events WHERE event = '{event}'"
        ))
    };
    assert_eq!(having("add_to_cart"), 118);
    assert_eq!(having("purchase"), 200);
    assert_eq!(shop.count("SELECT count(*) FROM sessions"), 5_066);
    // Worth of the purchases as the file's own lines add it up.
    let expect: f64 = unpacked(&file)
        .lines()
        .map(|line| line.split(',').collect::<Vec<_>>())
        .filter(|fields| fields[1] == "purchase")
        .map(|fields| fields[6].parse::<f64>().unwrap())
        .sum();
    let worth = shop.texts("SELECT sum(value)::DECIMAL(18, 2)::VARCHAR FROM orders");
    assert_eq!(worth, [format!("{expect:.2}")]);

    let once = shop.everything();
    let again = shop.imported("rees46", &[], &file);
    assert_eq!((&again["stored"], &again["already"]), (&0.into(), &17_434.into()));
    assert_eq!(shop.everything(), once);
}

#[test]
fn ga360_gives_its_figures_and_counts_once() {
    let Some(file) = ga360() else { return };
    let shop = Shop::new();
    let report = shop.imported("ga360", &[], &file);
    assert_eq!((&report["lines"], &report["sessions"]), (&2_556.into(), &2_556.into()));
    for (event, sessions) in
        [("view_item", 430), ("add_to_cart", 176), ("begin_checkout", 100), ("purchase", 43)]
    {
        let sql = format!("SELECT count(DISTINCT session_id) FROM events WHERE event = '{event}'");
        assert_eq!(shop.count(&sql), sessions, "{event}");
    }
    assert_eq!(shop.count("SELECT count(*) FROM sessions"), 2_556);
    assert_eq!(shop.count("SELECT count(*) FROM orders"), 43);
    assert_eq!(shop.count("SELECT count(*) FROM events WHERE event = 'purchase'"), 92);
    assert_eq!(shop.count("SELECT count(*) FROM events WHERE event = 'page_view'"), 10_939);
    assert_eq!(shop.count("SELECT count(*) FROM events WHERE event = 'begin_checkout'"), 330);
    let channels = shop.texts(
        "SELECT channel || ' ' || count(*) FROM sessions GROUP BY channel ORDER BY count(*) DESC",
    );
    let expect = [
        "Organic Search 1346",
        "Referral 436",
        "Direct 400",
        "Organic Social 213",
        "Paid Search 70",
        "Affiliates 52",
        "Display 39",
    ];
    assert_eq!(channels, expect);

    let once = shop.everything();
    let again = shop.imported("ga360", &[], &file);
    assert_eq!((&again["stored"], &again["already"]), (&0.into(), &report["stored"]));
    assert_eq!(shop.everything(), once);
}

#[test]
fn ga360_keeps_what_the_export_says_of_an_order() {
    let Some(file) = ga360() else { return };
    let shop = Shop::new();
    shop.imported("ga360", &[], &file);
    let order = shop.texts(
        "SELECT concat_ws(' ', occurred_at, currency, value, params->>'tax', params->>'shipping',
             items->0->>'item_id', items->0->>'price', items->0->>'quantity', page_path)
         FROM events WHERE transaction_id = 'ORD201708012305' AND value IS NOT NULL",
    );
    let expect = "USD 2.9900 1.64 7.0 ";
    assert!(order.len() == 1 && order[0].contains(expect), "{order:?}");
    assert!(order[0].ends_with(" 1.99 1 /ordercompleted.html"), "{order:?}");
    // Nothing of a query, and no word for nothing, is stored.
    assert_eq!(shop.count("SELECT count(*) FROM events WHERE page_path LIKE '%?%'"), 0);
    assert_eq!(
        shop.count("SELECT count(*) FROM events WHERE to_json(events) LIKE '%(not set)%'"),
        0
    );
}

#[test]
fn ga360_reads_the_json_export_as_it_reads_parquet() {
    let Some(file) = ga360() else { return };
    let (parquet, json) = (Shop::new(), Shop::new());
    let lines = json.path("sessions.ndjson");
    let memory = duckdb::Connection::open_in_memory().unwrap();
    // BigQuery writes 64-bit integers as texts: so are the visit's id and start here.
    let sql = format!(
        "COPY (SELECT * REPLACE (visitId::VARCHAR AS visitId, visitStartTime::VARCHAR AS visitStartTime)
               FROM '{}') TO '{}' (FORMAT json)",
        file.display(),
        lines.display()
    );
    memory.execute_batch(&sql).unwrap();
    let report = parquet.imported("ga360", &[], &file);
    assert_eq!(json.imported("ga360", &[], &lines), report);
    assert_eq!(json.everything(), parquet.everything());
}

#[test]
fn overlapping_files_in_any_order_make_the_same_store() {
    let Some(file) = rees46() else { return };
    let text = unpacked(&file);
    let lines: Vec<&str> = text.lines().skip(1).collect();
    let slice = |part: &[&str]| format!("{REES46}{}\n", part.join("\n"));

    let whole = Shop::new();
    whole.imported("rees46", &["--site", "s"], &file);
    let parts = Shop::new();
    let (later, earlier) = (&lines[6_000..], &lines[..9_000]);
    for part in [later, earlier, &lines] {
        let file = parts.write("part.csv", slice(part));
        parts.imported("rees46", &["--site", "s"], &file);
    }
    // The last, a superset of the first two, had nothing new but what both had cut off: nothing.
    assert_eq!(parts.everything(), whole.everything());

    // The lines the other way round, with other line ends, quotes and columns, are the same events.
    let mut turned = String::from(
        "brand,user_session,user_id,price,category_code,category_id,product_id,event_type,event_time,more\r\n",
    );
    for line in lines.iter().rev() {
        let fields: Vec<&str> = line.split(',').collect();
        let [time, kind, product, category, code, brand, price, user, session] = fields[..] else {
            panic!("{line}");
        };
        turned.push_str(&format!(
            "\"{brand}\",{session},{user},{price}0,\"{code}\",{category},{product},{kind},\"{time}\",x\r\n"
        ));
    }
    let report = whole.imported("rees46", &["--site", "s"], &whole.write("turned.csv", turned));
    assert_eq!((&report["stored"], &report["already"]), (&0.into(), &17_434.into()));
}

#[test]
fn equal_lines_count_as_often_as_they_occur() {
    let line = "2019-10-01 00:00:00 UTC,cart,1,2,c,b,5.00,7,s\n";
    let shop = Shop::new();
    for (copies, stored, already) in [(2, 2, 0), (1, 0, 1), (3, 1, 2), (3, 0, 3)] {
        let file = shop.write("equal.csv", format!("{REES46}{}", line.repeat(copies)));
        let report = shop.imported("rees46", &[], &file);
        assert_eq!((&report["stored"], &report["already"]), (&stored.into(), &already.into()));
    }
}

#[test]
fn a_parquet_file_of_the_same_rows_is_the_same() {
    let Some(file) = rees46() else { return };
    let shop = Shop::new();
    let memory = duckdb::Connection::open_in_memory().unwrap();
    // A name that is a pattern to DuckDB, beside a file that the pattern would also match.
    for (name, columns) in [("a[1]?.parquet", "*"), ("a1x.parquet", "'x' AS nothing")] {
        let sql = format!(
            "COPY (SELECT {columns} FROM read_csv('{}')) TO '{}'",
            file.display(),
            shop.path(name).display()
        );
        memory.execute_batch(&sql).unwrap();
    }
    let report = shop.imported("rees46", &[], &shop.path("a[1]?.parquet"));
    assert_eq!(report["stored"], 17_434);
    assert_eq!(shop.imported("rees46", &[], &file)["already"], 17_434);
}

#[test]
fn sites_share_neither_events_nor_pseudonyms() {
    let file = format!("{REES46}2019-10-01 00:00:00 UTC,view,1,2,c,b,5.00,7,s\n");
    let shop = Shop::new();
    let path = shop.write("one.csv", file);
    for (site, currency) in [("a", "EUR"), ("b", "usd"), ("a", "USD")] {
        shop.imported("rees46", &["--site", site, "--currency", currency], &path);
    }
    let rows = shop.texts("SELECT site || currency FROM events ORDER BY 1");
    assert_eq!(rows, ["aEUR", "bUSD"]);
    for column in ["event_id", "visitor_id", "session_id"] {
        assert_eq!(shop.count(&format!("SELECT count(DISTINCT {column}) FROM events")), 2);
    }
}

#[test]
fn purchases_of_the_same_second_are_one_order() {
    let shop = Shop::new();
    let lines = [
        "2019-10-01 00:00:00 UTC,purchase,1,,,,10.50,7,s",
        "2019-10-01 00:00:00 UTC,purchase,2,,,,4.25,7,s",
        "2019-10-01 00:00:00 UTC,view,3,,,,99.00,7,s",
        "2019-10-01 00:00:01 UTC,purchase,1,,,,1,7,s",
        "2019-10-01 00:00:00 UTC,purchase,1,,,,2,8,t",
    ];
    shop.imported("rees46", &[], &shop.write("o.csv", format!("{REES46}{}", lines.join("\n"))));
    let orders = shop.texts("SELECT value::VARCHAR FROM orders ORDER BY value DESC");
    assert_eq!(orders, ["14.7500", "2.0000", "1.0000"]);
    let views = shop.texts("SELECT value::VARCHAR FROM events WHERE event = 'view_item'");
    assert_eq!(views, ["99.0000"]);
}
