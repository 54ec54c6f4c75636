//! Asks the store what clients of Quack ask, so many at a time.

use std::cell::Cell;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use serde_json::Value;

use super::clients::{Outcome, Unanswered, UnderWay};
use crate::query::live::{Limits, Live, MEMORY, Sink, Stop, TIME};
use crate::query::reader::Reader;
use crate::query::table::Column;
use crate::store::opened::Lent;

/// Questions at a time.
const AT_ONCE: usize = 4;
/// How long one waits for its turn.
const PATIENCE: Duration = Duration::from_secs(5);
/// What a question may take: a client copies whole tables, so more rows than over HTTP.
pub(super) const LIMITS: Limits = Limits { rows: 100_000_000, time: TIME, memory: MEMORY };

/// The store, and whose turn it is.
pub(super) struct Desk {
    reader: Arc<Reader>,
    live: OnceLock<Live>,
    turns: Mutex<Turns>,
    free: Condvar,
    pub(super) under_way: UnderWay,
}

/// How many are under way, wait to be, and have been told to make room.
#[derive(Default)]
struct Turns {
    busy: usize,
    waiting: usize,
    giving: usize,
}

/// A place among the questions under way; given back when it goes.
pub(super) struct Turn<'a> {
    pub(super) desk: &'a Desk,
    gives_way: Cell<bool>,
}

impl Desk {
    pub(super) fn new(reader: Arc<Reader>) -> Self {
        Self {
            reader,
            live: OnceLock::new(),
            turns: Mutex::default(),
            free: Condvar::new(),
            under_way: UnderWay::default(),
        }
    }

    /// A connection of one's own to the store, and what guards it.
    pub(super) fn connect(&self) -> Result<(Lent, &Live), String> {
        let connection = self.reader.connection().map_err(|error| error.to_string())?;
        if self.live.get().is_none() {
            let live = Live::new(&connection).map_err(|error| error.to_string())?;
            let _ = self.live.set(live);
        }
        let live = self.live.get().ok_or("the store could not be looked through")?;
        Ok((connection, live))
    }

    /// Whether the store is open still.
    pub(super) fn is_open(&self) -> bool {
        self.reader.is_open()
    }

    /// Waits for a turn.
    pub(super) fn turn(&self) -> Result<Turn<'_>, String> {
        let mut turns = self.turns();
        turns.waiting += 1;
        let (mut turns, waited) = self
            .free
            .wait_timeout_while(turns, PATIENCE, |turns| turns.busy >= AT_ONCE)
            .unwrap_or_else(PoisonError::into_inner);
        turns.waiting -= 1;
        if waited.timed_out() {
            drop(turns);
            self.under_way.tell(Outcome::Full, None);
            return Err("others' questions are being answered; ask again later".to_owned());
        }
        turns.busy += 1;
        Ok(Turn { desk: self, gives_way: Cell::new(false) })
    }

    /// How many have a turn, and how many wait for one.
    pub(super) fn taken(&self) -> [usize; 2] {
        let turns = self.turns();
        [turns.busy, turns.waiting]
    }

    fn turns(&self) -> MutexGuard<'_, Turns> {
        self.turns.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The answer to a small question, whole.
    pub(super) fn rows(&self, text: &str, stop: &Stop) -> Result<Vec<Vec<Value>>, Unanswered> {
        let (connection, live) = self.connect()?;
        let mut rows = Rows(Vec::new());
        live.run(&connection, text, LIMITS, stop, &mut rows)?;
        Ok(rows.0)
    }
}

impl Turn<'_> {
    /// Whether somebody waits for this place; then it is to be given back, and no other for the same one.
    pub(super) fn is_wanted(&self) -> bool {
        let mut turns = self.desk.turns();
        let coming = turns.giving + AT_ONCE.saturating_sub(turns.busy);
        if turns.waiting <= coming || self.gives_way.replace(true) {
            return false;
        }
        turns.giving += 1;
        true
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut turns = self.desk.turns();
        turns.busy -= 1;
        turns.giving -= usize::from(self.gives_way.get());
        drop(turns);
        self.desk.free.notify_one();
    }
}

struct Rows(Vec<Vec<Value>>);

impl Sink for Rows {
    fn columns(&mut self, _: &[Column]) -> std::io::Result<()> {
        Ok(())
    }

    fn row(&mut self, row: &[Value]) -> std::io::Result<()> {
        self.0.push(row.to_vec());
        Ok(())
    }

    fn end(&mut self, _: bool) -> std::io::Result<()> {
        Ok(())
    }
}
