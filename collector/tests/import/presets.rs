//! Presets of records: what each file says arrives in its place, once, and the reports tell it.

use std::path::Path;

use serde_json::{Value, json};

use crate::common::{Shop, fixture};

/// The store's events in brief, in their order.
pub(crate) fn told(shop: &Shop, columns: &str) -> Vec<String> {
    shop.texts(&format!(
        "SELECT concat_ws(' ', {columns}) FROM events ORDER BY occurred_at, event, rowid"
    ))
}

/// Imports, and once more, which stores nothing.
pub(crate) fn twice(shop: &Shop, preset: &str, args: &[&str], file: &Path) -> Value {
    let first = shop.imported(preset, args, file);
    let again = shop.imported(preset, args, file);
    assert_eq!((&again["stored"], &again["already"]), (&json!(0), &first["stored"]));
    first
}

/// Writes a file's records as Parquet, typed as DuckDB reads them.
fn parquet(shop: &Shop, ndjson: &Path) -> std::path::PathBuf {
    let to = shop.path("file.parquet");
    let connection = duckdb::Connection::open_in_memory().unwrap();
    connection
        .execute_batch(&format!(
            "COPY (FROM read_ndjson('{}', sample_size = -1)) TO '{}' (FORMAT parquet)",
            ndjson.display(),
            to.display()
        ))
        .unwrap();
    to
}

#[test]
fn snowplow_gives_what_its_own_models_give() {
    let Some(file) = fixture("snowplow-ecommerce/source/snowplow_ecommerce_events.csv") else {
        return;
    };
    let shop = Shop::new();
    let report = twice(&shop, "snowplow", &[], &file);
    assert_eq!((&report["read"], &report["sessions"]), (&json!(833), &json!(63)));
    // One event has a visit and no visitor; Snowplow's models leave it out as well.
    assert_eq!(report["reasons"], json!({ "visitor_missing": 1 }));

    let expected = |table: &str| {
        let name = format!("snowplow-ecommerce/expected/snowplow_ecommerce_{table}_expected.csv");
        let path = fixture(&name).unwrap();
        format!("read_csv('{}', all_varchar = true, nullstr = ['', 'NULL'])", path.display())
    };
    // Both ways: nothing of theirs lacks here, nothing of ours there.
    let same = |ours: &str, theirs: &str| {
        for (a, b) in [(ours, theirs), (theirs, ours)] {
            let sql = format!("SELECT count(*) FROM (({a}) EXCEPT ALL ({b}))");
            assert_eq!(shop.count(&sql), 0, "{ours}\n{theirs}");
        }
    };
    same(
        "SELECT transaction_id, ordered_at, currency, value::DOUBLE FROM orders",
        &format!(
            "SELECT transaction_id, derived_tstamp::TIMESTAMPTZ AT TIME ZONE 'UTC',
                 transaction_currency, transaction_revenue::DOUBLE
             FROM {}",
            expected("transaction_interactions")
        ),
    );
    same(
        "SELECT CASE event WHEN 'purchase' THEN 'transaction' ELSE event END, occurred_at,
             (params ->> '$.cart_value')::DOUBLE
         FROM events WHERE event IN ('add_to_cart', 'remove_from_cart', 'purchase')",
        &format!(
            "SELECT ecommerce_action_type, derived_tstamp::TIMESTAMPTZ AT TIME ZONE 'UTC',
                 cart_total_value::DOUBLE
             FROM {}",
            expected("cart_interactions")
        ),
    );
    same(
        "SELECT CASE event WHEN 'purchase' THEN '4' ELSE params ->> '$.step' END, occurred_at,
             event = 'purchase', params ->> '$.account_type'
         FROM events WHERE event IN ('checkout_step', 'purchase')",
        &format!(
            "SELECT checkout_step_number, derived_tstamp::TIMESTAMPTZ AT TIME ZONE 'UTC',
                 checkout_succeeded::BOOLEAN, checkout_account_type
             FROM {}",
            expected("checkout_interactions")
        ),
    );
    same(
        "SELECT occurred_at, item ->> '$.item_id', item ->> '$.item_category',
             (item ->> '$.price')::DOUBLE, item ->> '$.item_brand'
         FROM (SELECT occurred_at, unnest(items::JSON[]) AS item FROM events)",
        &format!(
            "SELECT derived_tstamp::TIMESTAMPTZ AT TIME ZONE 'UTC', product_id, product_category,
                 product_price::DOUBLE, product_brand
             FROM {}",
            expected("product_interactions")
        ),
    );
    // Their session's start is by the collector's clock; what was done in it is by the events'.
    same(
        "SELECT count(*) FILTER (event IN ('view_item', 'view_item_list')),
             count(*) FILTER (event = 'add_to_cart'), count(*) FILTER (event = 'remove_from_cart'),
             count(*) FILTER (event = 'purchase'), min(occurred_at) FILTER (event = 'add_to_cart'),
             max(occurred_at) FILTER (event = 'purchase'),
             coalesce(sum(value) FILTER (event = 'purchase'), 0)::DOUBLE
         FROM events GROUP BY session_id",
        &format!(
            "SELECT number_product_views::BIGINT, number_add_to_carts::BIGINT,
                 number_remove_from_carts::BIGINT, coalesce(total_number_transactions, '0')::BIGINT,
                 first_product_add_to_cart::TIMESTAMPTZ AT TIME ZONE 'UTC',
                 last_transaction_completed::TIMESTAMPTZ AT TIME ZONE 'UTC',
                 coalesce(total_transaction_revenue, '0')::DOUBLE
             FROM {}",
            expected("sessions")
        ),
    );

    // A report says it as well: 14 orders, whatever way the visits came.
    let output = shop.command(&["channels", "--format", "json"]).output().unwrap();
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let sum = |column: &str| {
        let rows = answer["rows"].as_array().unwrap();
        rows.iter().map(|row| row[column].as_f64().unwrap()).sum::<f64>()
    };
    assert_eq!((sum("visits"), sum("orders")), (63.0, 14.0));
    assert!((sum("revenue") - 1_466_094.89).abs() < 0.005, "{answer}");
}

