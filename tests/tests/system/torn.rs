//! The log's tail is torn off, as a power cut does that comes before a sync: what was acknowledged
//! before the tear is there once, and what is sent again after it, too.

use std::fs;

use percorso_tests::harness::{Batch, Random, TestCollector, batch, rounds, rows};
use serde_json::json;

/// An acknowledged event: its place, the batch, and the log's length when the answer came.
struct Sent {
    batch: String,
    logged: u64,
}

#[test]
fn what_was_acknowledged_before_the_tear_is_there_once() {
    let rounds = rounds(8);
    let mut random = Random::seeded();
    println!("torn: PERCORSO_SEED={}", random.seed());
    let (mut before_the_tear, mut sent_again) = (0, 0);
    for round in 0..rounds {
        let mut collector = TestCollector::start();
        let log = collector.db().with_extension("duckdb.wal");
        let page = batch::page_id();
        let events = 5 + random.below(60);
        let sent: Vec<Sent> = (0..events)
            .map(|n| {
                let batch = Batch::new().page(&page).seq(n).event("n", json!({ "n": n })).json();
                let _ = collector.post(&batch).expect(202);
                Sent { batch, logged: fs::metadata(&log).unwrap().len() }
            })
            .collect();
        collector.kill();
        let whole = fs::metadata(&log).unwrap().len();
        // A start has put the schema into the file, so that every cut leaves a store.
        let cut = 1 + random.below(whole);
        fs::OpenOptions::new().write(true).open(&log).unwrap().set_len(cut).unwrap();
        collector.restart();
        assert!(collector.stop().success(), "{}", collector.log());
        let kept = numbers(&collector);
        let safe = sent.iter().filter(|sent| sent.logged <= cut).count();
        assert!(kept.len() >= safe, "round {round}: {safe} were logged before {cut} of {whole}");
        assert!(kept.iter().copied().eq(0..kept.len() as u64), "round {round}: {kept:?}");
        before_the_tear += safe;
        collector.restart();
        for event in &sent {
            let _ = collector.post(&event.batch).expect(202);
        }
        assert!(collector.stop().success(), "{}", collector.log());
        let mut all = numbers(&collector);
        all.sort_unstable();
        assert!(all.iter().copied().eq(0..events), "round {round}: {all:?}");
        sent_again += sent.len();
    }
    println!(
        "torn: {rounds} times, {before_the_tear} events acknowledged, 0 missing, 0 twice; \
         {sent_again} sent again, each stored once"
    );
}

fn numbers(collector: &TestCollector) -> Vec<u64> {
    let stored = rows::events(collector.db());
    stored.iter().map(|row| row["params"]["n"].as_u64().unwrap()).collect()
}
