//! One transaction over many requests: sort out what is known, set the visits, append, commit.

use std::collections::HashSet;

use duckdb::Connection;
use tracing::error;

use super::Stored;
use crate::ingest::row::Row;
use crate::ingest::seen::{Seen, Span};
use crate::ingest::sessions::Sessions;
use crate::store::append::append;
use crate::store::{StoreError, memory};

/// What the writing thread owns.
pub(super) struct Group {
    /// Writes; its optimiser is off.
    pub(super) connection: Connection,
    /// Looks up what may be known.
    pub(super) lookup: Connection,
    pub(super) seen: Seen,
    pub(super) sessions: Sessions,
}

/// A group that was rolled back, with its rows.
pub(super) struct Failed {
    requests: Vec<Vec<Row>>,
}

impl Group {
    /// Stores the rows of many requests in one transaction, and says of each what became of it.
    pub(super) fn commit(
        &mut self,
        requests: impl Iterator<Item = Vec<Row>>,
    ) -> Result<Vec<Stored>, Failed> {
        let requests: Vec<Vec<Row>> = requests.collect();
        match self.try_commit(&requests) {
            Ok(stored) => Ok(stored),
            Err(source) => {
                error!(requests = requests.len(), %source, "commit failed, rolled back");
                Err(Failed { requests })
            }
        }
    }

    fn try_commit(&mut self, requests: &[Vec<Row>]) -> duckdb::Result<Vec<Stored>> {
        let known = self.known(requests)?;
        let mut here = HashSet::new();
        let mut rows = Vec::new();
        let mut stored = Vec::with_capacity(requests.len());
        for request in requests {
            let before = rows.len();
            for row in request {
                if !known.contains(&row.event_id) && here.insert(row.event_id) {
                    let mut row = row.clone();
                    self.sessions.assign(&mut row);
                    rows.push(row);
                }
            }
            let new = rows.len() - before;
            stored.push(Stored { stored: new, known: request.len() - new });
        }
        if !rows.is_empty() {
            let transaction = self.connection.transaction()?;
            append(&transaction, &rows)?;
            transaction.commit()?;
        }
        for row in &rows {
            self.seen.insert(row.event_id, row.received_at);
        }
        Ok(stored)
    }

    /// Which of these events are stored already: asks the filters, and the store where they say maybe.
    fn known(&self, requests: &[Vec<Row>]) -> duckdb::Result<HashSet<u128>> {
        let mut maybe = Vec::new();
        let mut span: Option<Span> = None;
        for id in requests.iter().flatten().map(|row| row.event_id) {
            if let Some(found) = self.seen.find(id) {
                maybe.push(id);
                span = Some(span.map_or(found, |span| span.join(found)));
            }
        }
        match span {
            None => Ok(HashSet::new()),
            Some(span) => Ok(memory::known(&self.lookup, span, &maybe)?.into_iter().collect()),
        }
    }

    /// Puts the log into the file; the connection closes behind it.
    pub(super) fn close(self) -> Result<(), StoreError> {
        self.connection
            .execute_batch("CHECKPOINT")
            .map_err(StoreError::duckdb("write the last checkpoint"))
    }
}

impl Failed {
    /// Tries each request in a transaction of its own, so that one that can't be stored does not take
    /// its neighbours with it.
    pub(super) fn alone(self, group: &mut Group) -> Vec<Result<Stored, StoreError>> {
        let several = self.requests.len() > 1;
        let mut alone = |rows: &Vec<Row>| {
            if !several {
                return Err(StoreError::NotStored);
            }
            let stored = group.try_commit(std::slice::from_ref(rows));
            stored.ok().and_then(|stored| stored.into_iter().next()).ok_or(StoreError::NotStored)
        };
        self.requests.iter().map(&mut alone).collect()
    }
}
