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
