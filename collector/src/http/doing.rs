//! What goes on on a connection: whether it asks, and since when it does not.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How long the head of a request may take to arrive.
pub(super) const HEAD: Duration = Duration::from_secs(10);
/// How long a connection may lie idle, or an answer be left untaken.
pub(super) const IDLE: Duration = Duration::from_secs(60);

/// What goes on on a connection.
pub(super) struct Doing {
    began: Instant,
    under_way: AtomicUsize,
    /// When a request last ended, in milliseconds since `began`; nothing has been asked at 0.
    last: AtomicU64,
}

impl Doing {
    pub(super) fn new() -> Self {
        Self { began: Instant::now(), under_way: AtomicUsize::new(0), last: AtomicU64::new(0) }
    }

    /// Since when nothing has been asked; nothing while something is.
    pub(super) fn idle_since(&self) -> Option<Instant> {
        let last = Duration::from_millis(self.last.load(Ordering::Acquire));
        (self.under_way.load(Ordering::Acquire) == 0).then(|| self.began + last)
    }

    /// How long the connection may go on without asking anything.
    pub(super) fn left(&self) -> Duration {
        if self.under_way.load(Ordering::Acquire) > 0 {
            return IDLE;
        }
        let last = self.last.load(Ordering::Acquire);
        let allowed = if last == 0 { HEAD } else { Duration::from_millis(last) + IDLE };
        allowed.saturating_sub(self.began.elapsed())
    }
}

pub(super) struct UnderWay(Arc<Doing>);

impl UnderWay {
    pub(super) fn begin(doing: &Arc<Doing>) -> Self {
        doing.under_way.fetch_add(1, Ordering::AcqRel);
        Self(Arc::clone(doing))
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        let since = u64::try_from(self.0.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.0.last.store(since.max(1), Ordering::Release);
        self.0.under_way.fetch_sub(1, Ordering::AcqRel);
    }
}
