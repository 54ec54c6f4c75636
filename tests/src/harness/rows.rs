//! Reads the stored rows with DuckDB itself, past the collector, once it has let go of the file.

use std::path::Path;

use duckdb::{AccessMode, Config, Connection};
use serde_json::Value;

/// Opens a store to read.
///
/// # Panics
/// Where DuckDB can't open it.
#[must_use]
pub fn open(db: &Path) -> Connection {
    let config = Config::default().access_mode(AccessMode::ReadOnly).expect("a known setting");
    Connection::open_with_flags(db, config).expect("the store opens")
}

/// All events in the order of arrival, each as a JSON object of its columns that hold something.
///
/// # Panics
/// Where the store can't be read.
#[must_use]
pub fn events(db: &Path) -> Vec<Value> {
    let rows = ask(&open(db), include_str!("events.sql"));
    rows.iter().map(|row| serde_json::from_str(row).expect("DuckDB writes JSON")).collect()
}

/// The first column of a query's rows, as text.
///
/// # Panics
/// Where the query fails.
#[must_use]
pub fn ask(connection: &Connection, sql: &str) -> Vec<String> {
    let mut statement = connection.prepare(sql).expect("the query is right");
    let rows = statement.query_map([], |row| row.get::<_, String>(0)).expect("the query runs");
    rows.collect::<Result<_, _>>().expect("the rows are text")
}

/// How many events are stored.
#[must_use]
pub fn count(db: &Path) -> usize {
    events(db).len()
}
