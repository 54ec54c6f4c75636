//! Strangers' reach: from our machine to others', and into others' visits.

use std::net::TcpListener;

use percorso_tests::harness::{Batch, TestCollector};
use serde_json::{Value, json};

use super::encoded;

#[test]
fn addresses_in_what_is_sent_are_never_asked() {
    let bait = TcpListener::bind("127.0.0.1:0").unwrap();
    bait.set_nonblocking(true).unwrap();
    let url = format!("http://{}/bait", bait.local_addr().unwrap());
    let mut collector = TestCollector::start();
    let batch = Batch::new()
        .url(&url)
        .field("referrer", url.as_str())
        .event("page_view", json!({ "title": url, "url": url, "referrer": url }))
        .event("content", json!({ "json_ld": { "@context": url, "image": url, "logo": url } }))
        .event("view_item", json!({ "items": [{ "item_id": url, "image": url }] }));
    let headers = [
        ("origin", url.as_str()),
        ("referer", url.as_str()),
        ("x-forwarded-host", url.as_str()),
        ("user-agent", url.as_str()),
    ];
    let _ = collector.send("POST", "/p/e", &headers, batch.json().as_bytes()).expect(202);
    let text = encoded(&url);
    for path in [
        format!("/v1/reports/channels?site={text}"),
        format!("/v1/reports/funnel?step=view_item&site={text}"),
        format!("/p/rules/{text}"),
        format!("/ui/{text}"),
        "/".to_owned(),
    ] {
        let _ = collector.get(&path, &[]);
    }
    // Until its end: nothing of it is still under way.
    let rows = collector.stop_and_read();
    assert!(rows.len() >= 3, "the events were taken: {rows:?}");
    assert!(bait.accept().is_err(), "somebody has asked the address");
}

fn visitor(rows: &[Value], at: usize) -> String {
    rows[at]["visitor_id"].to_string()
}

#[test]
fn nobody_chooses_to_be_another_visitor() {
    let mut collector = TestCollector::start();
    let send = |browser: &str, batch: Batch| {
        let headers = [("user-agent", browser)];
        let _ = collector.send("POST", "/p/e", &headers, batch.json().as_bytes()).expect(202);
    };
    let view = || Batch::new().event("page_view", json!({}));
    let granted = |device: &str| view().field("consent", "granted").field("visitor", device);
    send("victim", view());
    send("victim", granted("device-of-the-victim"));
    // What is stored of a visitor is what reports and exports show: it opens nothing.
    for claim in ["visitor", "visitor_id", "session", "session_id", "identity", "earlier_id"] {
        send("forger", view().field(claim, "device-of-the-victim"));
    }
    let rows = collector.stop_and_read();
    let (by_day, by_device) = (visitor(&rows, 0), visitor(&rows, 1));
    assert_ne!(by_day, by_device);
    for at in 2..rows.len() {
        let forged = visitor(&rows, at);
        assert!(forged != by_day && forged != by_device, "row {at}");
        assert_ne!(rows[at]["session_id"], rows[0]["session_id"]);
    }
    // The number that is stored, sent as a device's own id, makes another number.
    collector.restart();
    let batch = granted(by_device.trim_matches('"')).json();
    let _ =
        collector.send("POST", "/p/e", &[("user-agent", "forger")], batch.as_bytes()).expect(202);
    let rows = collector.stop_and_read();
    let last = visitor(&rows, rows.len() - 1);
    assert!(last != by_day && last != by_device);
}

#[test]
fn another_collector_cannot_reckon_the_same_visitor() {
    let batch = Batch::new().event("page_view", json!({})).json();
    let granted = Batch::new().event("page_view", json!({}));
    let granted = granted.field("consent", "granted").field("visitor", "a-device").json();
    let seen = || {
        let mut collector = TestCollector::start();
        let _ = collector.post(&batch).expect(202);
        let _ = collector.post(&granted).expect(202);
        let rows = collector.stop_and_read();
        (visitor(&rows, 0), visitor(&rows, 1))
    };
    let (here, there) = (seen(), seen());
    assert_ne!(here.0, there.0, "the day's salt is drawn");
    assert_ne!(here.1, there.1, "so is the key that lasts");
}
