//! Bad records are refused with the reason and its place, bad files with a sentence; nothing is lost.

use crate::common::{REES46, Shop, ga360, rees46};
use serde_json::{Value, json};

/// Each line of a REES46 file and what must become of it: a reason, or nothing when it is good.
const LINES: [(&[u8], &str); 22] = [
    (b"2019-10-01 00:00:00 UTC,view,1,2,c,b,5.00,7,s", ""),
    (b"2019-10-01T00:00:00Z,remove_from_cart,1,,,,,7,s", ""),
    (b"2019-10-01 00:00:00+00,\"purchase\",1,2,c,\"b, \"\"x\"\"\",0,7,s", ""),
    (b"yesterday,view,1,2,c,b,5.00,7,s", "time_invalid"),
    (b",view,1,2,c,b,5.00,7,s", "time_invalid"),
    (b"infinity,view,1,2,c,b,5.00,7,s", "time_invalid"),
    (b"2019-10-01 00:00:00+02,view,1,2,c,b,5.00,7,s", "time_invalid"),
    (b"2019-02-30 00:00:00 UTC,view,1,2,c,b,5.00,7,s", "time_invalid"),
    (b"1970-01-01 00:00:00 UTC,view,1,2,c,b,5.00,7,s", "time_out_of_range"),
    (b"2999-01-01 00:00:00 UTC,view,1,2,c,b,5.00,7,s", "time_out_of_range"),
    (b"2019-10-01 00:00:00 UTC,gaze,1,2,c,b,5.00,7,s", "event_type_unknown"),
    (b"2019-10-01 00:00:00 UTC,,1,2,c,b,5.00,7,s", "event_type_unknown"),
    (b"2019-10-01 00:00:00 UTC,view, ,2,c,b,5.00,7,s", "product_missing"),
    (b"2019-10-01 00:00:00 UTC,view,1,2,c,b,5.00,,s", "visitor_missing"),
    (b"2019-10-01 00:00:00 UTC,view,1,2,c,b,5.00,7,", "session_missing"),
    (b"2019-10-01 00:00:00 UTC,view,1,2,c,b,five,7,s", "price_invalid"),
    (b"2019-10-01 00:00:00 UTC,view,1,2,c,b,1e99,7,s", "price_invalid"),
    (b"2019-10-01 00:00:00 UTC,view,1,2,c,b,-0.01,7,s", "price_negative"),
    (b"2019-10-01 00:00:00 UTC,view,1,2,c,b,5.00,7", "columns_wrong"),
    (b"2019-10-01 00:00:00 UTC,view,1,2,c,b,5.00,7,s,9", "columns_wrong"),
    (b"2019-10-01 00:00:00 UTC,view,1,2,c,\"b,5.00,7,s", "quotes_unbalanced"),
    (b"2019-10-01 00:00:00 UTC,view,1,2,c,\xff\xfe,5.00,7,s", "text_not_utf8"),
];

#[test]
fn every_bad_line_is_refused_with_its_reason_and_the_good_ones_stored() {
    let shop = Shop::new();
    let mut file = REES46.as_bytes().to_vec();
    for (line, _) in LINES {
        file.extend_from_slice(line);
        file.push(b'\n');
    }
    // One line of a megabyte, and a good one after it.
    file.extend(std::iter::repeat_n(b'x', 1 << 20));
    file.extend_from_slice(b"\n2019-10-01 00:00:09 UTC,view,1,2,c,b,5.00,7,s");
    let file = shop.write("bad.csv", file);
    let rejects = shop.path("rejects.csv");

    let report = shop.imported("rees46", &["--rejects", rejects.to_str().unwrap()], &file);
    assert_eq!((&report["lines"], &report["stored"]), (&24.into(), &4.into()), "{report}");
    let mut expect: Vec<(u64, &str)> = LINES
        .iter()
        .enumerate()
        .filter(|(_, (_, reason))| !reason.is_empty())
        .map(|(at, (_, reason))| (at as u64 + 2, *reason))
        .collect();
    expect.push((24, "line_too_long"));
    let mut written = csv::Reader::from_path(&rejects).unwrap();
    let written: Vec<csv::StringRecord> = written.records().map(Result::unwrap).collect();
    let got: Vec<(u64, &str)> =
        written.iter().map(|record| (record[0].parse().unwrap(), &record[2])).collect();
    assert_eq!(got, expect);
    // The record is there to be mended and imported again.
    assert_eq!(&written[0][3], "yesterday,view,1,2,c,b,5.00,7,s");

    // The terminal sees places and reasons, never what people did.
    let output = shop.import("rees46", &[], &file);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("rejected 5: time_invalid (line 5, 6, 7, ...)"), "{told}");
    assert!(!told.contains("yesterday") && !told.contains("gaze"), "{told}");
}

