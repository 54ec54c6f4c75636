//! Steps one after the other: of the chains that stand at each step, those that can still be the best.
//!
//! A chain at a step is known by where it began and where it stands. One that began no later and stands no
//! later than another is never better than it, so that those kept have ever later places and ever earlier
//! beginnings: the first that is near enough to the next event is the best to go on with.

// Steps index lists that are as long as the plan has steps.
#![expect(clippy::indexing_slicing, reason = "steps index lists made from the plan")]

use super::{Attribution, Event, Order, Outcome, Plan, Reached, gap};

/// A chain that stands at a step.
#[derive(Debug, Clone, Copy)]
struct Chain {
    start: i64,
    at: i64,
    part: u32,
}

/// All chains of one user that are under way.
pub(super) struct Chains<'a> {
    plan: &'a Plan,
    /// By the step they began at, and the step they stand at.
    standing: Vec<Vec<Vec<Chain>>>,
    outcome: Outcome,
}

impl<'a> Chains<'a> {
    pub(super) fn new(plan: &'a Plan) -> Self {
        let steps = plan.steps.len();
        let beginnings = if plan.open { steps } else { 1 };
        let standing = vec![vec![Vec::new(); steps]; beginnings];
        Self { plan, standing, outcome: Outcome::default() }
    }

    /// Goes through a user's events. With `one_entry` a chain begins at the first event alone, and it tells
    /// after how many events it has ended.
    pub(super) fn walk(mut self, events: &[Event], one_entry: bool) -> (Outcome, usize) {
        let last = self.plan.steps.len() - 1;
        for (place, event) in events.iter().enumerate() {
            self.break_by(event);
            if self.plan.order == Order::Strict && event.steps == 0 {
                self.clear();
            }
            // From the last step back, so that no event follows itself.
            let came: Vec<_> = (0..=last)
                .rev()
                .filter(|step| event.steps >> step & 1 == 1)
                .flat_map(|step| self.come(step, event, !one_entry || place == 0))
                .collect();
            if self.plan.order == Order::Strict {
                self.clear();
            }
            for (began, step, chain) in came {
                keep(&mut self.standing[began][step], chain);
            }
            if one_entry && (self.outcome.has(last) || self.is_over()) {
                // What broke it may begin the next.
                let used = if self.outcome.has(last) { place + 1 } else { place.max(1) };
                return (self.outcome, used);
            }
        }
        (self.outcome, events.len())
    }

    /// The chains that come to a step by an event, and at which step they began.
    fn come(&mut self, step: usize, event: &Event, may_begin: bool) -> Vec<(usize, usize, Chain)> {
        let mut came = Vec::new();
        for began in 0..self.standing.len().min(step + 1) {
            if let Some(before) = self.before(began, step, event.time) {
                let chain =
                    Chain { at: event.time, part: self.part(before.part, step, event), ..before };
                self.note(step, chain, before.at, false);
                came.push((began, step, chain));
            }
        }
        if may_begin && (step == 0 || self.plan.open) {
            let chain =
                Chain { start: event.time, at: event.time, part: self.part(0, step, event) };
            let chain = match self.plan.attribution {
                Attribution::First => Chain { part: event.part, ..chain },
                _ => chain,
            };
            self.note(step, chain, event.time, step > 0);
            came.push((step, step, chain));
        }
        came
    }

    /// The best chain that may go on to a step now: of those that stand at the step before, or further back
    /// where all between may be left out.
    fn before(&self, began: usize, step: usize, now: i64) -> Option<Chain> {
        let near = |chain: &Chain| {
            self.plan.steps[step].within.is_none_or(|most| gap(chain.at, now) <= most)
        };
        let mut best: Option<Chain> = None;
        for from in (began..step).rev() {
            let chains = &self.standing[began][from];
            let first = chains.partition_point(|chain| !near(chain));
            let chain = chains.get(first).filter(|chain| gap(chain.start, now) <= self.plan.window);
            if chain.is_some_and(|chain| best.is_none_or(|best| chain.start > best.start)) {
                best = chain.copied();
            }
            if !self.plan.steps[from].optional {
                break;
            }
        }
        best
    }

    fn part(&self, so_far: u32, step: usize, event: &Event) -> u32 {
        match self.plan.attribution {
            Attribution::Last => event.part,
            Attribution::Step(wanted) if wanted == step => event.part,
            _ => so_far,
        }
    }

    fn note(&mut self, step: usize, chain: Chain, before: i64, is_late: bool) {
        let Chain { start, at, part } = chain;
        self.outcome.reach(step, Reached { start, before, at, part, is_late });
    }

    fn break_by(&mut self, event: &Event) {
        for (number, exclusion) in self.plan.exclusions.iter().enumerate() {
            if event.breaks >> number & 1 == 1 {
                for chains in &mut self.standing {
                    chains[exclusion.after..exclusion.before].iter_mut().for_each(Vec::clear);
                }
            }
        }
    }

    fn clear(&mut self) {
        self.standing.iter_mut().flatten().for_each(Vec::clear);
    }

    fn is_over(&self) -> bool {
        self.standing.iter().flatten().all(Vec::is_empty)
    }
}

/// Adds the latest chain, and drops those that it is better than.
fn keep(chains: &mut Vec<Chain>, new: Chain) {
    while chains.last().is_some_and(|old| old.start <= new.start) {
        chains.pop();
    }
    chains.push(new);
}
