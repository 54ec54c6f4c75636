//! Asks the store what clients of Quack ask, so many at a time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use duckdb::Connection;
use serde_json::Value;

use super::clients::{Outcome, Unanswered, UnderWay};
use crate::query::live::{Limits, Live, Sink, Stop};
use crate::query::reader::Reader;
use crate::query::table::Column;

/// Questions at a time.
const AT_ONCE: usize = 4;
/// How long one waits for its turn.
const PATIENCE: Duration = Duration::from_secs(5);
/// What a question may take: a client copies whole tables, so more rows than over HTTP.
pub(super) const LIMITS: Limits =
    Limits { rows: 100_000_000, time: Duration::from_secs(60), memory: 768 << 20 };

/// The store, and whose turn it is.
pub(super) struct Desk {
    reader: Arc<Reader>,
    live: OnceLock<Live>,
    busy: Mutex<usize>,
    free: Condvar,
    waiting: AtomicUsize,
    pub(super) under_way: UnderWay,
}

/// A place among the questions under way; given back when it goes.
pub(super) struct Turn<'a>(&'a Desk);

impl Desk {
    pub(super) fn new(reader: Arc<Reader>) -> Self {
        Self {
            reader,
            live: OnceLock::new(),
            busy: Mutex::new(0),
            free: Condvar::new(),
            waiting: AtomicUsize::new(0),
            under_way: UnderWay::default(),
        }
    }

    /// A connection of one's own to the store, and what guards it.
    pub(super) fn connect(&self) -> Result<(Connection, &Live), String> {
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
        self.waiting.fetch_add(1, Ordering::Relaxed);
        let busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut busy, waited) = self
            .free
            .wait_timeout_while(busy, PATIENCE, |busy| *busy >= AT_ONCE)
            .unwrap_or_else(PoisonError::into_inner);
        self.waiting.fetch_sub(1, Ordering::Relaxed);
        if waited.timed_out() {
            self.under_way.tell(Outcome::Full, None);
            return Err("others' questions are being answered; ask again later".to_owned());
        }
        *busy += 1;
        Ok(Turn(self))
    }

    /// How many have a turn, and how many wait for one.
    pub(super) fn taken(&self) -> [usize; 2] {
        let busy = *self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        [busy, self.waiting.load(Ordering::Relaxed)]
    }

    /// The answer to a small question, whole.
    pub(super) fn rows(&self, text: &str, stop: &Stop) -> Result<Vec<Vec<Value>>, Unanswered> {
        let (connection, live) = self.connect()?;
        let mut rows = Rows(Vec::new());
        live.run(&connection, text, LIMITS, stop, &mut rows)?;
        Ok(rows.0)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *self.0.busy.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        self.0.free.notify_one();
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
