//! What the system tests stand on: the real collector as a process, batches, HTTP, the stored rows.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
// A panic here is a test's failure report.

pub mod batch;
pub mod client;
pub mod clients;
pub mod collector;
pub mod disk;
pub mod load;
pub mod random;
pub mod rows;
pub mod terminal;

pub use batch::Batch;
pub use client::{Answer, BROWSER, Client};
pub use collector::TestCollector;
pub use load::Load;
pub use random::{Random, rounds};

use std::time::{Duration, Instant};

/// How long a test waits for what should come at once; generous, because machines are noisy.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Waits until there is something, or fails with what was waited for.
pub fn wait_for<T>(what: &str, patience: Duration, mut look: impl FnMut() -> Option<T>) -> T {
    let until = Instant::now() + patience;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < until, "waited {patience:?} in vain for {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}