#[test]
fn snowplow_says_device_and_browser() {
    let shop = Shop::new();
    let csv = "event_id,event_name,collector_tstamp,domain_userid,platform,dvce_type,br_family\n\
               1,page_view,2026-01-05 10:00:01,a,web,Computer,Chrome\n\
               2,page_view,2026-01-05 10:00:02,a,web,Mobile,Mobile Safari\n\
               3,page_view,2026-01-05 10:00:03,a,mob,Tablet,\n\
               4,page_view,2026-01-05 10:00:04,a,mob,,\n\
               5,page_view,2026-01-05 10:00:05,a,web,Unknown,Unknown\n";
    shop.imported("snowplow", &[], &shop.write("atomic.csv", csv));
    let expect = ["desktop Chrome", "mobile Mobile Safari", "tablet", "mobile", ""];
    assert_eq!(told(&shop, "device, browser"), expect);
}

/// The members that BigQuery's documentation of the export names, as its JSON writes them: whole
/// numbers as text, what is empty left out.
const GA4: &str = r#"
{"event_date":"20260105","event_timestamp":"1767607200123456","event_name":"session_start","event_params":[{"key":"ga_session_id","value":{"int_value":"661084800"}},{"key":"page_location","value":{"string_value":"https://shop.example.com/"}}],"user_pseudo_id":"1026454.42","device":{"category":"mobile","operating_system":"Android","web_info":{"browser":"Chrome"}},"geo":{"country":"Italy"},"traffic_source":{"source":"google","medium":"cpc"},"collected_traffic_source":{"manual_source":"news","manual_medium":"email","manual_campaign_name":"january"}}
{"event_date":"20260105","event_timestamp":"1767607201000000","event_name":"view_item","event_params":[{"key":"ga_session_id","value":{"int_value":"661084800"}},{"key":"value","value":{"double_value":41.0}},{"key":"currency","value":{"string_value":"EUR"}},{"key":"page_location","value":{"string_value":"https://shop.example.com/hoodie?mail=a@b.example"}}],"user_pseudo_id":"1026454.42","items":[{"item_id":"A1","item_name":"Hoodie","price":41.0}]}
{"event_date":"20260105","event_timestamp":"1767607300000001","event_name":"purchase","event_params":[{"key":"ga_session_id","value":{"string_value":"661084800"}},{"key":"value","value":{"int_value":"82"}},{"key":"currency","value":{"string_value":"EUR"}},{"key":"transaction_id","value":{"int_value":"4711"}}],"user_pseudo_id":"1026454.42","ecommerce":{"transaction_id":"(not set)","purchase_revenue":82.0,"tax_value":6.5,"shipping_value":4.0},"items":[{"item_id":"A1","item_name":"Hoodie","price":41.0,"quantity":"2"}]}
{"event_date":"20260105","event_timestamp":"1767607400000000","event_name":"scroll","user_pseudo_id":"7.7"}
"#;

