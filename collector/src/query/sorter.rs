//! Brings events together by user and in the order of time.
//!
//! DuckDB can do that too (ORDER BY), but a sort that knows its rows are three small numbers takes a fifth
//! of the processor time: events are dealt out by a hash of the user into buckets that fit the cache, then
//! each bucket into heaps of a few users, and only those are compared. Memory is 24 bytes an event;
//! `scan` bounds it.

// A hash shifted down to some bits indexes a table of as many entries.
#![expect(clippy::indexing_slicing, reason = "indices are hashes cut to the tables' sizes")]

use crate::journey::funnel::Event;

/// 512 buckets: of 30 million events, each takes about a megabyte.
const BUCKET_BITS: u32 = 9;
/// About how many events to a heap: few enough to be sorted by insertion.
const HEAP: usize = 8;
/// Heaps of a bucket at most: their counters are to stay in the cache as well.
const MOST_HEAP_BITS: u32 = 12;

/// Events dealt out by user.
pub(super) struct Sorter {
    buckets: Vec<Vec<Event>>,
}

impl Sorter {
    /// Room for about `expected` events. Memory that is not written to is not taken from the machine,
    /// so a generous guess costs nothing and spares the copying of growth.
    pub(super) fn new(expected: usize) -> Self {
        let room = expected >> BUCKET_BITS;
        Self { buckets: (0..1 << BUCKET_BITS).map(|_| Vec::with_capacity(room)).collect() }
    }

    pub(super) fn push(&mut self, event: Event) {
        self.buckets[top_bits(hash(event.user), BUCKET_BITS)].push(event);
    }

    /// Hands out each user's events, in the order of time and, within an instant, of arrival.
    pub(super) fn each_user(self, mut each: impl FnMut(&[Event])) {
        let mut sorted = Vec::new();
        let mut ends = Vec::new();
        for bucket in self.buckets {
            let bits = (bucket.len() / HEAP).checked_ilog2().unwrap_or(0).min(MOST_HEAP_BITS);
            let heap = |event: &Event| top_bits(hash(event.user) << BUCKET_BITS, bits);
            // A counting sort: how many in each heap, hence where each begins; then each to its place.
            ends.clear();
            ends.resize(1 << bits, 0_usize);
            bucket.iter().for_each(|event| ends[heap(event)] += 1);
            let mut begin = 0;
            for end in &mut ends {
                begin += std::mem::replace(end, begin);
            }
            sorted.resize(sorted.len().max(bucket.len()), Event { user: 0, time: 0, steps: 0 });
            for event in &bucket {
                let place = &mut ends[heap(event)];
                sorted[*place] = *event;
                *place += 1;
            }
            let mut begin = 0;
            for &end in &ends {
                let heap = &mut sorted[begin..end];
                heap.sort_by_key(|event| (event.user, event.time));
                heap.chunk_by(|a, b| a.user == b.user).for_each(&mut each);
                begin = end;
            }
        }
    }
}

/// Fibonacci hashing: neighbours, as numbered users are, end up apart; different users stay different.
fn hash(user: u64) -> u64 {
    user.wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// The highest `bits` of a hash, as an index.
fn top_bits(hash: u64, bits: u32) -> usize {
    // In two shifts: none of the bits would be a shift by all 64, which is not allowed.
    (hash >> 1 >> (u64::BITS - 1 - bits)) as usize
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_busy_user_among_many() {
        let mut sorter = Sorter::new(100);
        for (time, user) in (0..50_000).zip((0..5_u64).cycle()) {
            sorter.push(Event { user: user / 4 * 1_000, time: -time, steps: 0 });
        }
        let mut counts = BTreeMap::new();
        sorter.each_user(|events| {
            assert!(events.is_sorted_by_key(|event| event.time));
            counts.insert(events[0].user, events.len());
        });
        assert_eq!(counts, BTreeMap::from([(0, 40_000), (1_000, 10_000)]));
    }

    proptest! {
        #[test]
        fn every_user_once_and_in_order(
            events in prop::collection::vec((0..40_u64, -9..9_i64), 0..200),
            spread in any::<u64>(),
        ) {
            let mut expected: BTreeMap<u64, Vec<Event>> = BTreeMap::new();
            let mut sorter = Sorter::new(0);
            for (arrival, (user, time)) in (0..).zip(events) {
                let event = Event { user: user.wrapping_mul(spread | 1), time, steps: arrival };
                sorter.push(event);
                expected.entry(event.user).or_default().push(event);
            }
            // A stable sort: events of one instant keep their order of arrival.
            expected.values_mut().for_each(|events| events.sort_by_key(|event| event.time));
            let mut found = BTreeMap::new();
            sorter.each_user(|events| {
                assert!(found.insert(events[0].user, events.to_vec()).is_none());
            });
            prop_assert_eq!(found, expected);
        }
    }
}
