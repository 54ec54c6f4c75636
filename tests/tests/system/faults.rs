//! The disk or the file fails while the collector runs, or before it starts: it says so, refuses what it
//! can't store, loses nothing it acknowledged, and takes events again when it is over.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use percorso_tests::harness::collector::run;
use percorso_tests::harness::disk::SmallDisk;
use percorso_tests::harness::{Batch, Load, TestCollector, batch, rows, wait_for};
use serde_json::json;

/// How soon events must be taken again after the fault is over.
const BACK: Duration = Duration::from_secs(5);

fn one() -> String {
    Batch::new().event("one", json!({})).json()
}

/// Waits until a batch is refused as it should be, and says what `/readyz` then says.
fn refused(collector: &TestCollector) -> String {
    let said = wait_for("a refusal", Duration::from_secs(10), || {
        let answer = collector.post(one());
        (answer.status == 503).then(|| assert_ne!(answer.header("retry-after"), ""))?;
        let ready = collector.get("/readyz", &[]);
        (ready.status == 503).then(|| ready.text())
    });
    let _ = collector.get("/healthz", &[]).expect(200);
    said
}

fn taken_again(collector: &TestCollector) {
    wait_for("events to be taken again", BACK, || {
        let ready = collector.get("/readyz", &[]).status == 200;
        (ready && collector.post(one()).status == 202).then_some(())
    });
}

#[test]
fn a_full_disk_refuses_and_a_freed_one_takes_again() {
    let Some(disk) = SmallDisk::new("160m") else { return };
    let mut collector = TestCollector::start_in(disk.folder());
    let load = Load::start(&collector, "full", 4);
    load.wait_for_acknowledged(50);
    disk.fill();
    let said = refused(&collector);
    assert!(said.contains("free") || said.contains("space"), "{said}");
    let refused_at = load.acknowledged();
    disk.free();
    taken_again(&collector);
    load.wait_for_acknowledged(refused_at + 50);
    let sent = load.stop();
    assert!(collector.stop().success(), "{}", collector.log());
    sent.check(collector.db());
    assert!(!collector.log().contains("panicked"), "{}", collector.log());
}

#[test]
fn killed_on_a_full_disk_it_starts_and_says_so_and_takes_again() {
    let Some(disk) = SmallDisk::new("160m") else { return };
    let mut collector = TestCollector::start_in(disk.folder());
    let load = Load::start(&collector, "full", 4);
    load.wait_for_acknowledged(50);
    disk.fill();
    let _ = refused(&collector);
    collector.kill();
    let sent = load.stop();
    collector.restart();
    let _ = refused(&collector);
    disk.free();
    taken_again(&collector);
    sent.send_again(&collector);
    assert!(collector.stop().success(), "{}", collector.log());
    sent.check(collector.db());
}

#[test]
fn a_disk_that_is_read_only_at_start_is_said_so_and_waited_for() {
    let Some(disk) = SmallDisk::new("160m") else { return };
    let mut collector = TestCollector::start_in(disk.folder());
    let _ = collector.post(one()).expect(202);
    assert!(collector.stop().success());
    disk.remount("ro");
    collector.restart();
    let said = refused(&collector);
    assert!(said.to_lowercase().contains("read-only"), "{said}");
    assert!(collector.log().contains("quarantine"), "{}", collector.log());
    disk.remount("rw");
    taken_again(&collector);
    let stored = collector.stop_and_read().len();
    assert!(stored >= 2, "{stored}");
}

