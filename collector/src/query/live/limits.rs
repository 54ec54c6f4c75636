//! How much a question may take, and what ends one: a clock, the process's memory, or who asked.

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use duckdb::InterruptHandle;

/// How long a question may take, whichever way it comes.
pub(crate) const TIME: Duration = Duration::from_secs(60);
/// Bytes by which the process may grow for it: DuckDB's own limit of 1 GB, and what it does not count in that.
pub(crate) const MEMORY: usize = 1280 << 20;
/// How often time and memory are looked at.
const LOOK: Duration = Duration::from_millis(20);
/// How long nobody may take a row while others wait for their turn.
pub(super) const SILENT: Duration = Duration::from_secs(2);
/// How often who hands rows on looks whether they are taken.
pub(crate) const TAKEN: Duration = Duration::from_millis(2);

/// How much a question may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Rows answered with; what is more is left out.
    pub rows: usize,
    /// Time from its start to its last row.
    pub time: Duration,
    /// Bytes by which the process may grow meanwhile. DuckDB keeps its own count within its limit, which has to fit
    /// in here: it keeps what it reads. Texts in the making are not in that.
    pub memory: usize,
}

/// Why a question was ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    Left = 1,
    Time = 2,
    Memory = 3,
    Silent = 4,
}

/// Ends a question from outside, at any time; before it begins, too.
#[derive(Clone, Default)]
pub struct Stop(Arc<Inner>);

#[derive(Default)]
struct Inner {
    reason: AtomicU8,
    handle: OnceLock<Arc<InterruptHandle>>,
}

impl Stop {
    /// Who asked has gone.
    pub fn leave(&self) {
        self.end(Reason::Left);
    }

    /// Whether it is to end.
    pub(in crate::query) fn is_asked(&self) -> bool {
        self.reason().is_some()
    }

    /// Whether who has had rows waiting since then gives up; where others wait for a turn, which `is_wanted`
    /// tells, that is soon.
    pub(crate) fn is_over(&self, since: Instant, is_wanted: impl FnOnce() -> bool) -> bool {
        if !self.is_asked() && since.elapsed() > SILENT && is_wanted() {
            self.end(Reason::Silent);
        }
        self.is_asked()
    }

    pub(super) fn holds(&self, handle: Arc<InterruptHandle>) {
        let _ = self.0.handle.set(handle);
    }

    pub(super) fn reason(&self) -> Option<Reason> {
        match self.0.reason.load(Ordering::SeqCst) {
            1 => Some(Reason::Left),
            2 => Some(Reason::Time),
            3 => Some(Reason::Memory),
            4 => Some(Reason::Silent),
            _ => None,
        }
    }

    fn end(&self, reason: Reason) {
        let _ = self.0.reason.compare_exchange(0, reason as u8, Ordering::SeqCst, Ordering::SeqCst);
        if let Some(handle) = self.0.handle.get() {
            handle.interrupt();
        }
    }

    /// Looks after a question until `done` says that it has ended.
    pub(super) fn watch(&self, limits: Limits, done: &Receiver<()>) {
        let begun = Instant::now();
        let before = resident();
        while matches!(done.recv_timeout(LOOK), Err(RecvTimeoutError::Timeout)) {
            if self.reason().is_some() {
                // Again, should it have come between two statements.
                self.end(Reason::Left);
            } else if begun.elapsed() > limits.time {
                self.end(Reason::Time);
            } else if resident().saturating_sub(before) > limits.memory {
                self.end(Reason::Memory);
            }
        }
    }
}

/// Bytes the process has in memory; 0 where the system does not say.
fn resident() -> usize {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = text.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok());
    pages.unwrap_or(0).saturating_mul(rustix::param::page_size())
}
