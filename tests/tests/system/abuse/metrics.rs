//! The metrics count what was refused and why, for who may read, in words nobody outside can add to.

use std::time::Duration;

use percorso_tests::harness::{Answer, Batch, Client, TestCollector, wait_for};
use serde_json::json;

/// A question that is ended after longer than others wait for its turn.
const ENDLESS: &str = "{\"seconds\":8,\"sql\":\"SELECT count(*) FROM range(1000000) a, \
                       range(1000000) b WHERE a.range + b.range = -1\"}";

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
        ("percorso_commit_duration_seconds_count", 1.0),
        ("percorso_commit_events_sum", 1.0),
        ("percorso_questions{queue=\"sql\"}", 0.0),
        ("percorso_queue_refusals_total{queue=\"writer\"}", 0.0),
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
fn who_waits_for_a_turn_is_counted_and_who_gets_none_too() {
    let collector = TestCollector::start();
    // A store without events has no log.
    let _ = collector.post(Batch::new().event("a", json!({})).json()).expect(202);
    let (client, endless) = (collector.client(), ENDLESS.as_bytes());
    let ask = |client: &Client| {
        client.send("POST", "/v1/sql", &[("content-type", "application/json")], endless).unwrap()
    };
    std::thread::scope(|scope| {
        let asked: Vec<_> = (0..4).map(|_| scope.spawn(|| ask(&client).status.as_u16())).collect();
        let metrics = wait_for("two to wait behind two", Duration::from_secs(4), || {
            let text = collector.get("/metrics", &[]).expect(200).text();
            let of = |name: &str| sample(&text, &format!("{name}{{queue=\"sql\"}}"));
            let counted = (of("percorso_questions"), of("percorso_questions_waiting"));
            (counted == (2.0, 2.0)).then_some(text)
        });
        for name in ["percorso_store_bytes", "percorso_log_bytes", "percorso_disk_free_bytes"] {
            assert!(sample(&metrics, name) > 0.0, "{name} in\n{metrics}");
        }
        assert!(sample(&metrics, "percorso_clock_ahead_seconds").abs() < 2.0, "{metrics}");
        let mut statuses: Vec<_> = asked.into_iter().map(|one| one.join().unwrap()).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [422, 422, 503, 503]);
    });
    let text = collector.get("/metrics", &[]).expect(200).text();
    let refused = sample(&text, "percorso_queue_refusals_total{queue=\"sql\"}");
    assert!((refused - 2.0).abs() < 1e-9, "{text}");
}

#[test]
fn strangers_see_no_metrics() {
    let collector = TestCollector::start();
    let _ = collector.get("/metrics", &[("host", "stats.shop.example")]).expect(401);
    let _ = collector.get("/metrics", &[("x-forwarded-for", "192.0.2.1")]).expect(401);
}
