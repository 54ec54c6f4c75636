//! Rewriting the events: what is forgotten, kept for so long only, or read by other rules than before.
//!
//! Events are never changed in place. All that stay are written into a new table in the order of
//! arrival, while the collector goes on storing; then the one writer adds what has arrived meanwhile and
//! puts the new table in the old one's place, in one transaction, followed by a checkpoint. Killed at any
//! point, the file has the old events or the new ones.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use duckdb::{Connection, params};

use super::opened::{Lent, Opened};
use super::prune::Hole;
use super::writer::Writer;
use super::{Access, StoreError, open, place};

const NEXT: &str = include_str!("../../sql/rewrite/next.sql");
const SPAN: &str = include_str!("../../sql/rewrite/span.sql");
const COPY: &str = include_str!("../../sql/rewrite/copy.sql");
const SWAP: &str = include_str!("../../sql/rewrite/swap.sql");
const LEFT: &str = include_str!("../../sql/rewrite/left.sql");
const FREE: &str = include_str!("../../sql/rewrite/free.sql");
const FILLER: &str = include_str!("../../sql/rewrite/filler.sql");
const NOTES: &str = include_str!("../../sql/rewrite/notes.sql");
/// Bytes that one of the filler's words takes at least.
const NOTE: i64 = 16;
const COUNT: &str = "SELECT count(*) FROM events";

/// How often the free blocks are written over: a collector goes on storing, and frees others.
const TRIES: u32 = 10;
/// How long questions are waited for that still read what was there. One of SQL may take a minute, and
/// whoever asked for the rewrite is waiting.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often it is looked whether they have ended.
const LOOK: Duration = Duration::from_millis(200);

/// A moment of a rewrite, at which a kill must do no harm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The new table is there and empty.
    Made,
    /// It has all there was.
    Filled,
    /// It is in the old one's place, and nothing is committed.
    Swapped,
    /// Committed.
    Committed,
    /// The log is in the file.
    Checkpointed,
    /// What writes over the free blocks is in the file.
    Overwriting,
}

/// What does the rewriting: by a connection of its own, and the writer where there is one.
pub struct Upkeep {
    path: PathBuf,
    opened: Opened,
    /// One rewrite at a time.
    turn: Mutex<()>,
    writer: Option<Writer>,
    patience: Duration,
    at: Arc<dyn Fn(Step) + Send + Sync>,
    /// What keeps the day's prune from being done.
    held: Mutex<Option<Hole>>,
}

impl Upkeep {
    /// Of a store that nobody else has open.
    ///
    /// # Errors
    /// What opening says.
    pub fn alone(path: &Path) -> Result<Self, StoreError> {
        Ok(Self::new(path, Opened::with(open(path, Access::ReadWrite)?), None))
    }

    /// Beside the writer of a collector that runs.
    #[must_use]
    pub fn beside(path: &Path, opened: Opened, writer: Writer) -> Self {
        Self::new(path, opened, Some(writer))
    }

    pub(super) fn new(path: &Path, opened: Opened, writer: Option<Writer>) -> Self {
        let (path, turn) = (path.to_owned(), Mutex::new(()));
        let at = Arc::new(|_| {});
        Self { path, opened, turn, writer, patience: PATIENCE, at, held: Mutex::default() }
    }

