//! Which currency a sum over all orders is in.

use duckdb::Connection;
use serde_json::Value;

use super::error::QueryError;
use super::table::{Param, Table};

const CURRENCY: &str = include_str!("../../sql/query/currency.sql");

/// The currency of the orders asked for, or that they are mixed; null where there are none.
///
/// # Errors
/// When DuckDB refuses.
pub fn currency(
    connection: &Connection,
    given: &dyn Fn(&str) -> Option<Param>,
) -> Result<Value, QueryError> {
    let table = Table::ask(connection, CURRENCY, given)?;
    Ok(table.rows.into_iter().flatten().next().unwrap_or(Value::Null))
}
