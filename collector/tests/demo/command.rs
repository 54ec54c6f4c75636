//! `percorso demo` as its user meets it.

use std::process::{Command, Output};

use duckdb::Connection;

use crate::one;

fn demo(folder: &std::path::Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_percorso"));
    command.current_dir(folder).args(["--db", "shop.duckdb", "demo", "--until", "2026-11-01"]);
    command.args(args).output().unwrap()
}

#[test]
fn the_command_fills_a_store_once_and_says_what_is_true() {
    let folder = tempfile::tempdir().unwrap();
    let first =
        demo(folder.path(), &["--visitors", "400", "--months", "3", "--truth", "truth.json"]);
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    assert!(String::from_utf8_lossy(&first.stdout).contains("made up: source demo"));
    let truth = std::fs::read(folder.path().join("truth.json")).unwrap();
    let truth: serde_json::Value = serde_json::from_slice(&truth).unwrap();
    let store = folder.path().join("shop.duckdb");
    let count = |sql: &str| one(&Connection::open(&store).unwrap(), sql);
    let orders = count("SELECT count(*) FROM orders WHERE transaction_id LIKE 'D%'");
    assert_eq!(orders, truth["orders"].as_i64().unwrap());
    assert_eq!(count("SELECT count(DISTINCT source) FROM events WHERE source = 'demo'"), 1);
    let visitors = count("SELECT count(DISTINCT visitor_id) FROM events");
    assert!((300..500).contains(&visitors), "about 400: {visitors}");

    // The rules that every shop begins with find nothing to change: events with a channel of their own are of
    // the phase that it says.
    let mut enrich = Command::new(env!("CARGO_BIN_EXE_percorso"));
    let enrich = enrich.arg("--db").arg(&store).args(["enrich", "--dry-run"]).output().unwrap();
    let said = String::from_utf8_lossy(&enrich.stdout).into_owned();
    assert!(
        said.contains("0 with another channel, 0 another phase, 0 another touchpoint"),
        "{said}"
    );

    // Again: refused, and nothing is changed.
    let events = count("SELECT count(*) FROM events");
    let again = demo(folder.path(), &["--visitors", "400"]);
    let said = String::from_utf8_lossy(&again.stderr).into_owned();
    assert!(!again.status.success() && said.contains("--site"), "{said}");
    assert_eq!(count("SELECT count(*) FROM events"), events);

    // Another site beside it, without anything planted.
    let switches = ["--no-frictions", "--no-incidents", "--no-interventions"];
    let other =
        [&["--visitors", "200", "--months", "2", "--site", "other"][..], &switches].concat();
    assert!(demo(folder.path(), &other).status.success());
    assert_eq!(count("SELECT count(*) FROM friction WHERE site = 'other'"), 0);
    assert!(count("SELECT count(*) FROM events WHERE site = 'other'") > 0);
}

#[test]
fn it_comes_near_the_events_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let made = demo(folder.path(), &["--events", "20000"]);
    assert!(made.status.success());
    let store = Connection::open(folder.path().join("shop.duckdb")).unwrap();
    let events = one(&store, "SELECT count(*) FROM events");
    assert!((16_000..24_000).contains(&events), "{events}");
}
