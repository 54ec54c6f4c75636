//! Turns at something dear: few at a time, others wait, and not for ever.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
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
    counts: Arc<Counts>,
}

#[derive(Default)]
struct Counts {
    waiting: AtomicUsize,
    /// Turns that are being given back for who waits.
    giving: Mutex<usize>,
}

/// A turn, given back when it is dropped.
pub(super) struct Turn {
    // Given back before it is said to be.
    _permit: OwnedSemaphorePermit,
    giving: Giving,
}

struct Giving {
    free: Arc<Semaphore>,
    counts: Arc<Counts>,
    gives_way: AtomicBool,
}

/// Counts one who waits, for as long as it lives.
struct Waits<'a>(&'a AtomicUsize);

impl Turns {
    /// So many at once; others wait so long.
    pub(super) fn new(queue: Queue, at_once: usize, patience: Duration) -> Self {
        let free = Arc::new(Semaphore::new(at_once));
        Self { queue, at_once, patience, free, counts: Arc::default() }
    }

    /// A turn.
    ///
    /// # Errors
    /// 503 where too many wait, or none comes in time.
    pub(super) async fn take(&self) -> Result<Turn, ApiError> {
        let permit = match Arc::clone(&self.free).try_acquire_owned() {
            Ok(permit) => permit,
            Err(_) => self.wait().await?,
        };
        let (free, counts) = (Arc::clone(&self.free), Arc::clone(&self.counts));
        let giving = Giving { free, counts, gives_way: AtomicBool::new(false) };
        Ok(Turn { _permit: permit, giving })
    }

    async fn wait(&self) -> Result<OwnedSemaphorePermit, ApiError> {
        let before = self.counts.waiting.fetch_add(1, Ordering::Relaxed);
        let _waits = Waits(&self.counts.waiting);
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
        [under_way, self.counts.waiting.load(Ordering::Relaxed)]
    }

    #[cfg(test)]
    pub(super) async fn all(&self) {
        let all = u32::try_from(self.at_once).unwrap();
        drop(self.free.acquire_many(all).await.unwrap());
    }
}

impl Turn {
    /// Whether somebody waits for this one; then it is to be given back, and no other for the same who waits.
    pub(super) fn is_wanted(&self) -> bool {
        let Giving { free, counts, gives_way } = &self.giving;
        let mut giving = counts.giving();
        let coming = *giving + free.available_permits();
        if counts.waiting.load(Ordering::Relaxed) <= coming
            || gives_way.swap(true, Ordering::Relaxed)
        {
            return false;
        }
        *giving += 1;
        true
    }
}

impl Counts {
    fn giving(&self) -> MutexGuard<'_, usize> {
        self.giving.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Giving {
    fn drop(&mut self) {
        *self.counts.giving() -= usize::from(self.gives_way.load(Ordering::Relaxed));
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

    #[tokio::test]
    async fn one_turn_is_wanted_for_each_who_waits() {
        let turns = Turns::new(Queue::Sql, 2, Duration::from_secs(60));
        let (one, two) = (turns.take().await.unwrap(), turns.take().await.unwrap());
        assert!(!one.is_wanted() && !two.is_wanted(), "nobody waits");
        let mut waits = Box::pin(turns.take());
        tokio::select! {
            biased;
            _ = waits.as_mut() => panic!("there is no turn"),
            () = std::future::ready(()) => {}
        }
        assert!(one.is_wanted() && !two.is_wanted());
        drop(one);
        let three = waits.await.unwrap();
        assert!(!two.is_wanted() && !three.is_wanted());
        assert_eq!(*turns.counts.giving(), 0);
    }
}