#[test]
fn ga4_as_json_and_as_parquet_is_the_same() {
    let shop = Shop::new();
    let file = shop.write("ga4.json", GA4.trim_start());
    let report = twice(&shop, "ga4", &[], &file);
    assert_eq!(
        (&report["stored"], &report["sessions"], &report["orders"]),
        (&json!(4), &json!(2), &json!(1))
    );
    let expect = [
        "2026-01-05 10:00:00.123456 session_start Email news january / mobile",
        "2026-01-05 10:00:01 view_item news january EUR 41.0000 /hoodie [{\"item_id\":\"A1\",\
         \"item_name\":\"Hoodie\",\"price\":41.0}]",
        "2026-01-05 10:01:40.000001 purchase news january EUR 82.0000 4711 [{\"item_id\":\"A1\",\
         \"item_name\":\"Hoodie\",\"price\":41.0,\"quantity\":2.0}] {\"tax\":6.5,\"shipping\":4.0}",
        "2026-01-05 10:03:20 scroll",
    ];
    let columns =
        "occurred_at, event, channel, utm_source, utm_campaign, currency, value, transaction_id,
         page_path, device, items, params";
    assert_eq!(told(&shop, columns), expect);

    let again = shop.imported("ga4", &[], &parquet(&shop, &file));
    assert_eq!((&again["stored"], &again["already"]), (&json!(0), &json!(4)));
}

#[test]
fn ga4_takes_records_that_lack_or_twist_their_parts() {
    let shop = Shop::new();
    let lines = [
        r#"{"event_name":"scroll","event_timestamp":"soon","user_pseudo_id":"1"}"#,
        r#"{"event_name":"scroll","event_timestamp":1767607200,"user_pseudo_id":"1"}"#,
        r#"{"event_name":"scroll","event_timestamp":1767607200000000}"#,
        r#"{"event_timestamp":1767607200000000,"user_pseudo_id":"1"}"#,
        r#"{"event_name":"two words","event_timestamp":1767607200000000,"user_pseudo_id":"1"}"#,
        r#"{"event_name":"purchase","event_timestamp":1767607200000000,"user_pseudo_id":"1","event_params":[{"key":"value","value":{"string_value":"much"}}]}"#,
        r#"{"event_name":"purchase","event_timestamp":1767607200000000,"user_pseudo_id":"1","event_params":[{"key":"value","value":{"int_value":"-4"}}]}"#,
        r#"{"event_name":"scroll","event_timestamp":1767607200000000,"user_pseudo_id":"1","event_params":{"key":"x"},"items":"none","device":null,"geo":[],"ecommerce":7}"#,
        r#"{"event_name":"scroll","event_timestamp":1767607200000000,"user_pseudo_id":"1","event_params":[null,5,{"key":"value"},{"value":{"int_value":1}},{"key":"a","value":{}},{"key":"a","value":{"int_value":2}}]}"#,
        "[1]",
    ];
    let report = twice(&shop, "ga4", &[], &shop.write("odd.json", lines.join("\n")));
    let expect = json!({
        "time_invalid": 1, "time_out_of_range": 1, "visitor_missing": 1, "event_missing": 1,
        "event_invalid": 1, "value_invalid": 1, "value_negative": 1, "json_invalid": 1,
    });
    assert_eq!((&report["reasons"], &report["stored"]), (&expect, &json!(2)));
}

