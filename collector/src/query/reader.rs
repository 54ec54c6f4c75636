//! Connections to read with, beside the writer's: each question gets one of its own.

use duckdb::Connection;

use crate::store::migrate;
use crate::store::opened::Opened;

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
    pub fn connection(&self) -> duckdb::Result<Connection> {
        self.opened.connection()
    }

    /// Whether the store can be read.
    #[must_use]
    pub fn answers(&self) -> bool {
        self.connection().is_ok_and(|connection| migrate::require_current(&connection).is_ok())
    }
}
