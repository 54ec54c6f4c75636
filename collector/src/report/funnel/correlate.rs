//! What those who fell out of a funnel did, met and were, beside those who went on.

use serde::{Deserialize, Serialize};

use super::ReportError;
use crate::journey::chains::{Outcome, Plan};
use crate::query::Connection;
use crate::query::crossings::{Crossing, Row, correlate};
use crate::query::relation::By;
use crate::query::step::Step;

/// Correlations told at most, for each step.
const MOST: usize = 20;

/// Something that goes with falling out of a funnel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Correlation {
    /// The step they came to.
    pub step: String,
    /// `event`, `friction`, `device`, `browser` or `country`.
    pub kind: String,
    /// Which.
    pub value: String,
    /// Of those who went no further, how many with it.
    pub dropped_with: u64,
    /// How many there are.
    pub dropped: u64,
    /// Of those who went on, how many with it.
    pub passed_with: u64,
    /// How many there are.
    pub passed: u64,
    /// How much greater the odds of falling out are with it (with half a user added to each cell).
    pub odds_ratio: f64,
    /// Lower end of its 95 % interval.
    pub odds_ratio_low: f64,
    /// Upper end.
    pub odds_ratio_high: f64,
    /// Its p-value, corrected for all that was tried (Benjamini and Hochberg).
    pub q_value: f64,
}

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

/// What goes with falling out, the surest first.
pub(super) fn run(
    connection: &Connection,
    by: By,
    site: Option<&str>,
    steps: &[Step],
    crossings: &[Crossing],
) -> Result<Vec<Correlation>, ReportError> {
    let label =
        |step: usize| steps.get(step).map_or_else(String::new, |step| step.label().to_owned());
    let mut told = vec![0; steps.len()];
    let rows = correlate(connection, by, site, crossings)?;
    let first = |row: &Row| {
        let told = told.get_mut(row.step)?;
        *told += 1;
        (*told <= MOST).then(|| Correlation {
            step: label(row.step),
            kind: row.kind.clone(),
            value: row.value.clone(),
            dropped_with: row.dropped_with,
            dropped: row.dropped,
            passed_with: row.passed_with,
            passed: row.passed,
            odds_ratio: row.odds_ratio,
            odds_ratio_low: row.odds_ratio_low,
            odds_ratio_high: row.odds_ratio_high,
            q_value: row.q_value,
        })
    };
    Ok(rows.iter().filter_map(first).collect())
}
