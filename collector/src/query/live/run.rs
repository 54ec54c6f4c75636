//! Runs one guarded statement within its limits, and hands its rows on as they come.

use std::cell::Cell;
use std::io;
use std::sync::{Once, mpsc};
use std::thread;

use duckdb::arrow::array::RecordBatch;
use duckdb::types::Value as Duck;
use duckdb::{Connection, Statement};
use serde_json::Value;
use tracing::warn;

use super::guard::{Guard, Refused};
use super::limits::{Limits, Reason, SILENT, Stop};
use crate::query::error::QueryError;
use crate::query::table::{Column, is_number, json};

const SEAL: &str = include_str!("../../../sql/query/live_seal.sql");
const BEGIN: &str = include_str!("../../../sql/query/live_begin.sql");
/// How much others are preferred to a question on the processor: ingest always comes first.
const NICE: i32 = 10;

thread_local! {
    static IS_BACK: Cell<bool> = const { Cell::new(false) };
}

/// Has this thread, from now on, step back behind others on the processor; once, however often it is asked to:
/// Quack's threads serve many a question.
pub fn step_back() {
    if IS_BACK.replace(true) {
        return;
    }
    if let Err(error) = rustix::process::nice(NICE) {
        // Where it cannot be had questions run all the same; said once, it would be so for each.
        static SAID: Once = Once::new();
        SAID.call_once(|| {
            warn!(%error, "questions run with as much of the processor as ingest");
        });
    }
}

/// Takes an answer as it comes.
pub trait Sink {
    /// The columns, once, before the rows.
    ///
    /// # Errors
    /// Where nobody takes it any more.
    fn columns(&mut self, columns: &[Column]) -> io::Result<()>;
    /// A row.
    ///
    /// # Errors
    /// Where nobody takes it any more.
    fn row(&mut self, row: &[Value]) -> io::Result<()>;
    /// The end, and whether rows were left out.
    ///
    /// # Errors
    /// Where nobody takes it any more.
    fn end(&mut self, truncated: bool) -> io::Result<()>;
}

/// Answers statements of others.
pub struct Live {
    guard: Guard,
}

/// Why there is no answer, or only a part.
#[derive(Debug, thiserror::Error)]
pub enum LiveError {
    /// It may not run.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// DuckDB finds a mistake in it.
    #[error("{0}")]
    Sql(String),
    /// It took too long.
    #[error(
        "the question took longer than {0} s and was ended; ask for less, or export and ask the copy"
    )]
    Time(u64),
    /// It took too much memory.
    #[error(
        "the question took more than {0} MB of memory and was ended; ask for less, or export and ask the copy"
    )]
    Memory(usize),
    /// It has too many rows.
    #[error("the question has more than {0} rows; ask for less, or export and ask the copy")]
    Rows(usize),
    /// Its rows wait, and so do others for its place.
    #[error(
        "nobody took a row of this answer for {0} s while others waited for their turn, so it was ended; ask \
         again and take the rows as they come, or export and ask the copy"
    )]
    Silent(u64),
    /// The system gives no thread to watch it from.
    #[error("no thread could be had; ask again later")]
    NoThread,
    /// Who asked has gone.
    #[error("nobody waits for the answer any more")]
    Left,
}

impl Live {
    /// Answers questions to this store.
    ///
    /// # Errors
    /// What DuckDB says.
    pub fn new(store: &Connection) -> Result<Self, QueryError> {
        Ok(Self { guard: Guard::new(store)? })
    }

    /// Closes a connection's DuckDB to files and the network. A collector's is opened that way.
    ///
    /// # Errors
    /// What DuckDB says.
    pub fn seal(connection: &Connection) -> Result<(), QueryError> {
        connection.execute_batch(SEAL).map_err(QueryError::duckdb("close itself to files"))
    }

    /// Lets a statement through, or says why not.
    ///
    /// # Errors
    /// A sentence that says what is refused.
    pub fn check(&self, text: &str) -> Result<(), Refused> {
        self.guard.check(text)
    }

    /// Runs a statement on a connection of its own. To be called on a thread of its own, which from then
    /// on has less of the processor than others.
    ///
    /// # Errors
    /// Where it may not run, fails, or is ended.
    pub fn run(
        &self,
        connection: &Connection,
        text: &str,
        limits: Limits,
        stop: &Stop,
        sink: &mut dyn Sink,
    ) -> Result<(), LiveError> {
        let mut answer = |statement: &mut Statement<'_>| answer(statement, limits.rows, sink);
        self.within(connection, text, limits, stop, &mut answer)
    }

