//! The funnel's report: how many users reached each step, with shares and their intervals.

use serde::{Deserialize, Serialize};

pub use crate::query::crossings::Correlation;
pub use detail::{Detail, Part, Point, StepTimes};
pub use query::{FunnelQuery, UsageError};
pub use saved::{SavedError, delete, read, save, written};

use crate::journey::funnel::{Funnel, FunnelError};
use crate::journey::stats::{Interval, wilson};
use crate::query::input::{self, Input};
use crate::query::relation::Relation;
use crate::query::scan::{self, Scan, Visit};
use crate::query::users::User;
use crate::query::{Connection, QueryError, absent};

mod conditions;
mod correlate;
mod detail;
mod query;
mod saved;
mod tally;

/// How many users reached each step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FunnelReport {
    /// What a user is: `visitor`, `session`, or `user` of a file.
    pub by: String,
    /// At most so long from the first to the last step, in seconds.
    pub window_seconds: f64,
    /// The site asked for.
    pub site: Option<String>,
    /// The first instant of the period asked for, UTC.
    pub since: Option<String>,
    /// The first instant after it, UTC.
    pub until: Option<String>,
    /// Whose meaning of a funnel: Percorso's own where nothing stands here.
    pub compat: Option<String>,
    /// The modes that were asked for.
    pub mode: Vec<String>,
    /// Users with an event that matches any of the steps, in order or not.
    pub users: u64,
    /// The steps, in their order.
    pub steps: Vec<StepReport>,
    /// What the question names and no event has: a site, or a step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Where more was asked than steps and a window, what there is to tell of it.
    #[serde(flatten, default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<Detail>,
}

/// One step of the report. Of no users at all every share is 0, somewhere between 0 and 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StepReport {
    /// The step as it was asked for.
    pub name: String,
    /// Users who came through all steps up to this one.
    pub reached: u64,
    /// Their share of those who reached the first step.
    pub rate: f64,
    /// Lower end of its Wilson 95 % interval.
    pub rate_low: f64,
    /// Upper end of its Wilson 95 % interval.
    pub rate_high: f64,
    /// Their share of those who reached the step before; of the first step, of itself.
    pub step_rate: f64,
    /// Lower end of its Wilson 95 % interval.
    pub step_low: f64,
    /// Upper end of its Wilson 95 % interval.
    pub step_high: f64,
    /// Users who reached the step before and not this one.
    pub dropped: u64,
}

