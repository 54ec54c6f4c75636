//! A copy while the collector runs and while it does not, checked, put back, and equal.

use std::fs;
use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use percorso::store::restore::restore;
use percorso::store::{Access, open};
use percorso_tests::harness::collector::run;
use percorso_tests::harness::disk::SmallDisk;
use percorso_tests::harness::{Batch, Load, TestCollector, rows, wait_for};
use serde_json::json;

const DB: &str = "PERCORSO_TEST_RESTORE";
const STEP: &str = "PERCORSO_TEST_RESTORE_STEP";

fn command(db: &Path, arguments: &[&str]) -> Result<String, String> {
    let db = db.to_str().unwrap();
    let ended = run(&[&["--db", db], arguments].concat());
    let (out, err) = (String::from_utf8(ended.stdout).unwrap(), ended.stderr);
    if ended.status.success() { Ok(out) } else { Err(String::from_utf8(err).unwrap()) }
}

fn fill(collector: &TestCollector, events: u64) {
    for n in 0..events {
        let _ = collector.post(Batch::new().event("n", json!({ "n": n })).json()).expect(202);
    }
}

fn beside(collector: &TestCollector, name: &str) -> (PathBuf, String) {
    let path = collector.folder().join(name);
    let text = path.to_str().unwrap().to_owned();
    (path, text)
}

#[test]
fn copies_under_load_hold_all_that_was_acknowledged_before() {
    let mut collector = TestCollector::start();
    let load = Load::start(&collector, "live", 4);
    for round in 0..5 {
        load.wait_for_acknowledged(load.acknowledged() + 40);
        let acknowledged = load.acknowledged();
        let (path, name) = beside(&collector, &format!("copy-{round}.duckdb"));
        let said = command(collector.db(), &["backup", &name]).unwrap();
        assert!(said.contains("events") && said.contains("checked"), "{said}");
        let copied = rows::count(&path);
        assert!(copied >= acknowledged, "{copied} copied, {acknowledged} acknowledged before");
        assert!(!path.with_extension("duckdb.wal").exists(), "a copy is one file");
    }
    let sent = load.stop();
    assert!(collector.stop().success());
    sent.check(collector.db());
    let made: Vec<_> = fs::read_dir(collector.folder()).unwrap().flatten().collect();
    let names: Vec<_> = made.iter().map(|e| e.file_name().into_string().unwrap()).collect();
    assert!(names.iter().all(|name| !name.ends_with("part")), "{names:?}");
    let copies = names.iter().filter(|name| name.starts_with("copy"));
    assert!(copies.clone().all(|name| !name.contains("salt") && !name.contains("key")));
    assert_eq!(copies.count(), 5);
}

#[test]
fn what_is_put_back_is_equal_and_what_was_there_is_kept() {
    let mut collector = TestCollector::start();
    fill(&collector, 30);
    let (copy, name) = beside(&collector, "copy.duckdb");
    command(collector.db(), &["backup", &name]).unwrap();
    assert!(command(collector.db(), &["backup", &name]).unwrap_err().contains("there already"));
    let before = rows::events(&copy);
    fill(&collector, 3);
    let refused = command(collector.db(), &["restore", &name]).unwrap_err();
    assert!(refused.contains("in use"), "{refused}");
    assert!(collector.stop().success());
    let said = command(collector.db(), &["restore", &name]).unwrap();
    assert!(said.contains("30 events"), "{said}");
    assert_eq!(rows::events(collector.db()), before);
    let kept = said.split("before: ").nth(1).unwrap().trim();
    assert_eq!(rows::count(Path::new(kept)), 33);
    collector.restart();
    fill(&collector, 1);
    assert_eq!(collector.stop_and_read().len(), 31);
    // And a copy of a store that nobody has.
    let (closed, name) = beside(&collector, "closed.duckdb");
    command(collector.db(), &["backup", &name]).unwrap();
    assert_eq!(rows::events(&closed), rows::events(collector.db()));
}

#[test]
fn a_store_in_quarantine_is_put_right_by_restore_without_a_restart() {
    let mut collector = TestCollector::start();
    fill(&collector, 5);
    let (_, name) = beside(&collector, "copy.duckdb");
    command(collector.db(), &["backup", &name]).unwrap();
    assert!(collector.stop().success());
    let mut torn = fs::read(collector.db()).unwrap();
    torn[..12288].fill(0x5a);
    fs::write(collector.db(), &torn).unwrap();
    collector.restart();
    let _ = collector.get("/readyz", &[]).expect(503);
    let doctor = command(collector.db(), &["doctor"]).unwrap_err();
    assert!(doctor.contains("keep the collector from its work"), "{doctor}");
    command(collector.db(), &["restore", &name]).unwrap();
    wait_for("readiness", std::time::Duration::from_secs(5), || {
        (collector.get("/readyz", &[]).status == 200).then_some(())
    });
    fill(&collector, 1);
    assert_eq!(collector.stop_and_read().len(), 6);
}

