//! How much a store holds, for copies to be compared by and for people to look at.

use duckdb::Connection;
use serde::{Deserialize, Serialize};

use super::StoreError;
use super::prune::Hole;

const TALLY: &str = include_str!("../../sql/store/tally.sql");
const READ_ALL: &str = include_str!("../../sql/store/read_all.sql");

/// What is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Events.
    pub events: i64,
    /// Sites that have any.
    pub sites: i64,
    /// When the last was received, in microseconds since 1970.
    pub last_received: Option<i64>,
}

/// What a running collector says of its store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreReport {
    /// What is stored, where it can be counted.
    pub tally: Option<Tally>,
    /// What keeps it from taking events, if anything does.
    pub trouble: Option<String>,
    /// What keeps it from taking away by itself what is too old, if anything does.
    #[serde(default)]
    pub hole: Option<Hole>,
}

/// Counts.
///
/// # Errors
/// What DuckDB says.
pub fn tally(connection: &Connection) -> Result<Tally, StoreError> {
    let read = || {
        connection.query_row(TALLY, [], |row| {
            Ok(Tally { events: row.get(0)?, sites: row.get(1)?, last_received: row.get(2)? })
        })
    };
    read().map_err(StoreError::duckdb("count the events"))
}

/// Reads every block of the events and gives a number that only the same events give.
///
/// # Errors
/// What DuckDB says, as of a block whose sum is wrong.
pub fn read_all(connection: &Connection) -> Result<u64, StoreError> {
    connection
        .query_row(READ_ALL, [], |row| row.get(0))
        .map_err(StoreError::duckdb("read every event"))
}
