//! What channels cost in a period, of what the shop has told.

use std::collections::BTreeMap;

use duckdb::Connection;

use super::error::QueryError;
use super::table::{Param, Table};

const COSTS: &str = include_str!("../../sql/query/costs.sql");

/// Costs by channel.
///
/// # Errors
/// When DuckDB refuses.
pub fn costs(
    connection: &Connection,
    given: &dyn Fn(&str) -> Option<Param>,
) -> Result<BTreeMap<String, f64>, QueryError> {
    let table = Table::ask(connection, COSTS, given)?;
    let read = |row: &Vec<serde_json::Value>| match row.as_slice() {
        [channel, cost] => Some((channel.as_str()?.to_owned(), cost.as_f64()?)),
        _ => None,
    };
    Ok(table.rows.iter().filter_map(read).collect())
}
