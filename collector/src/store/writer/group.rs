//! One transaction over many requests: sort out what is known, set the visits, append, commit.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use duckdb::Connection;
use tracing::error;

use super::Stored;
use crate::ingest::row::Row;
use crate::ingest::seen::{Seen, Span};
use crate::ingest::sessions::Sessions;
use crate::store::append::append;
use crate::store::{StoreError, memory};

/// One in so many events of a group is looked for first.
const A_FEW: usize = 64;

/// What the writing thread owns: the open file, and what it remembers while the file is closed, too.
pub(super) struct Group {
    /// Nothing while the file is closed.
    pub(super) tables: Option<Tables>,
    pub(super) seen: Seen,
    pub(super) sessions: Sessions,
}

/// The writer's connections.
pub(super) struct Tables {
    /// Writes; its optimiser is off.
    connection: Connection,
    /// Looks up what may be known.
    lookup: Connection,
}

impl Tables {
    pub(super) fn new(connection: Connection, lookup: Connection) -> Result<Self, StoreError> {
        // An append has nothing to optimise, and planning it is a quarter of a small commit's CPU.
        connection
            .execute_batch("PRAGMA disable_optimizer")
            .map_err(StoreError::duckdb("set up the writer"))?;
        Ok(Self { connection, lookup })
    }

    pub(super) fn lookup(&self) -> &Connection {
        &self.lookup
    }

    /// Puts the log into the file.
    pub(super) fn checkpoint(&self) -> Result<(), StoreError> {
        self.connection
            .execute_batch("CHECKPOINT")
            .map_err(StoreError::duckdb("write a checkpoint"))
    }
}

impl Group {
    /// The connection that writes, for what else is done between two transactions.
    pub(super) fn connection(&mut self) -> Option<&mut Connection> {
        self.tables.as_mut().map(|tables| &mut tables.connection)
    }

    /// Stores the rows of many requests in one transaction, and says of each what became of it. What was
    /// stored before is taken out of them.
    ///
    /// # Errors
    /// Where nothing of it is stored for certain. What of it may be stored nevertheless is remembered,
    /// so that a retry is looked up.
    pub(super) fn commit(&mut self, requests: &mut [Vec<Row>]) -> Result<Vec<Stored>, StoreError> {
        self.try_commit(requests).map_err(|source| {
            error!(requests = requests.len(), %source, "a commit failed");
            // A commit may fail after it was written, as when the checkpoint behind it finds no room.
            for row in requests.iter().flatten() {
                self.seen.suspect(row.event_id, row.received_at);
            }
            StoreError::Duckdb { doing: "store events", cause: source }
        })
    }

    fn try_commit(&mut self, requests: &mut [Vec<Row>]) -> duckdb::Result<Vec<Stored>> {
        let Some(tables) = &mut self.tables else {
            let text = "the store is not open".to_owned();
            return Err(duckdb::Error::DuckDBFailure(duckdb::ffi::Error::new(1), Some(text)));
        };
        let known = known(&self.seen, &tables.lookup, requests)?;
        let mut here = HashSet::new();
        let mut new = Vec::new();
        let mut stored = Vec::with_capacity(requests.len());
        for request in requests.iter_mut() {
            let (before, of) = (new.len(), request.len());
            for row in request.iter_mut() {
                if !known.contains(&row.event_id) && here.insert(row.event_id) {
                    self.sessions.assign(row);
                    new.push(&*row);
                }
            }
            let stored_here = new.len() - before;
            stored.push(Stored { stored: stored_here, known: of - stored_here });
        }
        if !new.is_empty() {
            append(&tables.connection, new.iter().copied())?;
        }
        for row in &new {
            self.seen.insert(row.event_id, row.received_at);
        }
        if stored.iter().any(|stored| stored.known > 0) {
            // In the same order as above: of two copies the first is the one that was stored.
            requests.iter_mut().for_each(|rows| rows.retain(|row| here.remove(&row.event_id)));
        }
        Ok(stored)
    }

    /// Tries each request in a transaction of its own, so that one that can't be stored does not take
    /// its neighbours with it.
    pub(super) fn alone(&mut self, requests: &mut [Vec<Row>]) -> Vec<Result<Stored, StoreError>> {
        if requests.len() < 2 {
            return requests.iter().map(|_| Err(StoreError::NotStored)).collect();
        }
        let alone = |request: &mut Vec<Row>| {
            let stored = self.commit(std::slice::from_mut(request));
            stored.ok().and_then(|mut stored| stored.pop()).ok_or(StoreError::NotStored)
        };
        requests.iter_mut().map(alone).collect()
    }
}

/// Which of these events are stored already: asks what is remembered, and the store where that says maybe.
fn known(seen: &Seen, lookup: &Connection, requests: &[Vec<Row>]) -> duckdb::Result<HashSet<u128>> {
    let ids = requests.iter().flatten().map(|row| row.event_id);
    let (mut known, wanted): (HashSet<_>, HashSet<_>) = ids.partition(|id| seen.is_known(*id));
    // What was sent together lies together: a few tell where, and most of the others are found with them,
    // without a filter asked.
    for some in [wanted.len() / A_FEW, wanted.len()] {
        let mut maybe: HashMap<Span, Vec<u128>> = HashMap::new();
        for id in wanted.iter().take(some).copied().filter(|id| !known.contains(id)) {
            seen.find(id, &mut |span| maybe.entry(span).or_default().push(id));
        }
        // Where most may lie first: little is left then for the false alarms.
        let mut maybe: Vec<_> = maybe.into_iter().collect();
        maybe.sort_by_key(|(_, ids)| Reverse(ids.len()));
        for (span, ids) in maybe {
            if ids.iter().any(|id| !known.contains(id)) {
                memory::known(lookup, span, &wanted, &mut known)?;
            }
        }
    }
    Ok(known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Access, open};

    #[test]
    fn what_is_remembered_by_filters_alone_is_told_from_what_is_new() {
        let folder = tempfile::tempdir().unwrap();
        let store = open(&folder.path().join("s.duckdb"), Access::Serve).unwrap();
        let id = |n: i64| {
            u128::from_le_bytes(blake3::hash(&n.to_le_bytes()).as_bytes()[..16].try_into().unwrap())
        };
        // Requests of 50, a moment each, over several pages of the filters.
        let row = |n: i64| Row {
            event_id: id(n),
            received_at: n / 50,
            source: "tracker",
            ..Row::default()
        };
        let stored: Vec<_> = (0..20_000).filter(|n| n % 7 != 0).map(row).collect();
        append(&store, &stored).unwrap();
        let mut seen = Seen::default();
        // What a commit that failed has left may be stored or not: every seventh is not.
        (0..20_000).for_each(|n| seen.suspect(id(n), n / 50));
        for from in [0, 4_000, 8_150, 19_600] {
            let requests = [(from..from + 400).map(row).collect(), vec![row(from + 20_000)]];
            let known = known(&seen, &store, &requests).unwrap();
            let expected = (from..from + 400).filter(|n| n % 7 != 0).map(id).collect();
            assert_eq!(known, expected, "from {from}");
        }
    }
}
