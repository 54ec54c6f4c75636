//! Which events came before: the latest by their ids, all others by Bloom filters over the log.
//!
//! A filter never misses what is in it, so "not here" needs no look at the store; a hit, true or
//! false, is checked in exactly the page it names, which the store finds by its time. A page is short, so
//! that checking is cheap; sixteen of them make a stretch and sixteen stretches a chapter, each with a
//! filter of its own, so that a new event need not ask them all. So the common case costs nothing,
//! whatever the store's size.

use std::collections::{HashSet, VecDeque};

use fastbloom::BloomFilter;

/// What a filter covers at each level, the widest first: so many events, and so often it names one that
/// is not there. A page's may be wrong often: of what was sent again most ids are in the same page, which
/// is looked through first. 32 bits an event for the three of them.
const LEVELS: [Level; 3] = [
    Level { events: 1 << 20, false_alarms: 1e-2 },
    Level { events: 1 << 16, false_alarms: 2e-4 },
    Level { events: 1 << 12, false_alarms: 0.1 },
];
/// Chapters remembered, 4.2 MB each.
const CHAPTERS: usize = 16;
/// Events known by their ids, so that what is sent again at once is known at once; 6 MB.
const LATEST: usize = 1 << 17;

/// What is remembered, the oldest first.
#[derive(Default)]
pub struct Seen {
    chapters: VecDeque<Part>,
    latest: HashSet<u128>,
    order: VecDeque<u128>,
}

struct Level {
    events: usize,
    false_alarms: f64,
}

/// A chapter, a stretch or a page.
struct Part {
    filter: BloomFilter,
    most: usize,
    events: usize,
    span: Span,
    /// Of the next level.
    parts: Vec<Part>,
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
    pub const REACH: usize = LEVELS[0].events * CHAPTERS;

    /// Whether the event is stored for certain; one that is not among the latest may be, nevertheless.
    #[must_use]
    pub fn is_known(&self, event_id: u128) -> bool {
        self.latest.contains(&event_id)
    }

    /// Where in the log an event with this id may lie; nowhere is certain: nowhere remembered.
    pub fn find(&self, event_id: u128, found: &mut impl FnMut(Span)) {
        self.chapters.iter().for_each(|chapter| chapter.find(event_id, found));
    }

    /// When the last of them was received.
    #[must_use]
    pub fn last_received(&self) -> Option<i64> {
        self.chapters.iter().map(|chapter| chapter.span.to).max()
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
        if self.chapters.back().is_none_or(Part::is_full) {
            if self.chapters.len() >= CHAPTERS {
                self.chapters.pop_front();
            }
            let [chapter, ..] = &LEVELS;
            self.chapters.push_back(Part::new(chapter, at));
        }
        if let Some(chapter) = self.chapters.back_mut() {
            let [_, below @ ..] = &LEVELS;
            chapter.insert(event_id, at, below);
        }
    }
}

impl Part {
    fn new(level: &Level, span: Span) -> Self {
        Self {
            filter: BloomFilter::with_false_pos(level.false_alarms).expected_items(level.events),
            most: level.events,
            events: 0,
            span,
            parts: Vec::new(),
        }
    }

    fn is_full(&self) -> bool {
        self.events >= self.most
    }

    fn insert(&mut self, event_id: u128, at: Span, below: &[Level]) {
        self.filter.insert(&event_id);
        self.events += 1;
        self.span = self.span.join(at);
        let Some((level, below)) = below.split_first() else { return };
        if self.parts.last().is_none_or(Self::is_full) {
            self.parts.push(Self::new(level, at));
        }
        if let Some(part) = self.parts.last_mut() {
            part.insert(event_id, at, below);
        }
    }

    fn find(&self, event_id: u128, found: &mut impl FnMut(Span)) {
        if !self.filter.contains(&event_id) {
            return;
        }
        if self.parts.is_empty() {
            found(self.span);
        }
        self.parts.iter().for_each(|part| part.find(event_id, found));
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

    fn found(seen: &Seen, event_id: u128) -> Vec<Span> {
        let mut spans = Vec::new();
        seen.find(event_id, &mut |span| spans.push(span));
        spans
    }

    #[test]
    fn finds_everything_and_little_else() {
        let mut seen = Seen::default();
        let [chapter, stretch, page] = LEVELS.map(|level| level.events);
        let most = (chapter + stretch * 3 / 2) as i64;
        (0..most).for_each(|n| seen.insert(id(n), n));
        assert_eq!(seen.chapters.len(), 2);
        assert_eq!(seen.last_received(), Some(most - 1));
        let (mut asked, mut elsewhere) = (0, 0);
        for n in (0..most).step_by(997) {
            let spans = found(&seen, id(n));
            assert!(spans.iter().any(|span| span.from <= n && n <= span.to), "{n}");
            assert!(spans.iter().all(|span| span.to - span.from < page as i64));
            assert_eq!(seen.is_known(id(n)), n >= most - LATEST as i64, "{n}");
            (asked, elsewhere) = (asked + 1, elsewhere + spans.len() - 1);
        }
        assert!(elsewhere < asked * 2, "{elsewhere} other pages for {asked} events");
        let mut false_alarms = 0;
        for new in (most..most + 100_000).map(id) {
            assert!(!seen.is_known(new));
            false_alarms += usize::from(!found(&seen, new).is_empty());
        }
        assert!(false_alarms < 40, "{false_alarms} in 100,000");
        assert_eq!((seen.latest.len(), seen.order.len()), (LATEST, LATEST));
    }

    #[test]
    fn a_chapter_takes_the_memory_it_is_said_to() {
        let [chapter, stretch, page] = &LEVELS;
        let bits = |level: &Level| {
            let part = Part::new(level, Span { from: 0, to: 0 });
            part.filter.num_bits() as f64 / level.events as f64
        };
        let an_event = bits(chapter) + bits(stretch) + bits(page);
        assert!(an_event < 33.0, "{an_event} bits an event");
    }

    #[test]
    fn what_may_be_stored_is_looked_for_and_not_taken_for_known() {
        let mut seen = Seen::default();
        seen.suspect(7, 100);
        assert!(!seen.is_known(7));
        assert_eq!(found(&seen, 7), [Span { from: 100, to: 100 }]);
        seen.insert(7, 100);
        seen.insert(7, 200);
        assert!(seen.is_known(7));
        assert_eq!(seen.order.len(), 1, "an id stands there once");
    }
}
