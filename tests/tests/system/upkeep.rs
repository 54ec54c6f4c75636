//! Rules over the past, and keeping for so long only: what changes, what stays, and kills in between.

use std::fs;
use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::Command;

use percorso::ingest::rules::Rules;
use percorso::store::forget::{Asked, Kind};
use percorso::store::upkeep::{Step, Upkeep};
use percorso_tests::harness::collector::run;
use percorso_tests::harness::{Batch, PATIENCE, TestCollector, rows, wait_for};
use serde_json::{Value, json};

const DB: &str = "PERCORSO_TEST_UPKEEP";
const STEP: &str = "PERCORSO_TEST_UPKEEP_STEP";

const RULES: &str = "[[touchpoint]]\nname = \"fit\"\nrename = \"size-guide\"\n\
    [[touchpoint]]\nname = \"chat\"\nsilence = true\n\
    [[channel]]\nchannel = \"Flyer\"\nsource = \"flyer-*\"\n\
    [[phase]]\nphase = \"loyalty\"\npath = \"/club/*\"\n";

fn of(rows: &[Value], column: &str) -> Vec<String> {
    rows.iter().map(|row| row[column].as_str().unwrap_or_default().to_owned()).collect()
}

/// What a shop has stored under the rules that every shop begins with.
fn shop(collector: &TestCollector) {
    let view = |url: &str| Batch::new().url(url).event("page_view", json!({}));
    let touch = |name: &str| json!({ "touchpoint": name, "action": "seen" });
    for batch in [
        view("https://shop.example/club/new?utm_source=flyer-may&utm_medium=print"),
        view("https://shop.example/").event("touchpoint", touch("fit")),
        view("https://shop.example/")
            .event("touchpoint", touch("chat"))
            .event("view_item", json!({})),
        view("https://shop.example/a").field("referrer", "https://shop.example/b"),
        view("https://shop.example/").field("referrer", "https://a.spam.example/"),
        view("https://shop.example/checkout").event("checkout_step", json!({ "step": "payment" })),
    ] {
        let _ = collector.post(batch.json()).expect(202);
    }
}

fn percorso(db: &Path, arguments: &[&str]) -> String {
    let output = run(&[&["--db", db.to_str().unwrap()], arguments].concat());
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    said
}

#[test]
fn rules_are_applied_to_the_past_as_if_they_had_always_been_so() {
    // The same events under the rules from the beginning are what the past must become.
    let with_rules = || {
        TestCollector::start_with(|folder| {
            let rules = format!("spammers = \"more.txt\"\n{RULES}");
            fs::write(folder.join("rules.toml"), rules).unwrap();
            fs::write(folder.join("more.txt"), "spam.example\n").unwrap();
            vec!["--rules".into(), folder.join("rules.toml").into()]
        })
    };
    let mut always = with_rules();
    shop(&always);
    let expect = always.stop_and_read();

    let mut collector = TestCollector::start();
    shop(&collector);
    assert!(collector.stop().success());
    let rules = always.folder().join("rules.toml").display().to_string();
    let told = percorso(collector.db(), &["enrich", "--rules", &rules, "--dry-run"]);
    assert_eq!(
        told,
        "10 events read, none changed: 1 with another channel, 2 another phase, 1 another \
                      touchpoint, 1 silenced, 1 spam or no more\n"
    );
    percorso(collector.db(), &["enrich", "--rules", &rules]);
    let rows = rows::events(collector.db());
    for column in ["event", "page_path", "channel", "phase", "touchpoint", "robot"] {
        assert_eq!(of(&rows, column), of(&expect, column), "{column}");
    }
    assert_eq!(of(&rows, "channel")[0], "Flyer");
    let again = percorso(collector.db(), &["enrich", "--rules", &rules]);
    assert!(
        again.starts_with("9 events read: 0 with another channel, 0 another phase, 0 "),
        "{again}"
    );
}

#[test]
fn the_collector_that_runs_applies_its_own_rules_and_only_since_a_day() {
    let collector = TestCollector::start_with(|folder| {
        fs::write(folder.join("rules.toml"), RULES).unwrap();
        vec!["--rules".into(), folder.join("rules.toml").into()]
    });
    shop(&collector);
    let told = percorso(collector.db(), &["enrich", "--since", "2999-01-01"]);
    assert!(told.starts_with("0 events read"), "{told}");
    let told = percorso(collector.db(), &["enrich"]);
    assert!(told.starts_with("9 events read: 0 with another channel, 0 another phase"), "{told}");
}

