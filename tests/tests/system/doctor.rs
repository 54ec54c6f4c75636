//! `percorso doctor` names each state and what to do, whether the collector runs or not.

use std::fs;
use std::path::Path;

use duckdb::Connection;
use percorso_tests::harness::collector::run;
use percorso_tests::harness::{Batch, TestCollector};
use serde_json::json;

/// What it says, and whether it found nothing bad.
fn doctor(db: &Path) -> (String, bool) {
    let ended = run(&["--db", db.to_str().unwrap(), "doctor"]);
    (String::from_utf8(ended.stdout).unwrap(), ended.status.success())
}

fn served() -> TestCollector {
    let collector = TestCollector::start();
    let _ = collector.post(Batch::new().event("a", json!({})).json()).expect(202);
    collector
}

#[test]
fn a_running_collector_is_asked_and_a_stopped_ones_file_is_read() {
    let mut collector = served();
    let (said, well) = doctor(collector.db());
    assert!(well, "{said}");
    let holder = format!("process {}", collector.pid());
    for word in [holder.as_str(), "takes events", "1 are stored", "last was acknowledged", "log: "]
    {
        assert!(said.contains(word), "{word}: {said}");
    }
    assert!(collector.stop().success());
    let (said, well) = doctor(collector.db());
    assert!(well, "{said}");
    for word in
        ["schema: ", "every column of every event", "everything is in the file", "key: whole"]
    {
        assert!(said.contains(word), "{word}: {said}");
    }
    assert!(!said.contains("BAD"), "{said}");
}

#[test]
fn each_thing_that_is_wrong_is_named_with_what_to_do() {
    let mut collector = served();
    assert!(collector.stop().success());
    let db = collector.db();
    let whole = fs::read(db).unwrap();
    let wrong = |what: &str, words: &[&str]| {
        let (said, well) = doctor(db);
        assert!(!well, "{what}: {said}");
        let bad = said.lines().filter(|line| line.starts_with("BAD")).collect::<String>();
        for word in words {
            assert!(bad.contains(word), "{what} should say {word:?}: {said}");
        }
    };
    let mut torn = whole.clone();
    torn[..12288].fill(0);
    fs::write(db, &torn).unwrap();
    wrong("a torn head", &["open: ", "percorso restore"]);
    fs::write(db, &whole).unwrap();
    let key = db.with_extension("duckdb.key");
    let kept = fs::read(&key).unwrap();
    fs::write(&key, "half").unwrap();
    wrong("a damaged key", &["key: ", "put back the copy"]);
    fs::write(&key, kept).unwrap();

    let connection = Connection::open(db).unwrap();
    connection
        .execute_batch("INSERT INTO migrations VALUES (999, 'later', TIMESTAMP '2030-01-01')")
        .unwrap();
    wrong("a foreign holder", &["lock: ", "no collector that answers"]);
    connection.close().unwrap();
    wrong("a later schema", &["schema: ", "use a newer percorso"]);
    fs::write(db, &whole).unwrap();
    assert!(doctor(db).1, "all is well again");
}

#[test]
fn an_unreplayable_log_and_a_rotten_block_are_told() {
    let mut collector = served();
    for n in 0..300 {
        let text = format!("{n} {}", "x".repeat(200));
        let _ = collector.post(Batch::new().event("a", json!({ "text": text })).json()).expect(202);
    }
    collector.kill();
    let log = collector.db().with_extension("duckdb.wal");
    let whole = fs::read(&log).unwrap();
    let mut rotten = whole.clone();
    let middle = rotten.len() / 2;
    rotten[middle..middle + 64].fill(0x5a);
    fs::write(&log, &rotten).unwrap();
    let (said, well) = doctor(collector.db());
    assert!(!well && said.contains("cannot be replayed") && said.contains(".wal.kept"), "{said}");
    assert!(fs::read(&log).unwrap() == rotten, "the log was changed");
    fs::write(&log, &whole).unwrap();
    collector.restart();
    assert!(collector.stop().success());
    let mut file = fs::read(collector.db()).unwrap();
    let blocks = file.len();
    // Every block but the headers, so that the events' are among them.
    for at in (3 * 4096 + 100..blocks).step_by(4096) {
        file[at] ^= 0xff;
    }
    fs::write(collector.db(), &file).unwrap();
    let (said, well) = doctor(collector.db());
    assert!(!well && said.contains("percorso restore"), "{said}");
}

#[test]
fn a_store_that_is_not_there_yet_is_no_fault() {
    let folder = tempfile::tempdir().unwrap();
    let (said, well) = doctor(&folder.path().join("new.duckdb"));
    assert!(well && said.contains("is not there yet"), "{said}");
    let (said, well) = doctor(&folder.path().join("no/such/new.duckdb"));
    assert!(!well && said.contains("make it"), "{said}");
}
