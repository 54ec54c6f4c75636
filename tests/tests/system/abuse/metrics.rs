//! The metrics count what was refused and why, for who may read, in words nobody outside can add to.

use percorso_tests::harness::{Answer, Batch, TestCollector};
use serde_json::json;

/// A sample's value, 0 where there is none yet.
fn sample(text: &str, name: &str) -> f64 {
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.map_or(0.0, |value| value.parse().unwrap())
}

#[test]
fn every_refusal_and_drop_is_counted() {
    let collector = TestCollector::start();
    let body = Batch::new().event("a", json!({})).event("b c", json!({})).json();
    let _ = collector.post(&body).expect(202);
    let _ = collector.post(&body).expect(202);
    let _ = collector.post("nonsense").expect(400);
    let _ = collector.get("/nobody/has/this", &[]).expect(404);
    let text = collector.get("/metrics", &[]).expect(200).text();
    for (name, value) in [
        ("percorso_events_stored_total", 1.0),
        ("percorso_events_known_total", 1.0),
        ("percorso_events_dropped_total{reason=\"bad_name\"}", 2.0),
        ("percorso_http_requests_total{route=\"/p/e\",status=\"202\"}", 2.0),
        ("percorso_http_requests_total{route=\"/p/e\",status=\"400\"}", 1.0),
        ("percorso_http_requests_total{route=\"none\",status=\"404\"}", 1.0),
        ("percorso_http_request_duration_seconds_count{route=\"/p/e\"}", 3.0),
        ("percorso_store_ok", 1.0),
    ] {
        assert!((sample(&text, name) - value).abs() < 1e-9, "{name} is not {value} in\n{text}");
    }
    assert!(text.ends_with("# EOF\n"));
    assert!(!text.contains("nobody"), "a stranger has made a label");
}

#[test]
fn what_the_limits_and_the_owner_refuse_is_counted_by_its_reason() {
    let settings =
        "require_token = false\nlimits.site_events_per_second = 1\n[[site]]\nname = \"shop\"\n";
    let collector = TestCollector::start_with(|folder| {
        let file = folder.join("percorso.toml");
        std::fs::write(&file, settings).unwrap();
        // Three at once, and one in three seconds after that.
        vec!["--limit".into(), "0.3".into(), "--config".into(), file.into()]
    });
    let many = (0..11).fold(Batch::new(), |batch, _| batch.event("many", json!({})));
    let _ = collector.post(many.json()).expect(202);
    let _ = collector.post(many.json()).expect(429);
    let stranger = Batch::new().field("site", "another").event("a", json!({})).json();
    assert_eq!(collector.post(stranger).expect(202).header("percorso-dropped"), "");
    let refused = |ask: &dyn Fn() -> Answer| (0..100).any(|_| ask().status == 429);
    assert!(refused(&|| collector.post("nonsense")));
    assert!(refused(&|| collector.get("/v1/store", &[("authorization", "Bearer none")])));
    let text = collector.get("/metrics", &[]).expect(200).text();
    for (name, value) in [
        ("percorso_events_dropped_total{reason=\"refused\"}", 1.0),
        ("percorso_events_dropped_total{reason=\"silenced\"}", 0.0),
        ("percorso_limit_refusals_total{limit=\"site\"}", 1.0),
        ("percorso_limit_refusals_total{limit=\"sender\"}", 1.0),
        ("percorso_limit_refusals_total{limit=\"token\"}", 1.0),
    ] {
        assert!(text.contains(name), "{name} is missing in\n{text}");
        assert!((sample(&text, name) - value).abs() < 1e-9, "{name} is not {value} in\n{text}");
    }
}

#[test]
fn strangers_see_no_metrics() {
    let collector = TestCollector::start();
    let _ = collector.get("/metrics", &[("host", "stats.shop.example")]).expect(401);
    let _ = collector.get("/metrics", &[("x-forwarded-for", "192.0.2.1")]).expect(401);
}