#[test]
fn a_disk_that_breaks_while_the_collector_writes_is_said_so_and_costs_nothing() {
    let Some(disk) = SmallDisk::with_journal(256 << 20) else { return };
    let mut collector = TestCollector::start_in(disk.folder());
    let load = Load::start(&collector, "broken", 4);
    load.wait_for_acknowledged(200);
    disk.break_journal();
    thread::sleep(Duration::from_secs(1));
    // DuckDB ends the process where a commit meets the fault half done; what keeps services starts it again.
    if collector.has_ended() {
        let _ = collector.wait();
        collector.restart();
    }
    let said = refused(&collector);
    assert!(said.to_lowercase().contains("read-only"), "{said}");
    collector.kill();
    let sent = load.stop();
    disk.mount_anew();
    collector.restart();
    taken_again(&collector);
    sent.send_again(&collector);
    assert!(collector.stop().success(), "{}", collector.log());
    sent.check(collector.db());
    assert!(!collector.log().contains("panicked"), "{}", collector.log());
}

#[test]
fn a_file_removed_while_it_is_open_is_written_again() {
    let mut collector = TestCollector::start();
    let load = Load::start(&collector, "gone", 4);
    for round in 1..=3 {
        load.wait_for_acknowledged(load.acknowledged() + 30);
        if round > 1 {
            let _ = fs::remove_file(log(&collector));
        }
        fs::remove_file(collector.db()).unwrap();
        wait_for("the file to be there again", BACK, || collector.db().exists().then_some(()));
        taken_again(&collector);
    }
    load.wait_for_acknowledged(load.acknowledged() + 30);
    collector.kill();
    let sent = load.stop();
    collector.restart();
    sent.send_again(&collector);
    assert!(collector.stop().success(), "{}", collector.log());
    sent.check(collector.db());
    assert!(collector.log().contains("was written again"), "{}", collector.log());
}

#[test]
fn a_log_removed_while_it_is_open_takes_nothing_with_it() {
    let mut collector = TestCollector::start();
    let batch = Batch::new().event("before", json!({})).json();
    let _ = collector.post(batch).expect(202);
    fs::remove_file(log(&collector)).unwrap();
    let _ = collector.post(one()).expect(202);
    collector.kill();
    assert_eq!(rows::count(collector.db()), 2);
    collector.restart();
    let _ = collector.post(one()).expect(202);
    assert_eq!(collector.stop_and_read().len(), 3);
}

#[test]
fn another_file_in_its_place_is_not_written_over() {
    let mut collector = TestCollector::start();
    let _ = collector.post(one()).expect(202);
    let own = collector.folder().join("own.duckdb");
    fs::rename(collector.db(), &own).unwrap();
    // Whoever restores a copy under a running collector does this; the copy is whole and another file.
    fs::write(collector.folder().join("foreign"), "somebody's").unwrap();
    fs::rename(collector.folder().join("foreign"), collector.db()).ok();
    let said = wait_for("a word on it", BACK, || {
        let ready = collector.get("/readyz", &[]);
        (ready.status == 503).then(|| ready.text())
    });
    assert!(said.contains("not the file that was opened"), "{said}");
    assert_eq!(fs::read(collector.db()).unwrap(), b"somebody's");
    fs::rename(&own, collector.db()).unwrap();
    taken_again(&collector);
    let _ = collector.stop_and_read();
}

#[test]
fn a_corrupt_file_at_start_is_left_alone_and_waited_for() {
    let mut collector = TestCollector::start();
    let _ = collector.post(one()).expect(202);
    assert!(collector.stop().success());
    let whole = fs::read(collector.db()).unwrap();
    let mut torn = whole.clone();
    torn[..8192].fill(0x5a);
    fs::write(collector.db(), &torn).unwrap();
    collector.restart();
    let _ = refused(&collector);
    assert!(collector.log().contains("percorso doctor"), "{}", collector.log());
    assert!(fs::read(collector.db()).unwrap() == torn, "the file was changed");
    fs::write(collector.db(), &whole).unwrap();
    taken_again(&collector);
    assert!(collector.stop_and_read().len() >= 2);
}

