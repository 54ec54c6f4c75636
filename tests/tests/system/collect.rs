//! A batch in, exactly these rows out.

use std::time::{SystemTime, UNIX_EPOCH};

use percorso_tests::harness::{Batch, TestCollector, rows};
use serde_json::{Value, json};

/// The row without what differs from run to run: identities and times, which are checked apart.
fn plain(mut row: Value) -> Value {
    let fields = row.as_object_mut().unwrap();
    for varying in ["event_id", "visitor_id", "session_id", "occurred_at", "received_at"] {
        assert!(fields.remove(varying).is_some(), "{varying} is empty");
    }
    row
}

#[test]
fn a_batch_becomes_exactly_these_rows() {
    let mut collector = TestCollector::start();
    let address = "https://Shop.example/p/1?color=red&utm_source=news&utm_medium=email\
                   &utm_campaign=fall&utm_content=top&utm_term=boots&gclid=abc#reviews";
    let batch = Batch::new()
        .url(address)
        .field("referrer", "https://www.google.com/search?q=boots")
        .event("page_view", json!({ "title": "Boots" }))
        .event("touchpoint", json!({ "touchpoint": "size_guide", "action": "acted" }))
        .event(
            "purchase",
            json!({
                "currency": "EUR", "value": 129.9, "transaction_id": "T-1", "tax": 23.42,
                "items": [{ "item_id": "B1", "item_name": "Boots", "price": 129.9, "quantity": 1 }],
            }),
        );
    let answer = collector.post(batch.json()).expect(202);
    assert_eq!((answer.text().as_str(), answer.header("percorso-dropped")), ("", ""));

    let page = json!({
        "site": "shop", "source": "tracker", "page_host": "shop.example", "page_path": "/p/1",
        "referrer_host": "www.google.com", "utm_source": "news", "utm_medium": "email",
        "utm_campaign": "fall", "utm_content": "top", "utm_term": "boots", "click_id": "gclid",
        "device": "desktop", "browser": "Chrome", "system": "Linux",
    });
    let on_page = |fields: Value| {
        let mut row = page.as_object().unwrap().clone();
        row.extend(fields.as_object().unwrap().clone());
        Value::Object(row)
    };
    let rows = collector.stop_and_read();
    let plain: Vec<_> = rows.iter().cloned().map(plain).collect();
    assert_eq!(
        plain,
        [
            on_page(json!({
                "event": "page_view", "page_title": "Boots", "channel": "Email", "phase": "consideration",
            })),
            on_page(json!({
                "event": "touchpoint", "touchpoint": "size_guide", "action": "acted",
                "phase": "consideration",
            })),
            on_page(json!({
                "event": "purchase", "currency": "EUR", "value": 129.9, "transaction_id": "T-1",
                "items": [{ "item_id": "B1", "item_name": "Boots", "price": 129.9, "quantity": 1 }],
                "params": { "tax": 23.42 }, "phase": "purchase",
            })),
        ]
    );
    let same = |column: &str| rows.iter().all(|row| row[column] == rows[0][column]);
    assert!(same("visitor_id") && same("session_id") && same("received_at"));
}

#[test]
fn money_is_kept_to_the_ten_thousandth() {
    let mut collector = TestCollector::start();
    let batch = Batch::new()
        .event("a", json!({ "value": 0.1 }))
        .event("b", json!({ "value": "1234567.8901" }))
        .event("c", json!({ "value": -3 }))
        .event("d", json!({ "value": "cheap", "currency": "euros" }));
    let _ = collector.post(batch.json()).expect(202);
    assert!(collector.stop().success());
    let store = rows::open(collector.db());
    let money =
        rows::ask(&store, "SELECT concat_ws(' ', value, params) FROM events ORDER BY event");
    let kept = r#"{"currency":"euros","value":"cheap"}"#;
    assert_eq!(money, ["0.1000", "1234567.8901", "-3.0000", kept]);
}

