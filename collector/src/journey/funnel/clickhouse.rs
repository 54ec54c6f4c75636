//! ClickHouse's `windowFunnel` as it is: greedy, one state a level, ties ordered by step.
//!
//! Written after the description of its behaviour, and held against its answers. An event that matches
//! several steps counts as several entries; entries of one instant come in the order of their steps,
//! whatever event they are of, so here one event may serve as several steps.

// Steps are bits of a u32, the arrays have 32 entries.
#![expect(clippy::indexing_slicing, reason = "indices are bits of a u32 into an array of 32")]

use super::chain::within;
use super::{Event, MAX_STEPS, Modes};

/// The greedy search, for every mode but `strict_once`.
#[derive(Debug)]
pub(super) struct Greedy {
    steps: usize,
    window: u64,
    modes: Modes,
}

/// The last chain that reached each level: when it began and when it got there.
struct Levels {
    first: [i64; MAX_STEPS],
    last: [i64; MAX_STEPS],
    set: u32,
}

impl Levels {
    fn has(&self, step: usize) -> bool {
        self.set >> step & 1 == 1
    }

    fn highest(&self) -> usize {
        (u32::BITS - self.set.leading_zeros()) as usize
    }
}

impl Greedy {
    pub(super) fn new(steps: usize, window: u64, modes: Modes) -> Self {
        Self { steps, window, modes }
    }

    pub(super) fn level(&mut self, events: &[Event]) -> usize {
        let mut levels = Levels { first: [0; MAX_STEPS], last: [0; MAX_STEPS], set: 0 };
        for group in events.chunk_by(|a, b| a.time == b.time) {
            if let Some(level) = self.instant(&mut levels, group) {
                return level;
            }
        }
        levels.highest()
    }

    /// All events of one instant; a level when the search ends here.
    fn instant(&self, levels: &mut Levels, group: &[Event]) -> Option<usize> {
        // Events that match nothing come before all others of their instant.
        if self.modes.order && levels.has(0) && group.iter().any(|event| event.steps == 0) {
            return Some(levels.highest());
        }
        let time = group.first()?.time;
        let mut rest = group.iter().fold(0, |all, event| all | event.steps);
        while rest != 0 {
            let step = rest.trailing_zeros() as usize;
            rest &= rest - 1;
            let entries = group.iter().filter(|event| event.steps >> step & 1 == 1).count();
            // Beyond the second, entries of one step and instant only repeat what the second did.
            for _ in 0..entries.min(2) {
                if let Some(level) = self.entry(levels, step, time) {
                    return Some(level);
                }
            }
        }
        None
    }

    fn entry(&self, levels: &mut Levels, step: usize, time: i64) -> Option<usize> {
        let Some(before) = step.checked_sub(1) else {
            levels.first[0] = time;
            levels.last[0] = time;
            levels.set |= 1;
            return None;
        };
        if self.modes.deduplication && levels.has(step) {
            return Some(levels.highest());
        }
        if self.modes.order && levels.has(0) && !levels.has(before) {
            return (!self.modes.reentry).then_some(levels.set.trailing_ones() as usize);
        }
        if levels.has(before)
            && within(levels.first[before], time, self.window)
            && (!self.modes.increase || levels.last[before] < time)
        {
            levels.first[step] = levels.first[before];
            levels.last[step] = time;
            levels.set |= 1 << step;
            if step + 1 == self.steps {
                return Some(self.steps);
            }
        }
        None
    }
}
