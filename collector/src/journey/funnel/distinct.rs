//! Percorso's own meaning: the longest chain of distinct events within the window.

use super::Event;
use super::chain::Chains;
use super::matching::Matching;

/// Times may be equal: events of one instant have no order among themselves.
#[derive(Debug)]
pub(super) struct Distinct {
    steps: usize,
    window: u64,
    matching: Matching,
}

impl Distinct {
    pub(super) fn new(steps: usize, window: u64) -> Self {
        Self { steps, window, matching: Matching::default() }
    }

    pub(super) fn level(&mut self, events: &[Event]) -> usize {
        let mut chains = Chains::new(self.window);
        for group in events.chunk_by(|a, b| a.time == b.time) {
            match group {
                [event] => chains.advance(event.time, event.steps),
                _ => self.matching.advance(&mut chains, group, self.steps),
            }
            if chains.reached() == self.steps {
                break;
            }
        }
        chains.reached()
    }
}

/// Times must grow: of the events of one instant, a chain can use one.
#[derive(Debug)]
pub(super) struct Increasing {
    steps: usize,
    window: u64,
}

impl Increasing {
    pub(super) fn new(steps: usize, window: u64) -> Self {
        Self { steps, window }
    }

    pub(super) fn level(&mut self, events: &[Event]) -> usize {
        let mut chains = Chains::new(self.window);
        for group in events.chunk_by(|a, b| a.time == b.time) {
            let Some(first) = group.first() else { continue };
            chains.advance(first.time, group.iter().fold(0, |steps, event| steps | event.steps));
            if chains.reached() == self.steps {
                break;
            }
        }
        chains.reached()
    }
}
