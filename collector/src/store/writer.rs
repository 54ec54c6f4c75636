//! The one writer: a thread that takes what waits, commits it in one transaction, then answers.
//!
//! DuckDB syncs once a commit and has no group commit across connections, so the grouping is here.
//! There is no artificial wait: while one group is being synced, the next one gathers by itself.

mod group;
mod keeper;

use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::mpsc::error::TryRecvError;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};

use super::StoreError;
use super::opened::Opened;
use crate::ingest::row::Row;
use keeper::Keeper;

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

/// The writing thread, which says in the end whether all is in the file.
pub type Writing = JoinHandle<Result<(), StoreError>>;

/// Hands rows to the writing thread.
#[derive(Clone)]
pub struct Writer {
    jobs: mpsc::UnboundedSender<Job>,
    room: Arc<Semaphore>,
    opened: Opened,
}

impl Writer {
    /// Opens the store and starts the thread. It ends, with everything handed over written and the log
    /// in the file, when the last `Writer` is dropped.
    ///
    /// A store that can't be read or written is no error here: the writer refuses everything, says
    /// why, and tries again.
    ///
    /// # Errors
    /// What an operator has to set right: another process has the file, it is of a later version.
    pub fn start(path: &Path) -> Result<(Self, Opened, Writing), StoreError> {
        let (jobs, waiting) = mpsc::unbounded_channel();
        let opened = Opened::default();
        let keeper = Keeper::start(path.to_owned(), opened.clone())?;
        let thread = std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || write(keeper, waiting))
            .map_err(StoreError::file("start the writer of", path))?;
        let room = Arc::new(Semaphore::new(ROOM));
        Ok((Self { jobs, room, opened: opened.clone() }, opened, thread))
    }

    /// Stores the rows of one request that took `bytes` on the wire; returns once they are on disk.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when too much waits already, [`StoreError::OutOfOrder`] while nothing can be
    /// stored, [`StoreError::NotStored`] when the commit failed: the sender is to send it again.
    pub async fn store(&self, rows: Vec<Row>, bytes: usize) -> Result<Stored, StoreError> {
        let units = u32::try_from(bytes / UNIT + 1).map_err(|_| StoreError::Busy)?;
        let room =
            Arc::clone(&self.room).try_acquire_many_owned(units).map_err(|_| StoreError::Busy)?;
        let (reply, answer) = oneshot::channel();
        self.jobs.send(Job { rows, reply, _room: room }).map_err(|_| StoreError::Stopped)?;
        answer.await.map_err(|_| StoreError::Stopped)?
    }

    /// What keeps the store from taking events, in a sentence; nothing when all is well.
    #[must_use]
    pub fn trouble(&self) -> Option<Arc<str>> {
        self.opened.trouble()
    }
}

/// How often the thread looks for work while the store is out of order.
const MEANWHILE: Duration = Duration::from_millis(20);

fn write(mut keeper: Keeper, mut waiting: mpsc::UnboundedReceiver<Job>) -> Result<(), StoreError> {
    let mut jobs = Vec::new();
    loop {
        if keeper.is_open() {
            if waiting.blocking_recv_many(&mut jobs, GROUP) == 0 {
                return keeper.close();
            }
            let answers = store(&mut keeper, &mut jobs);
            answer(jobs.drain(..).zip(answers));
        } else {
            match waiting.try_recv() {
                Ok(job) => answer(std::iter::once((job, Err(keeper.out_of_order())))),
                Err(TryRecvError::Disconnected) => return keeper.close(),
                Err(TryRecvError::Empty) => {
                    std::thread::sleep(MEANWHILE);
                    keeper.mend();
                }
            }
        }
    }
}

/// What is to be answered to each job. Nothing is said to be stored that is not on disk under the
/// store's name.
fn store(keeper: &mut Keeper, jobs: &mut [Job]) -> Vec<Result<Stored, StoreError>> {
    let Some(group) = keeper.ready() else {
        return jobs.iter().map(|_| Err(keeper.out_of_order())).collect();
    };
    let mut requests: Vec<Vec<Row>> =
        jobs.iter_mut().map(|job| std::mem::take(&mut job.rows)).collect();
    let answers = match group.commit(&mut requests) {
        Ok(stored) => stored.into_iter().map(Ok).collect(),
        Err(error) => {
            keeper.failed(&error);
            match keeper.ready() {
                Some(group) => group.alone(&mut requests),
                None => return jobs.iter().map(|_| Err(keeper.out_of_order())).collect(),
            }
        }
    };
    let wrote = requests.iter().any(|rows| !rows.is_empty());
    match keeper.is_kept(wrote) {
        Ok(()) => answers,
        Err(error) => {
            keeper.failed(&error);
            answers.iter().map(|_| Err(keeper.out_of_order())).collect()
        }
    }
}

/// A requester that has gone needs no answer.
fn answer(answers: impl Iterator<Item = (Job, Result<Stored, StoreError>)>) {
    for (job, outcome) in answers {
        let _ = job.reply.send(outcome);
    }
}
