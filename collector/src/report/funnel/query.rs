//! What a funnel is asked: the same words, defaults and errors from the command line and from a URL.

use crate::clock::now;
use crate::journey::funnel::{FunnelError, MAX_STEPS, ModeError, Modes, Semantics};
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
}

/// What is wrong with a question.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UsageError {
    /// A parameter the funnel does not know.
    #[error(
        "a funnel has no parameter {0:?}; there are step, window, by, site, since, until, mode and compat"
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
                other => return Err(UsageError::Parameter(other.to_owned())),
            }
        }
        if steps.is_empty() || steps.len() > MAX_STEPS {
            return Err(FunnelError::Steps(steps.len()).into());
        }
        if since.zip(until).is_some_and(|(since, until)| until <= since) {
            return Err(UsageError::Period);
        }
        Ok(Self {
            steps,
            window: window.map_or_else(|| length(WINDOW), Ok)?,
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
        match self.steps.iter().find_map(Step::beyond_name) {
            Some(term) => Err(UsageError::StoreOnly(term.to_string())),
            None => Ok(()),
        }
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

fn once<T>(name: &'static str, place: &mut Option<T>, value: T) -> Result<(), UsageError> {
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(UsageError::Twice(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(pairs: &[(&str, &str)]) -> Result<FunnelQuery, UsageError> {
        FunnelQuery::from_pairs(pairs.iter().copied())
    }

    #[test]
    fn defaults() {
        let query = ask(&[("step", "a"), ("step", "b,c")]).unwrap();
        assert_eq!(query.steps.len(), 2);
        assert_eq!(query.window, 30 * 86_400 * SECOND);
        assert_eq!(query.by, By::Visitor);
        assert_eq!(query.semantics, Semantics::Distinct);
    }

    #[test]
    fn modes_and_whose_they_are() {
        let with = |pairs: &[(&str, &str)]| {
            ask(&[&[("step", "a")], pairs].concat()).map(|query| query.semantics)
        };
        assert_eq!(with(&[("mode", "strict_increase")]), Ok(Semantics::Increasing));
        let modes = Modes { order: true, once: true, ..Modes::default() };
        let listed = [("compat", "clickhouse"), ("mode", "strict_order, strict_once")];
        assert_eq!(with(&listed), Ok(Semantics::ClickHouse(modes)));
        let repeated =
            [("mode", "strict_order"), ("compat", "clickhouse"), ("mode", "strict_once")];
        assert_eq!(with(&repeated), Ok(Semantics::ClickHouse(modes)));
        for mode in ["strict_order", "allow_reentry"] {
            let error = with(&[("mode", mode)]).unwrap_err();
            assert_eq!(error, UsageError::ModeOfClickHouse(mode.into()));
        }
        assert_eq!(with(&[("mode", "strict")]), Err(ModeError::Renamed.into()));
        let alone = [("compat", "clickhouse"), ("mode", "allow_reentry")];
        assert_eq!(with(&alone), Err(ModeError::Reentry.into()));
    }

    #[test]
    fn what_cannot_be_asked() {
        assert_eq!(ask(&[]).unwrap_err(), FunnelError::Steps(0).into());
        assert_eq!(ask(&vec![("step", "a"); 33]).unwrap_err(), FunnelError::Steps(33).into());
        let with = |name, value| ask(&[("step", "a"), (name, value)]).unwrap_err().to_string();
        assert!(with("stap", "b").contains("there are step, window"));
        assert_eq!(with("by", "user"), "by cannot be \"user\"; it is visitor or session");
        assert_eq!(with("compat", "duckdb"), "compat cannot be \"duckdb\"; it is clickhouse");
        assert!(with("window", "soon").contains("as in 30d"));
        let twice = ask(&[("step", "a"), ("window", "1d"), ("window", "2d")]).unwrap_err();
        assert_eq!(twice, UsageError::Twice("window"));
        let period = ask(&[("step", "a"), ("since", "2026-02-01"), ("until", "2026-01-31")]);
        assert_eq!(period.unwrap_err(), UsageError::Period);
    }

    #[test]
    fn files_know_names_only() {
        let check = |pairs: &[(&str, &str)]| ask(pairs).unwrap().check_for_file();
        assert_eq!(check(&[("step", "a,event:b")]), Ok(()));
        let item = UsageError::StoreOnly("item:x".into());
        assert_eq!(check(&[("step", "a"), ("step", "b&item:x")]), Err(item));
        let site = UsageError::StoreOnly("site".into());
        assert_eq!(check(&[("step", "a"), ("site", "s")]), Err(site));
    }
}
