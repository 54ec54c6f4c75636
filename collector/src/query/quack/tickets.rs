//! Questions that were let through and are not answered yet, by number. A function of DuckDB's that
//! makes rows is given numbers and texts alone; what it answers waits here for it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use duckdb::arrow::datatypes::DataType;

use super::clients::Begun;
use super::desk::Desk;

/// More than are ever under way: beyond it the oldest go, which nobody came back for.
const MOST: usize = 1024;

/// A question that may be asked.
pub(super) struct Question {
    pub(super) desk: Arc<Desk>,
    /// The connection of Quack's that asks.
    pub(super) asker: Arc<str>,
    /// As the store is asked it.
    pub(super) asked: String,
    /// Since it was planned: ended where its client has gone before it is asked.
    pub(super) planned: Begun,
    /// What carries each of its columns.
    pub(super) carriers: Vec<DataType>,
}

static NUMBER: AtomicI64 = AtomicI64::new(1);
/// A question, or why there is none.
type Ticket = Result<Arc<Question>, String>;
static WAITING: Mutex<BTreeMap<i64, Ticket>> = Mutex::new(BTreeMap::new());

/// A number of its own.
pub(super) fn next() -> i64 {
    NUMBER.fetch_add(1, Ordering::Relaxed)
}

/// Keeps a question under its number, or why there is none.
pub(super) fn put(ticket: i64, question: Result<Question, String>) {
    let mut waiting = WAITING.lock().unwrap_or_else(PoisonError::into_inner);
    waiting.insert(ticket, question.map(Arc::new));
    if waiting.len() > MOST {
        waiting.pop_first();
    }
}

/// The question of a ticket; it stays, because DuckDB may plan the same statement twice.
pub(super) fn get(ticket: i64) -> Ticket {
    let waiting = WAITING.lock().unwrap_or_else(PoisonError::into_inner);
    waiting.get(&ticket).cloned().unwrap_or_else(|| Err("there is no such question".to_owned()))
}
