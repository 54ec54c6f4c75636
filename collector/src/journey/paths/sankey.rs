//! Journeys laid side by side: from their start, or from a step on; or back from their end, or from a step.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Gaps, Step};

/// How journeys are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// Backwards from the end, not onwards from the start.
    pub from_end: bool,
    /// The step to begin at, at its first place (from the end: its last); journeys without it are left
    /// out. Nothing: where the journey begins or ends.
    pub anchor: Option<u32>,
    /// Columns at most.
    pub columns: usize,
    /// Steps of a column told by name, the most frequent; the others are one.
    pub keep: usize,
    /// Whether a step repeated at once counts once.
    pub collapse: bool,
}

/// A place in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stop {
    /// A step.
    Step(u32),
    /// One of the less frequent steps.
    Other,
    /// The journey's end; from the end, its beginning.
    Left,
}

/// A bundle of journeys between two columns.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Link {
    /// How many.
    pub journeys: u64,
    /// How many of these have an order, anywhere.
    pub ordered: u64,
    /// How long it took.
    pub gaps: Gaps,
}

/// The bundles, by column (0 is where it begins), from and to.
pub type Links = BTreeMap<(usize, Stop, Stop), Link>;

/// Journeys in the making of a drawing.
#[derive(Debug)]
pub struct Sankey {
    layout: Layout,
    links: HashMap<(usize, u32, Option<u32>), Link>,
}

impl Sankey {
    /// A drawing without journeys.
    #[must_use]
    pub fn new(layout: Layout) -> Self {
        Self { layout, links: HashMap::new() }
    }

    /// Adds a journey.
    pub fn add(&mut self, journey: &[Step]) {
        let ordered = u64::from(journey.iter().any(|step| step.is_order));
        let named = journey.iter().filter_map(|step| Some((step.name?, step.time)));
        let mut steps: Vec<(u32, i64)> = named.collect();
        if self.layout.collapse {
            steps.dedup_by_key(|(name, _)| *name);
        }
        if self.layout.from_end {
            steps.reverse();
        }
        let begin = match self.layout.anchor {
            Some(anchor) => steps.iter().position(|(name, _)| *name == anchor),
            None => Some(0),
        };
        let Some(steps) = begin.and_then(|begin| steps.get(begin..)) else { return };
        for (column, pair) in (0..self.layout.columns.saturating_sub(1)).zip(0..steps.len()) {
            let Some((name, time)) = steps.get(pair) else { return };
            let next = steps.get(pair + 1);
            let link = self.links.entry((column, *name, next.map(|(name, _)| *name))).or_default();
            link.journeys += 1;
            link.ordered += ordered;
            if let Some((_, next_time)) = next {
                link.gaps.push((next_time - time).abs());
            }
        }
    }

    /// The bundles, with the less frequent steps of each column made one.
    #[must_use]
    pub fn links(self) -> Links {
        let kept = self.kept();
        let stop = |column: usize, name: u32| {
            if kept.contains(&(column, name)) { Stop::Step(name) } else { Stop::Other }
        };
        let mut links = Links::new();
        for ((column, from, to), link) in self.links {
            let to = to.map_or(Stop::Left, |to| stop(column + 1, to));
            let bundle = links.entry((column, stop(column, from), to)).or_default();
            bundle.journeys += link.journeys;
            bundle.ordered += link.ordered;
            bundle.gaps.extend(link.gaps);
        }
        links
    }

    /// The most frequent steps of each column; of equals the first told.
    fn kept(&self) -> HashSet<(usize, u32)> {
        let mut counts: HashMap<(usize, u32), u64> = HashMap::new();
        for ((column, from, to), link) in &self.links {
            if *column == 0 {
                *counts.entry((0, *from)).or_default() += link.journeys;
            }
            if let Some(to) = to {
                *counts.entry((column + 1, *to)).or_default() += link.journeys;
            }
        }
        let mut ranked: Vec<_> = counts.into_iter().collect();
        ranked.sort_unstable_by_key(|((column, name), n)| (*column, u64::MAX - n, *name));
        let columns = ranked.chunk_by(|a, b| a.0.0 == b.0.0);
        columns
            .flat_map(|column| column.iter().take(self.layout.keep))
            .map(|(key, _)| *key)
            .collect()
    }
}
