//! Who came from a step of a funnel to the next, put beside what they did, met and were.

use duckdb::types::{TimeUnit, Value};
use duckdb::{Connection, params};
use serde::{Deserialize, Serialize};

use super::error::QueryError;
use super::relation::By;
use super::step::Step;

const BEGIN: &str = include_str!("../../sql/crossings/begin.sql");
const CORRELATE: &str = include_str!("../../sql/crossings/correlate.sql");
const END: &str = include_str!("../../sql/crossings/end.sql");

/// Whether one user, who came to a step, came to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crossing {
    /// Who.
    pub user: u64,
    /// The step, counted from 0.
    pub step: usize,
    /// When they came to it.
    pub at: i64,
    /// Until when what they did is told: the next step, or the end of the window.
    pub until: i64,
    /// Whether they came to the next.
    pub passed: bool,
}

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

/// What goes with going no further, by step, the surest first, at most twenty of each.
///
/// # Errors
/// When DuckDB refuses.
pub fn correlate(
    connection: &Connection,
    by: By,
    site: Option<&str>,
    steps: &[Step],
    crossings: &[Crossing],
) -> Result<Vec<Correlation>, QueryError> {
    let stamp = |micros: i64| Value::Timestamp(TimeUnit::Microsecond, micros);
    let label = |step: u8| {
        steps.get(usize::from(step)).map_or_else(String::new, |step| step.label().to_owned())
    };
    let run = || -> duckdb::Result<Vec<Correlation>> {
        connection.execute_batch(BEGIN)?;
        let mut rows = connection.appender_to_catalog_and_db("crossings", "temp", "main")?;
        for Crossing { user, step, at, until, passed } in crossings {
            let step = u8::try_from(*step).unwrap_or(u8::MAX);
            rows.append_row(params![user, step, stamp(*at), stamp(*until), passed])?;
        }
        rows.flush()?;
        let since = crossings.iter().map(|crossing| crossing.at).min().unwrap_or_default();
        let until = crossings.iter().map(|crossing| crossing.until).max().unwrap_or_default();
        let by = match by {
            By::Visitor => "visitor",
            By::Session => "session",
        };
        let mut statement = connection.prepare(CORRELATE)?;
        let asked = params![by, site, stamp(since), stamp(until.saturating_add(1))];
        let rows = statement.query_map(asked, |row| {
            Ok(Correlation {
                step: label(row.get(0)?),
                kind: row.get(1)?,
                value: row.get(2)?,
                dropped_with: row.get(3)?,
                dropped: row.get(4)?,
                passed_with: row.get(5)?,
                passed: row.get(6)?,
                odds_ratio: row.get(7)?,
                odds_ratio_low: row.get(8)?,
                odds_ratio_high: row.get(9)?,
                q_value: row.get(10)?,
            })
        })?;
        rows.collect()
    };
    let rows = run();
    let ended = connection.execute_batch(END);
    let failed = || QueryError::duckdb("hold those who went on against the others".to_owned());
    ended.map_err(failed())?;
    rows.map_err(failed())
}
