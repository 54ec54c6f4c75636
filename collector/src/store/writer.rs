//! The one writer: a thread that takes what waits, commits it in one transaction, then answers.
//!
//! DuckDB syncs once a commit and has no group commit across connections, so the grouping is here.
//! There is no artificial wait: while one group is being synced, the next one gathers by itself.

mod group;
mod keeper;
mod pace;

use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use duckdb::Connection;
use tokio::sync::mpsc::error::TryRecvError;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};

use super::StoreError;
use super::opened::Opened;
use crate::ingest::row::Row;
use group::Group;
use keeper::Keeper;
use pace::Pace;

/// Requests taken from the queue at a time.
const GROUP: usize = 4096;
/// Rows after which a transaction takes no further request: a long one keeps all its senders waiting and
/// holds its rows twice, here and in DuckDB.
const ROWS: usize = 4096;
/// Room for what waits to be written, in units of [`UNIT`] bytes: 64 MiB of rows, which may take a hundred
/// times what they took on the wire.
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

/// What else is done by whoever writes, between two transactions.
type Work = Box<dyn FnOnce(&mut Connection) + Send>;

/// Is told of each commit: how long it took, its sync included, how many events it was handed, and which
/// of them are stored now and were not before.
type Watch = Box<dyn Fn(Duration, usize, &mut dyn Iterator<Item = Row>) + Send + Sync>;

enum Turn {
    Store(Job),
    Work(Work),
}

struct Job {
    rows: Vec<Row>,
    /// Rows that were not taken, and whose sender is not to know it.
    refused: usize,
    reply: oneshot::Sender<Result<Stored, StoreError>>,
    // Given back when the job is done.
    _room: OwnedSemaphorePermit,
}

/// The writing thread, which says in the end whether all is in the file.
pub type Writing = JoinHandle<Result<(), StoreError>>;

/// Hands rows to the writing thread.
#[derive(Clone)]
pub struct Writer {
    jobs: mpsc::UnboundedSender<Turn>,
    room: Arc<Semaphore>,
    opened: Opened,
    watch: Arc<OnceLock<Watch>>,
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
        let watch = Arc::<OnceLock<Watch>>::default();
        let watched = Arc::clone(&watch);
        let thread = std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || write(keeper, waiting, &watched))
            .map_err(StoreError::file("start the writer of", path))?;
        let room = Arc::new(Semaphore::new(ROOM));
        Ok((Self { jobs, room, opened: opened.clone(), watch }, opened, thread))
    }

    /// Stores the rows of one request; returns once they are on disk.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when too much waits already, [`StoreError::OutOfOrder`] while nothing can be
    /// stored, [`StoreError::NotStored`] when the commit failed: the sender is to send it again.
    pub async fn store(&self, rows: Vec<Row>) -> Result<Stored, StoreError> {
        let room = self.room_for(&rows)?;
        self.hand_over(rows, 0, room).await
    }

    /// Stores nothing of a request, takes as long as [`Self::store`], and fails where that would.
    ///
    /// # Errors
    /// As `store`.
    pub async fn refuse(&self, rows: Vec<Row>) -> Result<(), StoreError> {
        let room = self.room_for(&rows)?;
        self.hand_over(Vec::new(), rows.len(), room).await.map(|_| ())
    }

    fn room_for(&self, rows: &[Row]) -> Result<OwnedSemaphorePermit, StoreError> {
        let units = u32::try_from(Row::bytes(rows) / UNIT + 1).map_err(|_| StoreError::Busy)?;
        Arc::clone(&self.room).try_acquire_many_owned(units).map_err(|_| StoreError::Busy)
    }

    async fn hand_over(
        &self,
        rows: Vec<Row>,
        refused: usize,
        room: OwnedSemaphorePermit,
    ) -> Result<Stored, StoreError> {
        let (reply, answer) = oneshot::channel();
        let job = Turn::Store(Job { rows, refused, reply, _room: room });
        self.jobs.send(job).map_err(|_| StoreError::Stopped)?;
        answer.await.map_err(|_| StoreError::Stopped)?
    }

    /// Has each commit from now on told of; by whoever asks first.
    pub fn on_commit(
        &self,
        watch: impl Fn(Duration, usize, &mut dyn Iterator<Item = Row>) + Send + Sync + 'static,
    ) {
        let _ = self.watch.set(Box::new(watch));
    }

    /// How much of the queue is taken, from 0 to 1.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a few thousand units")]
    pub fn waiting(&self) -> f64 {
        1.0 - self.room.available_permits() as f64 / ROOM as f64
    }

    /// What keeps the store from taking events, in a sentence; nothing when all is well.
    #[must_use]
    pub fn trouble(&self) -> Option<Arc<str>> {
        self.opened.trouble()
    }

    /// Has the writing thread do something between two transactions, and waits for it; not to be called
    /// where waiting is not allowed.
    ///
    /// # Errors
    /// [`StoreError::Stopped`] when the thread has ended, or the store is out of order.
    pub fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> T + Send + 'static,
    ) -> Result<T, StoreError> {
        let (reply, answer) = oneshot::channel();
        let work: Work = Box::new(move |connection| drop(reply.send(work(connection))));
        self.jobs.send(Turn::Work(work)).map_err(|_| StoreError::Stopped)?;
        answer.blocking_recv().map_err(|_| StoreError::Stopped)
    }
}

