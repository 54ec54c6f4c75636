//! What goes on on a connection: whether it asks, and since when it does not.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::watch;

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
    /// Whether an answer has no end of its own.
    endless: AtomicBool,
}

/// A connection, as an answer that goes on sees it.
#[derive(Clone)]
pub(super) struct Line {
    pub(super) doing: Arc<Doing>,
    /// Whether the collector stops.
    pub(super) stopped: watch::Receiver<bool>,
}

impl Doing {
    pub(super) fn new() -> Self {
        Self {
            began: Instant::now(),
            under_way: AtomicUsize::new(0),
            last: AtomicU64::new(0),
            endless: AtomicBool::new(false),
        }
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

    /// A part of an answer was taken: as good as a request.
    pub(super) fn goes_on(&self) {
        let since = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.last.store(since.max(1), Ordering::Release);
    }

    /// An answer begins that has no end of its own.
    pub(super) fn never_ends(&self) {
        self.endless.store(true, Ordering::Release);
    }

    /// Whether such an answer was begun.
    pub(super) fn is_endless(&self) -> bool {
        self.endless.load(Ordering::Acquire)
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
        self.0.goes_on();
        self.0.under_way.fetch_sub(1, Ordering::AcqRel);
    }
}
