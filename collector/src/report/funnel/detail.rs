//! A funnel with conditions, put together: how many, how fast, of which part, when, and who fell out how.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::conditions::Conditions;
use super::correlate;
use super::query::{FunnelQuery, UsageError};
use super::tally::{Counts, Tally};
use super::{FunnelReport, ReportError, StepReport};
use crate::journey::chains::{Event, Order, Outcome, Plan};
use crate::query::chains::{self, Held, Wanted};
use crate::query::crossings::{self, Correlation};
use crate::query::{Connection, segment};

/// What a funnel with conditions has to tell beyond the plain one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Detail {
    /// `sequential`, `strict` or `unordered`.
    pub order: String,
    /// `closed` or `open`.
    pub entry: String,
    /// `users` or `entries`.
    pub count: String,
    /// By step, how many chains could only begin there, and how long it took to come there.
    pub times: Vec<StepTimes>,
    /// By value of the breakdown, the most users first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
    /// By day, week or month in which a chain began.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trend: Vec<Point>,
    /// What those did, met or were who went no further, beside those who did.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub correlations: Vec<Correlation>,
}

/// How long it took to come to a step, in seconds; nothing where nobody did.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct StepTimes {
    /// Users whose chain could only begin here.
    pub entered: u64,
    /// From the first step: half were as fast.
    pub p50_seconds: Option<f64>,
    /// Three of four were.
    pub p75_seconds: Option<f64>,
    /// Nine of ten were.
    pub p90_seconds: Option<f64>,
    /// From the step before: half were as fast.
    pub step_p50_seconds: Option<f64>,
    /// Three of four were.
    pub step_p75_seconds: Option<f64>,
    /// Nine of ten were.
    pub step_p90_seconds: Option<f64>,
}

/// The funnel of those with one value of the breakdown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// The value; nothing where there is none.
    pub value: Option<String>,
    /// Their steps.
    pub steps: Vec<StepReport>,
}

/// The funnel of those who began in a day, week or month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// The first day of it, UTC.
    pub first_day: String,
    /// How many began.
    pub began: u64,
    /// How many of them came to the last step.
    pub completed: u64,
    /// Their share.
    pub rate: f64,
    /// Lower end of its Wilson 95 % interval.
    pub rate_low: f64,
    /// Upper end.
    pub rate_high: f64,
}

/// Users and steps that are held against each other at most: some 200 MB.
const CROSSINGS: usize = 5_000_000;

