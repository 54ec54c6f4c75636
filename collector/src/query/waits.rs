//! Waits from one thing to another, the unfinished included.

use duckdb::Connection;
use duckdb::arrow::array::AsArray;
use duckdb::arrow::datatypes::Float64Type;

use super::error::QueryError;
use super::table::{Param, bind};
use crate::journey::survival::Wait;

const WAITS: &str = include_str!("../../sql/query/waits.sql");

/// The waits asked for, in seconds.
///
/// # Errors
/// When DuckDB refuses.
pub fn waits(
    connection: &Connection,
    given: &dyn Fn(&str) -> Option<Param>,
) -> Result<Vec<Wait>, QueryError> {
    let doing = || QueryError::duckdb("read how long things took");
    let mut statement = connection.prepare(WAITS).map_err(doing())?;
    bind(&mut statement, given)?;
    statement.raw_execute().map_err(doing())?;
    let mut waits = Vec::new();
    while let Some(batch) = statement.step().map_err(doing())? {
        let [seconds, happened] = batch.columns() else {
            return Err(QueryError::Shape("other columns".to_owned()));
        };
        let seconds = seconds.as_primitive::<Float64Type>().values();
        let happened = happened.as_boolean().values();
        let wait = |(time, happened): (&f64, bool)| Wait { time: *time, happened };
        waits.extend(seconds.iter().zip(happened.iter()).map(wait));
    }
    Ok(waits)
}
