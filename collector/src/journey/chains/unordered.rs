//! Steps in any order: how many of them were done by events of their own, within a window.

use std::collections::BTreeMap;

use super::{Attribution, Event, Outcome, Plan, Reached, gap};

/// The most that was done within any window.
pub(super) fn best(plan: &Plan, events: &[Event]) -> Outcome {
    let mut outcome = Outcome::default();
    // An exclusion ends whatever is under way.
    for events in events.split(|event| event.breaks != 0) {
        slide(plan, events, &mut outcome);
    }
    outcome
}

/// What the entry that begins with the first event does; tells after how many events it has ended.
pub(super) fn entry(plan: &Plan, events: &[Event]) -> (Outcome, usize) {
    let mut outcome = Outcome::default();
    let end = events.iter().position(|event| event.breaks != 0).unwrap_or(events.len());
    let events = events.get(..end).unwrap_or_default();
    let (mut done, mut doing) = (0, Doing::default());
    for (place, event) in events.iter().enumerate() {
        doing.add(event.steps);
        if doing.can_do_more_than(done) {
            note(plan, events.get(..=place).unwrap_or_default(), done, &mut outcome);
            done += 1;
            if done == plan.steps.len() {
                return (outcome, place + 1);
            }
        }
    }
    (outcome, end)
}

fn slide(plan: &Plan, events: &[Event], outcome: &mut Outcome) {
    let (mut from, mut doing) = (0, Doing::default());
    for (place, event) in events.iter().enumerate() {
        doing.add(event.steps);
        while let Some(first) = events.get(from).filter(|f| gap(f.time, event.time) > plan.window) {
            doing.remove(first.steps);
            from += 1;
        }
        let mut done = outcome.last().map_or(0, |last| last + 1);
        while doing.can_do_more_than(done) {
            // It began as late as it could.
            let (mut latest, mut without) = (from, doing.clone());
            while latest < place {
                let Some(first) = events.get(latest) else { break };
                without.remove(first.steps);
                if !without.can_do_more_than(done) {
                    break;
                }
                latest += 1;
            }
            note(plan, events.get(latest..=place).unwrap_or_default(), done, outcome);
            done += 1;
        }
    }
}

/// Notes that one more step than `done` was done by these events.
fn note(plan: &Plan, events: &[Event], done: usize, outcome: &mut Outcome) {
    let (Some(first), Some(last)) = (events.first(), events.last()) else { return };
    let part = match plan.attribution {
        Attribution::First => first.part,
        Attribution::Last => last.part,
        // In any order, the step is one that was done by some event.
        Attribution::Step(step) => {
            events.iter().find(|event| event.steps >> step & 1 == 1).map_or(0, |event| event.part)
        }
    };
    // As many as before, of these events: another window may have come so far long ago.
    let mut doing = Doing::default();
    let before = done.checked_sub(1).and_then(|fewer| {
        events.iter().find(|event| {
            doing.add(event.steps);
            doing.can_do_more_than(fewer)
        })
    });
    let before = before.unwrap_or(first).time;
    let chain = Reached { start: first.time, before, at: last.time, part, is_late: false };
    outcome.reach(done, chain);
}

/// The events of a window, as how many match the same steps.
#[derive(Debug, Clone, Default)]
struct Doing {
    counts: BTreeMap<u32, usize>,
}

impl Doing {
    fn add(&mut self, steps: u32) {
        if steps != 0 {
            *self.counts.entry(steps).or_default() += 1;
        }
    }

    fn remove(&mut self, steps: u32) {
        if let Some(count) = self.counts.get_mut(&steps) {
            *count -= 1;
            if *count == 0 {
                self.counts.remove(&steps);
            }
        }
    }

    /// Whether more steps than these can each have an event of their own.
    fn can_do_more_than(&self, done: usize) -> bool {
        let all = self.counts.keys().fold(0_u32, |all, steps| all | steps);
        if all.count_ones() as usize <= done {
            return false;
        }
        if self.counts.keys().all(|steps| steps.count_ones() == 1) {
            return true;
        }
        self.most() > done
    }

    /// The most steps that can each have an event of their own: a bipartite matching.
    fn most(&self) -> usize {
        let mut slots = Vec::new();
        for (&steps, &count) in &self.counts {
            // Of events that match the same steps, no more are of use than they match steps.
            slots.extend(std::iter::repeat_n(steps, count.min(steps.count_ones() as usize)));
        }
        let mut holders = vec![None; slots.len()];
        (0..super::MAX_STEPS)
            .filter(|step| place(*step, &slots, &mut holders, &mut vec![false; slots.len()]))
            .count()
    }
}

/// Gives a step an event of its own, moving others if need be.
fn place(step: usize, slots: &[u32], holders: &mut [Option<usize>], tried: &mut [bool]) -> bool {
    for (slot, steps) in slots.iter().enumerate() {
        if steps >> step & 1 == 0 || tried.get(slot).copied().unwrap_or(true) {
            continue;
        }
        if let Some(tried) = tried.get_mut(slot) {
            *tried = true;
        }
        let holder = holders.get(slot).copied().flatten();
        if holder.is_none_or(|other| place(other, slots, holders, tried)) {
            if let Some(holder) = holders.get_mut(slot) {
                *holder = Some(step);
            }
            return true;
        }
    }
    false
}
