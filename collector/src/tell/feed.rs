//! Events as they are stored, for as many as listen.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, broadcast};

use crate::ingest::row::Row;

/// Events that wait for the slowest who listens; whoever is further behind misses the oldest. More than
/// the writer commits at once.
const EVENTS: usize = 8192;
/// Memory for events that somebody has still to hear, or a receiver to be sent, in units of [`UNIT`] bytes:
/// 32 MiB. An event may take as much as a thousand usual ones; what is stored beyond, all miss.
const ROOM: usize = 32 * 1024;
const UNIT: usize = 1024;

/// Tells of what is stored; clones tell the same.
#[derive(Clone)]
pub struct Feed {
    events: broadcast::Sender<Arc<Passing>>,
    room: Arc<Semaphore>,
    /// How many there were.
    told: Arc<AtomicU64>,
}

/// An event on its way, and the room it takes until nobody waits for it.
pub struct Passing {
    row: Row,
    /// Its place among all: a gap tells how many were missed.
    place: u64,
    _room: OwnedSemaphorePermit,
}

/// Who listens.
pub struct Ear {
    events: broadcast::Receiver<Arc<Passing>>,
    /// The place that comes next.
    next: u64,
    /// Heard after what was missed before it.
    held: Option<Arc<Passing>>,
}

impl Default for Feed {
    fn default() -> Self {
        let (events, room) = (broadcast::Sender::new(EVENTS), Arc::new(Semaphore::new(ROOM)));
        Self { events, room, told: Arc::default() }
    }
}

impl Feed {
    /// Tells of people's events; nothing is done where nobody listens.
    pub fn tell(&self, stored: &mut dyn Iterator<Item = Row>) {
        if self.events.receiver_count() == 0 {
            return;
        }
        for row in stored.filter(|row| row.robot.is_none()) {
            let place = self.told.fetch_add(1, Ordering::AcqRel);
            let units = Row::bytes(std::slice::from_ref(&row)) / UNIT + 1;
            let units = u32::try_from(units).unwrap_or(u32::MAX);
            let Ok(room) = Arc::clone(&self.room).try_acquire_many_owned(units) else { continue };
            // Whoever listened a moment ago may have gone.
            let _ = self.events.send(Arc::new(Passing { row, place, _room: room }));
        }
    }

    /// Listens from now on.
    #[must_use]
    pub fn listen(&self) -> Ear {
        let events = self.events.subscribe();
        // Looked at afterwards: what is told between the two is heard, and nothing before was missed.
        Ear { events, next: self.told.load(Ordering::Acquire), held: None }
    }

    /// Whether all who listen have heard everything.
    #[must_use]
    pub fn is_heard(&self) -> bool {
        self.events.is_empty()
    }
}

impl Ear {
    /// The next event, or before it how many there were that can be told no more; nothing at the end of all.
    pub async fn hear(&mut self) -> Option<Result<Arc<Passing>, u64>> {
        loop {
            if let Some(event) = self.held.take() {
                return Some(Ok(event));
            }
            match self.events.recv().await {
                Ok(event) => {
                    let missed = event.place.saturating_sub(self.next);
                    self.next = self.next.max(event.place + 1);
                    self.held = Some(event);
                    if missed > 0 {
                        return Some(Err(missed));
                    }
                }
                // The next one's place tells how many.
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return None,
            }
        }
    }
}

impl Deref for Passing {
    type Target = Row;

    fn deref(&self) -> &Row {
        &self.row
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(robots: &[bool]) -> impl Iterator<Item = Row> {
        let row = |(id, robot): (usize, &bool)| Row {
            event_id: id as u128,
            robot: robot.then_some("declared"),
            ..Row::default()
        };
        robots.iter().enumerate().map(row)
    }

    #[tokio::test]
    async fn who_listens_hears_people_alone_and_only_from_then_on() {
        let feed = Feed::default();
        feed.tell(
            &mut rows(&[false]).inspect(|_| panic!("nobody listens, and it is made all the same")),
        );
        let mut events = feed.listen();
        assert!(feed.is_heard());
        feed.tell(&mut rows(&[true, false, true, false]));
        assert!(!feed.is_heard());
        for id in [1, 3] {
            assert_eq!(events.hear().await.unwrap().unwrap().event_id, id);
        }
        assert!(feed.is_heard());
    }

    #[tokio::test]
    async fn what_waits_takes_no_more_memory_than_there_is_and_who_misses_some_is_told() {
        let feed = Feed::default();
        let mut ear = feed.listen();
        let large = |id| Row { event_id: id, params: Some("x".repeat(32_000)), ..Row::default() };
        // Few enough for their number alone, and four times as much as there is room for.
        feed.tell(&mut (0..4000).map(large));
        let mut held = Vec::new();
        while !feed.is_heard() {
            held.push(ear.hear().await.unwrap().unwrap());
        }
        // A receiver that hangs has them still.
        feed.tell(&mut (4000..4010).map(large));
        assert!(feed.is_heard());
        let bytes: usize = held.iter().map(|event| Row::bytes(std::slice::from_ref(event))).sum();
        assert!((30 << 20..=32 << 20).contains(&bytes), "{bytes}");
        let taken = held.len() as u64;
        drop(held);
        feed.tell(&mut std::iter::once(large(4010)));
        assert_eq!(ear.hear().await.unwrap().err(), Some(4010 - taken));
        assert_eq!(ear.hear().await.unwrap().unwrap().event_id, 4010);
    }

    #[tokio::test]
    async fn who_is_behind_is_told_how_far() {
        let feed = Feed::default();
        feed.tell(&mut rows(&[false]));
        let mut ear = feed.listen();
        feed.tell(&mut (0..EVENTS as u128 + 7).map(|id| Row { event_id: id, ..Row::default() }));
        assert_eq!(ear.hear().await.unwrap().err(), Some(7));
        assert_eq!(ear.hear().await.unwrap().unwrap().event_id, 7);
    }
}
