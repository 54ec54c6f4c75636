//! Waits from one thing to another, the unfinished included.

use duckdb::Connection;
use duckdb::arrow::array::{Array, AsArray, ListArray};
use duckdb::arrow::datatypes::Float64Type;

use super::error::QueryError;
use super::table::{Param, bind};
use crate::journey::survival::Wait;

const WAITS: &str = include_str!("../../sql/query/waits.sql");

/// From what to what, and how long each took, in seconds.
pub struct Waits {
    /// What it begins with.
    pub from: String,
    /// What it ends with.
    pub to: String,
    /// Of everybody with whom it began.
    pub each: Vec<Wait>,
}

/// The waits asked for, pair by pair.
///
/// # Errors
/// When DuckDB refuses.
pub fn waits(
    connection: &Connection,
    given: &dyn Fn(&str) -> Option<Param>,
) -> Result<Vec<Waits>, QueryError> {
    let doing = || QueryError::duckdb("read how long things took");
    let mut statement = connection.prepare(WAITS).map_err(doing())?;
    bind(&mut statement, given)?;
    statement.raw_execute().map_err(doing())?;
    let mut pairs = Vec::new();
    while let Some(batch) = statement.step().map_err(doing())? {
        let [from, to, took, watched] = batch.columns() else {
            return Err(QueryError::Shape("other columns".to_owned()));
        };
        let (from, to) = (from.as_string::<i32>(), to.as_string::<i32>());
        for row in 0..batch.len() {
            let mut each = listed(took.as_list(), row, true);
            each.extend(listed(watched.as_list(), row, false));
            pairs.push(Waits {
                from: from.value(row).to_owned(),
                to: to.value(row).to_owned(),
                each,
            });
        }
    }
    Ok(pairs)
}

fn listed(column: &ListArray, row: usize, happened: bool) -> Vec<Wait> {
    let seconds = column.value(row);
    seconds
        .as_primitive::<Float64Type>()
        .values()
        .iter()
        .map(|time| Wait { time: *time, happened })
        .collect()
}