#[test]
fn what_is_no_copy_is_not_put_back() {
    let mut collector = TestCollector::start();
    fill(&collector, 2);
    assert!(collector.stop().success());
    let (text, name) = beside(&collector, "notes.txt");
    fs::write(&text, "these are no tables, ".repeat(1000)).unwrap();
    let before = fs::read(collector.db()).unwrap();
    assert!(command(collector.db(), &["restore", &name]).is_err());
    assert!(command(collector.db(), &["restore", "nowhere.duckdb"]).unwrap_err().contains("exist"));
    assert!(fs::read(collector.db()).unwrap() == before, "the store was changed");
}

#[test]
fn a_copy_that_finds_no_room_says_so_and_leaves_nothing() {
    let Some(disk) = SmallDisk::new("96m") else { return };
    let collector = TestCollector::start();
    fill(&collector, 2);
    disk.fill();
    let to = disk.folder().join("copy.duckdb");
    let said = command(collector.db(), &["backup", to.to_str().unwrap()]).unwrap_err();
    assert!(said.contains("are needed"), "{said}");
    assert_eq!(fs::read_dir(disk.folder()).unwrap().count(), 1, "only the filler is there");
}

/// A store of 33 events, the last of them in its log alone, and a copy with the first 30.
fn killed_with_a_log(collector: &mut TestCollector) -> (PathBuf, String) {
    fill(collector, 30);
    let (copy, name) = beside(collector, "copy.duckdb");
    command(collector.db(), &["backup", &name]).unwrap();
    fill(collector, 3);
    collector.kill();
    assert!(collector.db().with_extension("duckdb.wal").exists());
    (copy, name)
}

#[test]
fn what_was_set_aside_opens_whole_with_its_log() {
    let mut collector = TestCollector::start();
    let (_, name) = killed_with_a_log(&mut collector);
    let said = command(collector.db(), &["restore", &name]).unwrap();
    assert_eq!(rows::count(collector.db()), 30);
    let kept = said.split("before: ").nth(1).unwrap().trim();
    let log = format!("{kept}.wal");
    assert!(Path::new(&log).exists(), "{log}");
    assert_eq!(rows::count(Path::new(kept)), 33);
}

/// Runs as a process of its own: puts the copy back, and kills itself at the named step.
#[test]
fn child() {
    let (Ok(db), Ok(deadly)) = (std::env::var(DB), std::env::var(STEP)) else { return };
    let from = Path::new(&db).with_file_name("copy.duckdb");
    let outcome = restore(&from, Path::new(&db), 1_700_000_000_000_000, &mut |step| {
        if format!("{step:?}") == deadly {
            writeln!(std::io::stderr(), "died at {step:?}").unwrap();
            let own = rustix::process::getpid();
            rustix::process::kill_process(own, rustix::process::Signal::KILL).unwrap();
        }
    });
    outcome.unwrap();
}

#[test]
fn a_restore_killed_at_any_step_leaves_the_old_store_or_the_new_one() {
    let mut collector = TestCollector::start();
    let (copy, _) = killed_with_a_log(&mut collector);
    for step in ["Copied", "Decided", "LogAside", "StoreAside", "Placed"] {
        let folder = tempfile::tempdir().unwrap();
        let here = |name: &str| folder.path().join(name);
        let (db, log) = (here("shop.duckdb"), here("shop.duckdb.wal"));
        fs::copy(collector.db(), &db).unwrap();
        fs::copy(collector.db().with_extension("duckdb.wal"), &log).unwrap();
        fs::copy(&copy, here("copy.duckdb")).unwrap();
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "backup::child", "--quiet"])
            .env(DB, &db)
            .env(STEP, step)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&child.stderr);
        assert_eq!(child.status.signal(), Some(9), "{said}");
        assert!(said.contains(&format!("died at {step}")), "{said}");

        let said = command(&db, &["doctor", "--listen", "127.0.0.1:0"]).unwrap();
        drop(open(&db, Access::ReadWrite).unwrap());
        if step == "Copied" {
            assert_eq!(rows::count(&db), 33, "{step}");
            continue;
        }
        assert_eq!(rows::count(&db), 30, "{step}: {said}");
        assert!(!here("shop.duckdb.coming").exists(), "{step}");
        let kept = here("shop.duckdb.before-1700000000");
        assert_eq!(rows::count(&kept), 33, "{step}: with its log");
    }
}
