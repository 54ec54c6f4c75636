//! The changes that the shop has noted, and the days around them.

use duckdb::Connection;

use super::error::QueryError;
use super::table::{Param, Table};

const ANNOTATIONS: &str = include_str!("../../sql/query/annotations.sql");
const DAYS: &str = include_str!("../../sql/query/change_days.sql");

/// One day's visits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Came {
    /// Days since 1970.
    pub day: i64,
    /// Visits that came to the stage.
    pub came: f64,
    /// Those that ordered.
    pub ordered: f64,
}

/// The changes noted, one a row.
///
/// # Errors
/// When DuckDB refuses.
pub fn annotations(
    connection: &Connection,
    given: &dyn Fn(&str) -> Option<Param>,
) -> Result<Table, QueryError> {
    Table::ask(connection, ANNOTATIONS, given)
}

/// The visits by day.
///
/// # Errors
/// When DuckDB refuses.
pub fn days(
    connection: &Connection,
    given: &dyn Fn(&str) -> Option<Param>,
) -> Result<Vec<Came>, QueryError> {
    let table = Table::ask(connection, DAYS, given)?;
    let read = |row: &Vec<serde_json::Value>| match row.as_slice() {
        [day, came, ordered] => {
            Some(Came { day: day.as_i64()?, came: came.as_f64()?, ordered: ordered.as_f64()? })
        }
        _ => None,
    };
    Ok(table.rows.iter().filter_map(read).collect())
}
