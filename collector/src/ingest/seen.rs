//! Which events came before: the latest by their ids, all others by Bloom filters over the log.
//!
//! A filter never misses what is in it, so "not here" needs no look at the store; a hit, true or
//! false, is checked in exactly the stretch it names, which the store finds by its time. Stretches are
//! short, so that checking is cheap, and sixteen of them make a chapter with a filter of its own, so
//! that a new event need not ask them all. So the common case costs nothing, whatever the store's size.

use std::collections::{HashSet, VecDeque};

use fastbloom::BloomFilter;

/// Events in one stretch.
const STRETCH: usize = 1 << 16;
/// Stretches in one chapter.
const STRETCHES: usize = 16;
/// Chapters remembered, 3.8 MB each.
const CHAPTERS: usize = 16;
/// False alarms of a stretch's filter, at 19 bits an event, and of a chapter's, at 10.
const FALSE_ALARMS: f64 = 1e-4;
const FALSE_ALARMS_OF_A_CHAPTER: f64 = 1e-2;
/// Events known by their ids, so that what is sent again at once is known at once; 6 MB.
const LATEST: usize = 1 << 17;

/// What is remembered, the oldest first.
#[derive(Default)]
pub struct Seen {
    chapters: VecDeque<Chapter>,
    latest: HashSet<u128>,
    order: VecDeque<u128>,
}

struct Chapter {
    filter: BloomFilter,
    stretches: Vec<Stretch>,
}

struct Stretch {
    filter: BloomFilter,
    events: usize,
    span: Span,
}

/// A span of `received_at`, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// First moment.
    pub from: i64,
    /// Last moment.
    pub to: i64,
}

impl Seen {
    /// How many events back a retry is known for one: 16 million.
    pub const REACH: usize = STRETCH * STRETCHES * CHAPTERS;

    /// Whether the event is stored for certain; one that is not among the latest may be, nevertheless.
    #[must_use]
    pub fn is_known(&self, event_id: u128) -> bool {
        self.latest.contains(&event_id)
    }

    /// Where in the log an event with this id may lie; nowhere is certain: nowhere remembered.
    pub fn find(&self, event_id: u128) -> impl Iterator<Item = Span> {
        let chapters =
            self.chapters.iter().filter(move |chapter| chapter.filter.contains(&event_id));
        let stretches = chapters.flat_map(|chapter| &chapter.stretches);
        stretches
            .filter(move |stretch| stretch.filter.contains(&event_id))
            .map(|stretch| stretch.span)
    }

    /// When the last of them was received.
    #[must_use]
    pub fn last_received(&self) -> Option<i64> {
        let stretches = self.chapters.iter().flat_map(|chapter| &chapter.stretches);
        stretches.map(|stretch| stretch.span.to).max()
    }

    /// Remembers an event that is stored now.
    pub fn insert(&mut self, event_id: u128, received_at: i64) {
        self.suspect(event_id, received_at);
        if self.latest.insert(event_id) {
            self.order.push_back(event_id);
        }
        if self.order.len() > LATEST
            && let Some(oldest) = self.order.pop_front()
        {
            self.latest.remove(&oldest);
        }
    }

    /// Remembers an event that may be stored: one sent again is looked up.
    pub fn suspect(&mut self, event_id: u128, received_at: i64) {
        let at = Span { from: received_at, to: received_at };
        if self.chapters.back().is_none_or(Chapter::is_full) {
            if self.chapters.len() >= CHAPTERS {
                self.chapters.pop_front();
            }
            self.chapters.push_back(Chapter {
                filter: BloomFilter::with_false_pos(FALSE_ALARMS_OF_A_CHAPTER)
                    .expected_items(STRETCH * STRETCHES),
                stretches: Vec::with_capacity(STRETCHES),
            });
        }
        let Some(chapter) = self.chapters.back_mut() else { return };
        chapter.filter.insert(&event_id);
        if chapter.stretches.last().is_none_or(Stretch::is_full) {
            chapter.stretches.push(Stretch {
                filter: BloomFilter::with_false_pos(FALSE_ALARMS).expected_items(STRETCH),
                events: 0,
                span: at,
            });
        }
        if let Some(stretch) = chapter.stretches.last_mut() {
            stretch.filter.insert(&event_id);
            stretch.events += 1;
            stretch.span = stretch.span.join(at);
        }
    }
}

impl Chapter {
    fn is_full(&self) -> bool {
        self.stretches.len() >= STRETCHES && self.stretches.last().is_some_and(Stretch::is_full)
    }
}

impl Stretch {
    fn is_full(&self) -> bool {
        self.events >= STRETCH
    }
}

impl Span {
    /// The span that holds both.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self { from: self.from.min(other.from), to: self.to.max(other.to) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: i64) -> u128 {
        u128::from_le_bytes(blake3::hash(&n.to_le_bytes()).as_bytes()[..16].try_into().unwrap())
    }

    #[test]
    fn finds_everything_and_little_else() {
        let mut seen = Seen::default();
        let most = (STRETCH * STRETCHES + STRETCH * 3 / 2) as i64;
        (0..most).for_each(|n| seen.insert(id(n), n));
        assert_eq!(seen.chapters.len(), 2);
        assert_eq!(seen.last_received(), Some(most - 1));
        for n in (0..most).step_by(9_973) {
            let spans: Vec<Span> = seen.find(id(n)).collect();
            assert!(spans.iter().any(|span| span.from <= n && n <= span.to), "{n}");
            assert!(spans.iter().all(|span| span.to - span.from < STRETCH as i64));
            assert_eq!(seen.is_known(id(n)), n >= most - LATEST as i64, "{n}");
        }
        let mut false_alarms = 0;
        for new in (most..most + 100_000).map(id) {
            assert!(!seen.is_known(new));
            false_alarms += usize::from(seen.find(new).next().is_some());
        }
        assert!(false_alarms < 30, "{false_alarms} in 100,000");
        assert_eq!((seen.latest.len(), seen.order.len()), (LATEST, LATEST));
    }

    #[test]
    fn what_may_be_stored_is_looked_for_and_not_taken_for_known() {
        let mut seen = Seen::default();
        seen.suspect(7, 100);
        assert!(!seen.is_known(7));
        assert_eq!(seen.find(7).collect::<Vec<_>>(), [Span { from: 100, to: 100 }]);
        seen.insert(7, 100);
        seen.insert(7, 200);
        assert!(seen.is_known(7));
        assert_eq!(seen.order.len(), 1, "an id stands there once");
    }
}
