//! The owner's rules: told to the tracker, held on arrival, read again on SIGHUP, refused with a line.

use std::fs;
use std::path::Path;
use std::process::Output;

use percorso_tests::harness::{Batch, PATIENCE, TestCollector, collector, wait_for};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

const RULES: &str = r##"
[[touchpoint]]
name = "size-guide"
selector = "a[href='#sizes']"

[[touchpoint]]
name = "chat"
silence = true

[[touchpoint]]
site = "shop"
name = "fit"
rename = "size-guide"
"##;

/// A collector with this rule file.
fn with(rules: &str) -> TestCollector {
    TestCollector::start_with(|folder| {
        let file = folder.join("rules.toml");
        fs::write(&file, rules).unwrap();
        vec!["--rules".into(), file.into()]
    })
}

fn told(collector: &TestCollector, site: &str) -> Value {
    let answer = collector.get(&format!("/p/rules/{site}"), &[]).expect(200);
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("cache-control"), "public, max-age=300");
    let mut told: Value = serde_json::from_slice(&answer.body).unwrap();
    // The words of shops come along, the same for all.
    let words = told.as_object_mut().unwrap().remove("words").unwrap();
    assert!(words["touchpoints"].is_array() && words["steps"].is_array());
    told
}

fn touchpoints(names: &[&str]) -> Batch {
    names.iter().fold(Batch::new(), |batch, name| {
        batch.event("touchpoint", json!({ "touchpoint": name, "action": "seen" }))
    })
}

#[test]
fn a_tracker_is_told_its_sites_rules_and_not_which_sites_there_are() {
    let collector = with(RULES);
    let general = json!({ "find": { "size-guide": "a[href='#sizes']" }, "name": { "chat": "" } });
    assert_eq!(told(&collector, "unknown"), general);
    let mut shop = general;
    shop["name"]["fit"] = json!("size-guide");
    assert_eq!(told(&collector, "shop"), shop);
    assert_eq!(collector.get("/p/rules/", &[]).status, 404);

    let without = TestCollector::start();
    for site in ["shop", "unknown", "%22%3E"] {
        assert_eq!(told(&without, site), json!({}));
    }
}

#[test]
fn an_old_trackers_touchpoints_are_renamed_and_silenced_on_arrival() {
    let mut collector = with(RULES);
    let batch = touchpoints(&["fit", "chat", "reviews", "chat", "size-guide"]);
    let batch = batch.raw(json!(["bad name", 0])).event("chat_opened", json!({}));
    let answer = collector.post(batch.json()).expect(202);
    assert_eq!(answer.header("percorso-dropped"), "bad_name=1, silenced=2");
    // All of it silent: nothing is stored, and the tracker may forget it.
    let answer = collector.post(touchpoints(&["chat"]).json()).expect(202);
    assert_eq!(answer.header("percorso-dropped"), "silenced=1");
    let other = touchpoints(&["fit"]).field("site", "other");
    assert_eq!(collector.post(other.json()).expect(202).header("percorso-dropped"), "");
    let rows = collector.stop_and_read();
    let kept: Vec<_> = rows.iter().map(|row| (&row["event"], &row["touchpoint"])).collect();
    let touchpoint = json!("touchpoint");
    assert_eq!(
        kept,
        [
            (&touchpoint, &json!("size-guide")),
            (&touchpoint, &json!("reviews")),
            (&touchpoint, &json!("size-guide")),
            (&json!("chat_opened"), &Value::Null),
            (&touchpoint, &json!("fit")),
        ]
    );
}

#[test]
fn a_hangup_has_the_rules_read_again_and_a_mistake_changes_nothing() {
    let collector = with("");
    let file = collector.folder().join("rules.toml");
    let hang_up = || {
        let id = Pid::from_raw(i32::try_from(collector.pid()).unwrap()).unwrap();
        kill_process(id, Signal::HUP).unwrap();
    };
    assert_eq!(told(&collector, "shop"), json!({}));
    fs::write(&file, RULES).unwrap();
    hang_up();
    wait_for("the new rules", PATIENCE, || {
        (told(&collector, "shop")["name"]["fit"] == "size-guide").then_some(())
    });
    fs::write(&file, "[[touchpoint]]\nname = \"a\"\n").unwrap();
    hang_up();
    wait_for("the complaint", PATIENCE, || {
        collector.log().contains("stay as they were").then_some(())
    });
    assert!(collector.log().contains("rules.toml, line 1: the rule says nothing"));
    assert_eq!(told(&collector, "shop")["name"]["fit"], "size-guide");
}

#[test]
fn a_hangup_has_sites_and_limits_read_again_and_a_mistake_changes_nothing() {
    let mut collector = TestCollector::start_with(|folder| {
        let file = folder.join("percorso.toml");
        fs::write(&file, "[[site]]\nname = \"first\"\n").unwrap();
        vec!["--config".into(), file.into()]
    });
    let file = collector.folder().join("percorso.toml");
    let set = |text: &str, line: &str| {
        fs::write(&file, text).unwrap();
        let before = collector.log().matches(line).count();
        let id = Pid::from_raw(i32::try_from(collector.pid()).unwrap()).unwrap();
        kill_process(id, Signal::HUP).unwrap();
        wait_for("the log", PATIENCE, || {
            (collector.log().matches(line).count() > before).then_some(())
        });
    };
    let send = |events: usize| {
        let batch = Batch::new().field("site", "second");
        let batch = (0..events).fold(batch, |batch, _| batch.event("a", json!({})));
        collector.post(batch.json()).status.as_u16()
    };
    assert_eq!(send(1), 202);
    set("[[site]]\nname = \"second\"\n", "read the settings again");
    assert_eq!(send(2), 202);
    set("[[site]]\nname = \"a b\"\n", "line 2: \"a b\" can be no site's name");
    assert_eq!(send(3), 202);
    let limited = "limits.site_events_per_second = 1\n[[site]]\nname = \"second\"\n";
    set(limited, "read the settings again");
    assert_eq!([send(10), send(1)], [202, 429]);
    let rows = collector.stop_and_read();
    assert_eq!(rows.len(), 15, "of the first request nothing");
}

#[test]
fn a_hangup_without_rules_does_no_harm() {
    let collector = TestCollector::start();
    let id = Pid::from_raw(i32::try_from(collector.pid()).unwrap()).unwrap();
    kill_process(id, Signal::HUP).unwrap();
    wait_for("the log", PATIENCE, || {
        collector.log().contains("read the rules again").then_some(())
    });
    assert_eq!(told(&collector, "shop"), json!({}));
}

#[test]
fn a_collector_with_wrong_rules_does_not_start() {
    let folder = tempfile::tempdir().unwrap();
    let (file, db) = (folder.path().join("rules.toml"), folder.path().join("s.duckdb"));
    let serve = |file: &Path| -> Output {
        let (file, db) = (file.to_str().unwrap(), db.to_str().unwrap());
        collector::run(&["serve", "--listen", "127.0.0.1:0", "--db", db, "--rules", file])
    };
    fs::write(&file, "[[touchpoint]]\nname = \"a\"\nrename = \"b c\"\n").unwrap();
    let ended = serve(&file);
    assert!(!ended.status.success());
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(said.contains("rules.toml, line 3: rename must be 1 to 64 of letters"), "{said}");
    let said = serve(&folder.path().join("absent.toml")).stderr;
    assert!(String::from_utf8_lossy(&said).contains("could not read the rules"));
    assert!(!db.exists(), "the store was made before the rules were read");
}