#[test]
fn what_is_too_old_goes_and_all_else_stays_in_its_order() {
    let mut collector = TestCollector::start();
    assert!(collector.stop().success());
    let store = duckdb::Connection::open(collector.db()).unwrap();
    let fill = "INSERT INTO events BY NAME SELECT md5(range::VARCHAR)::UUID AS event_id, \
        CASE WHEN range % 5 = 0 THEN 'other' ELSE 'shop' END AS site, range AS visitor_id, \
        range AS session_id, CASE WHEN range % 2 = 0 THEN 'click' ELSE 'purchase' END AS event, \
        now()::TIMESTAMP - INTERVAL 1 DAY * (range // 10) AS occurred_at, \
        now()::TIMESTAMP AS received_at, 'tracker' AS source FROM range(10000)";
    store.execute_batch(fill).unwrap();
    drop(store);
    let rules = collector.folder().join("rules.toml");
    fs::write(
        &rules,
        "[[keep]]\nage = \"100d\"\nevent = \"click\"\nsite = \"shop\"\n\
                       [[keep]]\nage = \"1y\"\nevent = \"*\"\nsite = \"shop\"\n",
    )
    .unwrap();
    let rules = rules.display().to_string();
    // Of ten a day four are the shop's clicks and four its purchases: 900 and 635 days are too old.
    let expect = "SELECT count(*)::VARCHAR FROM events WHERE site = 'shop' AND occurred_at < CASE event \
        WHEN 'click' THEN now()::TIMESTAMP - INTERVAL 100 DAY ELSE now()::TIMESTAMP - INTERVAL 1 YEAR END";
    let too_old: u32 = rows::ask(&rows::open(collector.db()), expect)[0].parse().unwrap();
    assert!((6100..6200).contains(&too_old), "{too_old}");
    for asked in [["prune"].as_slice(), &["prune", "--dry-run"]] {
        let told = percorso(collector.db(), asked);
        assert!(told.contains("no [[keep]] rule is in force"), "{told}");
    }
    let told = percorso(collector.db(), &["prune", "--rules", &rules, "--dry-run"]);
    let first: String = told.chars().filter(char::is_ascii_digit).collect();
    assert_eq!(first, too_old.to_string());
    percorso(collector.db(), &["prune", "--rules", &rules]);
    let after = rows::open(collector.db());
    assert_eq!(rows::ask(&after, expect), ["0"]);
    assert_eq!(
        rows::ask(&after, "SELECT count(*)::VARCHAR FROM events"),
        [(10_000 - too_old).to_string()]
    );
    let order = "SELECT bool_and(visitor_id > before)::VARCHAR FROM \
        (SELECT visitor_id, lag(visitor_id, 1, -1) OVER (ORDER BY rowid) AS before FROM \
        (SELECT visitor_id::BIGINT AS visitor_id, rowid FROM events))";
    assert_eq!(rows::ask(&after, order), ["true"]);
}

#[test]
fn a_collector_takes_away_what_is_too_old_by_itself() {
    let mut collector = TestCollector::start_with(|folder| {
        let rules = "[[keep]]\nage = \"2w\"\nevent = [\"click\", \"page_*\"]\n";
        fs::write(folder.join("rules.toml"), rules).unwrap();
        vec!["--rules".into(), folder.join("rules.toml").into()]
    });
    assert!(collector.stop().success());
    let store = duckdb::Connection::open(collector.db()).unwrap();
    let old = "INSERT INTO events BY NAME SELECT uuid() AS event_id, 'shop' AS site, 1 AS visitor_id, \
        1 AS session_id, unnest(['click', 'page_view', 'purchase']) AS event, \
        now()::TIMESTAMP - INTERVAL 15 DAY AS occurred_at, now()::TIMESTAMP AS received_at, \
        'tracker' AS source";
    store.execute_batch(old).unwrap();
    drop(store);
    collector.restart();
    shop(&collector);
    wait_for("what is too old to go", PATIENCE, || {
        collector.log().contains("took away what was too old events=2").then_some(())
    });
    let rows = collector.stop_and_read();
    assert_eq!((rows.len(), of(&rows, "event")[0].as_str()), (11, "purchase"));
}

