//! Connections to read with, beside the writer's: each question gets one of its own.

use std::sync::{Mutex, PoisonError};

use duckdb::Connection;

use crate::store::migrate;

/// Hands out connections to the store that is open already.
pub struct Reader {
    // A connection can be sent and not shared; cloning it is cheap.
    first: Mutex<Connection>,
}

impl Reader {
    /// Reads through clones of this connection.
    #[must_use]
    pub fn new(first: Connection) -> Self {
        Self { first: Mutex::new(first) }
    }

    /// A connection of one's own, which sees all that is committed.
    ///
    /// # Errors
    /// What DuckDB says.
    pub fn connection(&self) -> duckdb::Result<Connection> {
        self.first.lock().unwrap_or_else(PoisonError::into_inner).try_clone()
    }

    /// Whether the store can be read.
    #[must_use]
    pub fn answers(&self) -> bool {
        self.connection().is_ok_and(|connection| migrate::require_current(&connection).is_ok())
    }
}
