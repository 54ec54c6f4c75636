//! The funnel with conditions: windows from step to step, optional steps, steps in any order, late entry,
//! events that break a chain, a property that stays the same, entries counted one by one.
//!
//! The plain funnel of [`super::funnel`] asks only how far somebody came, in the fewest instructions. Here
//! every chain is known by where it began, where it stands and what it is told apart by, so that it costs
//! more and answers more. Events of one instant stand in the order of their arrival.

mod ordered;
mod unordered;

#[cfg(test)]
mod tests;

pub use super::funnel::MAX_STEPS;

/// One event as the funnel sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// When, in microseconds since 1970.
    pub time: i64,
    /// Bit `i` is set when the event matches step `i`.
    pub steps: u32,
    /// Bit `i` is set when the event matches exclusion `i`.
    pub breaks: u32,
    /// What the event's property to be told apart by is, by number; 0 is nothing.
    pub part: u32,
}

/// A step, beyond what it matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Step {
    /// It may be left out.
    pub optional: bool,
    /// At most so long after the step before, in microseconds.
    pub within: Option<u64>,
}

/// In which order the steps are to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// One after the other; anything may come between.
    #[default]
    Sequential,
    /// One after the other, and of the user's events nothing else between.
    Strict,
    /// Each once, whichever comes first.
    Any,
}

/// Events that break a chain which stands between two steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exclusion {
    /// The step after which they break it.
    pub after: usize,
    /// The step before which they do.
    pub before: usize,
}

/// Whose value of the property a chain is told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Attribution {
    /// The event's it began with.
    #[default]
    First,
    /// The event's it came last to.
    Last,
    /// The event's of this step; a chain that has not come to it is told apart by nothing.
    Step(usize),
}

/// What is asked of each user's events.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// The steps.
    pub steps: Vec<Step>,
    /// At most so long from the first event of a chain to its last, in microseconds.
    pub window: u64,
    /// In which order.
    pub order: Order,
    /// A chain may begin at any step, not only at the first.
    pub open: bool,
    /// What breaks a chain.
    pub exclusions: Vec<Exclusion>,
    /// By whose value a chain is told apart.
    pub attribution: Attribution,
}

/// How far one user came, or one entry of theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// Bit `i` is set when step `i` was reached.
    pub reached: u32,
    /// Bit `i` is set when a chain could only begin there.
    pub entered: u32,
    /// For each step reached, microseconds from where the chain that first reached it began.
    pub from_start: [i64; MAX_STEPS],
    /// And from the step before.
    pub from_step: [i64; MAX_STEPS],
    /// And when that was.
    pub at: [i64; MAX_STEPS],
    /// When the chain that came furthest began.
    pub began: i64,
    /// What it is told apart by.
    pub part: u32,
}

impl Default for Outcome {
    fn default() -> Self {
        let none = [0; MAX_STEPS];
        Self {
            reached: 0,
            entered: 0,
            from_start: none,
            from_step: none,
            at: none,
            began: 0,
            part: 0,
        }
    }
}

impl Outcome {
    /// The last step that was reached, counted from 0.
    #[must_use]
    pub fn last(&self) -> Option<usize> {
        self.reached.checked_ilog2().and_then(|bit| usize::try_from(bit).ok())
    }

    /// Takes in what the same user did with another value of the property that stays the same: of each
    /// step, the chain that came there first.
    pub fn merge(&mut self, other: &Self) {
        if (other.last(), self.began) > (self.last(), other.began) {
            (self.began, self.part) = (other.began, other.part);
        }
        let at = |outcome: &Self, step: usize| outcome.at.get(step).copied().unwrap_or(i64::MAX);
        for step in (0..MAX_STEPS).filter(|step| other.has(*step)) {
            if self.has(step) && at(self, step) <= at(other, step) {
                continue;
            }
            let take = |to: &mut [i64; MAX_STEPS], from: &[i64; MAX_STEPS]| {
                if let (Some(to), Some(from)) = (to.get_mut(step), from.get(step)) {
                    *to = *from;
                }
            };
            take(&mut self.from_start, &other.from_start);
            take(&mut self.from_step, &other.from_step);
            take(&mut self.at, &other.at);
        }
        // Who came from the first step with one value could begin there, whatever they did with another.
        let from_first = (self.reached & !self.entered) | (other.reached & !other.entered);
        self.reached |= other.reached;
        self.entered = self.reached & !from_first;
    }

    /// Notes that a chain came to a step, if none did before.
    fn reach(&mut self, step: usize, chain: Reached) {
        if self.has(step) {
            // It could have begun earlier after all.
            self.entered &= !(u32::from(!chain.is_late) << step);
            return;
        }
        if self.last().is_none_or(|last| step > last) {
            (self.began, self.part) = (chain.start, chain.part);
        }
        self.reached |= 1 << step;
        self.entered |= u32::from(chain.is_late) << step;
        if let Some(since) = self.from_start.get_mut(step) {
            *since = chain.at - chain.start;
        }
        if let Some(since) = self.from_step.get_mut(step) {
            *since = chain.at - chain.before;
        }
        if let Some(at) = self.at.get_mut(step) {
            *at = chain.at;
        }
    }

    /// Whether a step was reached.
    #[must_use]
    pub fn has(&self, step: usize) -> bool {
        self.reached >> step & 1 == 1
    }
}

impl Plan {
    /// How far the user of these events came: they are all of one user, in the order of time.
    #[must_use]
    pub fn best(&self, events: &[Event]) -> Outcome {
        match self.order {
            Order::Any => unordered::best(self, events),
            Order::Sequential | Order::Strict => ordered::Chains::new(self).walk(events, false).0,
        }
    }

    /// How far each entry came. One begins at an event of the first step, where none is under way; it ends
    /// as it is complete, as it is broken, or as its window is over.
    #[must_use]
    pub fn entries(&self, events: &[Event]) -> Vec<Outcome> {
        let mut entries = Vec::new();
        let mut rest = events;
        while let Some(begin) = rest.iter().position(|event| self.may_begin(event)) {
            let from = rest.get(begin..).unwrap_or_default();
            let began = from.first().map_or(0, |first| first.time);
            let window = from.partition_point(|event| gap(began, event.time) <= self.window);
            let inside = from.get(..window).unwrap_or_default();
            let (outcome, used) = match self.order {
                Order::Any => unordered::entry(self, inside),
                Order::Sequential | Order::Strict => ordered::Chains::new(self).walk(inside, true),
            };
            entries.push(outcome);
            rest = from.get(used.max(1)..).unwrap_or_default();
        }
        entries
    }

    fn may_begin(&self, event: &Event) -> bool {
        match self.order {
            Order::Any => event.steps != 0 && event.breaks == 0,
            _ if self.open => event.steps != 0,
            _ => event.steps & 1 != 0,
        }
    }
}

/// A chain as it comes to a step.
#[derive(Debug, Clone, Copy)]
struct Reached {
    start: i64,
    before: i64,
    at: i64,
    part: u32,
    /// It begins here, and not at the first step.
    is_late: bool,
}

/// From one time to a later one.
fn gap(from: i64, to: i64) -> u64 {
    to.saturating_sub(from).max(0).unsigned_abs()
}