    /// As [`Live::run`], for who takes rows by the thousand: `take` tells whether it wants more. More
    /// rows than the limit are a mistake here, because nobody would hear that some are left out.
    ///
    /// # Errors
    /// Where it may not run, fails, is ended, or has too many rows.
    pub fn batches(
        &self,
        connection: &Connection,
        text: &str,
        limits: Limits,
        stop: &Stop,
        take: &mut dyn FnMut(RecordBatch) -> bool,
    ) -> Result<(), LiveError> {
        let mut answer = |statement: &mut Statement<'_>| {
            let mut left = limits.rows;
            while let Some(piece) = statement.step()? {
                let rows = RecordBatch::from(&piece);
                left = left.checked_sub(rows.num_rows()).ok_or(Failed::Rows)?;
                if rows.num_rows() > 0 && !take(rows) {
                    return Err(Failed::Sink);
                }
            }
            Ok(())
        };
        self.within(connection, text, limits, stop, &mut answer)
    }

    fn within(
        &self,
        connection: &Connection,
        text: &str,
        limits: Limits,
        stop: &Stop,
        answer: &mut dyn FnMut(&mut Statement<'_>) -> Result<(), Failed>,
    ) -> Result<(), LiveError> {
        self.guard.check(text)?;
        step_back();
        stop.holds(connection.interrupt_handle());
        let (done, watched) = mpsc::channel();
        thread::scope(|scope| {
            let watching = move || stop.watch(limits, &watched);
            thread::Builder::new()
                .spawn_scoped(scope, watching)
                .map_err(|_| LiveError::NoThread)?;
            let outcome = begin(connection, text, stop, answer);
            drop(done);
            // A command asks several on one connection; where it never began this fails, and may.
            let _ = connection.execute_batch("ROLLBACK");
            outcome.map_err(|error| match (stop.reason(), error) {
                (Some(Reason::Time), _) => LiveError::Time(limits.time.as_secs()),
                (Some(Reason::Memory), _) => LiveError::Memory(limits.memory >> 20),
                (Some(Reason::Silent), _) => LiveError::Silent(SILENT.as_secs()),
                (None, Failed::Rows) => LiveError::Rows(limits.rows),
                (Some(Reason::Left), _) | (None, Failed::Sink) => LiveError::Left,
                (None, Failed::Sql(error)) => LiveError::Sql(plain(&error)),
            })
        })
    }
}

enum Failed {
    Sql(duckdb::Error),
    Rows,
    Sink,
}

impl From<duckdb::Error> for Failed {
    fn from(error: duckdb::Error) -> Self {
        Self::Sql(error)
    }
}

fn begin(
    connection: &Connection,
    text: &str,
    stop: &Stop,
    answer: &mut dyn FnMut(&mut Statement<'_>) -> Result<(), Failed>,
) -> Result<(), Failed> {
    connection.execute_batch(BEGIN)?;
    let mut statement = connection.prepare(text)?;
    if stop.is_asked() {
        return Err(Failed::Sink);
    }
    // Streamed: an answer is never whole in memory.
    drop(statement.stream_arrow([])?);
    answer(&mut statement)
}

fn answer(statement: &mut Statement<'_>, most: usize, sink: &mut dyn Sink) -> Result<(), Failed> {
    let schema = statement.schema();
    let column = |field: &std::sync::Arc<duckdb::arrow::datatypes::Field>| Column {
        name: field.name().clone(),
        numeric: is_number(field.data_type()),
    };
    let columns: Vec<_> = schema.fields().iter().map(column).collect();
    sink.columns(&columns).map_err(|_| Failed::Sink)?;
    let mut rows = statement.raw_query();
    let mut count = 0;
    let mut truncated = false;
    while let Some(row) = rows.next()? {
        if count == most {
            truncated = true;
            break;
        }
        count += 1;
        let values = (0..columns.len()).map(|place| Ok(json(row.get::<_, Duck>(place)?)));
        let values = values.collect::<duckdb::Result<Vec<_>>>()?;
        sink.row(&values).map_err(|_| Failed::Sink)?;
    }
    sink.end(truncated).map_err(|_| Failed::Sink)
}

/// DuckDB's message without what it says of itself.
pub(super) fn plain(error: &duckdb::Error) -> String {
    error.to_string().trim().to_owned()
}
