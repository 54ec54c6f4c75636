//! Two collectors never share a file; the second says who has it.

use percorso::store::{Access, StoreError, open};
use percorso_tests::harness::collector::run;
use percorso_tests::harness::{Batch, TestCollector};
use serde_json::json;

#[test]
fn a_second_collector_on_the_same_file_says_who_has_it() {
    let mut collector = TestCollector::start();
    let db = collector.db().to_str().unwrap().to_owned();
    let ended = run(&["serve", "--listen", "127.0.0.1:0", "--db", &db]);
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(!ended.status.success());
    assert_eq!(ended.stdout, b"", "it must not announce an address");
    let holder = format!("(PID {})", collector.pid());
    assert!(said.contains(&db) && said.contains("in use") && said.contains(&holder), "{said}");
    let reader = open(collector.db(), Access::ReadOnly);
    assert!(
        matches!(reader, Err(StoreError::Locked { holder: Some(pid), .. }) if pid == collector.pid())
    );
    // The first one noticed nothing.
    let _ = collector.post(Batch::new().event("a", json!({})).json()).expect(202);
    assert_eq!(collector.stop_and_read().len(), 1);
}

#[test]
fn an_address_in_use_is_said_so() {
    let collector = TestCollector::start();
    let other = tempfile::tempdir().unwrap();
    let db = other.path().join("other.duckdb");
    let address = collector.address().to_string();
    let ended = run(&["serve", "--listen", &address, "--db", db.to_str().unwrap()]);
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(!ended.status.success());
    assert!(said.contains(&format!("could not listen on {address}")), "{said}");
    assert!(said.contains("--listen"), "it says what to do: {said}");
}