/// How far one user came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserLevel {
    /// Who.
    pub user: User,
    /// How many steps.
    pub level: usize,
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The events could not be read.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// What is asked does not go together.
    #[error(transparent)]
    Usage(#[from] UsageError),
    /// The funnel cannot be.
    #[error(transparent)]
    Funnel(#[from] FunnelError),
}

/// Answers out of the store.
///
/// # Errors
/// When the events cannot be read.
pub fn run(connection: &Connection, query: &FunnelQuery) -> Result<FunnelReport, ReportError> {
    let mut report = match &query.conditions {
        Some(conditions) => detail::run(connection, query, conditions)?,
        None => report(connection, &Relation::store(query.by), query, query.by.name())?,
    };
    report.note = note(connection, query, &report)?;
    Ok(report)
}

/// Nobody at a step may be nothing but its name mistyped.
fn note(
    connection: &Connection,
    query: &FunnelQuery,
    report: &FunnelReport,
) -> Result<Option<String>, QueryError> {
    if let Some(site) = &query.site
        && let Some(note) = absent::site(connection, site)?
    {
        return Ok(Some(note));
    }
    let unreached = query.steps.iter().zip(&report.steps).filter(|(_, told)| told.reached == 0);
    absent::steps(connection, unreached.map(|(step, _)| step))
}

/// Answers out of a file.
///
/// # Errors
/// When the file cannot be read.
pub fn run_file(input: &Input<'_>, query: &FunnelQuery) -> Result<FunnelReport, ReportError> {
    let (connection, relation) = input::open(input)?;
    report(&connection, &relation, query, "user")
}

/// How far each user of the store came, also those who reached no step.
///
/// # Errors
/// When the events cannot be read.
pub fn levels(connection: &Connection, query: &FunnelQuery) -> Result<Vec<UserLevel>, ReportError> {
    query.check_for_levels()?;
    users(connection, &Relation::store(query.by), query)
}

/// How far each user of a file came, also those who reached no step.
///
/// # Errors
/// When the file cannot be read.
pub fn levels_file(input: &Input<'_>, query: &FunnelQuery) -> Result<Vec<UserLevel>, ReportError> {
    let (connection, relation) = input::open(input)?;
    users(&connection, &relation, query)
}

fn report(
    connection: &Connection,
    relation: &Relation,
    query: &FunnelQuery,
    by: &str,
) -> Result<FunnelReport, ReportError> {
    let mut users = 0;
    let mut reached = vec![0_u64; query.steps.len()];
    let everything = query.semantics.minds_other_events();
    walk(connection, relation, query, everything, &mut |visit, level| {
        // Whoever reached a step has an event for it; of the others it must be looked up.
        users += u64::from(level > 0 || visit.events.iter().any(|event| event.steps != 0));
        reached.iter_mut().take(level).for_each(|count| *count += 1);
    })?;
    let first = reached.first().copied().unwrap_or(0);
    let before = [first].into_iter().chain(reached.iter().copied());
    let names = query.steps.iter().map(|step| step.label().to_owned());
    let steps = names.zip(reached.iter().zip(before));
    let steps =
        steps.map(|(name, (&reached, before))| StepReport::new(name, reached, first, before));
    Ok(query.report(by, users, steps.collect()))
}

impl FunnelQuery {
    /// The report of these steps, with the question as it was understood.
    fn report(&self, by: &str, users: u64, steps: Vec<StepReport>) -> FunnelReport {
        let time = |micros: Option<i64>| micros.map(crate::query::span::written);
        FunnelReport {
            by: by.to_owned(),
            window_seconds: self.window_seconds(),
            site: self.site.clone(),
            since: time(self.since),
            until: time(self.until),
            compat: self.compat().map(str::to_owned),
            mode: self.modes().into_iter().map(str::to_owned).collect(),
            users,
            steps,
            note: None,
            detail: None,
        }
    }
}

impl StepReport {
    fn new(name: String, reached: u64, first: u64, before: u64) -> Self {
        Self::of(name, reached, first, reached, before)
    }

    /// A step to which `came` of `before` came from the one before it.
    fn of(name: String, reached: u64, first: u64, came: u64, before: u64) -> Self {
        let (rate, of_first) = share(reached, first);
        let (step_rate, of_previous) = share(came, before);
        Self {
            name,
            reached,
            rate,
            rate_low: of_first.low,
            rate_high: of_first.high,
            step_rate,
            step_low: of_previous.low,
            step_high: of_previous.high,
            dropped: before.saturating_sub(came),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of users are far below 2^53")]
fn share(part: u64, whole: u64) -> (f64, Interval) {
    match wilson(part, whole) {
        Some(interval) => (part as f64 / whole as f64, interval),
        None => (0.0, Interval { low: 0.0, high: 1.0 }),
    }
}

fn users(
    connection: &Connection,
    relation: &Relation,
    query: &FunnelQuery,
) -> Result<Vec<UserLevel>, ReportError> {
    let mut levels = Vec::new();
    walk(connection, relation, query, true, &mut |visit, level| {
        levels.push((visit.user(), level));
    })?;
    relation.settle(&mut levels);
    Ok(levels.into_iter().map(|(user, level)| UserLevel { user, level }).collect())
}

/// Calls `each` with every user and how far they came.
fn walk(
    connection: &Connection,
    relation: &Relation,
    query: &FunnelQuery,
    everything: bool,
    each: &mut dyn FnMut(&Visit<'_>, usize),
) -> Result<(), ReportError> {
    let window = relation.window(query.window);
    let mut funnel = Funnel::new(query.steps.len(), window, query.semantics)?;
    let scan = Scan {
        steps: &query.steps,
        site: query.site.as_deref(),
        since: query.since,
        until: query.until,
        everything,
    };
    scan::each_user(connection, relation, &scan, &mut |visit| {
        each(visit, funnel.level(visit.events));
    })?;
    Ok(())
}
