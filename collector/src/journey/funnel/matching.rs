//! Events of one instant that match several steps each: who serves as what?
//!
//! A chain at level `i` may go to level `j` within the instant when steps `i+1..=j` can each be given an
//! event of their own: a bipartite matching, kept up by augmenting paths while `i` and `j` move on.

// Slots are counted by the vectors they index; steps are bits of a u32.
#![expect(clippy::indexing_slicing, reason = "slots index the vectors they were made from")]

use super::chain::Chains;
use super::{Event, MAX_STEPS};

/// Scratch space for matching the events of one instant with steps; kept between instants.
#[derive(Debug, Default)]
pub(super) struct Matching {
    /// The steps each event can serve as.
    slots: Vec<u32>,
    /// The step each event serves as now.
    holders: Vec<Option<usize>>,
    /// Events already tried for the step that is being placed.
    tried: Vec<bool>,
}

impl Matching {
    /// Moves the chains on by all events of one instant.
    pub(super) fn advance(&mut self, chains: &mut Chains, group: &[Event], steps: usize) {
        let Some(time) = group.first().map(|event| event.time) else { return };
        let all = group.iter().fold(0, |all, event| all | event.steps);
        if group.iter().all(|event| event.steps.count_ones() <= 1) {
            return chains.advance_together(time, all);
        }
        self.fill(group);
        let before = *chains;
        // `next` is the first step not yet placed. A chain that starts from fewer steps began later, so
        // the first level from which a step can be reached is the best one.
        let mut next = 0;
        for level in 0..steps {
            if let Some(used) = level.checked_sub(1) {
                self.release(used);
            }
            let Some(start) = before.start(level, time) else { break };
            next = next.max(level);
            while next < steps && self.place(next) {
                chains.reach(next, start);
                next += 1;
            }
            if next == steps {
                break;
            }
        }
    }

    /// Makes the events of one instant the slots to fill, all of them free.
    pub(super) fn fill(&mut self, group: &[Event]) {
        self.slots.clear();
        self.slots.extend(group.iter().map(|event| event.steps).filter(|&steps| steps != 0));
        // Of events that match the same steps, no more are of use than they match steps.
        self.slots.sort_unstable();
        let (mut last, mut copies) = (0, 0);
        self.slots.retain(|&steps| {
            copies = if steps == last { copies + 1 } else { 1 };
            last = steps;
            copies <= steps.count_ones()
        });
        self.free();
    }

    /// Whether the steps `from..to` can each have an event of their own, none of them `without`'s.
    pub(super) fn covers(&mut self, from: usize, to: usize, without: u32) -> bool {
        self.free();
        if let Some(slot) = self.slots.iter().position(|&steps| steps == without) {
            // A step beyond every bit holds it and never lets go.
            self.holders[slot] = Some(MAX_STEPS);
        }
        (from..to).all(|step| self.place(step))
    }

    /// Gives `step` an event, moving others if need be; says whether it could.
    fn place(&mut self, step: usize) -> bool {
        self.tried.clear();
        self.tried.resize(self.slots.len(), false);
        self.augment(step)
    }

    fn augment(&mut self, step: usize) -> bool {
        if step >= MAX_STEPS {
            return false;
        }
        for slot in 0..self.slots.len() {
            if self.slots[slot] >> step & 1 == 0 || self.tried[slot] {
                continue;
            }
            self.tried[slot] = true;
            if self.holders[slot].is_none_or(|other| self.augment(other)) {
                self.holders[slot] = Some(step);
                return true;
            }
        }
        false
    }

    fn release(&mut self, step: usize) {
        if let Some(slot) = self.holders.iter().position(|&holder| holder == Some(step)) {
            self.holders[slot] = None;
        }
    }

    fn free(&mut self) {
        self.holders.clear();
        self.holders.resize(self.slots.len(), None);
    }
}