#[test]
fn touchpoints_and_channels_have_kinds_by_the_rules_in_force() {
    let mut collector = TestCollector::start_with(|folder| {
        let rules = "[[kind]]\nkind = \"magazine\"\ntouchpoint = \"fit\"\nsite = \"shop\"\n";
        fs::write(folder.join("rules.toml"), rules).unwrap();
        vec!["--rules".into(), folder.join("rules.toml").into()]
    });
    shop(&collector);
    let touch = |name: &str| json!({ "touchpoint": name, "action": "seen" });
    let other = Batch::new().field("site", "other").field("referrer", "https://www.facebook.com/");
    let other = other.event("page_view", json!({})).event("touchpoint", touch("fit"));
    let other = other.event("touchpoint", touch("Reviews"));
    let _ = collector.post(other.json()).expect(202);
    assert!(collector.stop().success());
    let sql = "SELECT site || ' ' || contact || ' ' || name || ' ' || coalesce(kind, '-') \
               FROM catalogue ORDER BY ALL";
    let expect = [
        "other touchpoint Reviews review",
        "other touchpoint fit -",
        "other channel Organic Social social",
        "shop touchpoint chat chat",
        "shop touchpoint fit magazine",
    ];
    let kinds = rows::ask(&rows::open(collector.db()), sql);
    for kind in expect {
        assert!(kinds.contains(&kind.to_owned()), "{kind} is not in {kinds:?}");
    }
}

/// Runs as a process of its own: rewrites, and kills itself at the named step.
#[test]
fn child() {
    let (Ok(db), Ok(deadly)) = (std::env::var(DB), std::env::var(STEP)) else { return };
    let upkeep = Upkeep::alone(Path::new(&db)).unwrap().watched(move |step: Step| {
        if format!("{step:?}") == deadly {
            writeln!(std::io::stderr(), "died at {step:?}").unwrap();
            let own = rustix::process::getpid();
            rustix::process::kill_process(own, rustix::process::Signal::KILL).unwrap();
        }
    });
    if std::env::var_os("PERCORSO_TEST_FORGET").is_some() {
        let (kind, name) = (Kind::Order, "CANARY-1".to_owned());
        let asked = Asked { kind, name, site: None, only_tell: false };
        upkeep.forget(&asked).unwrap();
    } else {
        upkeep.enrich(&RULES.parse::<Rules>().unwrap(), 0, false).unwrap();
    }
}

fn die(db: &Path, step: &str, forget: bool) {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "upkeep::child", "--quiet"]).env(DB, db).env(STEP, step);
    if forget {
        child.env("PERCORSO_TEST_FORGET", "1");
    }
    let output = child.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.signal(), Some(9), "{said}");
    assert!(said.contains(&format!("died at {step}")), "{said}");
}

#[test]
fn killed_at_any_step_the_store_opens_whole() {
    let mut collector = TestCollector::start();
    shop(&collector);
    let order = json!({ "transaction_id": "CANARY-1", "value": 1, "currency": "EUR" });
    let _ = collector.post(Batch::new().event("purchase", order).json()).expect(202);
    let before = collector.stop_and_read();
    let aside = tempfile::tempdir().unwrap();
    let pristine = aside.path().join("pristine");
    fs::copy(collector.db(), &pristine).unwrap();
    for step in ["Made", "Filled", "Swapped", "Committed", "Checkpointed", "Overwriting"] {
        for forget in [false, true].into_iter().filter(|forget| *forget || step != "Overwriting") {
            let db = aside.path().join(format!("{step}{forget}.duckdb"));
            fs::copy(&pristine, &db).unwrap();
            die(&db, step, forget);
            // The next that opens it to write finds all the old events or all the new, and nothing else;
            // who was to be forgotten is forgotten by then, because the manifest is written first.
            drop(percorso::store::open(&db, percorso::store::Access::ReadWrite).unwrap());
            let after = rows::events(&db);
            let done = matches!(step, "Committed" | "Checkpointed");
            let expect = if forget {
                0
            } else if done {
                before.len() - 1
            } else {
                before.len()
            };
            let left = if forget {
                after.iter().filter(|row| row["transaction_id"] == "CANARY-1").count()
            } else {
                after.len()
            };
            assert_eq!(left, expect, "{step} {forget}");
            let bytes = fs::read(&db).unwrap();
            let is_there = bytes.windows(8).any(|bytes| bytes == b"CANARY-1");
            assert_eq!(is_there, !forget, "{step} {forget}: in the file's free blocks, too");
            let tables = "SELECT count(*)::VARCHAR FROM duckdb_tables() WHERE table_name IN ('events', 'events_next', 'filler', 'to_overwrite')";
            assert_eq!(rows::ask(&rows::open(&db), tables), ["1"], "{step} {forget}");
        }
    }
}
