//! Turns at something dear: few at a time, others wait, and not for ever.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::error::{ApiError, Queue};

/// Who waits beyond is refused at once: each holds a connection and a body.
const MOST_WAITING: usize = 64;

/// The turns there are.
pub(super) struct Turns {
    queue: Queue,
    at_once: usize,
    patience: Duration,
    free: Arc<Semaphore>,
    waiting: AtomicUsize,
}

/// Counts one who waits, for as long as it lives.
struct Waits<'a>(&'a AtomicUsize);

impl Turns {
    /// So many at once; others wait so long.
    pub(super) fn new(queue: Queue, at_once: usize, patience: Duration) -> Self {
        let free = Arc::new(Semaphore::new(at_once));
        Self { queue, at_once, patience, free, waiting: AtomicUsize::new(0) }
    }

    /// A turn, given back when it is dropped.
    ///
    /// # Errors
    /// 503 where too many wait, or none comes in time.
    pub(super) async fn take(&self) -> Result<OwnedSemaphorePermit, ApiError> {
        let before = self.waiting.fetch_add(1, Ordering::Relaxed);
        let _waits = Waits(&self.waiting);
        let full = || {
            let sentence = "others' questions are being answered; ask again later";
            ApiError::Full(self.queue, 5, sentence.to_owned())
        };
        if before >= MOST_WAITING {
            return Err(full());
        }
        let turn = Arc::clone(&self.free).acquire_owned();
        let turn = tokio::time::timeout(self.patience, turn).await;
        turn.ok().and_then(Result::ok).ok_or_else(full)
    }

    /// How many have a turn, and how many wait for one.
    pub(super) fn taken(&self) -> [usize; 2] {
        let under_way = self.at_once.saturating_sub(self.free.available_permits());
        [under_way, self.waiting.load(Ordering::Relaxed)]
    }

    /// Whether somebody waits for whom there is no turn.
    pub(super) fn are_wanted(&self) -> bool {
        self.waiting.load(Ordering::Relaxed) > self.free.available_permits()
    }

    #[cfg(test)]
    pub(super) async fn all(&self) {
        let all = u32::try_from(self.at_once).unwrap();
        drop(self.free.acquire_many(all).await.unwrap());
    }
}

impl Drop for Waits<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_waits_too_long_or_behind_too_many_is_refused() {
        let turns = Turns::new(Queue::Reports, 2, Duration::from_millis(300));
        let (_one, two) = (turns.take().await.unwrap(), turns.take().await.unwrap());
        assert_eq!(turns.taken(), [2, 0]);
        assert!(matches!(turns.take().await, Err(ApiError::Full(Queue::Reports, 5, _))));
        let crowd = (0..=MOST_WAITING).map(|_| turns.take());
        let mut crowd: Vec<_> = crowd.map(Box::pin).collect();
        let mut refused = 0;
        for one in &mut crowd {
            tokio::select! {
                biased;
                outcome = one.as_mut() => refused += usize::from(outcome.is_err()),
                () = std::future::ready(()) => {}
            }
        }
        assert_eq!((refused, turns.taken()), (1, [2, MOST_WAITING]));
        drop(two);
        assert!(crowd.remove(0).await.is_ok());
        drop(crowd);
        assert_eq!(turns.taken(), [1, 0]);
    }
}
