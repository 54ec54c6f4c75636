//! Killed and stopped under load, again and again: nothing acknowledged is missing, nothing is twice.

use std::collections::BTreeMap;
use std::thread;
use std::time::{Duration, Instant};

use percorso_tests::harness::{
    Batch, Client, Random, TestCollector, batch, rounds, rows, wait_for,
};
use serde_json::json;

/// Times each way of ending is tried; `scripts/bench faults` tries more.
const ROUNDS: usize = 12;
const CONNECTIONS: u64 = 8;

/// What one connection has to tell after the collector has gone.
#[derive(Default)]
struct Sent {
    /// Numbers of the events whose 202 was read whole.
    acknowledged: Vec<u64>,
    /// The batch that got no answer, and its numbers: to be sent again, as a tracker does.
    unsure: Option<(String, Vec<u64>)>,
}

/// Sends batches of one and of a few events, one after the other, until the connection fails.
fn load(client: &Client, site: &str, connection: u64) -> Sent {
    let page = batch::page_id();
    let mut sent = Sent::default();
    let mut next = 0;
    loop {
        let events = if connection.is_multiple_of(2) { 1 } else { next % 5 + 1 };
        let numbers: Vec<u64> = (next..next + events).map(|n| connection << 32 | n).collect();
        let start = Batch::new().page(&page).field("site", site).seq(next);
        let batch = numbers.iter().fold(start, |b, n| b.event("load", json!({ "n": n }))).json();
        match client.send("POST", "/p/e", &[("content-type", "text/plain")], batch.as_bytes()) {
            Ok(answer) if answer.status == 202 => sent.acknowledged.extend(numbers),
            Ok(answer) if answer.status == 503 => {
                assert_ne!(answer.header("retry-after"), "", "a refusal says when to come again");
                sent.unsure = Some((batch, numbers));
                return sent;
            }
            Ok(answer) => panic!("{}: {}", answer.status, answer.text()),
            Err(_) => {
                sent.unsure = Some((batch, numbers));
                return sent;
            }
        }
        next += events;
    }
}

/// How often each number of a round is stored.
fn stored(collector: &TestCollector, site: &str) -> BTreeMap<u64, u64> {
    let store = rows::open(collector.db());
    let sql =
        "SELECT (params->>'n')::UBIGINT, count(*)::UBIGINT FROM events WHERE site = ? GROUP BY 1";
    let mut statement = store.prepare(sql).unwrap();
    let rows = statement.query_map([site], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

/// Runs the rounds on one store, ending each with `end`; every start is a recovery of the one before.
fn survive(name: &str, end: impl Fn(&mut TestCollector, &mut Random)) {
    let mut random = Random::seeded();
    println!("{name}: PERCORSO_SEED={}", random.seed());
    let rounds = rounds(ROUNDS);
    let mut collector = TestCollector::start();
    let (mut acknowledged, mut retried, mut every) = (0, 0, Vec::new());
    for round in 0..rounds {
        let site = format!("{name}-{round}");
        let client = collector.client();
        let sent = thread::scope(|scope| {
            let senders: Vec<_> = (0..CONNECTIONS)
                .map(|connection| {
                    let (client, site) = (&client, &site);
                    scope.spawn(move || load(client, site, connection))
                })
                .collect();
            thread::sleep(random.up_to(150, 600));
            end(&mut collector, &mut random);
            senders.into_iter().map(|sender| sender.join().unwrap()).collect::<Vec<_>>()
        });
        let stored = stored(&collector, &site);
        for n in sent.iter().flat_map(|sent| &sent.acknowledged) {
            assert_eq!(stored.get(n), Some(&1), "round {round}, event {n:#x}");
            acknowledged += 1;
        }
        assert!(stored.values().all(|count| *count == 1), "round {round} has doubles");
        collector.false_start(random.up_to(0, 60));
        collector.restart();
        let mut expected: Vec<u64> =
            sent.iter().flat_map(|sent| sent.acknowledged.clone()).collect();
        for (batch, numbers) in sent.into_iter().filter_map(|sent| sent.unsure) {
            let _ = collector.post(batch).expect(202);
            retried += numbers.len();
            expected.extend(numbers);
        }
        expected.sort_unstable();
        every.push((site, expected));
    }
    assert!(collector.stop().success(), "{}", collector.log());
    for (site, expected) in &every {
        let stored = stored(&collector, site);
        assert!(stored.values().all(|count| *count == 1), "{site} has doubles");
        assert_eq!(stored.into_keys().collect::<Vec<_>>(), *expected, "{site}");
    }
    assert!(acknowledged > rounds as u64 * CONNECTIONS, "the load was no load: {acknowledged}");
    println!(
        "{name}: {rounds} times, {acknowledged} events acknowledged, 0 missing, 0 twice; \
         {retried} sent again, each stored once"
    );
}

#[test]
fn killed_under_load_nothing_is_lost_or_doubled() {
    survive("kill", |collector, _| collector.kill());
}

#[test]
fn stopped_under_load_nothing_is_lost_or_doubled() {
    survive("term", |collector, _| {
        let asked = Instant::now();
        let status = collector.stop();
        assert!(status.success(), "{status}: {}", collector.log());
        assert!(asked.elapsed() < Duration::from_secs(5), "{:?}", asked.elapsed());
    });
}

#[test]
fn killed_while_it_stops_nothing_is_lost_or_doubled() {
    survive("term-kill", |collector, random| {
        collector.ask_to_stop();
        thread::sleep(random.up_to(0, 40));
        collector.kill();
    });
}

#[test]
fn an_acknowledged_event_is_in_the_file_before_the_answer() {
    let mut collector = TestCollector::start();
    let before = wal_bytes(&collector);
    let _ = collector.post(Batch::new().event("a", json!({})).json()).expect(202);
    assert!(wal_bytes(&collector) > before, "the answer came before the log grew");
    collector.kill();
    assert_eq!(rows::count(collector.db()), 1);
    collector.restart();
    wait_for("readiness", Duration::from_secs(5), || {
        (collector.get("/readyz", &[]).status == 200).then_some(())
    });
}

fn wal_bytes(collector: &TestCollector) -> u64 {
    let wal = collector.db().with_extension("duckdb.wal");
    std::fs::metadata(wal).map_or(0, |file| file.len())
}
