//! Forgotten as a whole: the half of a visit before consent, orders of few digits, names however written.

use std::fs;

use percorso_tests::harness::collector::run;
use percorso_tests::harness::{Batch, TestCollector, rows};
use serde_json::json;

use crate::forget::{buys, found, percorso, send};

const DEVICE: &str = "device.0123456789abcdef";

fn asked(collector: &TestCollector, sql: &str) -> Vec<String> {
    rows::ask(&rows::open(collector.db()), sql)
}

#[test]
fn who_consented_in_mid_visit_is_forgotten_with_the_half_before() {
    let mut collector = TestCollector::start();
    send(&collector, "other", &buys("OTHER-00001"));
    // An order told before consent, and a visit that goes on with it.
    send(&collector, "own", &buys("CANARY-77123"));
    let consented = || Batch::new().field("visitor", DEVICE).field("consent", "granted");
    let consents = consented().event("consent", json!({ "state": "granted" }));
    send(&collector, "own", &consents);
    // And another day's visit, under the lasting name from its beginning.
    send(&collector, "later", &consented().event("page_view", json!({})));
    assert!(collector.stop().success());
    let sql = "SELECT DISTINCT visitor_id::VARCHAR FROM events WHERE session_id = \
        (SELECT session_id FROM events WHERE transaction_id = 'CANARY-77123')";
    let both = asked(
        &collector,
        "SELECT visitor_id::VARCHAR FROM events \
        WHERE consent = 'granted' OR transaction_id = 'CANARY-77123' GROUP BY 1 ORDER BY min(rowid)",
    );
    assert_eq!((both.len(), asked(&collector, sql).len()), (2, 2), "one visit of two visitors");
    let needles = both.iter().flat_map(|visitor| {
        [visitor.clone().into_bytes(), visitor.parse::<u64>().unwrap().to_le_bytes().to_vec()]
    });
    let needles: Vec<_> = needles.chain([b"CANARY-77123".to_vec()]).collect();
    assert!(!found(collector.folder(), &needles).is_empty());
    let lasting = &both[1];
    let told = percorso(&collector, &["forget", "--visitor", lasting, "--dry-run"]);
    assert_eq!(told, "would forget 4 events of 2 visitors with 1 orders\n");
    let told = percorso(&collector, &["forget", "--visitor", lasting]);
    assert!(told.starts_with("forgot 4 events of 2 visitors with 1 orders; "), "{told}");
    assert_eq!(found(collector.folder(), &needles), [""; 0]);
    let left = asked(&collector, "SELECT DISTINCT transaction_id FROM orders");
    assert_eq!(left, ["OTHER-00001"]);
}

#[test]
fn what_is_too_short_to_be_searched_for_is_named_and_asked_of_the_store() {
    let mut collector = TestCollector::start();
    send(&collector, "own", &buys("1001"));
    send(&collector, "other", &buys("1002"));
    fs::write(collector.folder().join("export.csv"), "order\n1001\n").unwrap();
    let said = "too short to be searched for in bytes, and asked of the store, which has no event of \
                them: order 1001";
    // By the collector that runs, which can search for the visitor; and again, where nothing is left.
    let told = percorso(&collector, &["forget", "--order", "1001"]);
    assert!(told.starts_with("forgot 2 events of 1 visitors with 1 orders; "), "{told}");
    assert!(
        told.contains(&format!(" bytes searched, nothing of them found in the store; {said}\n"))
    );
    assert!(told.contains("export.csv could not be searched for what is too short"), "{told}");
    let told = percorso(&collector, &["forget", "--order", "1001"]);
    let none = format!("forgot 0 events of 0 visitors with 0 orders; {said}\n");
    assert!(told.starts_with(&none), "no bytes were searched: {told}");
    assert!(collector.stop().success());
    // And on the file alone, beside what can be searched for.
    let visitor = asked(&collector, "SELECT visitor_id::VARCHAR FROM events LIMIT 1").remove(0);
    let told = percorso(&collector, &["forget", "--visitor", &visitor]);
    assert!(
        told.contains(" bytes searched, nothing of them found in the store; too short"),
        "{told}"
    );
    assert!(told.contains("no event of them: order 1002\n"), "{told}");
}

#[test]
fn a_name_is_taken_however_it_is_written_and_what_is_none_is_refused() {
    let collector = TestCollector::start();
    let identity = "48c78a4f07895ab4ac69a78dafd99f431981bfa5efea648c5ed1e41cb2711ed3";
    for browser in ["one", "two"] {
        let known = buys("OTHER-00001").event("identify", json!({ "identity": identity }));
        send(&collector, browser, &known);
    }
    let made = percorso(&collector, &["token", "create", "--scope", "admin", "--name", "owner"]);
    let token = made.split_whitespace().find(|word| word.starts_with("percorso_")).unwrap();
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    let forget = |kind: &str, name: &str| {
        let body = json!({ "kind": kind, "name": name, "only_tell": true }).to_string();
        collector.send("POST", "/v1/forget", &headers, body.as_bytes())
    };
    let large = format!(" {}", identity.to_uppercase());
    for name in [identity, &large] {
        let told = forget("identity", name).expect(200).text();
        assert!(told.contains("\"events\":6"), "{told}");
    }
    for (kind, name) in [
        ("identity", "customer-7"),
        ("identity", &identity[1..]),
        ("visitor", "one"),
        ("visitor", "-1"),
        ("order", ""),
    ] {
        let told = forget(kind, name).expect(400).text();
        assert!(told.contains("name is"), "{told}");
    }
    let db = collector.db().display().to_string();
    let told = run(&["--db", &db, "forget", "--identity", &large, "--dry-run"]);
    let told = String::from_utf8(told.stdout).unwrap();
    assert!(told.starts_with("would forget 6 events of 2 visitors"), "{told}");
}
