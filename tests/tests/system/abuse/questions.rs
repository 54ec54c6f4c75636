//! What is asked of reports and caches: text that looks like SQL stays text, and nothing of a request
//! gets into what others are shown.

use percorso_tests::harness::{Batch, TestCollector};
use serde_json::{Value, json};

use super::encoded;

/// Each would tell, change or break something where it became part of a statement.
const NEEDLES: [&str; 9] = [
    "' OR 1=1 --",
    "x'; DROP TABLE events; --",
    "x' UNION SELECT path FROM duckdb_databases() --",
    "\"; ATTACH '/tmp/percorso-abuse.duckdb'; --",
    "') FROM read_text('/etc/passwd') --",
    "$site",
    "{{p}}",
    "\u{0}",
    "purchase') OR TRUE OR ('",
];

fn rows(collector: &TestCollector, path: &str) -> usize {
    let answer: Value = serde_json::from_slice(&collector.get(path, &[]).expect(200).body).unwrap();
    answer["rows"].as_array().unwrap().len()
}

#[test]
fn sql_in_filters_and_steps_is_text_that_nothing_has() {
    let mut collector = TestCollector::start();
    let batch = Batch::new().url("https://shop.example/?utm_source=news&utm_medium=email");
    let batch = batch.event("page_view", json!({})).event("purchase", json!({ "value": 3 }));
    let _ = collector.post(batch.json()).expect(202);
    assert!(rows(&collector, "/v1/reports/channels?site=shop") > 0, "the report has something");
    for needle in NEEDLES {
        let text = encoded(needle);
        let path = format!("/v1/reports/channels?site={text}");
        assert_eq!(rows(&collector, &path), 0, "{needle}");
        for path in [
            format!("/v1/reports/funnel?step={text}"),
            format!("/v1/reports/funnel?step=purchase%26page:{text}"),
            format!("/v1/reports/funnel?step=page_view&site={text}"),
            format!("/v1/reports/funnel?step=page_view&by={text}"),
            format!("/v1/reports/channels?since={text}"),
            format!("/v1/reports/channels?{text}=1"),
            format!("/v1/reports/{text}"),
        ] {
            let answer = collector.get(&path, &[]);
            assert!(answer.status.as_u16() < 500, "{path}: {}", answer.text());
            if answer.status == 200 {
                let told: Value = serde_json::from_slice(&answer.body).unwrap();
                let steps = told["steps"].as_array().unwrap();
                assert!(steps.iter().all(|step| step["reached"] == 0), "{path}: {told}");
            }
        }
    }
    assert!(rows(&collector, "/v1/reports/channels?site=shop") > 0);
    assert_eq!(collector.stop_and_read().len(), 2);
}

#[test]
fn what_caches_may_keep_says_nothing_of_who_asked() {
    let collector = TestCollector::start();
    let evil = [
        ("host", "evil.example"),
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "evil"),
        ("x-original-url", "/evil"),
        ("forwarded", "host=evil.example"),
        ("origin", "https://evil.example"),
    ];
    for path in ["/p/rules/shop", "/p/percorso.js", "/p/percorso-debug.js", "/healthz"] {
        let plain = collector.get(path, &[]);
        let asked = collector.get(path, &evil);
        assert_eq!((plain.status, &plain.body), (asked.status, &asked.body), "{path}");
        for (name, value) in &asked.headers {
            let value = String::from_utf8_lossy(value.as_bytes());
            assert!(!value.contains("evil"), "{path}: {name}: {value}");
        }
        assert_eq!(plain.header("cache-control"), asked.header("cache-control"), "{path}");
        assert!(asked.header("set-cookie").is_empty(), "{path}");
    }
    // What is not there, or not for everybody, is kept by no cache.
    for path in ["/p/nothing.js", "/v1/reports", "/"] {
        let answer = collector.get(path, &evil);
        assert!(answer.status.as_u16() >= 400, "{path}");
        assert!(!answer.header("cache-control").contains("public"), "{path}");
    }
}
