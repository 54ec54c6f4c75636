//! Commands ask the collector that has the file; what it leaves beside the store goes with it.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;

use percorso_tests::harness::collector::{binary, run};
use percorso_tests::harness::{Batch, TestCollector};
use serde_json::{Value, json};

fn shop() -> TestCollector {
    let collector = TestCollector::start();
    let both = Batch::new().event("view_item", json!({})).event("purchase", json!({}));
    let _ = collector.post(both.json()).expect(202);
    collector
}

fn note(collector: &TestCollector) -> PathBuf {
    collector.folder().join("shop.duckdb.run")
}

fn funnel(options: &[&str]) -> Result<Value, String> {
    let steps = ["funnel", "--step", "view_item", "--step", "purchase", "--format", "json"];
    let ended = run(&[&steps, options].concat());
    match ended.status.success() {
        true => Ok(serde_json::from_slice(&ended.stdout).unwrap()),
        false => Err(String::from_utf8(ended.stderr).unwrap()),
    }
}

#[test]
fn a_command_answers_the_same_while_the_collector_runs_and_after() {
    let mut collector = shop();
    let db = collector.db().to_str().unwrap().to_owned();
    let mode = note(&collector).metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let running = funnel(&["--db", &db]).unwrap();
    assert_eq!(running["steps"][1]["reached"], 1, "{running}");
    let url = collector.url();
    assert_eq!(funnel(&["--url", &url]).unwrap(), running);
    let levels = ["--db", &db, "--levels"];
    let users =
        run(&[&["funnel", "--step", "view_item", "--step", "purchase"], &levels[..]].concat());
    assert!(users.status.success());
    let user: Value = serde_json::from_slice(&users.stdout).unwrap();
    assert_eq!(user["level"], 2, "{user}");
    assert!(collector.stop().success());
    assert!(!note(&collector).exists(), "the note goes with the collector");
    assert_eq!(funnel(&["--db", &db]).unwrap(), running);
}

#[test]
fn the_token_opens_what_a_stranger_is_refused() {
    let collector = shop();
    let note: Value = serde_json::from_slice(&std::fs::read(note(&collector)).unwrap()).unwrap();
    let token = format!("Bearer {}", note["token"].as_str().unwrap());
    let path = "/v1/reports/funnel?step=view_item";
    let stranger = ("x-forwarded-for", "192.0.2.1");
    assert_eq!(collector.get(path, &[stranger, ("authorization", &token)]).status, 200);
    for wrong in ["Bearer x", "Bearer ", &token[..token.len() - 1]] {
        let answer = collector.get(path, &[stranger, ("authorization", wrong)]);
        assert!(matches!(answer.status.as_u16(), 401 | 403), "{wrong}: {}", answer.status);
    }
    assert!(!collector.log().contains(note["token"].as_str().unwrap()));
}

#[test]
fn a_killed_collectors_note_leads_nobody_astray() {
    let mut collector = shop();
    let db = collector.db().to_str().unwrap().to_owned();
    collector.kill();
    assert!(note(&collector).exists(), "a kill leaves it");
    assert_eq!(funnel(&["--db", &db]).unwrap()["steps"][1]["reached"], 1);
    // Another program has the file now: the note points to nobody.
    let holder = duckdb::Connection::open(&db).unwrap();
    let said = funnel(&["--db", &db]).unwrap_err();
    assert!(said.contains("does not answer") && said.contains(&db), "{said}");
    drop(holder);
    collector.restart();
    assert_eq!(funnel(&["--db", &db]).unwrap()["steps"][1]["reached"], 1);
}

#[test]
fn a_wrong_address_and_a_token_in_the_clear_are_told() {
    let said = funnel(&["--url", "shop.example"]).unwrap_err();
    assert!(said.contains("not the address of a collector"), "{said}");
    let said = funnel(&["--url", "http://127.0.0.1:1"]).unwrap_err();
    assert!(said.contains("no collector answers at http://127.0.0.1:1/"), "{said}");
    let ended = Command::new(binary())
        .args(["funnel", "--step", "a", "--url", "http://stats.shop.example"])
        .env("PERCORSO_TOKEN", "very secret")
        .output()
        .unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert!(said.contains("in the clear") && !said.contains("very secret"), "{said}");
}
