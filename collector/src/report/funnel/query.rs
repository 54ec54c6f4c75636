//! What a funnel is asked: the same words, defaults and errors from the command line and from a URL.

use super::conditions::Conditions;
use crate::clock::now;
use crate::journey::chains::Plan;
use crate::journey::funnel::{FunnelError, MAX_STEPS, ModeError, Modes, Semantics};
use crate::query::property::NoProperty;
use crate::query::relation::By;
use crate::query::span::{End, SECOND, SpanError, length, moment};
use crate::query::step::{Step, StepError};

/// The window where none is asked for.
const WINDOW: &str = "30d";

/// A question to the funnel.
#[derive(Debug, Clone)]
pub struct FunnelQuery {
    pub(super) steps: Vec<Step>,
    /// In microseconds, as everything here.
    pub(super) window: u64,
    pub(super) by: By,
    pub(super) site: Option<String>,
    pub(super) since: Option<i64>,
    pub(super) until: Option<i64>,
    pub(super) semantics: Semantics,
    /// Where anything beyond steps and window is asked for, what.
    pub(super) conditions: Option<(Conditions, Plan)>,
}

/// What is wrong with a question.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UsageError {
    /// A parameter the funnel does not know.
    #[error(
        "a funnel has no parameter {0:?}; there are step, window, by, site, since, until, segment, mode, \
         compat, order, entry, count, optional, within, exclude, hold, breakdown, attribution, times, every \
         and correlate"
    )]
    Parameter(String),
    /// A parameter given twice that can be given once.
    #[error("{0} is given twice")]
    Twice(&'static str),
    /// A word that is not among those a parameter takes.
    #[error("{parameter} cannot be {value:?}; it is {choices}")]
    Choice {
        /// The parameter.
        parameter: &'static str,
        /// What was given.
        value: String,
        /// What can be.
        choices: &'static str,
    },
    /// A mode of ClickHouse's without `compat`.
    #[error("mode {0:?} is ClickHouse's; add compat clickhouse, or use strict_increase alone")]
    ModeOfClickHouse(String),
    /// A period that ends before it begins.
    #[error("until is not after since: no event can be between them")]
    Period,
    /// A step that asks for what files do not tell.
    #[error("{0} can be asked of the store only; in a file a step is the event's name")]
    StoreOnly(String),
    /// A step that is not among the funnel's.
    #[error(
        "{parameter} cannot speak of step {step}: the funnel has {steps}, and a stretch goes forward"
    )]
    NoStep {
        /// The parameter.
        parameter: &'static str,
        /// The step.
        step: usize,
        /// How many there are.
        steps: usize,
    },
    /// The first step may be left out.
    #[error("the first step cannot be optional; with entry open a chain may begin later")]
    FirstOptional,
    /// What asks for an order, without one.
    #[error("{0} needs an order; leave it out, or order unordered")]
    InAnyOrder(&'static str),
    /// Conditions beside modes.
    #[error("{0} goes with Percorso's own funnel; leave out mode and compat")]
    WithModes(&'static str),
    /// Conditions beside levels.
    #[error("levels are of the plain funnel; leave out {0}")]
    WithLevels(&'static str),
    /// Conditions that do not go together.
    #[error("{0} does not go with {1}: leave one of them out")]
    Beside(&'static str, &'static str),
    /// A segment that is not there.
    #[error("there is no segment {0:?}; percorso segment list tells those there are")]
    NoSegment(String),
    /// More to hold against each other than there is room for.
    #[error(
        "correlate has more than {0} users and steps to hold against each other; ask for a shorter period"
    )]
    TooManyCrossings(usize),
    /// Steps and exclusions.
    #[error("steps and exclusions together are at most 32")]
    TooMany,
    /// No such property.
    #[error(transparent)]
    Property(#[from] NoProperty),
    /// A step that cannot be read.
    #[error(transparent)]
    Step(#[from] StepError),
    /// A time that cannot be read.
    #[error(transparent)]
    Span(#[from] SpanError),
    /// Modes that cannot be.
    #[error(transparent)]
    Mode(#[from] ModeError),
    /// Too few steps, or too many.
    #[error(transparent)]
    Funnel(#[from] FunnelError),
}

impl FunnelQuery {
    /// Reads a question from pairs of a name and a value, as a URL's query has them.
    ///
    /// `step` comes once for each step; `mode` may come several times or list modes with commas.
    ///
    /// # Errors
    /// When something is asked that cannot be; the error says what can.
    pub fn from_pairs<K, V>(pairs: impl IntoIterator<Item = (K, V)>) -> Result<Self, UsageError>
    where
        K: AsRef<str>,
        V: AsRef<str>,
    {
        let now = now();
        let mut steps = Vec::new();
        let mut modes = Vec::new();
        let (mut window, mut by, mut compat) = (None, None, None);
        let (mut site, mut since, mut until) = (None, None, None);
        let mut conditions = Conditions::default();
        for (name, value) in pairs {
            let value = value.as_ref();
            match name.as_ref() {
                "step" => steps.push(value.parse::<Step>()?),
                "mode" => modes.extend(
                    value.split(',').map(str::trim).filter(|m| !m.is_empty()).map(str::to_owned),
                ),
                "window" => once("window", &mut window, length(value)?)?,
                "by" => once("by", &mut by, By::from_name(value)?)?,
                "compat" => once("compat", &mut compat, clickhouse(value)?)?,
                "site" => once("site", &mut site, value.to_owned())?,
                "since" => once("since", &mut since, moment(value, End::Since, now)?)?,
                "until" => once("until", &mut until, moment(value, End::Until, now)?)?,
                other if conditions.take(other, value)? => {}
                other => return Err(UsageError::Parameter(other.to_owned())),
            }
        }
        if steps.is_empty() || steps.len() > MAX_STEPS {
            return Err(FunnelError::Steps(steps.len()).into());
        }
        if since.zip(until).is_some_and(|(since, until)| until <= since) {
            return Err(UsageError::Period);
        }
        let window = window.map_or_else(|| length(WINDOW), Ok)?;
        let conditions = match conditions.first() {
            Some(name) if compat.is_some() || !modes.is_empty() => {
                return Err(UsageError::WithModes(name));
            }
            Some(_) => {
                let plan = conditions.plan(steps.len(), window)?;
                Some((conditions, plan))
            }
            None => None,
        };
        Ok(Self {
            steps,
            window,
            conditions,
            by: by.unwrap_or(By::Visitor),
            site,
            since,
            until,
            semantics: semantics(compat.is_some(), &modes)?,
        })
    }

    /// Whether a file, which has users, times and names, can answer it.
    ///
    /// # Errors
    /// When the question needs the store.
    pub fn check_for_file(&self) -> Result<(), UsageError> {
        if self.site.is_some() {
            return Err(UsageError::StoreOnly("site".to_owned()));
        }
        if let Some(name) = self.conditions.as_ref().and_then(|(conditions, _)| conditions.first())
        {
            return Err(UsageError::StoreOnly(name.to_owned()));
        }
        match self.steps.iter().find_map(Step::beyond_name) {
            Some(term) => Err(UsageError::StoreOnly(term.to_string())),
            None => Ok(()),
        }
    }

    /// Whether it can be told how far each user came.
    ///
    /// # Errors
    /// When the question has conditions, under which users do not come so many steps far.
    pub fn check_for_levels(&self) -> Result<(), UsageError> {
        let first = self.conditions.as_ref().and_then(|(conditions, _)| conditions.first());
        first.map_or(Ok(()), |name| Err(UsageError::WithLevels(name)))
    }

    #[expect(clippy::cast_precision_loss, reason = "a window of 2^53 microseconds is 285 years")]
    pub(super) fn window_seconds(&self) -> f64 {
        self.window as f64 / SECOND as f64
    }

    pub(super) fn compat(&self) -> Option<&'static str> {
        matches!(self.semantics, Semantics::ClickHouse(_)).then_some("clickhouse")
    }

    pub(super) fn modes(&self) -> Vec<&'static str> {
        match self.semantics {
            Semantics::Distinct => Vec::new(),
            Semantics::Increasing => vec!["strict_increase"],
            Semantics::ClickHouse(modes) => modes.names(),
        }
    }
}

impl By {
    fn from_name(name: &str) -> Result<Self, UsageError> {
        match name {
            "visitor" => Ok(Self::Visitor),
            "session" => Ok(Self::Session),
            other => Err(UsageError::Choice {
                parameter: "by",
                value: other.to_owned(),
                choices: "visitor or session",
            }),
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Visitor => "visitor",
            Self::Session => "session",
        }
    }
}

fn clickhouse(name: &str) -> Result<(), UsageError> {
    if name == "clickhouse" {
        return Ok(());
    }
    Err(UsageError::Choice { parameter: "compat", value: name.to_owned(), choices: "clickhouse" })
}

fn semantics(clickhouse: bool, modes: &[String]) -> Result<Semantics, UsageError> {
    if clickhouse {
        return Ok(Semantics::ClickHouse(Modes::from_names(modes.iter().map(String::as_str))?));
    }
    // A mode nobody has is told as such, one that only ClickHouse has as that.
    let names = modes.iter().map(String::as_str).filter(|&mode| mode != "allow_reentry");
    Modes::from_names(names)?;
    match modes.iter().find(|mode| *mode != "strict_increase") {
        Some(other) => Err(UsageError::ModeOfClickHouse(other.clone())),
        None if modes.is_empty() => Ok(Semantics::Distinct),
        None => Ok(Semantics::Increasing),
    }
}

pub(super) fn once<T>(
    name: &'static str,
    place: &mut Option<T>,
    value: T,
) -> Result<(), UsageError> {
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(UsageError::Twice(name)),
    }
}

#[cfg(test)]
mod tests;
