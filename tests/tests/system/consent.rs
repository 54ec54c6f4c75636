//! Recognised with consent, a stranger without; what was typed and who it is are never kept.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use percorso_tests::harness::{Batch, TestCollector};
use serde_json::{Value, json};

const DEVICE: &str = "device.0123456789abcdef";

fn send(collector: &TestCollector, browser: &str, batch: &Batch) {
    let headers = [("content-type", "text/plain"), ("user-agent", browser)];
    let _ = collector.send("POST", "/p/e", &headers, batch.json().as_bytes()).expect(202);
}

fn consented(state: &str) -> Batch {
    Batch::new().field("visitor", DEVICE).field("consent", state)
}

fn of<'a>(rows: &'a [Value], column: &str) -> Vec<&'a Value> {
    rows.iter().map(|row| &row[column]).collect()
}

#[test]
fn a_consented_visitor_has_one_id_in_every_browser_and_after_a_restart() {
    let mut collector = TestCollector::start();
    let view = |state| consented(state).event("page_view", json!({}));
    send(&collector, "one", &view("granted"));
    send(&collector, "two", &view("granted"));
    send(&collector, "one", &view("denied"));
    send(&collector, "one", &Batch::new().event("page_view", json!({})));
    collector.kill();
    collector.restart();
    send(&collector, "three", &view("granted"));
    let rows = collector.stop_and_read();
    let visitors = of(&rows, "visitor_id");
    assert_eq!([visitors[1], visitors[4]], [visitors[0]; 2]);
    assert_eq!(visitors[2], visitors[3], "who denies is told as one who was never asked");
    assert_ne!(visitors[0], visitors[2]);
    let (granted, denied) = (json!("granted"), json!("denied"));
    assert_eq!(of(&rows, "consent"), [&granted, &granted, &denied, &Value::Null, &granted]);

    let key = fs::metadata(collector.db().with_extension("duckdb.key")).unwrap();
    assert_eq!((key.permissions().mode() & 0o777, key.len()), (0o600, 32));
    nowhere(&collector, &[DEVICE]);
}

#[test]
fn a_visit_goes_on_when_its_visitor_consents() {
    let mut collector = TestCollector::start();
    send(&collector, "one", &Batch::new().event("page_view", json!({})));
    let consents = consented("granted").event("consent", json!({ "state": "granted" }));
    send(&collector, "one", &consents);
    send(&collector, "one", &consented("granted").event("page_view", json!({})));
    let rows = collector.stop_and_read();
    let (sessions, visitors) = (of(&rows, "session_id"), of(&rows, "visitor_id"));
    assert_eq!([sessions[1], sessions[2]], [sessions[0]; 2]);
    assert!(visitors[0] != visitors[1] && visitors[1] == visitors[2]);
}

#[test]
fn identify_keeps_a_hash_and_typed_words_are_not_kept_at_all() {
    let mut collector = TestCollector::start();
    let hash = "ab".repeat(32);
    let batch = Batch::new()
        .event("identify", json!({ "identity": hash }))
        .event("identify", json!({ "identity": "canary the customer" }))
        .event("search", json!({ "search_term": "canary socks", "results": 3 }))
        .event("view_search_results", json!({ "q": "canary", "list": [{ "Query": "canary" }] }))
        .field("keyword", "canary");
    send(&collector, "one", &batch);
    let rows = collector.stop_and_read();
    assert_eq!(of(&rows, "identity"), [&json!(hash), &Value::Null, &Value::Null, &Value::Null]);
    let rest = of(&rows, "params");
    let (results, list) = (json!({ "results": 3 }), json!({ "list": [{}] }));
    assert_eq!(rest, [&Value::Null, &Value::Null, &results, &list]);
    nowhere(&collector, &["canary"]);
}

#[test]
fn a_broken_key_is_not_written_over() {
    let mut collector = TestCollector::start();
    assert!(collector.stop().success());
    let key = collector.db().with_extension("duckdb.key");
    fs::write(&key, "half").unwrap();
    let db = collector.db().to_str().unwrap();
    let serve = ["serve", "--listen", "127.0.0.1:0", "--db", db];
    let ended = percorso_tests::harness::collector::run(&serve);
    assert!(!ended.status.success());
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(said.contains("shop.duckdb.key is not a key") && said.contains("delete it"), "{said}");
    assert_eq!(fs::read(&key).unwrap(), b"half");
}

/// Fails where one of the words is in a file of the store or in the log.
fn nowhere(collector: &TestCollector, words: &[&str]) {
    let files = fs::read_dir(collector.folder()).unwrap().map(|file| file.unwrap().path());
    let files = files.map(|path| (path.display().to_string(), fs::read(&path).unwrap()));
    for (name, bytes) in files.chain([("the log".to_owned(), collector.log().into_bytes())]) {
        for word in words {
            let found = bytes.windows(word.len()).any(|window| window == word.as_bytes());
            assert!(!found, "{word} is in {name}");
        }
    }
}
