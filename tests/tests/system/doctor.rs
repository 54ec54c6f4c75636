//! `percorso doctor` names each state and what to do, whether the collector runs or not.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use duckdb::Connection;
use percorso_tests::harness::collector::{binary, run};
use percorso_tests::harness::{Batch, TestCollector};
use serde_json::json;

/// What it says, and whether it found nothing bad.
fn doctor(db: &Path) -> (String, bool) {
    // Not the port that collectors have by themselves: one may run on this machine.
    let ended = run(&["--db", db.to_str().unwrap(), "doctor", "--listen", "127.0.0.1:0"]);
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

#[test]
fn an_address_that_cannot_be_had_and_settings_that_are_none_are_told() {
    let mut collector = served();
    assert!(collector.stop().success());
    let db = collector.db().to_str().unwrap();
    let with = |option: &str, value: &str| {
        let ended = run(&["--db", db, "doctor", option, value]);
        (String::from_utf8(ended.stdout).unwrap(), ended.status.success())
    };
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = other.local_addr().unwrap().to_string();
    let (said, well) = with("--listen", &taken);
    let bad = said.lines().find(|line| line.starts_with("BAD  listen")).unwrap_or_default();
    for word in [taken.as_str(), "another process has it", "ss -ltnp", "--listen"] {
        assert!(!well && bad.contains(word), "{word}: {said}");
    }
    drop(other);
    assert!(with("--listen", &taken).1, "it is free again");
    // An address of documentation's, which no machine has.
    let (said, well) = with("--rules", "/nowhere/rules.toml");
    assert!(
        !well && said.contains("BAD  settings") && said.contains("/nowhere/rules.toml"),
        "{said}"
    );
    let (said, well) = with("--listen", "192.0.2.1:8787");
    assert!(!well && said.contains("choose an address of this machine"), "{said}");
    let (said, well) = with("--config", "/no/such/settings.toml");
    assert!(!well && said.contains("BAD  settings") && said.contains("/no/such"), "{said}");
}

#[test]
fn a_collector_in_quarantine_is_told_of_and_to_be_left_running() {
    let mut collector = served();
    assert!(collector.stop().success());
    let whole = fs::read(collector.db()).unwrap();
    fs::write(collector.db(), [0; 20000]).unwrap();
    collector.restart();
    let (said, well) = doctor(collector.db());
    let bad = said.lines().filter(|line| line.starts_with("BAD")).collect::<String>();
    for word in ["open: ", "collector: runs in quarantine", "leave it running", "percorso restore"]
    {
        assert!(!well && bad.contains(word), "{word}: {said}");
    }
    fs::write(collector.db(), whole).unwrap();
}

#[test]
fn a_folder_that_this_user_may_not_enter_is_all_that_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let shut = folder.path().join("shut");
    fs::create_dir(&shut).unwrap();
    let db = shut.join("shop.duckdb");
    let say = |mode: u32| {
        fs::set_permissions(&shut, fs::Permissions::from_mode(mode)).unwrap();
        // Root enters every folder, save where it has no capabilities.
        let mut command = Command::new("setpriv");
        command.args(["--bounding-set=-all", "--inh-caps=-all"]).arg(binary());
        let ended =
            command.args(["--db", db.to_str().unwrap(), "doctor", "--listen", "127.0.0.1:0"]);
        let ended = ended.output().unwrap();
        fs::set_permissions(&shut, fs::Permissions::from_mode(0o700)).unwrap();
        String::from_utf8(ended.stdout).unwrap()
    };
    let said = say(0o000);
    let lines: Vec<_> = said.lines().filter(|line| !line.contains("listen: ")).collect();
    let [line] = lines[..] else { panic!("{said}") };
    for word in ["BAD  folder", "cannot be written to by this user", "chown -R USER", "of user "] {
        assert!(line.contains(word), "{word}: {said}");
    }
    let key = db.with_extension("duckdb.key");
    fs::write(&key, [7; 32]).unwrap();
    fs::set_permissions(&key, fs::Permissions::from_mode(0o000)).unwrap();
    let said = say(0o700);
    assert!(said.contains("BAD  key") && said.contains("run as its owner"), "{said}");
}
