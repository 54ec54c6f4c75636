//! The open store as everybody but the writer has it: connections, or the reason why there are none.
//!
//! After a fatal error DuckDB answers nothing any more until the file is closed and opened again, and
//! the file is closed when its last connection goes. So connections are handed out from one place.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use duckdb::Connection;

/// Shared by the writer, who opens and closes, and by those who read.
#[derive(Clone, Default)]
pub struct Opened(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    // A connection can be sent and not shared; cloning it is cheap.
    first: Option<Connection>,
    trouble: Option<Arc<str>>,
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
        let inner = self.inner();
        match &inner.first {
            Some(first) => first.try_clone(),
            None => {
                let why = inner.trouble.as_deref().unwrap_or("it is just being opened");
                let text = format!("the store is not open: {why}");
                Err(duckdb::Error::DuckDBFailure(duckdb::ffi::Error::new(1), Some(text)))
            }
        }
    }

    /// What keeps the store from taking events, in a sentence; nothing when all is well.
    #[must_use]
    pub fn trouble(&self) -> Option<Arc<str>> {
        self.inner().trouble.clone()
    }

    pub(super) fn open(&self, connection: Connection) {
        self.inner().first = Some(connection);
    }

    pub(super) fn close(&self) {
        self.inner().first = None;
    }

    /// Sets or clears what is the matter; tells whether that is news.
    pub(super) fn set_trouble(&self, trouble: Option<&str>) -> bool {
        let mut inner = self.inner();
        let news = inner.trouble.as_deref() != trouble;
        if news {
            inner.trouble = trouble.map(Arc::from);
        }
        news
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