/// A session of one hit, with changes to both.
fn session(session: &Value, hit: &Value) -> String {
    let mut line = json!({
        "fullVisitorId": "1", "visitId": 2, "visitStartTime": 1_501_570_840,
        "hits": [{"hitNumber": 1, "time": 0, "type": "PAGE"}],
    });
    merge(&mut line["hits"][0], hit);
    merge(&mut line, session);
    line.to_string()
}

fn merge(to: &mut Value, from: &Value) {
    for (key, value) in from.as_object().unwrap() {
        to[key] = value.clone();
    }
}

#[test]
fn every_bad_hit_is_refused_with_its_reason() {
    let none = json!({});
    let product = |price: i64, quantity: i64| {
        json!({"eCommerceAction": {"action_type": "3"}, "type": "EVENT",
               "product": [{"productSKU": "a", "productPrice": price, "productQuantity": quantity}]})
    };
    let purchase = |revenue: i64| {
        json!({"eCommerceAction": {"action_type": "6"}, "type": "EVENT",
               "transaction": {"transactionId": "o", "transactionRevenue": revenue}})
    };
    let lines = [
        (session(&none, &none), ""),
        (session(&json!({"visitId": 3}), &none), ""),
        (session(&json!({"fullVisitorId": null}), &none), "visitor_missing"),
        (session(&json!({"visitId": ""}), &none), "session_missing"),
        (session(&json!({"hits": []}), &none), "hits_missing"),
        (session(&json!({"hits": "none"}), &none), "hits_missing"),
        (session(&none, &json!({"hitNumber": "x"})), "hit_number_missing"),
        (session(&json!({"visitStartTime": null}), &none), "time_invalid"),
        (session(&json!({"visitStartTime": i64::MAX}), &none), "time_invalid"),
        (session(&none, &json!({"time": -1})), "time_invalid"),
        (session(&none, &json!({"time": i64::MAX})), "time_invalid"),
        (session(&json!({"visitStartTime": 0}), &none), "time_out_of_range"),
        (session(&none, &json!({"type": "ITEM"})), "hit_type_unknown"),
        (
            session(&none, &json!({"type": "EVENT", "eCommerceAction": {"action_type": "9"}})),
            "action_type_unknown",
        ),
        (session(&none, &product(-1, 1)), "price_negative"),
        (session(&none, &product(1, -1)), "quantity_negative"),
        (session(&none, &product(i64::MAX, i64::MAX)), "value_out_of_range"),
        (session(&none, &purchase(-1)), "value_negative"),
        (String::from("{\"fullVisitorId\": \"1\", "), "json_invalid"),
        (String::from("[1, 2]"), "json_invalid"),
    ];
    let shop = Shop::new();
    let text: Vec<&str> = lines.iter().map(|(line, _)| line.as_str()).collect();
    let file = shop.write("bad.ndjson", text.join("\n"));
    let rejects = shop.path("rejects.csv");
    let report = shop.imported("ga360", &["--rejects", rejects.to_str().unwrap()], &file);
    assert_eq!((&report["lines"], &report["stored"]), (&20.into(), &2.into()), "{report}");
    let mut written = csv::Reader::from_path(&rejects).unwrap();
    let got: Vec<(usize, String)> = written
        .records()
        .map(Result::unwrap)
        .map(|record| (record[0].parse().unwrap(), record[2].to_owned()))
        .collect();
    let expect: Vec<(usize, String)> = lines
        .iter()
        .enumerate()
        .filter(|(_, (_, reason))| !reason.is_empty())
        .map(|(at, (_, reason))| (at + 1, (*reason).to_owned()))
        .collect();
    assert_eq!(got, expect);
}

