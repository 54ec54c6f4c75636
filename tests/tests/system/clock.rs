//! The system's clock jumps both ways under the collector: times, visits and retries stay as they are.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use percorso_tests::harness::collector::run;
use percorso_tests::harness::{Batch, PATIENCE, TestCollector, batch, rows, wait_for};
use serde_json::json;

/// Debian's libfaketime: it tells a process another time, which a file can change while it runs.
const FAKE: &str = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

fn set(clock: &Path, shift: &str) {
    // Renamed into place: half a shift would be another one.
    let new = clock.with_extension("new");
    fs::write(&new, shift).unwrap();
    fs::rename(new, clock).unwrap();
}

/// A collector whose clock is what the file says; nothing where there is no library for it.
fn under(clock: &Path) -> Option<TestCollector> {
    under_with(clock, &[])
}

fn under_with(clock: &Path, more: &[(&str, OsString)]) -> Option<TestCollector> {
    if !Path::new(FAKE).exists() {
        println!("skipped: {FAKE} is missing (apt-get install libfaketime)");
        return None;
    }
    let environment: [(&str, OsString); 4] = [
        ("LD_PRELOAD", FAKE.into()),
        ("FAKETIME_TIMESTAMP_FILE", clock.into()),
        ("FAKETIME_NO_CACHE", "1".into()),
        ("DONT_FAKE_MONOTONIC", "1".into()),
    ];
    Some(TestCollector::start_under(&[&environment, more].concat()))
}

#[test]
fn by_a_clock_that_is_years_ahead_nothing_is_too_old() {
    let folder = tempfile::tempdir().unwrap();
    let (clock, rules) = (folder.path().join("clock"), folder.path().join("rules.toml"));
    set(&clock, "+0");
    fs::write(&rules, "[[keep]]\nage = \"25mo\"\nevent = \"*\"\n").unwrap();
    let Some(mut collector) = under_with(&clock, &[("PERCORSO_RULES", rules.into())]) else {
        return;
    };
    for name in ["one", "two"] {
        let _ = collector.post(Batch::new().event(name, json!({})).json()).expect(202);
    }
    assert!(collector.stop().success());
    let store = duckdb::Connection::open(collector.db()).unwrap();
    let old = "INSERT INTO events BY NAME SELECT uuid() AS event_id, 'shop' AS site, 1 AS visitor_id, \
        1 AS session_id, 'old' AS event, now()::TIMESTAMP - INTERVAL 3 YEAR AS occurred_at, \
        now()::TIMESTAMP AS received_at, 'tracker' AS source";
    store.execute_batch(old).unwrap();
    drop(store);
    set(&clock, "+4000d");
    let held = |collector: &TestCollector, times: usize| {
        let said = "what is too old stays: there are days without events";
        wait_for("the day's prune", PATIENCE, || {
            let log = collector.log();
            assert!(!log.contains("took away"), "{log}");
            (log.matches(said).count() == times).then_some(())
        });
    };
    collector.restart();
    held(&collector, 1);
    let said = run(&["--db", collector.db().to_str().unwrap(), "doctor"]).stdout;
    let said = String::from_utf8(said).unwrap();
    assert!(said.contains("odd  clock: nothing was received for 4000 days"), "{said}");
    // An event of that time is no proof of it, nor is another start.
    let _ = collector.post(Batch::new().event("three", json!({})).json()).expect(202);
    collector.kill();
    collector.restart();
    held(&collector, 2);
    assert_eq!(collector.stop_and_read().len(), 4);
    // By the right clock the day's prune takes what is too old, and that alone.
    set(&clock, "+0");
    collector.restart();
    wait_for("what is too old to go", PATIENCE, || {
        collector.log().contains("took away what was too old events=1").then_some(())
    });
    let left = collector.stop_and_read();
    let events: Vec<_> = left.iter().map(|row| row["event"].as_str().unwrap()).collect();
    assert_eq!(events, ["one", "two", "three"]);
}

#[test]
fn a_machine_that_came_up_a_year_ahead_is_told_of_and_back_a_minute_after_its_clock() {
    let folder = tempfile::tempdir().unwrap();
    let clock = folder.path().join("clock");
    set(&clock, "+400d");
    let Some(mut collector) = under(&clock) else { return };
    let send = || collector.post(Batch::new().event("a", json!({})).json()).expect(202);
    let salt = || fs::read(collector.folder().join("shop.duckdb.salt")).unwrap();
    let _ = send();
    let before = salt();
    set(&clock, "+0");
    // At once for a monitor, before anything is believed.
    let metrics = collector.get("/metrics", &[]).expect(200).text();
    let ahead = metrics.lines().find_map(|line| line.strip_prefix("percorso_clock_ahead_seconds "));
    assert!(ahead.unwrap().parse::<f64>().unwrap() > 399.0 * 86_400.0, "{ahead:?}");
    wait_for("the clock to be followed", Duration::from_secs(100), || {
        let _ = send();
        std::thread::sleep(Duration::from_millis(500));
        collector.log().contains("was far ahead and has gone back").then_some(())
    });
    let _ = send();
    assert_ne!(salt(), before, "the salt of a day that is a year off");
    assert!(collector.stop().success(), "{}", collector.log());
    let off = "SELECT (abs(date_diff('second', max_by(received_at, rowid), now()::TIMESTAMP)) < 60)\
        ::VARCHAR FROM events";
    assert_eq!(rows::ask(&rows::open(collector.db()), off), ["true"], "the last one's time");
}

#[test]
fn visits_retries_and_times_hold_while_the_clock_jumps() {
    let folder = tempfile::tempdir().unwrap();
    let clock = folder.path().join("clock");
    set(&clock, "+0");
    let Some(mut collector) = under(&clock) else { return };
    let page = batch::page_id();
    let one = |n: u64| Batch::new().page(&page).seq(n).event("n", json!({ "n": n })).json();
    let shifts = ["+0", "+2d", "-2d", "+400d", "+0", "-1h", "+30m", "+0"];
    for (n, shift) in (0..).zip(shifts) {
        set(&clock, shift);
        let _ = collector.post(one(n)).expect(202);
        // And all of it again, as a tracker does that got no answer.
        for before in 0..=n {
            let _ = collector.post(one(before)).expect(202);
        }
    }
    set(&clock, "+0");
    assert!(collector.stop().success(), "{}", collector.log());
    let store = rows::open(collector.db());
    let all = "SELECT concat(count(*), ' ', count(DISTINCT session_id), ' ', \
        count(DISTINCT visitor_id)) FROM events";
    assert_eq!(rows::ask(&store, all), [format!("{} 1 1", shifts.len())]);
    let times = "SELECT epoch_us(received_at)::VARCHAR FROM events ORDER BY rowid";
    let times: Vec<i64> =
        rows::ask(&store, times).iter().map(|time| time.parse().unwrap()).collect();
    assert!(times.is_sorted(), "{times:?}");
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_micros();
    let now = i64::try_from(now).unwrap();
    let (first, last) = (times[0], times[times.len() - 1]);
    let minute = 60_000_000;
    assert!(now - first < minute && last <= now, "{first} to {last}, it is {now}");
}