#[test]
fn time_is_the_collectors_whatever_the_clients_clock_says() {
    let mut collector = TestCollector::start();
    // A clock that stands in 2001 and one that stands in 2100: each waited 4 and 1.5 seconds.
    for base in [1_000_000_000_000_u64, 4_102_444_800_000] {
        let batch = Batch::new()
            .field("time", base)
            .field("sent", base + 4_000)
            .raw(json!(["waited_4s", 0]))
            .raw(json!(["waited_1500ms", 2_500, {}]));
        let _ = collector.post(batch.json()).expect(202);
    }
    assert!(collector.stop().success());
    let store = rows::open(collector.db());
    let waits = rows::ask(
        &store,
        "SELECT event || ' ' || epoch_ms(received_at - occurred_at) FROM events ORDER BY rowid",
    );
    assert_eq!(waits, ["waited_4s 4000", "waited_1500ms 1500"].repeat(2));
    let received = rows::ask(&store, "SELECT epoch_ms(max(received_at))::VARCHAR FROM events");
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
    assert!(now.abs_diff(received[0].parse().unwrap()) < 120_000);
}

#[test]
fn a_page_view_turns_the_page_for_what_follows() {
    let mut collector = TestCollector::start();
    let turn = json!({ "url": "https://shop.example/cart", "title": "Cart" });
    let batch = Batch::new()
        .url("https://shop.example/p/1")
        .event("view_item", json!({}))
        .event("page_view", turn)
        .event("view_cart", json!({}));
    let _ = collector.post(batch.json()).expect(202);
    let rows = collector.stop_and_read();
    let paths: Vec<_> = rows.iter().map(|row| row["page_path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["/p/1", "/cart", "/cart"]);
    assert_eq!(rows[1]["params"], Value::Null, "what has a column is not kept twice");
}

#[test]
fn unknown_names_and_fields_are_kept() {
    let mut collector = TestCollector::start();
    let batch = Batch::new()
        .field("by", "js")
        .field("tz", "Europe/Rome")
        .event("wheel_of_fortune.spin", json!({ "prize": { "kind": "coupon", "percent": 10 } }))
        .raw(json!(["Later", 5, { "tz": "mine", "big": 9_007_199_254_740_993_u64 }, "fourth"]));
    let _ = collector.post(batch.json()).expect(202);
    let rows = collector.stop_and_read();
    assert_eq!(rows[0]["event"], "wheel_of_fortune.spin");
    assert_eq!(rows[0]["source"], "fallback");
    let prize = json!({ "tz": "Europe/Rome", "prize": { "kind": "coupon", "percent": 10 } });
    assert_eq!(rows[0]["params"], prize);
    let later = json!({ "tz": "mine", "big": 9_007_199_254_740_993_u64 });
    assert_eq!((&rows[1]["event"], &rows[1]["params"]), (&json!("Later"), &later));
}

#[test]
fn visitors_differ_by_browser_and_site_and_a_visit_goes_on_after_a_restart() {
    let mut collector = TestCollector::start();
    let send = |collector: &TestCollector, browser: &str, site: &str| {
        let headers = [("content-type", "text/plain"), ("user-agent", browser)];
        let batch = Batch::new().field("site", site).event("page_view", json!({}));
        let _ = collector.send("POST", "/p/e", &headers, batch.json().as_bytes()).expect(202);
    };
    send(&collector, "one", "shop");
    send(&collector, "two", "shop");
    send(&collector, "one", "other");
    collector.kill();
    collector.restart();
    send(&collector, "one", "shop");
    let rows = collector.stop_and_read();
    let of =
        |column: &str| rows.iter().map(|row| row[column].as_u64().unwrap()).collect::<Vec<_>>();
    let (visitors, sessions) = (of("visitor_id"), of("session_id"));
    assert_eq!((visitors[0], sessions[0]), (visitors[3], sessions[3]), "{}", collector.log());
    assert!(visitors[0] != visitors[1] && visitors[0] != visitors[2] && visitors[1] != visitors[2]);
}
