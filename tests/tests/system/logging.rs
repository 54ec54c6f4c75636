//! The log at its most talkative: lines that programs read, and nothing of who sent or what was sent.

use std::io::{Read, Write};
use std::net::TcpStream;

use percorso_tests::harness::collector::run;
use percorso_tests::harness::{Batch, PATIENCE, TestCollector};
use serde_json::{Value, json};

/// Whatever a request can carry, each with a canary of its own. No port and no time looks like one.
const CANARIES: [&str; 12] = [
    "canary-agent",
    "canary-path",
    "canary-query",
    "canary-token",
    "canary-site",
    "canary-title",
    "canary-typed",
    "canary-header",
    "canary-name",
    "canary-rules",
    "203.0.113.77",
    "canary-body",
];

fn talkative(form: &str) -> TestCollector {
    let options = [
        "--log",
        form,
        "--log-level",
        "trace",
        "--trusted-proxy",
        "127.0.0.1",
        "--require-token=false",
    ];
    TestCollector::start_with(|_| options.iter().map(Into::into).collect())
}

/// Asks for everything there is in every way that might be logged: taken, refused, broken.
fn ask_everything(collector: &TestCollector) {
    let headers = [
        ("user-agent", "canary-agent"),
        ("x-forwarded-for", "203.0.113.77"),
        ("x-canary", "canary-header"),
        ("authorization", "Bearer canary-token"),
        ("referer", "https://canary-path.example/canary-path?canary-query"),
        ("origin", "https://canary-header.example"),
    ];
    let batch = Batch::new()
        .url("https://shop.example/canary-path?q=canary-query")
        .event("page_view", json!({ "title": "canary-title" }))
        .event("search", json!({ "search_term": "canary-typed", "note": "canary-typed" }))
        .event("canary name", json!({}));
    let bodies = [
        batch.json(),
        batch.clone().field("site", "canary-site").json(),
        batch.field("v", "canary-body").json(),
        "{\"canary-body".to_owned(),
    ];
    for body in &bodies {
        let _ = collector.send("POST", "/p/e", &headers, body.as_bytes());
    }
    // Whoever is refused before the body is read may find the connection closed.
    let client = collector.client();
    for body in &bodies {
        for path in ["/v1/events", "/v1/forget", "/v1/enrich", "/v1/prune"] {
            let _ = client.send("POST", path, &headers, body.as_bytes());
        }
    }
    let named = json!({ "kind": "order", "name": "canary-name" }).to_string();
    let _ = client.send("POST", "/v1/forget", &headers, named.as_bytes());
    for path in [
        "/canary-path%0d%0aERROR%20canary-path",
        "/p/rules/canary-rules",
        "/v1/reports/canary-name",
        "/v1/reports/channels?site=canary-query&since=canary-query",
        "/v1/reports/channels?site=canary-query%0a2026-01-01T00:00:00Z%20ERROR",
        "/v1/reports/funnel?step=canary-query",
        "/ui/canary-path",
        "/metrics",
        "/readyz",
    ] {
        let _ = client.send("GET", path, &headers, b"");
        let _ = client.send("GET", path, &headers[..1], b"");
    }
    for bytes in [
        "GET /canary-path HTTP/9\r\n\r\n",
        "canary-body\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\ncanary-body-canary-body",
    ] {
        let mut stream = TcpStream::connect(collector.address()).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(bytes.as_bytes()).unwrap();
        let _ = stream.read_to_end(&mut Vec::new());
    }
}

fn holds_nothing_of_requests(log: &str) {
    assert!(log.contains("answered"), "every answer is logged at this level: {log}");
    for canary in CANARIES {
        let line = log.lines().find(|line| line.contains(canary));
        assert!(line.is_none(), "{canary} is in the log: {line:?}");
    }
    assert!(!log.contains("127.0.0.1"), "the peer's address is in the log");
}

#[test]
fn at_trace_nothing_of_a_request_is_in_the_log_and_each_line_is_an_object() {
    let mut collector = talkative("json");
    ask_everything(&collector);
    assert!(collector.stop().success());
    let log = collector.log();
    holds_nothing_of_requests(&log);
    for line in log.lines() {
        let line: Value = serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
        for field in ["timestamp", "level", "message"] {
            assert!(line[field].is_string(), "{field} is missing in {line}");
        }
    }
    let of =
        |route: &str| log.lines().filter(|line| line.contains(&format!("\"{route}\""))).count();
    assert!(of("/p/e") == 4 && of("none") > 0, "{log}");
}

#[test]
fn as_text_a_request_makes_no_lines_of_its_own() {
    let mut collector = talkative("text");
    ask_everything(&collector);
    assert!(collector.stop().success());
    let log = collector.log();
    holds_nothing_of_requests(&log);
    for line in log.lines() {
        let mut words = line.split_whitespace();
        let (time, level) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        assert!(time.starts_with("20") && time.ends_with('Z'), "no line of ours: {line}");
        assert!(["TRACE", "DEBUG", "INFO", "WARN", "ERROR"].contains(&level), "{line}");
    }
}

#[test]
fn a_form_or_level_there_is_not_is_told() {
    for option in ["--log=xml", "--log-level=loud"] {
        let ended = run(&["serve", option]);
        let said = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert!(!ended.status.success() && said.contains("possible values"), "{said}");
    }
}
