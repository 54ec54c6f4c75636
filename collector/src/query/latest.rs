//! What has arrived: the first event from a page, and the latest from anywhere.

use duckdb::{Connection, OptionalExt};

const FIRST: &str = include_str!("../../sql/query/first.sql");
const SITES: &str = include_str!("../../sql/query/sites.sql");
const LATEST: &str = include_str!("../../sql/query/latest.sql");

/// The first event a page sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct First {
    /// When it was received, microseconds since 1970.
    pub received_at: i64,
    /// The site it came from.
    pub site: String,
}

/// One of the latest events.
#[derive(Debug, Clone, PartialEq)]
pub struct Latest {
    /// When it was received, microseconds since 1970.
    pub received_at: i64,
    /// Its name.
    pub event: String,
    /// Path of its page.
    pub page: String,
    /// Touchpoint or order it is about.
    pub about: String,
    /// Its worth.
    pub value: Option<f64>,
    /// Currency of `value`.
    pub currency: Option<String>,
}

/// A site, and from when to when it has events, in microseconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Its name.
    pub site: String,
    /// Its first event's time.
    pub first_at: i64,
    /// Its last event's.
    pub last_at: i64,
}

/// The sites there are.
///
/// # Errors
/// What DuckDB says.
pub fn sites(connection: &Connection) -> duckdb::Result<Vec<Site>> {
    let mut statement = connection.prepare(SITES)?;
    let rows = statement.query_map([], |row| {
        Ok(Site { site: row.get(0)?, first_at: row.get(1)?, last_at: row.get(2)? })
    })?;
    rows.collect()
}

/// The first event from a page, if any came.
///
/// # Errors
/// What DuckDB says.
pub fn first(connection: &Connection) -> duckdb::Result<Option<First>> {
    connection
        .query_row(FIRST, [], |row| Ok(First { received_at: row.get(0)?, site: row.get(1)? }))
        .optional()
}

/// The latest events, newest first.
///
/// # Errors
/// What DuckDB says.
pub fn latest(connection: &Connection, count: u32) -> duckdb::Result<Vec<Latest>> {
    let mut statement = connection.prepare(LATEST)?;
    let rows = statement.query_map([count], |row| {
        Ok(Latest {
            received_at: row.get(0)?,
            event: row.get(1)?,
            page: row.get(2)?,
            about: row.get(3)?,
            value: row.get(4)?,
            currency: row.get(5)?,
        })
    })?;
    rows.collect()
}
