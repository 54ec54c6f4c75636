//! Writes many rows made elsewhere, in order of time, in one transaction: all of them or none.

use duckdb::{Connection, params};

use super::append::append;
use super::{StoreError, kinds};
use crate::ingest::row::Row;

const SITE_HAS_EVENTS: &str = include_str!("../../sql/store/site_has_events.sql");
/// Rows for one appender: making one costs as much as some hundred rows.
const ROWS: usize = 20_000;

/// Stores the rows and says how many they were; `stored` hears of each part.
///
/// # Errors
/// [`StoreError::SiteTaken`] where the site has events already, which could not be told from these; what
/// DuckDB says.
pub fn fill(
    connection: &mut Connection,
    site: &str,
    batches: impl Iterator<Item = Vec<Row>>,
    mut stored: impl FnMut(&[Row]),
) -> Result<u64, StoreError> {
    let failed = StoreError::duckdb;
    let taken = connection.query_row(SITE_HAS_EVENTS, params![site], |row| row.get(0));
    if taken.map_err(failed("look for the site's events"))? {
        return Err(StoreError::SiteTaken(site.to_owned()));
    }
    let transaction = connection.transaction().map_err(failed("begin"))?;
    kinds::begin(&transaction).map_err(failed("write the rules"))?;
    let (mut rows, mut count) = (Vec::with_capacity(ROWS), 0);
    let mut write = |rows: &mut Vec<Row>| {
        append(&transaction, &*rows).map_err(failed("append the events"))?;
        stored(rows);
        count += rows.len() as u64;
        rows.clear();
        Ok(())
    };
    for batch in batches {
        rows.extend(batch);
        if rows.len() >= ROWS {
            write(&mut rows)?;
        }
    }
    write(&mut rows)?;
    transaction.commit().map_err(failed("commit the events"))?;
    connection.execute_batch("CHECKPOINT").map_err(failed("write the checkpoint"))?;
    Ok(count)
}