#[test]
fn a_log_that_cannot_be_replayed_is_left_alone_and_waited_for() {
    let mut collector = TestCollector::start();
    for _ in 0..20 {
        let _ = collector.post(one()).expect(202);
    }
    collector.kill();
    let whole = fs::read(log(&collector)).unwrap();
    let mut corrupt = whole.clone();
    let middle = corrupt.len() / 2;
    corrupt[middle..middle + 64].fill(0x5a);
    fs::write(log(&collector), &corrupt).unwrap();
    collector.restart();
    let said = refused(&collector);
    assert!(said.contains("WAL"), "{said}");
    assert!(fs::read(log(&collector)).unwrap() == corrupt, "the log was changed");
    fs::write(log(&collector), &whole).unwrap();
    taken_again(&collector);
    assert!(collector.stop_and_read().len() >= 21);
}

#[test]
fn a_log_whose_store_is_away_is_kept_and_the_store_waited_for() {
    let mut collector = TestCollector::start();
    for _ in 0..20 {
        let _ = collector.post(one()).expect(202);
    }
    collector.kill();
    let (db, away) = (collector.db().to_owned(), collector.folder().join("away"));
    let whole = fs::read(log(&collector)).unwrap();
    fs::rename(&db, &away).unwrap();
    for command in ["doctor", "demo", "prune", "doctor"] {
        let ended = run(&["--db", db.to_str().unwrap(), command]);
        let said = [ended.stdout, ended.stderr].map(|out| String::from_utf8(out).unwrap()).concat();
        assert!(!ended.status.success(), "{command}: {said}");
        assert!(said.contains("is not there and its log"), "{command}: {said}");
        assert!(said.contains("move the log away"), "{command}: {said}");
        assert!(!db.exists() && fs::read(log(&collector)).unwrap() == whole, "{command}");
    }
    collector.restart();
    let said = refused(&collector);
    assert!(said.contains("is not there and its log"), "{said}");
    assert!(collector.log().contains("quarantine"), "{}", collector.log());
    assert!(!db.exists() && fs::read(log(&collector)).unwrap() == whole, "the log was changed");
    fs::rename(&away, &db).unwrap();
    taken_again(&collector);
    assert!(collector.stop_and_read().len() >= 21);
    // A part of the log that only a checkpoint or a recovery leaves counts as much.
    fs::rename(&db, &away).unwrap();
    for part in ["checkpoint", "recovery"] {
        let part = collector.folder().join(format!("shop.duckdb.wal.{part}"));
        fs::write(&part, "events").unwrap();
        let ended = run(&["--db", db.to_str().unwrap(), "demo"]);
        assert!(!ended.status.success() && !db.exists(), "{}", part.display());
        fs::remove_file(&part).unwrap();
    }
}

#[test]
fn a_torn_log_on_a_copied_file_keeps_all_before_the_tear() {
    let mut collector = TestCollector::start();
    let page = batch::page_id();
    for n in 0..40 {
        let batch = Batch::new().page(&page).seq(n).event("n", json!({ "n": n }));
        let _ = collector.post(batch.json()).expect(202);
    }
    collector.kill();
    let whole = fs::read(log(&collector)).unwrap();
    let store = fs::read(collector.db()).unwrap();
    let mut last = 0;
    for part in 1..=8 {
        fs::write(collector.db(), &store).unwrap();
        fs::write(log(&collector), &whole[..whole.len() * part / 8]).unwrap();
        collector.restart();
        let stored = collector.stop_and_read();
        let numbers: Vec<_> =
            stored.iter().map(|row| row["params"]["n"].as_u64().unwrap()).collect();
        let wanted: Vec<_> = (0..numbers.len() as u64).collect();
        assert_eq!(numbers, wanted, "what is there is what came first");
        assert!(numbers.len() >= last, "a longer log holds more");
        last = numbers.len();
    }
    assert_eq!(last, 40, "the whole log holds all");
}

fn log(collector: &TestCollector) -> std::path::PathBuf {
    collector.db().with_extension("duckdb.wal")
}

#[test]
fn a_folder_that_is_not_there_is_an_error_at_once() {
    let ended = run(&[
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--db",
        Path::new("nowhere/at/all/shop.duckdb").to_str().unwrap(),
    ]);
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(!ended.status.success() && said.contains("make it"), "{said}");
}
