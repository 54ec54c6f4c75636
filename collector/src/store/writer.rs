//! The one writer: a thread that takes what waits, commits it in one transaction, then answers.
//!
//! DuckDB syncs once a commit and has no group commit across connections, so the grouping is here.
//! There is no artificial wait: while one group is being synced, the next one gathers by itself.

mod group;

use std::sync::Arc;
use std::thread::JoinHandle;

use duckdb::Connection;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};

use super::{StoreError, memory};
use crate::ingest::row::Row;
use group::Group;

/// Requests taken into one transaction at most.
const GROUP: usize = 4096;
/// Room for what waits to be written, in units of [`UNIT`] bytes: 64 MiB.
const ROOM: usize = 16 * 1024;
const UNIT: usize = 4 * 1024;

/// What became of one request's events, told after they are on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// Events stored by this request.
    pub stored: usize,
    /// Events that were there already.
    pub known: usize,
}

struct Job {
    rows: Vec<Row>,
    reply: oneshot::Sender<Result<Stored, StoreError>>,
    // Given back when the job is done.
    _room: OwnedSemaphorePermit,
}

/// Hands rows to the writing thread.
#[derive(Clone)]
pub struct Writer {
    jobs: mpsc::UnboundedSender<Job>,
    room: Arc<Semaphore>,
}

impl Writer {
    /// Starts the thread. It ends, with everything handed over written and the log in the file, when
    /// the last `Writer` is dropped.
    ///
    /// # Errors
    /// What DuckDB says while the writer reads what it must remember.
    pub fn start(
        connection: Connection,
        now: i64,
    ) -> Result<(Self, JoinHandle<Result<(), StoreError>>), StoreError> {
        let (jobs, waiting) = mpsc::unbounded_channel();
        let group = Group {
            seen: memory::seen(&connection)?,
            sessions: memory::sessions(&connection, now)?,
            lookup: connection.try_clone().map_err(StoreError::duckdb("connect twice"))?,
            connection,
        };
        // An append has nothing to optimise, and planning it is a quarter of a small commit's CPU.
        group
            .connection
            .execute_batch("PRAGMA disable_optimizer")
            .map_err(StoreError::duckdb("set up the writer"))?;
        let thread = std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || write(group, waiting))
            .map_err(StoreError::file("start the writer of", std::path::Path::new("the store")))?;
        Ok((Self { jobs, room: Arc::new(Semaphore::new(ROOM)) }, thread))
    }

    /// Stores the rows of one request that took `bytes` on the wire; returns once they are on disk.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when too much waits already, [`StoreError::NotStored`] when the commit failed:
    /// in either case nothing of it is stored.
    pub async fn store(&self, rows: Vec<Row>, bytes: usize) -> Result<Stored, StoreError> {
        let units = u32::try_from(bytes / UNIT + 1).map_err(|_| StoreError::Busy)?;
        let room =
            Arc::clone(&self.room).try_acquire_many_owned(units).map_err(|_| StoreError::Busy)?;
        let (reply, answer) = oneshot::channel();
        self.jobs.send(Job { rows, reply, _room: room }).map_err(|_| StoreError::Stopped)?;
        answer.await.map_err(|_| StoreError::Stopped)?
    }
}

fn write(mut group: Group, mut waiting: mpsc::UnboundedReceiver<Job>) -> Result<(), StoreError> {
    let mut jobs = Vec::new();
    while waiting.blocking_recv_many(&mut jobs, GROUP) > 0 {
        let outcome = group.commit(jobs.iter_mut().map(|job| std::mem::take(&mut job.rows)));
        match outcome {
            Ok(stored) => answer(jobs.drain(..).zip(stored.into_iter().map(Ok))),
            Err(failed) => answer(jobs.drain(..).zip(failed.alone(&mut group))),
        }
    }
    group.close()
}

/// A requester that has gone needs no answer.
fn answer(answers: impl Iterator<Item = (Job, Result<Stored, StoreError>)>) {
    for (job, outcome) in answers {
        let _ = job.reply.send(outcome);
    }
}
