//! The state of one user: for each number of steps, the latest start of a chain that reached it.
//!
//! The latest start is all there is to know of the past: whatever a chain with an older start can still
//! do, the younger one can too. A chain of `n + 1` steps contains one of `n` with the same start, so the
//! starts never grow from level to level, and the levels that are still within the window are a prefix.

// Every index is a step below MAX_STEPS (a bit of a u32) or a level checked against `reached`.
#![expect(clippy::indexing_slicing, reason = "indices are bits of a u32 into an array of 32")]

use super::MAX_STEPS;

/// The chains of one user.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chains {
    /// `starts[i]` is the latest start of a chain of `i + 1` steps; valid below `reached`.
    starts: [i64; MAX_STEPS],
    reached: usize,
    window: u64,
}

impl Chains {
    pub(super) fn new(window: u64) -> Self {
        Self { starts: [0; MAX_STEPS], reached: 0, window }
    }

    /// The highest level any chain has reached.
    pub(super) fn reached(&self) -> usize {
        self.reached
    }

    /// When a chain that goes on after `level` steps began, or `None` when no such chain may go on at
    /// `time`. A chain of no steps begins at once.
    pub(super) fn start(&self, level: usize, time: i64) -> Option<i64> {
        match level.checked_sub(1) {
            None => Some(time),
            Some(i) if i < self.reached && within(self.starts[i], time, self.window) => {
                Some(self.starts[i])
            }
            Some(_) => None,
        }
    }

    /// Notes that a chain begun at `start` has now matched `step`.
    pub(super) fn reach(&mut self, step: usize, start: i64) {
        self.starts[step] = start;
        self.reached = self.reached.max(step + 1);
    }

    /// One more event that may serve as any one of `steps`.
    ///
    /// The highest step goes first, so that none builds on what this same event has just done.
    pub(super) fn advance(&mut self, time: i64, mut steps: u32) {
        while steps != 0 {
            let step = 31 - steps.leading_zeros();
            steps ^= 1 << step;
            self.step(step as usize, time);
        }
    }

    /// Several events of one instant, each of which matches exactly one step: `steps` in all.
    ///
    /// The lowest step goes first: events of one instant may follow each other in any order.
    pub(super) fn advance_together(&mut self, time: i64, mut steps: u32) {
        while steps != 0 {
            let step = steps.trailing_zeros();
            steps &= steps - 1;
            self.step(step as usize, time);
        }
    }

    fn step(&mut self, step: usize, time: i64) {
        if let Some(start) = self.start(step, time) {
            self.reach(step, start);
        }
    }
}

/// Whether `time`, which is not before `start`, is still within the window that `start` opens.
pub(super) fn within(start: i64, time: i64, window: u64) -> bool {
    // The difference of two i64 in order always fits u64; wrapping gives exactly it.
    time.wrapping_sub(start).cast_unsigned() <= window
}
