//! Markov's removal effect: the share of the orders that is lost when every visit by a channel ends the
//! journey (Anderl et al. 2016, "Mapping the customer journey").
//!
//! The chain is reckoned, not simulated. The chance of an order from each state is the smallest
//! solution of `x = Qx + r`; sweeps from zero reach it from below, and every sweep is exact to the last
//! digit it gains, because nothing is subtracted.

// Every index is a state's number, given out by `Chain::state`.
#![expect(clippy::indexing_slicing, reason = "states are numbered by the chain itself")]

use std::collections::HashMap;

use super::{Credit, Paths};

/// Sweeps at most: a chain that still gains after so many has runs of thousands of equal contacts.
const SWEEPS: usize = 100_000;
/// A sweep that gains less in every state ends the sweeping.
const GAIN: f64 = 1e-16;

/// The credit of each channel, in proportion to its removal effect.
pub(super) fn share(paths: &Paths, order: usize) -> Vec<Credit> {
    let mut chain = Chain::new(order.max(1));
    for path in &paths.paths {
        chain.add(&path.channels, path.conversions, path.nulls);
    }
    let removal = chain.removal(paths.channels.len());
    let total: f64 = removal.iter().sum();
    let (conversions, value) = (paths.conversions(), paths.value());
    let credit = |effect: &f64| {
        let part = if total > 0.0 { effect / total } else { 0.0 };
        let (conversions, value) = (conversions * part, value * part);
        Credit { conversions, value, removal: Some(*effect) }
    };
    removal.iter().map(credit).collect()
}

/// Where a journey can be: it came by these channels last.
struct State {
    /// The channel it came by last; none at the start.
    channel: Option<usize>,
    /// How often which state came next.
    next: HashMap<usize, f64>,
    /// How often an order.
    ordered: f64,
    /// How often anything, the end included.
    total: f64,
}

/// The chain that journeys make, each added as it comes.
pub(super) struct Chain {
    order: usize,
    /// The number of the state that remembers these channels.
    numbers: HashMap<Vec<usize>, usize>,
    /// The start is the first; those that come late in a journey stand behind.
    states: Vec<State>,
}

impl Chain {
    /// A chain of no journeys, which remembers so many contacts.
    pub(super) fn new(order: usize) -> Self {
        Self { order, numbers: HashMap::new(), states: vec![State::new(None)] }
    }

    /// Journeys by these channels, so many with an order at the end and so many without.
    pub(super) fn add(&mut self, channels: &[usize], conversions: f64, nulls: f64) {
        let times = conversions + nulls;
        let mut at = 0;
        for end in 1..=channels.len() {
            let memory = &channels[end.saturating_sub(self.order)..end];
            let next = match self.numbers.get(memory) {
                Some(next) => *next,
                None => {
                    self.states.push(State::new(memory.last().copied()));
                    self.numbers.insert(memory.to_vec(), self.states.len() - 1);
                    self.states.len() - 1
                }
            };
            *self.states[at].next.entry(next).or_default() += times;
            self.states[at].total += times;
            at = next;
        }
        self.states[at].ordered += conversions;
        self.states[at].total += times;
    }

    /// Of each channel the share of the orders that is lost without it.
    pub(super) fn removal(&self, channels: usize) -> Vec<f64> {
        let rows: Vec<Row> =
            self.states.iter().enumerate().map(|(at, state)| state.row(at)).collect();
        let base = self.chance(&rows, None);
        let lost = |channel| 1.0 - self.chance(&rows, Some(channel)) / base;
        (0..channels).map(|channel| if base > 0.0 { lost(channel) } else { 0.0 }).collect()
    }

    /// The chance of an order from the start, where a visit by the removed channel ends the journey.
    fn chance(&self, rows: &[Row], removed: Option<usize>) -> f64 {
        let gone = |state: &State| removed.is_some() && state.channel == removed;
        let mut chance = vec![0.0_f64; rows.len()];
        for _ in 0..SWEEPS {
            let mut gained = 0.0_f64;
            // From the back: late states lie nearer to the order, and hand their chance on.
            for (at, row) in rows.iter().enumerate().rev() {
                if gone(&self.states[at]) || row.stay >= 1.0 {
                    continue;
                }
                let onward: f64 = row.next.iter().map(|(next, share)| share * chance[*next]).sum();
                let better = (row.ordered + onward) / (1.0 - row.stay);
                gained = gained.max(better - chance[at]);
                chance[at] = better;
            }
            if gained < GAIN {
                break;
            }
        }
        chance[0]
    }
}

/// A state's ways on, as shares.
struct Row {
    next: Vec<(usize, f64)>,
    ordered: f64,
    /// Back to itself: solved for at once.
    stay: f64,
}

impl State {
    fn new(channel: Option<usize>) -> Self {
        Self { channel, next: HashMap::new(), ordered: 0.0, total: 0.0 }
    }

    fn row(&self, own: usize) -> Row {
        let share = |times: f64| if self.total > 0.0 { times / self.total } else { 0.0 };
        let others = self.next.iter().filter(|(to, _)| **to != own);
        let mut next: Vec<_> = others.map(|(to, times)| (*to, share(*times))).collect();
        // A sum's last digit depends on its order, which a hash map does not keep.
        next.sort_unstable_by_key(|(to, _)| *to);
        let stay = self.next.get(&own).copied().map_or(0.0, share);
        Row { next, ordered: share(self.ordered), stay }
    }
}