#[test]
fn contacts_in_the_store_belong_to_the_person_of_the_web() {
    let shop = Shop::new();
    let hash = "8d37e2f5a0b2a6a5f9ac14ac1b1a5a5f38a7bd7b6ce58b51f1ad9f3b2a1c4e05";
    let csv = format!(
        "occurred_at,contact,customer,customer_hash,order_id,value,currency,store,contact_id\n\
         2026-01-10T10:00:00+01:00,email_sent, Anna@example.com,,,,,,\n\
         2026-01-10T11:00:00+01:00,phone_call,anna@example.com,,,,,,c7\n\
         2026-01-12T12:00:00+01:00,receipt,anna@example.com,,R1,40.00,EUR,Milano,\n\
         2026-01-12T12:00:00+01:00,store_visit,,{hash},,,,Roma,\n\
         2026-01-12T12:00:00+01:00,store_visit,,,,,,Roma,\n\
         2026-01-12T12:00:00+01:00,receipt,,,,9,EUR,Roma,\n\
         yesterday,receipt,,,R3,9,EUR,Roma,\n\
         2026-01-12T12:00:00+01:00,receipt,,,R4,nine,EUR,Roma,\n\
         2026-01-12T12:00:00+01:00,phone_call,,abc,,,,,\n"
    );
    let file = shop.write("contacts.csv", csv);
    let report = twice(&shop, "offline", &["--site", "shop"], &file);
    let expect = json!({
        "order_id_missing": 1, "time_invalid": 1, "value_invalid": 1, "customer_hash_invalid": 1,
    });
    assert_eq!((&report["reasons"], &report["stored"]), (&expect, &json!(5)));

    // The same customer in the web: as GA4 knows her.
    let web = r#"{"event_name":"page_view","event_timestamp":"1767607200000000","user_pseudo_id":"w","user_id":"anna@example.com","event_params":[{"key":"page_location","value":{"string_value":"https://shop.example.com/"}}]}"#;
    shop.imported("ga4", &["--site", "shop"], &shop.write("web.json", web));
    // printf 'shop:anna@example.com' | sha256sum
    let anna = "688b014a4d4b0a4e608f460dfbe02757dff7f1eaa1fa66fb87dfc1e98b0b87d6";
    let person = format!("SELECT count(DISTINCT person_id) FROM people WHERE identity = '{anna}'");
    assert_eq!(shop.count(&person), 1);
    assert_eq!(shop.count(&format!("SELECT count(*) FROM people WHERE identity = '{anna}'")), 2);
    let way = shop.texts(
        "SELECT string_agg(channel, ' > ' ORDER BY happened_at, channel)
         FROM contacts('shop', NULL, NULL, NULL) WHERE transaction_id IS NULL
         GROUP BY person_id ORDER BY count(*) DESC LIMIT 1",
    );
    assert_eq!(way, ["Direct > Email > Phone > Store"]);
    assert_eq!(
        told(&shop, "event, touchpoint, channel, transaction_id, value, params"),
        [
            "page_view Direct",
            "email_sent email Email",
            "phone_call phone Phone",
            "purchase till Store R1 40.0000 {\"store\":\"Milano\"}",
            "store_visit store Store {\"store\":\"Roma\"}",
            "store_visit store Store {\"store\":\"Roma\"}",
        ]
    );
}