    /// What keeps the day's prune from being done, if anything does.
    #[must_use]
    pub fn held(&self) -> Option<Hole> {
        *self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn hold(&self, hole: Option<Hole>) {
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = hole;
    }

    /// Waits so long for questions that still read what was there.
    #[must_use]
    pub fn patient_for(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Has `at` told of every step.
    #[must_use]
    pub fn watched(mut self, at: impl Fn(Step) + Send + Sync + 'static) -> Self {
        self.at = Arc::new(at);
        self
    }

    /// The store's file.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Bytes of the store's file and of its log, and those that are free on its disk, as far as the system says.
    #[must_use]
    pub fn sizes(&self) -> [Option<u64>; 3] {
        let bytes = |path: &Path| path.metadata().ok().map(|file| file.len());
        // No log: a checkpoint has just emptied it.
        let log = bytes(&place::log(&self.path)).or(Some(0));
        [bytes(&self.path), log, place::room(&self.path)]
    }

    /// The turn to rewrite, and a connection to do it by, given back with it: one that stays open would
    /// keep the file from being opened again after a fault.
    pub(super) fn begin(&self) -> Result<(MutexGuard<'_, ()>, Lent), StoreError> {
        let turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let connection = self.opened.connection();
        Ok((turn, connection.map_err(StoreError::duckdb("rewrite the events"))?))
    }

    /// Rewrites the events: `fill` puts those from the first place up to before the second into
    /// `events_next`; `late` does it with those that arrived meanwhile, [`carry_over`] where they need no
    /// looking at; `with` belongs to the same transaction. Returns how many events there are fewer.
    pub(super) fn rewrite(
        &self,
        connection: &Connection,
        fill: &dyn Fn(&Connection, i64, i64) -> duckdb::Result<()>,
        late: impl Fn(&Connection, i64, i64) -> duckdb::Result<()> + Send + 'static,
        with: impl Fn(&Connection, i64) -> duckdb::Result<()> + Send + 'static,
    ) -> Result<i64, StoreError> {
        let doing = "write the events anew";
        let filled = || -> duckdb::Result<i64> {
            let statements: String = connection.query_row(NEXT, [], |row| row.get(0))?;
            connection.execute_batch(&statements)?;
            (self.at)(Step::Made);
            let span = connection.query_row(SPAN, [], |row| row.get(0))?;
            fill(connection, 0, span)?;
            (self.at)(Step::Filled);
            Ok(span)
        };
        let swapped = filled().and_then(|span| {
            let at = Arc::clone(&self.at);
            let swap = move |connection: &mut Connection| -> duckdb::Result<i64> {
                let transaction = connection.transaction()?;
                let count =
                    |connection: &Connection| connection.query_row(COUNT, [], |row| row.get(0));
                let (before, to): (i64, i64) =
                    (count(&transaction)?, transaction.query_row(SPAN, [], |row| row.get(0))?);
                late(&transaction, span, to)?;
                transaction.execute_batch(SWAP)?;
                let fewer = before - count(&transaction)?;
                with(&transaction, fewer)?;
                at(Step::Swapped);
                transaction.commit()?;
                Ok(fewer)
            };
            match &self.writer {
                None => Ok(swap(&mut connection.try_clone()?)),
                Some(writer) => Ok(writer.work(swap).unwrap_or(Err(duckdb::Error::InvalidQuery))),
            }
        });
        let fewer = match swapped.and_then(|swapped| swapped) {
            Ok(fewer) => fewer,
            Err(cause) => {
                // What failed may be the disk that is full: the old events stay, the rest is tidied.
                let _ = connection.execute_batch(LEFT);
                return Err(StoreError::Duckdb { doing, cause });
            }
        };
        (self.at)(Step::Committed);
        self.checkpoint(connection)?;
        (self.at)(Step::Checkpointed);
        Ok(fewer)
    }

    /// Has who writes do something: the writer where there is one.
    pub(super) fn by_who_writes<T: Send + 'static>(
        &self,
        mut own: Lent,
        work: impl FnOnce(&mut Connection) -> T + Send + 'static,
    ) -> Result<T, StoreError> {
        match &self.writer {
            None => Ok(work(&mut own)),
            Some(writer) => writer.work(work),
        }
    }

    /// Writes the log into the file, by whoever writes: a checkpoint can't pass another's transaction.
    /// Nor a question that began before the last commit: when it succeeds, nobody reads what was before.
    pub(super) fn checkpoint(&self, connection: &Connection) -> Result<(), StoreError> {
        let checkpoint = |connection: &Connection| connection.execute_batch("CHECKPOINT");
        let begun = Instant::now();
        loop {
            let done = match &self.writer {
                None => checkpoint(connection),
                Some(writer) => writer.work(move |connection| checkpoint(connection))?,
            };
            match done {
                // DuckDB tells it only by its words.
                Err(cause) if cause.to_string().contains("Cannot CHECKPOINT") => {
                    if begun.elapsed() >= self.patience {
                        return Err(StoreError::StillRead);
                    }
                    std::thread::sleep(LOOK);
                }
                done => return done.map_err(StoreError::duckdb("write the checkpoint")),
            }
        }
    }

    /// Writes over what the file holds in blocks that are free: DuckDB leaves there what was. Blocks that a
    /// question still reads are not free; the first checkpoint waits for it.
    pub(super) fn overwrite_free(&self, connection: &Connection) -> Result<(), StoreError> {
        let failed = StoreError::duckdb;
        let free = || -> duckdb::Result<[i64; 3]> {
            connection.query_row(FREE, [], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]))
        };
        self.checkpoint(connection)?;
        for _ in 0..TRIES {
            let [blocks, values, notes] = free().map_err(failed("ask for free blocks"))?;
            connection
                .execute(FILLER, params![blocks.saturating_add(1).saturating_mul(values)])
                .map_err(failed("write over what was forgotten"))?;
            connection
                .execute(NOTES, params![notes / NOTE + 1])
                .map_err(failed("write over notes of what was forgotten"))?;
            self.checkpoint(connection)?;
            (self.at)(Step::Overwriting);
            let [left, ..] = free().map_err(failed("ask for free blocks"))?;
            connection.execute_batch(LEFT).map_err(failed("write over what was forgotten"))?;
            self.checkpoint(connection)?;
            if left == 0 {
                return Ok(());
            }
        }
        // Where events keep arriving some block is always free anew. What was free at first is written over, and
        // whoever has somebody forgotten looks through the bytes.
        Ok(())
    }
}

/// Carries events over as they are.
pub(super) fn carry_over(connection: &Connection, from: i64, to: i64) -> duckdb::Result<()> {
    connection.execute(COPY, params![from, to]).map(|_| ())
}

/// Takes away what a rewrite has left that was killed.
pub(super) fn tidy(connection: &Connection) -> Result<(), StoreError> {
    connection.execute_batch(LEFT).map_err(StoreError::duckdb("take away an unfinished rewrite"))
}