#[test]
fn personal_data_in_free_text_is_cut() {
    let shop = Shop::new();
    let hit = json!({
        "type": "EVENT",
        "page": {"pagePath": "/reset/zoe%40example.org?token=s3cret", "pageTitle": "Hi zoe@example.org"},
        "eventInfo": {"eventCategory": "call", "eventLabel": "+44 20 7946 0958"},
    });
    shop.imported("ga360", &[], &shop.write("p.ndjson", session(&json!({}), &hit)));
    let all = shop.everything().concat();
    assert!(
        all.contains("/reset/[email]") && all.contains("Hi [email]") && all.contains("[phone]"),
        "{all}"
    );
    assert!(!all.contains("zoe") && !all.contains("7946") && !all.contains("s3cret"), "{all}");
}

#[test]
fn a_file_of_another_kind_is_refused_with_what_it_lacks() {
    let (Some(ga360), Some(rees46)) = (ga360(), rees46()) else { return };
    let shop = Shop::new();
    let whole = std::fs::read(&rees46).unwrap();
    let cases = [
        (
            "rees46",
            ga360,
            "no column event_time, event_type, product_id, price, user_id, user_session",
        ),
        ("ga360", rees46, "ga360 reads Parquet, or JSON with one session a line"),
        (
            "rees46",
            shop.write("half.csv", "event_time,event_type,brand\n"),
            "no column product_id, price, user_id, user_session",
        ),
        (
            "ga360",
            shop.write("x.json", "{\"hits\": []}"),
            "no column fullVisitorId, visitId, visitStartTime",
        ),
        ("rees46", shop.write("empty.csv", ""), "is empty"),
        ("rees46", shop.write("z.csv", [0x28, 0xb5, 0x2f, 0xfd, 0]), "zstd"),
        ("rees46", shop.write("cut.csv.gz", &whole[..whole.len() / 2]), "could not read"),
        (
            "rees46",
            shop.write("cut.parquet", b"PAR1 and nothing more"),
            "could not read the Parquet file",
        ),
        ("rees46", shop.path("absent.csv"), "could not open"),
        ("rees46", shop.path("."), "is a folder"),
    ];
    for (preset, file, expect) in cases {
        let output = shop.import(preset, &[], &file);
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{told}");
        assert!(told.contains(expect) && told.lines().count() == 1, "{told}");
        assert!(output.stdout.is_empty());
        assert_eq!(shop.count("SELECT count(*) FROM events"), 0);
    }
}

#[test]
fn the_list_of_the_refused_never_overwrites_the_file() {
    let shop = Shop::new();
    let file = shop.write("a.csv", REES46);
    let output = shop.import("rees46", &["--rejects", file.to_str().unwrap()], &file);
    assert!(!output.status.success());
    assert_eq!(std::fs::read_to_string(&file).unwrap(), REES46);
}

#[test]
fn names_and_currencies_are_checked_before_anything_is_done() {
    let shop = Shop::new();
    let file = shop.write("a.csv", REES46);
    for args in [["--site", "a b"], ["--site", ""], ["--currency", "euro"]] {
        assert_eq!(shop.import("rees46", &args, &file).status.code(), Some(2), "{args:?}");
    }
    assert!(!shop.db().exists());
}