/// Answers out of the store.
pub(super) fn run(
    connection: &Connection,
    query: &FunnelQuery,
    (conditions, plan): &(Conditions, Plan),
) -> Result<FunnelReport, ReportError> {
    if let Some(segment) = &conditions.segment
        && !segment::is_there(connection, segment)?
    {
        return Err(UsageError::NoSegment(segment.clone()).into());
    }
    let count = plan.steps.len();
    let exclusions = conditions.exclude.iter().map(|(step, _)| step.clone());
    let steps: Vec<_> = query.steps.iter().cloned().chain(exclusions).collect();
    let wanted = Wanted {
        by: query.by,
        steps: &steps,
        count,
        site: query.site.as_deref(),
        since: query.since,
        until: query.until,
        segment: conditions.segment.as_deref(),
        everything: plan.order == Order::Strict,
        hold: conditions.hold.as_ref(),
        part: conditions.breakdown.as_ref(),
    };
    let each_entry = conditions.entries.unwrap_or(false);
    let mut tally = Tally::of(count);
    let mut users = 0;
    let mut found = Vec::new();
    let mut apart = Vec::new();
    let names = chains::each_user(connection, &wanted, &mut |user, events| {
        users += u64::from(events.iter().any(|(_, event)| event.steps != 0));
        let outcomes = outcomes(plan, conditions, events, each_entry, &mut apart);
        for outcome in &outcomes {
            tally.add(outcome, conditions.every);
            if conditions.correlate == Some(true) && found.len() <= CROSSINGS {
                found.extend(correlate::crossings(user, plan, outcome));
            }
        }
    })?;
    if found.len() > CROSSINGS {
        return Err(UsageError::TooManyCrossings(CROSSINGS).into());
    }
    let correlations = if found.is_empty() {
        Vec::new()
    } else {
        crossings::correlate(connection, query.by, query.site.as_deref(), &query.steps, &found)?
    };
    let report = |counts: &Counts| steps_of(query, plan, counts);
    let mut parts: Vec<_> = tally
        .parts
        .iter()
        .filter(|_| conditions.breakdown.is_some())
        .map(|(number, counts)| Part {
            value: usize::try_from(*number)
                .ok()
                .and_then(|n| names.get(n.checked_sub(1)?))
                .cloned(),
            steps: report(counts),
        })
        .collect();
    let size = |part: &Part| part.steps.iter().map(|step| step.reached).max();
    parts.sort_by(|a, b| size(b).cmp(&size(a)).then_with(|| a.value.cmp(&b.value)));
    let word = |is: bool, yes: &str, no: &str| if is { yes } else { no }.to_owned();
    let detail = Detail {
        order: match plan.order {
            Order::Sequential => "sequential",
            Order::Strict => "strict",
            Order::Any => "unordered",
        }
        .to_owned(),
        entry: word(plan.open, "open", "closed"),
        count: word(each_entry, "entries", "users"),
        times: tally.times(),
        parts,
        trend: tally.trend(),
        correlations,
    };
    Ok(FunnelReport {
        detail: Some(detail),
        ..query.report(query.by.name(), users, report(&tally.whole))
    })
}

/// What a user's events come to: one outcome, or one for each entry.
fn outcomes(
    plan: &Plan,
    conditions: &Conditions,
    events: &[Held],
    each_entry: bool,
    apart: &mut Vec<Event>,
) -> Vec<Outcome> {
    let mut found: Vec<Outcome> = Vec::new();
    let mut take = |events: &[Event]| {
        if each_entry {
            found.extend(plan.entries(events));
            return;
        }
        let outcome = plan.best(events);
        match found.first_mut() {
            Some(first) => first.merge(&outcome),
            None => found.push(outcome),
        }
    };
    if conditions.hold.is_none() {
        apart.clear();
        apart.extend(events.iter().map(|(_, event)| *event));
        take(apart);
    } else {
        // By value, each with its place among all, so that what has no value of its own can break in.
        let mut values: BTreeMap<u64, Vec<(usize, Event)>> = BTreeMap::new();
        let mut breaking = Vec::new();
        for (place, (value, event)) in events.iter().enumerate() {
            match value {
                Some(value) => values.entry(*value).or_default().push((place, *event)),
                None if event.breaks != 0 => breaking.push((place, Event { steps: 0, ..*event })),
                None => {}
            }
        }
        for mut own in values.into_values() {
            own.extend_from_slice(&breaking);
            own.sort_unstable_by_key(|(place, _)| *place);
            apart.clear();
            apart.extend(own.iter().map(|(_, event)| *event));
            take(apart);
        }
    }
    found.retain(|outcome| outcome.reached != 0);
    found
}

fn steps_of(query: &FunnelQuery, plan: &Plan, counts: &Counts) -> Vec<StepReport> {
    let Counts { began, reached, entered } = counts;
    let first = if plan.open { *began } else { reached.first().copied().unwrap_or(0) };
    let mut before = first;
    let steps = query.steps.iter().zip(&plan.steps).zip(reached.iter().zip(entered)).enumerate();
    steps
        .map(|(place, ((step, planned), (&reached, &entered)))| {
            let name = match plan.order {
                Order::Any => format!("any {} of them", place + 1),
                _ => step.label().to_owned(),
            };
            // Who came in here did not come from the step before.
            let report = if place == 0 {
                StepReport::new(name, reached, first, first)
            } else {
                StepReport::of(name, reached, first, reached.saturating_sub(entered), before)
            };
            if !planned.optional {
                before = reached;
            }
            report
        })
        .collect()
}