/// How often the thread looks for work while the store is out of order.
const MEANWHILE: Duration = Duration::from_millis(20);

fn write(
    mut keeper: Keeper,
    mut waiting: mpsc::UnboundedReceiver<Turn>,
    watch: &OnceLock<Watch>,
) -> Result<(), StoreError> {
    let (mut turns, mut jobs, mut works) = (Vec::new(), VecDeque::new(), Vec::new());
    let mut pace = Pace::default();
    loop {
        if keeper.is_open() {
            if waiting.blocking_recv_many(&mut turns, GROUP) == 0 {
                return keeper.close();
            }
            for turn in turns.drain(..) {
                match turn {
                    Turn::Store(job) => jobs.push_back(job),
                    Turn::Work(work) => works.push(work),
                }
            }
            while !jobs.is_empty() {
                let mut group = take_group(&mut jobs);
                let answers = store(&mut keeper, &mut group, &mut pace, watch);
                answer(group.into_iter().zip(answers));
            }
            // Work that is let go says so by itself to who waits for it.
            works.drain(..).for_each(|work: Work| {
                keeper.ready().and_then(Group::connection).map(work);
            });
            keeper.give_back();
        } else {
            match waiting.try_recv() {
                Ok(Turn::Store(job)) => {
                    answer(std::iter::once((job, Err(keeper.out_of_order()))));
                }
                Ok(Turn::Work(work)) => drop(work),
                Err(TryRecvError::Disconnected) => return keeper.close(),
                Err(TryRecvError::Empty) => {
                    std::thread::sleep(MEANWHILE);
                    keeper.mend();
                }
            }
        }
    }
}

/// The first of what waits, as much of it as one transaction is to hold.
fn take_group(jobs: &mut VecDeque<Job>) -> Vec<Job> {
    let mut rows = 0;
    let fits = |job: &&Job| {
        let had = rows;
        rows += job.rows.len();
        had < ROWS
    };
    let fitting = jobs.iter().take_while(fits).count();
    jobs.drain(..fitting).collect()
}

/// What is to be answered to each job. Nothing is said to be stored that is not on disk under the
/// store's name.
fn store(
    keeper: &mut Keeper,
    jobs: &mut [Job],
    pace: &mut Pace,
    watch: &OnceLock<Watch>,
) -> Vec<Result<Stored, StoreError>> {
    let began = Instant::now();
    let refused = jobs.iter().map(|job| job.refused).sum();
    let told = jobs.iter().map(|job| job.rows.len()).sum();
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
    // What failed may have been written nevertheless.
    let wrote = answers.iter().any(|a| a.as_ref().map_or(true, |stored| stored.stored > 0));
    match keeper.is_kept(wrote) {
        Ok(()) => {
            let took = began.elapsed();
            pace.keep(took, wrote, told, refused);
            if let Some(watch) = watch.get().filter(|_| wrote) {
                let stored =
                    requests.into_iter().zip(&answers).filter(|(_, answer)| answer.is_ok());
                watch(took, told, &mut stored.flat_map(|(rows, _)| rows));
            }
            answers
        }
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

#[cfg(test)]
mod tests;
