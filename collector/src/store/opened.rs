//! The open store as everybody but the writer has it: connections, or the reason why there are none.
//!
//! After a fatal error DuckDB answers nothing any more until the file is closed and opened again, and
//! the file is closed when its last connection goes. So connections are handed out from one place.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use duckdb::Connection;

/// Shared by the writer, who opens and closes, and by those who read.
#[derive(Clone, Default)]
pub struct Opened(Arc<Inner>);

/// Two locks: to be given a connection takes a while, and whoever asks steps back on the processor. The writer
/// looks at each group whether something is the matter, and is not to wait for them.
#[derive(Default)]
struct Inner {
    // A connection can be sent and not shared; cloning it is cheap.
    first: Mutex<Option<Connection>>,
    trouble: Mutex<Option<Arc<str>>>,
}

impl Opened {
    /// A store that is open for good, in a command or a test.
    #[must_use]
    pub fn with(connection: Connection) -> Self {
        let opened = Self::default();
        opened.open(connection);
        opened
    }

    /// A connection of one's own, which sees all that is committed.
    ///
    /// # Errors
    /// What DuckDB says, or why the store is not open.
    pub fn connection(&self) -> duckdb::Result<Connection> {
        match &*self.first() {
            Some(first) => first.try_clone(),
            None => {
                let trouble = self.trouble();
                let why = trouble.as_deref().unwrap_or("it is just being opened");
                let text = format!("the store is not open: {why}");
                Err(duckdb::Error::DuckDBFailure(duckdb::ffi::Error::new(1), Some(text)))
            }
        }
    }

    /// Whether connections are given.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.first().is_some()
    }

    /// What keeps the store from taking events, in a sentence; nothing when all is well.
    #[must_use]
    pub fn trouble(&self) -> Option<Arc<str>> {
        self.troubled().clone()
    }

    pub(super) fn open(&self, connection: Connection) {
        *self.first() = Some(connection);
    }

    pub(super) fn close(&self) {
        *self.first() = None;
    }

    /// Sets or clears what is the matter; tells whether that is news.
    pub(super) fn set_trouble(&self, trouble: Option<&str>) -> bool {
        let mut troubled = self.troubled();
        let news = troubled.as_deref() != trouble;
        if news {
            *troubled = trouble.map(Arc::from);
        }
        news
    }

    fn first(&self) -> MutexGuard<'_, Option<Connection>> {
        self.0.first.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn troubled(&self) -> MutexGuard<'_, Option<Arc<str>>> {
        self.0.trouble.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
