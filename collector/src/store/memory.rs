//! What the writer remembers and must know again after a restart: recent events, open visits.

use std::collections::HashSet;

use duckdb::arrow::array::AsArray;
use duckdb::arrow::datatypes::Int64Type;
use duckdb::{Connection, params};

use super::StoreError;
use super::append::uuid_of;
use crate::ingest::seen::{Seen, Span};
use crate::ingest::sessions::{Open, PAUSE, Sessions};

const RECENT_IDS: &str = include_str!("../../sql/store/recent_ids.sql");
const IDS_WITHIN: &str = include_str!("../../sql/store/ids_within.sql");
const LITTLE: &str = include_str!("../../sql/store/memory_little.sql");
const KEPT: &str = include_str!("../../sql/store/memory_kept.sql");
const HELD: &str = include_str!("../../sql/store/memory_held.sql");
const USUAL: &str = include_str!("../../sql/store/memory_usual.sql");
const OPEN_SESSIONS: &str = include_str!("../../sql/store/open_sessions.sql");

/// Has DuckDB give back what it keeps of the file in case somebody asks for it again: else that grows by 24
/// bytes an event, up to its limit. The system has the same pages, so that to read them again is cheap.
/// Nothing is written for it. Tells how many bytes it holds nevertheless.
pub(super) fn give_back(connection: &Connection) -> u64 {
    // Where more is in use than it may be, the limit stays what it was.
    let _ = connection.execute_batch(KEPT);
    let _ = connection.execute_batch(USUAL);
    connection.query_row(HELD, [], |row| row.get(0)).unwrap_or_default()
}

/// The filters over the latest events.
///
/// # Errors
/// What DuckDB says.
pub fn seen(connection: &Connection) -> Result<Seen, StoreError> {
    let read = || {
        let mut seen = Seen::default();
        let mut statement = connection.prepare(RECENT_IDS)?;
        // Batch by batch: all at once, 16 million ids would take more memory than the store may.
        drop(statement.stream_arrow([Seen::REACH as i64])?);
        while let Some(batch) = statement.step()? {
            let [ids, received] = batch.columns() else { continue };
            let (ids, received) = (ids.as_string::<i32>(), received.as_primitive::<Int64Type>());
            for (id, received_at) in ids.iter().zip(received.values()) {
                if let Some(id) = id.and_then(uuid_of) {
                    seen.insert(id, *received_at);
                }
            }
        }
        Ok(seen)
    };
    // Where more is in use already the limit stays what it was.
    let _ = connection.execute_batch(LITTLE);
    let seen = read();
    let usual = connection.execute_batch(USUAL);
    seen.and_then(|seen| usual.map(|()| seen)).map_err(StoreError::duckdb("read the latest events"))
}

/// The visits that may still go on at `now`.
///
/// # Errors
/// What DuckDB says.
pub fn sessions(connection: &Connection, now: i64) -> Result<Sessions, StoreError> {
    let read = || {
        let mut statement = connection.prepare(OPEN_SESSIONS)?;
        let open = statement.query_map([now.saturating_sub(PAUSE)], |row| {
            Ok((
                row.get(0)?,
                Open { session_id: row.get(1)?, first: row.get(2)?, last: row.get(3)? },
            ))
        })?;
        Ok(Sessions::restore(open.collect::<duckdb::Result<Vec<_>>>()?))
    };
    read().map_err(StoreError::duckdb("read the open visits"))
}

/// Adds to `known` which of the wanted events are stored within the span. All that lie there are read and
/// compared here: that takes a fraction of the time of a join.
///
/// # Errors
/// What DuckDB says.
pub fn known(
    connection: &Connection,
    span: Span,
    wanted: &HashSet<u128>,
    known: &mut HashSet<u128>,
) -> duckdb::Result<()> {
    let mut statement = connection.prepare_cached(IDS_WITHIN)?;
    for batch in statement.query_arrow(params![span.from, span.to])? {
        let [there] = batch.columns() else { continue };
        let there = there.as_string::<i32>().iter().flatten().filter_map(uuid_of);
        known.extend(there.filter(|id| wanted.contains(id)));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Access, open};

    #[test]
    fn the_limit_of_memory_is_afterwards_what_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let store = open(&folder.path().join("s.duckdb"), Access::Serve).unwrap();
        let limit = || -> String {
            let setting = "SELECT current_setting('memory_limit')";
            store.query_row(setting, [], |row| row.get(0)).unwrap()
        };
        let before = limit();
        seen(&store).unwrap();
        assert_eq!(limit(), before);
    }
}
