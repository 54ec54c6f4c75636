//! What follows what: every pair of neighbouring steps, how often, how soon, and what came of it.

use std::collections::HashMap;

use super::{Gaps, Step};

/// The graph of all journeys.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Flow {
    /// By step and the one after it; no step after: the journey ended.
    pub edges: HashMap<(u32, Option<u32>), Edge>,
    /// By step.
    pub nodes: HashMap<u32, Node>,
    collapse: bool,
}

/// One step after another.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Edge {
    /// How often.
    pub times: u64,
    /// In how many journeys.
    pub journeys: u64,
    /// In how many of these an order came after.
    pub ordered: u64,
    /// How often the step before came right again: there and back.
    pub back: u64,
    /// How long it took.
    pub gaps: Gaps,
}

/// A step, wherever it stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Node {
    /// How often.
    pub times: u64,
    /// How often an order came later in the journey.
    pub ordered: u64,
}

impl Flow {
    /// A graph; where `collapse` is set, a step repeated at once counts once.
    #[must_use]
    pub fn new(collapse: bool) -> Self {
        Self { collapse, ..Self::default() }
    }

    /// Adds a journey.
    pub fn add(&mut self, journey: &[Step]) {
        let last_order = journey.iter().rposition(|step| step.is_order);
        let named = journey.iter().enumerate();
        let mut steps: Vec<(usize, u32, i64)> =
            named.filter_map(|(place, step)| Some((place, step.name?, step.time))).collect();
        if self.collapse {
            steps.dedup_by_key(|(_, name, _)| *name);
        }
        let mut met: HashMap<(u32, Option<u32>), bool> = HashMap::new();
        for (index, (place, name, time)) in steps.iter().enumerate() {
            let ordered_after = last_order.is_some_and(|order| order > *place);
            let node = self.nodes.entry(*name).or_default();
            node.times += 1;
            node.ordered += u64::from(ordered_after);
            let next = steps.get(index + 1);
            let key = (*name, next.map(|(_, name, _)| *name));
            let edge = self.edges.entry(key).or_default();
            edge.times += 1;
            if let Some((next_place, _, next_time)) = next {
                edge.gaps.push(next_time - time);
                let again = steps.get(index + 2).is_some_and(|(_, after, _)| after == name);
                edge.back += u64::from(again && key.1 != Some(*name));
                // An order that is the step itself has come of it too.
                let ordered = last_order.is_some_and(|order| order >= *next_place);
                *met.entry(key).or_default() |= ordered;
            } else {
                met.entry(key).or_default();
            }
        }
        for (key, ordered) in met {
            let edge = self.edges.entry(key).or_default();
            edge.journeys += 1;
            edge.ordered += u64::from(ordered);
        }
    }
}
