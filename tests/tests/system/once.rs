//! Counted once: in one process, at the same time, after a stop, after a kill.

use std::thread;

use percorso_tests::harness::collector::run;
use percorso_tests::harness::{Batch, TestCollector, batch, rows};
use serde_json::json;

fn numbered(page: &str, from: u64, to: u64) -> String {
    let start = Batch::new().page(page).seq(from);
    (from..to).fold(start, |batch, n| batch.event("n", json!({ "n": n }))).json()
}

/// How often each number is stored, in the order of numbers.
fn counts(collector: &TestCollector) -> Vec<String> {
    let sql = "SELECT concat((params->>'n'), ':', count(*)) FROM events \
               GROUP BY params->>'n' ORDER BY (params->>'n')::INTEGER";
    rows::ask(&rows::open(collector.db()), sql)
}

fn once_each(numbers: u64) -> Vec<String> {
    (0..numbers).map(|n| format!("{n}:1")).collect()
}

#[test]
fn a_batch_sent_again_counts_once_in_any_life_of_the_collector() {
    let mut collector = TestCollector::start();
    let batch = numbered(&batch::page_id(), 0, 5);
    for _ in 0..3 {
        assert_eq!(collector.post(&batch).expect(202).header("percorso-dropped"), "");
    }
    assert!(collector.stop().success());
    assert_eq!(counts(&collector), once_each(5));
    collector.restart();
    let _ = collector.post(&batch).expect(202);
    collector.kill();
    collector.restart();
    let _ = collector.post(&batch).expect(202);
    assert!(collector.stop().success());
    assert_eq!(counts(&collector), once_each(5));
}

#[test]
fn what_only_the_log_holds_counts_once_after_a_kill() {
    let mut collector = TestCollector::start();
    let batch = numbered(&batch::page_id(), 0, 5);
    let _ = collector.post(&batch).expect(202);
    collector.kill();
    collector.restart();
    let _ = collector.post(&batch).expect(202);
    assert!(collector.stop().success());
    assert_eq!(counts(&collector), once_each(5));
}

#[test]
fn batches_that_overlap_share_their_events() {
    let mut collector = TestCollector::start();
    let page = batch::page_id();
    for (from, to) in [(0, 4), (2, 8), (1, 3), (6, 10), (0, 10)] {
        let _ = collector.post(numbered(&page, from, to)).expect(202);
    }
    assert!(collector.stop().success());
    assert_eq!(counts(&collector), once_each(10));
}

#[test]
fn the_same_batch_on_many_connections_at_once_counts_once() {
    let mut collector = TestCollector::start();
    let page = batch::page_id();
    thread::scope(|scope| {
        for _ in 0..8 {
            let client = collector.client();
            let page = &page;
            scope.spawn(move || {
                for from in 0..20 {
                    let batch = numbered(page, from, from + 3);
                    let kind = [("content-type", "text/plain")];
                    let answer = client.send("POST", "/p/e", &kind, batch.as_bytes());
                    let _ = answer.unwrap().expect(202);
                }
            });
        }
    });
    assert!(collector.stop().success());
    assert_eq!(counts(&collector), once_each(22));
}

#[test]
fn the_same_place_of_another_page_or_site_is_another_event() {
    let mut collector = TestCollector::start();
    let page = batch::page_id();
    let one = |page: &str, site: &str| {
        Batch::new().page(page).field("site", site).event("n", json!({ "n": 0 })).json()
    };
    for batch in [one(&page, "a"), one(&page, "b"), one(&batch::page_id(), "a")] {
        let _ = collector.post(batch).expect(202);
    }
    assert!(collector.stop().success());
    assert_eq!(counts(&collector), ["0:3"]);
}

#[test]
fn a_servers_event_sent_again_counts_once_after_a_stop_and_a_kill() {
    let mut collector = TestCollector::start();
    let db = collector.db().to_str().unwrap();
    let made = run(&["--db", db, "token", "create", "--scope", "write", "--name", "till"]);
    let shown = String::from_utf8(made.stdout).unwrap();
    let token = shown.split_whitespace().find(|word| word.starts_with("percorso_")).unwrap();
    let bearer = format!("Bearer {token}");
    let body = json!({ "site": "shop", "events": [
        { "id": "till-1", "event": "purchase", "params": { "n": 0 } },
        { "id": "till-2", "event": "purchase", "params": { "n": 1 } },
    ] });
    let send = |collector: &TestCollector| {
        let headers = [("authorization", bearer.as_str())];
        let _ =
            collector.send("POST", "/v1/events", &headers, body.to_string().as_bytes()).expect(202);
    };
    send(&collector);
    send(&collector);
    assert!(collector.stop().success());
    collector.restart();
    send(&collector);
    collector.kill();
    collector.restart();
    send(&collector);
    assert!(collector.stop().success());
    assert_eq!(counts(&collector), once_each(2));
}
