//! Who came from a step of a funnel to the next, put beside what they did, met and were.

use duckdb::types::{TimeUnit, Value};
use duckdb::{Connection, params};

use super::error::QueryError;
use super::relation::By;

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

/// Something that goes with going no further: [`crate::report::funnel::Correlation`] says what each is.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "named as the report names them")]
pub struct Row {
    pub step: usize,
    pub kind: String,
    pub value: String,
    pub dropped_with: u64,
    pub dropped: u64,
    pub passed_with: u64,
    pub passed: u64,
    pub odds_ratio: f64,
    pub odds_ratio_low: f64,
    pub odds_ratio_high: f64,
    pub q_value: f64,
}

/// What goes with going no further, by step, the surest first.
///
/// # Errors
/// When DuckDB refuses.
pub fn correlate(
    connection: &Connection,
    by: By,
    site: Option<&str>,
    crossings: &[Crossing],
) -> Result<Vec<Row>, QueryError> {
    let stamp = |micros: i64| Value::Timestamp(TimeUnit::Microsecond, micros);
    let run = || -> duckdb::Result<Vec<Row>> {
        connection.execute_batch(BEGIN)?;
        let mut rows = connection.appender_to_catalog_and_db("crossings", "temp", "main")?;
        for Crossing { user, step, at, until, passed } in crossings {
            let step = u8::try_from(*step).unwrap_or(u8::MAX);
            rows.append_row(params![user, step, stamp(*at), stamp(*until), passed])?;
        }
        drop(rows);
        let since = crossings.iter().map(|crossing| crossing.at).min().unwrap_or_default();
        let until = crossings.iter().map(|crossing| crossing.until).max().unwrap_or_default();
        let by = match by {
            By::Visitor => "visitor",
            By::Session => "session",
        };
        let mut statement = connection.prepare(CORRELATE)?;
        let asked = params![by, site, stamp(since), stamp(until.saturating_add(1))];
        let rows = statement.query_map(asked, |row| {
            Ok(Row {
                step: usize::from(row.get::<_, u8>(0)?),
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
