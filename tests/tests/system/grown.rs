//! SQL that makes long texts in one step, which cannot be ended: what is refused, and what the worst that is let
//! through takes.

use std::fs;

use percorso_tests::harness::{Answer, TestCollector};
use serde_json::json;

/// Megabytes that a question may take, and what it makes in one step beyond them.
const BOUND: u64 = 1280 + 1792;

fn ask(collector: &TestCollector, sql: &str) -> Answer {
    let body = json!({ "sql": sql, "seconds": 20 }).to_string();
    let kind = [("content-type", "application/json")];
    collector.send("POST", "/v1/sql", &kind, body.as_bytes())
}

/// The most it has had in memory, in megabytes.
fn most(collector: &TestCollector) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", collector.pid())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() >> 10
}

/// Begins to measure it anew.
fn measure(collector: &TestCollector) {
    fs::write(format!("/proc/{}/clear_refs", collector.pid()), "5").unwrap();
}

/// A collector with as many events as DuckDB reckons at a time, and more; so many have the
/// longest parameters.
fn shop() -> TestCollector {
    let mut collector = TestCollector::start();
    assert!(collector.stop().success());
    let store = duckdb::Connection::open(collector.db()).unwrap();
    let fill = "INSERT INTO events BY NAME SELECT uuid() AS event_id, 'shop' AS site, \
        hash(range) AS visitor_id, hash(range, 1) AS session_id, 'page_view' AS event, \
        now()::TIMESTAMP AS occurred_at, now()::TIMESTAMP AS received_at, 'tracker' AS source, \
        repeat('p', 300) AS page_path, ('{\"a\":\"' || repeat('x', CASE WHEN range < 4096 THEN 32000 ELSE 10 END) || '\"}')::JSON AS params \
        FROM range(20000)";
    store.execute_batch(fill).unwrap();
    drop(store);
    collector.restart();
    collector
}

#[test]
fn what_makes_too_much_in_one_step_is_refused_at_once() {
    let collector = shop();
    measure(&collector);
    let long = "x".repeat(30_000);
    let all =
        include_str!("sql_grown.sql").split("\n\n").map(|sql| sql.trim().replace("LONG", &long));
    for sql in all {
        let answer = ask(&collector, &sql);
        let (shown, said) = (sql.replace(&long, "LONG"), answer.text().replace(&long, "LONG"));
        assert!(answer.status == 400, "{shown}: {:.300}", said);
    }
    assert!(most(&collector) < 512, "{} MB", most(&collector));
}

#[test]
fn the_worst_that_is_let_through_stays_within_its_bound() {
    let collector = shop();
    let long = "x".repeat(59_000);
    let each = |n: usize, what: &str| -> String {
        (0..n).map(|n| what.replace('#', &n.to_string())).collect::<Vec<_>>().join(", ")
    };
    let worst = [
        ("a constant in each row, again and again", format!(
            "SELECT sum(length(a)), sum(length(b)), sum(length(c)), sum(length(d)) FROM (SELECT \
             '{long}' || event AS a, a || '1' AS b, a || '2' AS c, a || '3' AS d FROM events)")),
        ("a column of the store, again and again", format!(
            "SELECT {} FROM events", each(150, "sum(length(page_path || '#' || event))"))),
        (
            "the longest column there can be, again and again",
            format!("SELECT {} FROM events", each(21, "sum(length(lower(params || '#')))")),
        ),
        ("what is put in for each letter", format!(
            "SELECT sum(length(replace(page_path, 'p', '{}'))) FROM events", "y".repeat(500))),
        ("a list's items", 
            "SELECT sum(length(list_transform(string_split(page_path, ''), lambda x: x || 'yyyyyyyyyyyyyyyy')::VARCHAR)) \
             FROM events".to_owned()),
        ("what an aggregate has gathered, again and again", format!(
            "SELECT {} FROM (SELECT string_agg(page_path || '{}', '') AS a FROM events)",
            each(7, "length(a || '#')"), "z".repeat(12000))),
    ];
    for (what, sql) in worst {
        measure(&collector);
        let before = most(&collector);
        let answer = ask(&collector, &sql);
        let text = answer.text();
        println!("{what}: {} MB, then {} MB at most: {}", before, most(&collector), answer.status);
        assert!(answer.status == 200 || answer.status == 422, "{what}: {text}");
        assert!(
            most(&collector) < before + BOUND,
            "{what}: {before} MB, then {} MB",
            most(&collector)
        );
    }
}
