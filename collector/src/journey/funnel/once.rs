//! ClickHouse's `strict_once` together with `strict_order` or `strict_deduplication`.
//!
//! ClickHouse keeps every partial chain with the events it used, which can grow without bound. All it
//! ever asks of them is which levels have a chain and whether one can take the event at hand; the latest
//! starts and a matching within the instant answer both.

use super::chain::Chains;
use super::matching::Matching;
use super::{Event, Modes};

/// The search that keeps events distinct.
#[derive(Debug)]
pub(super) struct Once {
    steps: usize,
    window: u64,
    modes: Modes,
    matching: Matching,
    /// Which events of the instant (by the steps they match) could not take the step at hand.
    refused: Vec<u32>,
}

impl Once {
    pub(super) fn new(steps: usize, window: u64, modes: Modes) -> Self {
        Self { steps, window, modes, matching: Matching::default(), refused: Vec::new() }
    }

    pub(super) fn level(&mut self, events: &[Event]) -> usize {
        let mut chains = Chains::new(self.window);
        for group in events.chunk_by(|a, b| a.time == b.time) {
            if let Some(level) = self.instant(&chains, group) {
                return level;
            }
            match group {
                [event] => chains.advance(event.time, event.steps),
                _ if self.modes.increase => {
                    let all = group.iter().fold(0, |all, event| all | event.steps);
                    chains.advance(group.first().map_or(0, |event| event.time), all);
                }
                _ => self.matching.advance(&mut chains, group, self.steps),
            }
        }
        chains.reached()
    }

    /// Walks through the entries of one instant in ClickHouse's order: by step, then by arrival.
    /// Gives a level when the search ends here; `chains` are those of before the instant.
    fn instant(&mut self, chains: &Chains, group: &[Event]) -> Option<usize> {
        let time = group.first()?.time;
        let mut reached = chains.reached();
        if self.modes.order && reached > 0 && group.iter().any(|event| event.steps == 0) {
            return Some(reached);
        }
        self.matching.fill(group);
        let mut rest = group.iter().fold(0, |all, event| all | event.steps);
        while rest != 0 {
            let step = rest.trailing_zeros() as usize;
            rest &= rest - 1;
            self.refused.clear();
            for event in group.iter().filter(|event| event.steps >> step & 1 == 1) {
                if step == 0 {
                    reached = reached.max(1);
                } else if self.modes.deduplication && reached > step {
                    return Some(reached);
                } else if self.modes.order && reached > 0 && reached < step {
                    if !self.modes.reentry {
                        return Some(reached);
                    }
                } else if reached == step && self.takes(chains, step, time, event.steps) {
                    reached = step + 1;
                }
            }
            if step > 0 && reached == self.steps {
                return Some(reached);
            }
        }
        None
    }

    /// Whether some chain of `step` steps within the window can take this event and has not used it.
    fn takes(&mut self, chains: &Chains, step: usize, time: i64, event: u32) -> bool {
        if self.refused.contains(&event) {
            return false;
        }
        let from = (0..=step).rev().find(|&level| chains.start(level, time).is_some()).unwrap_or(0);
        let taken = if self.modes.increase {
            from == step
        } else {
            self.matching.covers(from, step, event)
        };
        if !taken {
            self.refused.push(event);
        }
        taken
    }
}
