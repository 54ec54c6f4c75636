//! What became of a file, with the proof that nothing of it went missing.

use std::collections::BTreeMap;

use duckdb::Connection;
use serde::{Deserialize, Serialize};

use super::Import;
use super::error::{ImportError, doing};

const TALLY: &str = include_str!("../../../sql/import/tally.sql");
const REASONS: &str = include_str!("../../../sql/import/reasons.sql");

/// What became of a file. `read = stored + already + rejected`, always.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The preset's name.
    pub preset: String,
    /// The site the events are stored under.
    pub site: String,
    /// Lines of the file with something in them, or rows of a Parquet file.
    pub lines: i64,
    /// Events the file holds, and records that could not become one.
    pub read: i64,
    /// Events stored now.
    pub stored: i64,
    /// Events that were there already, from an earlier import or earlier in this file.
    pub already: i64,
    /// Records refused.
    pub rejected: i64,
    /// Records refused, by reason.
    pub reasons: BTreeMap<String, i64>,
    /// Visits the file's events belong to.
    pub sessions: i64,
    /// Visitors they come from.
    pub visitors: i64,
    /// Orders among them.
    pub orders: i64,
    /// Time of the first of them, UTC.
    pub first: Option<String>,
    /// Time of the last of them, UTC.
    pub last: Option<String>,
    /// Where refused records are, the most frequent reason first; never what they say.
    pub refused: Vec<Refused>,
}

/// A reason for which records were refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// The reason.
    pub reason: String,
    /// How many.
    pub count: i64,
    /// The first places: lines, or rows of a Parquet file, and hits within.
    pub places: String,
}

/// Counts, and compares with what was counted while reading and storing.
pub(super) fn tally(
    connection: &Connection,
    import: &Import,
    lines: i64,
    stored: i64,
) -> Result<Report, ImportError> {
    let refused = refused(connection).map_err(doing("count what was refused"))?;
    let reasons = refused.iter().map(|r| (r.reason.clone(), r.count)).collect();
    let mut counts = [0; 3];
    let report = connection
        .query_row(TALLY, [], |row| {
            counts = [row.get("lines")?, row.get("places")?, row.get("placed")?];
            Ok(Report {
                preset: import.preset.name().to_owned(),
                site: import.site.clone(),
                lines,
                read: row.get("read")?,
                stored,
                already: row.get("already")?,
                rejected: row.get("rejected")?,
                reasons,
                sessions: row.get("sessions")?,
                visitors: row.get("visitors")?,
                orders: row.get("orders")?,
                first: row.get("first")?,
                last: row.get("last")?,
                refused,
            })
        })
        .map_err(doing("count what became of the file"))?;
    let [taken, places, placed] = counts;
    let outcome = report.stored + report.already + report.rejected;
    balanced("the lines read and the rows taken in", taken, lines)?;
    balanced("the places of the file and those accounted for", placed, places)?;
    balanced("the events stored, there already and refused", outcome, report.read)?;
    Ok(report)
}

fn balanced(what: &'static str, counted: i64, expected: i64) -> Result<(), ImportError> {
    if counted == expected {
        return Ok(());
    }
    Err(ImportError::Unbalanced { what, counted, expected })
}

fn refused(connection: &Connection) -> duckdb::Result<Vec<Refused>> {
    connection
        .prepare(REASONS)?
        .query_map([], |row| {
            Ok(Refused {
                reason: row.get("reason")?,
                count: row.get("count")?,
                places: row.get("places")?,
            })
        })?
        .collect()
}
