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
    let chain = Chain::build(paths, order.max(1));
    let base = chain.chance(None);
    let removal: Vec<f64> = (0..paths.channels.len())
        .map(|channel| if base > 0.0 { 1.0 - chain.chance(Some(channel)) / base } else { 0.0 })
        .collect();
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

struct Chain {
    /// The start is the first; those that come late in a journey stand behind.
    states: Vec<State>,
}

impl Chain {
    fn build(paths: &Paths, order: usize) -> Self {
        let mut numbers: HashMap<Vec<usize>, usize> = HashMap::new();
        let mut states = vec![State::new(None)];
        for path in &paths.paths {
            let times = path.conversions + path.nulls;
            let mut at = 0;
            for end in 1..=path.channels.len() {
                let memory = &path.channels[end.saturating_sub(order)..end];
                let next = *numbers.entry(memory.to_vec()).or_insert_with(|| {
                    states.push(State::new(memory.last().copied()));
                    states.len() - 1
                });
                *states[at].next.entry(next).or_default() += times;
                states[at].total += times;
                at = next;
            }
            states[at].ordered += path.conversions;
            states[at].total += times;
        }
        Self { states }
    }

    /// The chance of an order from the start, where a visit by the removed channel ends the journey.
    fn chance(&self, removed: Option<usize>) -> f64 {
        let gone = |state: &State| removed.is_some() && state.channel == removed;
        let rows: Vec<Row> =
            self.states.iter().enumerate().map(|(at, state)| state.row(at)).collect();
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
