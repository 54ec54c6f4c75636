//! `percorso_answer(ticket)`: the rows of a question, asked of the store on a thread of its own.

use std::error::Error;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::Instant;

use duckdb::Connection;
use duckdb::arrow::array::RecordBatch;
use duckdb::arrow::datatypes::{DataType, TimeUnit};
use duckdb::core::{DataChunkHandle, LogicalTypeHandle, LogicalTypeId};
use duckdb::vtab::{
    BindInfo, InitInfo, TableFunctionInfo, VTab, record_batch_to_duckdb_data_chunk,
    to_duckdb_logical_type,
};

use super::clients::{Outcome, Unanswered, UnderWay};
use super::desk::{LIMITS, Turn};
use super::tickets::{self, Question};
use crate::query::live::{LiveError, Stop, TAKEN};

/// Pieces of at most 2,048 rows that may wait for the client.
const AHEAD: usize = 4;
/// What is told where the writer has closed the store after a fault.
const CLOSED: &str = "the store was closed in the middle of the answer; ask again later, and see the \
                      collector's log for why";

/// What carries a column of this type as it is; nothing where it goes as text.
pub(super) fn carrier(kind: &str) -> Option<DataType> {
    Some(match kind {
        "BOOLEAN" => DataType::Boolean,
        "TINYINT" => DataType::Int8,
        "SMALLINT" => DataType::Int16,
        "INTEGER" => DataType::Int32,
        "BIGINT" => DataType::Int64,
        "UTINYINT" => DataType::UInt8,
        "USMALLINT" => DataType::UInt16,
        "UINTEGER" => DataType::UInt32,
        "UBIGINT" => DataType::UInt64,
        "FLOAT" => DataType::Float32,
        "DOUBLE" => DataType::Float64,
        "DATE" => DataType::Date32,
        "TIMESTAMP" => DataType::Timestamp(TimeUnit::Microsecond, None),
        "VARCHAR" => DataType::Utf8,
        _ => return None,
    })
}

pub(super) fn register(inside: &Connection) -> duckdb::Result<()> {
    inside.register_table_function::<Answer>("percorso_answer")
}

struct Answer;

/// What waits for the client.
struct Waiting {
    pieces: Mutex<Receiver<RecordBatch>>,
    /// How the question ended, once no more pieces come.
    end: OnceLock<Result<(), String>>,
}

/// An answer under way; its question ends when it goes.
struct Coming {
    waiting: Arc<Waiting>,
    stop: Stop,
}

impl Drop for Coming {
    fn drop(&mut self) {
        self.stop.leave();
    }
}

impl VTab for Answer {
    type InitData = Mutex<Option<Coming>>;
    type BindData = Arc<Question>;

    fn bind(bind: &BindInfo) -> Result<Self::BindData, Box<dyn Error>> {
        let ticket = bind.get_parameter(0).to_int64();
        let question = tickets::get(ticket)?;
        for (place, carrier) in question.carriers.iter().enumerate() {
            bind.add_result_column(&format!("c{place}"), to_duckdb_logical_type(carrier)?);
        }
        Ok(question)
    }

    fn init(init: &InitInfo) -> Result<Self::InitData, Box<dyn Error>> {
        // Rows come in an order, and one thread takes them.
        init.set_max_threads(1);
        Ok(Mutex::new(None))
    }

    fn func(
        function: &TableFunctionInfo<Self>,
        output: &mut DataChunkHandle,
    ) -> Result<(), Box<dyn Error>> {
        let question = function.get_bind_data();
        let mut begun = function.get_init_data().lock().unwrap_or_else(PoisonError::into_inner);
        let coming = match &mut *begun {
            Some(coming) => coming,
            none => none.insert(begin(question)?),
        };
        if let Ok(rows) = coming.waiting.pieces().recv() {
            return record_batch_to_duckdb_data_chunk(&rows, output);
        }
        match coming.waiting.end.get() {
            Some(Ok(())) => {
                output.set_len(0);
                Ok(())
            }
            Some(Err(why)) => Err(why.as_str().into()),
            None => Err("the question ended before its time".into()),
        }
    }

    fn parameters() -> Option<Vec<LogicalTypeHandle>> {
        Some(vec![LogicalTypeHandle::from(LogicalTypeId::Bigint)])
    }
}

impl Waiting {
    fn pieces(&self) -> MutexGuard<'_, Receiver<RecordBatch>> {
        self.pieces.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells how the question ended. Nobody is waited for to hear it; rows of half an answer go.
    fn end(&self, sender: SyncSender<RecordBatch>, outcome: Result<(), String>) {
        let is_whole = outcome.is_ok();
        let _ = self.end.set(outcome);
        drop(sender);
        if !is_whole {
            self.pieces().try_iter().for_each(drop);
        }
    }
}

fn begin(question: &Arc<Question>) -> Result<Coming, Box<dyn Error>> {
    let (sender, pieces) = sync_channel(AHEAD);
    let question = Arc::clone(question);
    let begun = UnderWay::begin(&question.desk, &question.asker, question.planned.came);
    let stop = begun.stop.clone();
    // After it is entered: who goes between the two ends one or the other.
    if question.planned.stop.is_asked() {
        question.desk.under_way.tell(Outcome::Left, None);
        return Err(LiveError::Left.into());
    }
    // A thread of its own: it takes less of the processor than others from then on.
    let waiting = Arc::new(Waiting { pieces: Mutex::new(pieces), end: OnceLock::new() });
    let ending = Arc::clone(&waiting);
    thread::Builder::new().name("quack".to_owned()).spawn(move || {
        let outcome = ask(&question, &begun.stop, &sender);
        ending.end(sender, outcome);
    })?;
    Ok(Coming { waiting, stop })
}

fn ask(question: &Question, stop: &Stop, sender: &SyncSender<RecordBatch>) -> Result<(), String> {
    let desk = &question.desk;
    let turn = desk.turn()?;
    let begun = Instant::now();
    let mut is_closed = false;
    let mut take = |rows| hand_on(&turn, stop, sender, rows, &mut is_closed);
    let mut outcome = desk.connect().map_err(Unanswered::from).and_then(|(connection, live)| {
        live.batches(&connection, &question.asked, LIMITS, stop, &mut take)
            .map_err(Unanswered::from)
    });
    if is_closed {
        outcome = Err(CLOSED.to_owned().into());
    }
    let told = outcome.as_ref().map_or_else(|error| error.outcome, |()| Outcome::Answered);
    desk.under_way.tell(told, Some(begun.elapsed()));
    outcome.map_err(|error| error.why)
}

/// Waits until the client takes what waits, as long as the question may take, and not for long where others
/// want its turn; tells whether it goes on, and
/// whether the store is why it does not.
fn hand_on(
    turn: &Turn<'_>,
    stop: &Stop,
    sender: &SyncSender<RecordBatch>,
    mut piece: RecordBatch,
    is_closed: &mut bool,
) -> bool {
    let since = Instant::now();
    loop {
        match sender.try_send(piece) {
            Ok(()) => return true,
            Err(TrySendError::Disconnected(_)) => return false,
            Err(TrySendError::Full(back)) => piece = back,
        }
        if stop.is_over(since, || turn.is_wanted()) {
            return false;
        }
        if !turn.desk.is_open() {
            *is_closed = true;
            return false;
        }
        thread::sleep(TAKEN);
    }
}
