//! The owner's routes answer on this machine alone; the shop's pages' routes answer everybody.

use percorso_tests::harness::{Batch, TestCollector};
use serde_json::json;

const PRIVATE: [&str; 2] = ["/", "/v1/reports/funnel?step=page_view&step=purchase"];

#[test]
fn the_owners_routes_refuse_who_is_not_on_this_machine() {
    let collector = TestCollector::start();
    let (ip, port) = (collector.address().ip(), collector.address().port());
    for path in PRIVATE {
        for host in [format!("{ip}:{port}"), format!("localhost:{port}"), format!("[::1]:{port}")] {
            let answer = collector.get(path, &[("host", &host)]);
            assert_eq!(answer.status, 200, "{path} as {host}: {}", answer.text());
            assert_eq!(answer.header("access-control-allow-origin"), "", "{path}");
        }
        let refused = [
            ("x-forwarded-for", "192.0.2.1"),
            ("forwarded", "for=192.0.2.1"),
            ("x-real-ip", "192.0.2.1"),
            ("via", "1.1 proxy"),
            ("host", "evil.example"),
            ("host", "127.0.0.1.evil.example"),
            ("host", "localhost.evil.example:8787"),
        ];
        for header in refused {
            let answer = collector.get(path, &[header]);
            assert_eq!(answer.status, 401, "{path} with {header:?}");
            assert!(answer.text().contains("token create"), "{}", answer.text());
        }
    }
}

#[test]
fn another_places_page_may_not_ask_this_machines_collector_through_its_browser() {
    let collector = TestCollector::start();
    let sql = |headers: &[(&str, &str)]| {
        collector.send("POST", "/v1/sql", headers, b"SELECT count(*) AS n FROM events")
    };
    let (own, port) = (collector.url(), collector.address().port());
    let local = format!("http://localhost:{port}");
    for headers in [
        vec![],
        vec![("origin", own.as_str()), ("sec-fetch-site", "same-origin")],
        vec![("origin", local.as_str()), ("host", &local["http://".len()..])],
        vec![("sec-fetch-site", "none")],
    ] {
        assert_eq!(sql(&headers).status, 200, "{headers:?}");
    }
    for header in [
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("origin", "http://localhost:1"),
        ("sec-fetch-site", "cross-site"),
    ] {
        let said = sql(&[header]).expect(403).text();
        assert!(said.contains("a page of another site asks"), "{header:?}: {said}");
        assert_eq!(collector.get(PRIVATE[1], &[header]).status, 403, "{header:?}");
        // What pages of the shop send comes from other places by its nature.
        let body = Batch::new().event("a", json!({})).json();
        let _ = collector.send("POST", "/p/e", &[header], body.as_bytes()).expect(202);
    }
}

#[test]
fn the_shops_pages_may_send_from_anywhere_and_readiness_is_for_all() {
    let mut collector = TestCollector::start();
    for header in [("host", "stats.shop.example"), ("x-forwarded-for", "192.0.2.1")] {
        let body = Batch::new().event("a", json!({})).json();
        let _ = collector.send("POST", "/p/e", &[header], body.as_bytes()).expect(202);
        assert_eq!(collector.get("/healthz", &[header]).expect(200).text(), "alive\n");
        assert_eq!(collector.get("/readyz", &[header]).expect(200).text(), "ready\n");
    }
    assert_eq!(collector.stop_and_read().len(), 2);
}
