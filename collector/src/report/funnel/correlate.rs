//! Who came from a step of a funnel to the next: what those who did not are held against.

use crate::journey::chains::{Outcome, Plan};
use crate::query::crossings::Crossing;

/// The crossings of one outcome: from every step that was reached to the next that is no option.
pub(super) fn crossings(user: u64, plan: &Plan, outcome: &Outcome) -> Vec<Crossing> {
    let steps = plan.steps.len();
    let is_optional = |step: usize| plan.steps.get(step).is_some_and(|step| step.optional);
    let at = |step: usize| outcome.at.get(step).copied().unwrap_or_default();
    (0..steps)
        .filter(|step| outcome.has(*step))
        .filter_map(|step| {
            let next = (step + 1..steps).find(|next| !is_optional(*next))?;
            let passed = outcome.has(next);
            let end = at(step).saturating_add_unsigned(plan.window);
            Some(Crossing {
                user,
                step,
                at: at(step),
                until: if passed { at(next) } else { end },
                passed,
            })
        })
        .collect()
}
