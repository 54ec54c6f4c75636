//! Reports and SQL step back behind ingest on the processor, and what a monitor asks does not wait for them.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use percorso_tests::harness::{Batch, TestCollector, wait_for};
use serde_json::json;

const ENDLESS: &str = "{\"seconds\":8,\"sql\":\"SELECT count(*) FROM range(1000000) a, \
                       range(1000000) b WHERE a.range + b.range = -1\"}";

/// How far a thread of this name steps back, as the system has it: the nineteenth field of its state.
fn niceness(pid: u32, name: &str) -> Option<i32> {
    let threads = fs::read_dir(format!("/proc/{pid}/task")).ok()?.flatten();
    let of = |thread: fs::DirEntry| {
        let read = |file| fs::read_to_string(thread.path().join(file)).ok();
        let is_named = read("comm")?.trim_end() == name;
        let state = read("stat")?;
        let nice = state.rsplit_once(')')?.1.split_whitespace().nth(16)?.parse().ok();
        nice.filter(|_| is_named)
    };
    threads.filter_map(of).max()
}

#[test]
fn reports_and_sql_step_back_and_a_monitor_does_not_wait_for_them() {
    let collector = TestCollector::start();
    let _ = collector.post(Batch::new().event("view_item", json!({})).json()).expect(202);
    let asking = [("content-type", "application/json")];
    let (client, done) = (collector.client(), AtomicBool::new(false));
    // Whoever runs the tests may have stepped back, or forward, as a whole.
    let own = niceness(collector.pid(), "percorso").unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let begun = Instant::now();
            while !done.load(Ordering::Relaxed) && begun.elapsed() < Duration::from_secs(20) {
                let _ = client.send("GET", "/v1/findings", &[], b"");
            }
        });
        for _ in 0..2 {
            scope.spawn(|| client.send("POST", "/v1/sql", &asking, ENDLESS.as_bytes()));
        }
        for name in ["question", "sql"] {
            wait_for("a thread to step back", Duration::from_secs(10), || {
                niceness(collector.pid(), name).filter(|nice| *nice == own + 10)
            });
        }
        let _ = collector.get("/v1/store", &[]).expect(200);
        let _ = collector.get("/readyz", &[]).expect(200);
        done.store(true, Ordering::Relaxed);
    });
}
