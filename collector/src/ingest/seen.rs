//! Which events came before: a chain of Bloom filters, one for each stretch of the log.
//!
//! A filter never misses what is in it, so "not here" needs no look at the store; a hit, true or
//! false, is checked in exactly the stretch it names, which the store finds by its time. So the
//! common case costs nothing, whatever the store's size, and a retry a few milliseconds.

use std::collections::VecDeque;

use fastbloom::BloomFilter;

/// Events in one stretch.
const STRETCH: usize = 1 << 20;
/// Stretches remembered, 2.5 MB each.
const STRETCHES: usize = 16;
/// One false alarm in ten thousand, at 19 bits an event.
const FALSE_ALARMS: f64 = 1e-4;

/// The chain, oldest stretch first.
#[derive(Default)]
pub struct Seen {
    stretches: VecDeque<Stretch>,
}

struct Stretch {
    filter: BloomFilter,
    events: usize,
    span: Span,
}

/// A span of `received_at`, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First moment.
    pub from: i64,
    /// Last moment.
    pub to: i64,
}

impl Seen {
    /// How many events back a retry is known for one: 16 million.
    pub const REACH: usize = STRETCH * STRETCHES;

    /// Where in the log an event with this id may lie; `None` is certain: nowhere remembered.
    #[must_use]
    pub fn find(&self, event_id: u128) -> Option<Span> {
        self.stretches
            .iter()
            .filter(|stretch| stretch.filter.contains(&event_id))
            .map(|stretch| stretch.span)
            .reduce(Span::join)
    }

    /// When the latest of them was received.
    #[must_use]
    pub fn latest(&self) -> Option<i64> {
        self.stretches.iter().map(|stretch| stretch.span.to).max()
    }

    /// Remembers an event that is stored now.
    pub fn insert(&mut self, event_id: u128, received_at: i64) {
        if self.stretches.back().is_none_or(|last| last.events >= STRETCH) {
            if self.stretches.len() >= STRETCHES {
                self.stretches.pop_front();
            }
            self.stretches.push_back(Stretch {
                filter: BloomFilter::with_false_pos(FALSE_ALARMS).expected_items(STRETCH),
                events: 0,
                span: Span { from: received_at, to: received_at },
            });
        }
        if let Some(last) = self.stretches.back_mut() {
            last.filter.insert(&event_id);
            last.events += 1;
            last.span = last.span.join(Span { from: received_at, to: received_at });
        }
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

    #[test]
    fn finds_everything_and_little_else() {
        let mut seen = Seen::default();
        let id = |n: i64| {
            u128::from_le_bytes(blake3::hash(&n.to_le_bytes()).as_bytes()[..16].try_into().unwrap())
        };
        let most = (STRETCH + STRETCH / 2) as i64;
        (0..most).for_each(|n| seen.insert(id(n), n));
        assert_eq!(seen.stretches.len(), 2);
        for n in (0..most).step_by(9_973) {
            let span = seen.find(id(n)).unwrap();
            assert!(span.from <= n && n <= span.to);
        }
        let false_alarms = (most..most + 100_000).filter(|&n| seen.find(id(n)).is_some()).count();
        assert!(false_alarms < 60, "{false_alarms} in 100,000");
    }
}
