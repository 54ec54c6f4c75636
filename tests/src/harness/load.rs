//! Events sent all the time from several connections, with a record of which were acknowledged.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use serde_json::json;

use super::{Batch, Client, TestCollector, batch, rows, wait_for};

/// Senders under way.
pub struct Load {
    site: String,
    stop: Arc<AtomicBool>,
    acknowledged: Arc<AtomicUsize>,
    senders: Vec<JoinHandle<Sender>>,
}

#[derive(Default)]
struct Sender {
    acknowledged: Vec<u64>,
    unsure: Vec<String>,
}

/// What was sent in the end.
pub struct Sent {
    site: String,
    acknowledged: Vec<u64>,
    /// Batches that got no 202: to be sent again, as a tracker does.
    unsure: Vec<String>,
}

impl Load {
    /// Starts so many connections, each sending one event after the other; a refusal is sent again.
    #[must_use]
    pub fn start(collector: &TestCollector, site: &str, connections: u64) -> Self {
        let (stop, acknowledged) = (Arc::<AtomicBool>::default(), Arc::<AtomicUsize>::default());
        let senders = (0..connections)
            .map(|connection| {
                let (client, site) = (collector.client(), site.to_owned());
                let (stop, count) = (Arc::clone(&stop), Arc::clone(&acknowledged));
                thread::spawn(move || send(&client, &site, connection, &stop, &count))
            })
            .collect();
        Self { site: site.to_owned(), stop, acknowledged, senders }
    }

    /// How many events were acknowledged so far.
    #[must_use]
    pub fn acknowledged(&self) -> usize {
        self.acknowledged.load(Ordering::Relaxed)
    }

    /// Waits until so many were.
    pub fn wait_for_acknowledged(&self, most: usize) {
        wait_for("the load to go on", Duration::from_secs(30), || {
            (self.acknowledged() >= most).then_some(())
        });
    }

    /// Ends it.
    ///
    /// # Panics
    /// Where a sender got an answer that is neither 202 nor a refusal.
    #[must_use]
    pub fn stop(self) -> Sent {
        self.stop.store(true, Ordering::Relaxed);
        let mut sent = Sent { site: self.site, acknowledged: Vec::new(), unsure: Vec::new() };
        for sender in self.senders {
            let sender = sender.join().expect("a sender ends well");
            sent.acknowledged.extend(sender.acknowledged);
            sent.unsure.extend(sender.unsure);
        }
        sent
    }
}

impl Sent {
    /// Sends again what got no answer.
    pub fn send_again(&self, collector: &TestCollector) {
        for batch in &self.unsure {
            let _ = collector.post(batch).expect(202);
        }
    }

    /// Every acknowledged event is in the file once, and none of the others twice.
    ///
    /// # Panics
    /// Where one is missing or doubled.
    pub fn check(&self, db: &Path) {
        let stored = stored(db, &self.site);
        for n in &self.acknowledged {
            assert_eq!(stored.get(n), Some(&1), "event {n:#x} of {}", self.site);
        }
        assert!(stored.values().all(|count| *count == 1), "{} has doubles", self.site);
        assert!(!self.acknowledged.is_empty(), "the load was no load");
    }
}

/// How often each number of a site is stored.
fn stored(db: &Path, site: &str) -> BTreeMap<u64, u64> {
    let store = rows::open(db);
    let sql =
        "SELECT (params->>'n')::UBIGINT, count(*)::UBIGINT FROM events WHERE site = ? GROUP BY 1";
    let mut statement = store.prepare(sql).expect("the query is right");
    let rows = statement.query_map([site], |row| Ok((row.get(0)?, row.get(1)?)));
    rows.and_then(Iterator::collect).expect("the rows are numbers")
}

fn send(
    client: &Client,
    site: &str,
    connection: u64,
    stop: &AtomicBool,
    count: &AtomicUsize,
) -> Sender {
    let page = batch::page_id();
    let mut sender = Sender::default();
    for next in 0.. {
        let n = connection << 32 | next;
        let batch = Batch::new().page(&page).field("site", site).seq(next);
        let batch = batch.event("load", json!({ "n": n })).json();
        loop {
            if stop.load(Ordering::Relaxed) {
                sender.unsure.push(batch);
                return sender;
            }
            let kind = [("content-type", "text/plain")];
            match client.send("POST", "/p/e", &kind, batch.as_bytes()) {
                Ok(answer) if answer.status == 202 => break,
                Ok(answer) if answer.status == 503 => {
                    assert_ne!(answer.header("retry-after"), "", "a refusal says when to come");
                }
                Ok(answer) => panic!("{}: {}", answer.status, answer.text()),
                // Killed: the batch may be stored or not.
                Err(_) => {
                    sender.unsure.push(batch);
                    return sender;
                }
            }
            thread::sleep(Duration::from_millis(20));
        }
        sender.acknowledged.push(n);
        count.fetch_add(1, Ordering::Relaxed);
    }
    sender
}
