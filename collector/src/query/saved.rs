//! What a saved funnel asks.

use duckdb::{Connection, OptionalExt};

use super::error::QueryError;

const SAVED: &str = include_str!("../../sql/query/funnel_saved.sql");

/// The question of the funnel of this name, if there is one.
///
/// # Errors
/// What DuckDB says.
pub fn funnel(connection: &Connection, name: &str) -> Result<Option<String>, QueryError> {
    connection
        .query_row(SAVED, [name], |row| row.get(0))
        .optional()
        .map_err(QueryError::duckdb("read the saved funnels"))
}
