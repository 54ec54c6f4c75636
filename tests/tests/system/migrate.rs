//! Killed at every step of every migration, the file opens again with all of them and works.

use std::fs;
use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::Command;

use duckdb::Connection;
use percorso::store::migrate::{Step, migrate, versions};
use percorso::store::{Access, StoreError, open};
use percorso_tests::harness::collector::run;
use percorso_tests::harness::disk::SmallDisk;
use percorso_tests::harness::{Batch, TestCollector, rows};
use serde_json::json;

const DB: &str = "PERCORSO_TEST_MIGRATE";
const STEPS: &str = "PERCORSO_TEST_STEPS";

/// All steps of a store from nothing to the newest schema, as the code itself names them.
fn steps() -> Vec<String> {
    let mut steps = Vec::new();
    let mut connection = Connection::open_in_memory().unwrap();
    migrate(&mut connection, &mut |step: Step| steps.push(format!("{step:?}"))).unwrap();
    // The ledger, three steps each, and the views and macros.
    assert_eq!(steps.len(), 2 + 3 * versions().count());
    steps
}

/// Runs as a process of its own, started by [`migrate_and_die`]: migrates, and kills itself at the
/// first of the named steps it comes to.
#[test]
fn child() {
    let (Ok(db), Ok(deadly)) = (std::env::var(DB), std::env::var(STEPS)) else { return };
    let mut connection = Connection::open(db).unwrap();
    let outcome = migrate(&mut connection, &mut |step| {
        let step = format!("{step:?}");
        if deadly.split(' ').any(|deadly| deadly == step) {
            // The last word goes past the test runner's capture, to be read by the parent.
            writeln!(std::io::stderr(), "died at {step}").unwrap();
            let own = rustix::process::getpid();
            rustix::process::kill_process(own, rustix::process::Signal::KILL).unwrap();
        }
    });
    outcome.unwrap();
}

/// The step at which the migrating process died, or nothing where it came to the end.
fn migrate_and_die(db: &Path, steps: &[String]) -> Option<String> {
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "migrate::child", "--quiet"])
        .env(DB, db)
        .env(STEPS, steps.join(" "))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&child.stderr);
    if child.status.signal() == Some(9) {
        let step = said.lines().find_map(|line| line.strip_prefix("died at "));
        return Some(step.expect("it says at which step").to_owned());
    }
    assert!(child.status.success(), "{said}");
    None
}

fn applied(db: &Path) -> Vec<String> {
    rows::ask(&rows::open(db), "SELECT version::VARCHAR FROM migrations ORDER BY rowid")
}

fn all() -> Vec<String> {
    versions().map(|version| version.to_string()).collect()
}

#[test]
fn killed_at_any_step_the_file_opens_and_the_collector_works_on_it() {
    for step in steps() {
        let mut collector = TestCollector::start();
        collector.kill();
        fs::remove_file(collector.db()).unwrap();
        let _ = fs::remove_file(collector.db().with_extension("duckdb.wal"));
        let died = migrate_and_die(collector.db(), std::slice::from_ref(&step));
        assert_eq!(died.as_ref(), Some(&step));
        collector.restart();
        let _ = collector.post(Batch::new().event("after", json!({})).json()).expect(202);
        assert_eq!(collector.stop_and_read().len(), 1, "after {step}");
        assert_eq!(applied(collector.db()), all(), "after {step}");
    }
}

#[test]
fn a_store_of_an_earlier_version_is_copied_until_the_change_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("s.duckdb");
    let early = "Checkpointed(3)".to_owned();
    assert_eq!(migrate_and_die(&db, std::slice::from_ref(&early)), Some(early));
    let early = applied(&db);
    // A full disk has no room for the copy, and the store stays as it is until there is.
    if let Some(disk) = SmallDisk::new("96m") {
        let small = disk.folder().join("s.duckdb");
        fs::copy(&db, &small).unwrap();
        disk.fill();
        let error = open(&small, Access::ReadWrite).unwrap_err().to_string();
        assert!(error.contains("are needed"), "{error}");
        assert_eq!(applied(&small), early);
        disk.free();
        drop(open(&small, Access::ReadWrite).unwrap());
        assert_eq!(applied(&small), all());
    }
    // A copy that a broken change has left is of before it, and goes when the change is made.
    let copy = folder.path().join("s.duckdb.schema-3");
    fs::copy(&db, &copy).unwrap();
    drop(open(&db, Access::ReadWrite).unwrap());
    assert_eq!(applied(&db), all());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "the copy is gone");
}

#[test]
fn killed_at_one_step_after_the_other_it_still_gets_there() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("s.duckdb");
    let mut deadly = steps();
    let mut deaths = 0;
    while let Some(step) = migrate_and_die(&db, &deadly) {
        deadly.retain(|deadly| *deadly != step);
        deaths += 1;
    }
    // A migration that was committed is not made again: its checkpoint comes with the next start.
    assert_eq!(deaths, 2 + 2 * versions().count());
    drop(open(&db, Access::ReadWrite).unwrap());
    assert_eq!(applied(&db), all());
}

#[test]
fn a_store_of_a_later_version_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("s.duckdb");
    let store = open(&db, Access::ReadWrite).unwrap();
    store
        .execute_batch("INSERT INTO migrations VALUES (999, 'later', TIMESTAMP '2030-01-01')")
        .unwrap();
    store.close().unwrap();
    let before = fs::read(&db).unwrap();
    let ended = run(&["serve", "--listen", "127.0.0.1:0", "--db", db.to_str().unwrap()]);
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(!ended.status.success());
    assert!(said.contains("schema 999") && said.contains("use a newer percorso"), "{said}");
    assert!(matches!(open(&db, Access::ReadOnly), Err(StoreError::Newer { found: 999, .. })));
    assert!(fs::read(&db).unwrap() == before, "the file was changed");
    let beside: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(beside.len(), 1, "something was made beside it: {beside:?}");
}

#[test]
fn what_is_no_store_is_refused_to_readers_with_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let absent = folder.path().join("absent.duckdb");
    let error = open(&absent, Access::ReadOnly).unwrap_err().to_string();
    assert!(error.contains("does not exist"), "{error}");
    assert!(!absent.exists(), "reading made a file");

    let other = folder.path().join("other.duckdb");
    let tables = Connection::open(&other).unwrap();
    tables.execute_batch("CREATE TABLE cats (name VARCHAR)").unwrap();
    tables.close().unwrap();
    let error = open(&other, Access::ReadOnly).unwrap_err().to_string();
    assert!(error.contains("schema 0"), "{error}");

    let text = folder.path().join("notes.txt");
    fs::write(&text, "these are no tables, ".repeat(1000)).unwrap();
    let error = open(&text, Access::ReadOnly).unwrap_err().to_string();
    assert!(error.contains("is no DuckDB file"), "{error}");
    let ended = run(&["serve", "--listen", "127.0.0.1:0", "--db", text.to_str().unwrap()]);
    assert!(!ended.status.success());
    assert!(String::from_utf8_lossy(&ended.stderr).contains("is no DuckDB file"));
    assert_eq!(fs::read(&text).unwrap(), "these are no tables, ".repeat(1000).as_bytes());
}
