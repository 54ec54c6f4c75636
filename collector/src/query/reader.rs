//! Connections to read with, beside the writer's: each question gets its own, and can be ended from outside.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use duckdb::InterruptHandle;

use crate::store::migrate;
use crate::store::opened::{Lent, Opened};

/// Hands out connections to the store that is open already.
pub struct Reader {
    opened: Opened,
}

impl Reader {
    /// Reads what the writer keeps open.
    #[must_use]
    pub fn new(opened: Opened) -> Self {
        Self { opened }
    }

    /// A connection of one's own, which sees all that is committed.
    ///
    /// # Errors
    /// What DuckDB says, or why the store is not open.
    pub fn connection(&self) -> duckdb::Result<Lent> {
        self.opened.connection()
    }

    /// Whether the store is open: the writer closes it after a fault, and waits for all to let go.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.opened.is_open()
    }

    /// Whether the store can be read.
    #[must_use]
    pub fn answers(&self) -> bool {
        self.connection().is_ok_and(|connection| migrate::require_current(&connection).is_ok())
    }
}

/// A question under way.
pub struct Asking {
    reader: Arc<Reader>,
    handles: Mutex<Vec<Arc<InterruptHandle>>>,
    ended: AtomicBool,
}

impl Asking {
    /// A question to be asked of this reader.
    #[must_use]
    pub fn new(reader: Arc<Reader>) -> Self {
        Self { reader, handles: Mutex::default(), ended: AtomicBool::new(false) }
    }

    /// A connection of its own, as [`Reader::connection`] has them.
    ///
    /// # Errors
    /// As there.
    pub fn connection(&self) -> duckdb::Result<Lent> {
        let connection = self.reader.connection()?;
        self.handles
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(connection.interrupt_handle());
        Ok(connection)
    }

    /// Whether it was told to end.
    pub fn is_ended(&self) -> bool {
        self.ended.load(Ordering::Relaxed)
    }

    /// Ends it: the statement that runs, if one does, fails.
    pub fn end(&self) {
        self.ended.store(true, Ordering::Relaxed);
        let handles = self.handles.lock().unwrap_or_else(PoisonError::into_inner);
        handles.iter().for_each(|handle| handle.interrupt());
    }
}
