//! The open store as everybody but the writer has it: connections, or the reason why there are none.
//!
//! After a fatal error DuckDB answers nothing any more until the file is closed and opened again, and
//! the file is closed when its last connection goes. So connections are handed out from one place.

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

use duckdb::Connection;

use super::memory;

/// Shared by the writer, who opens and closes, and by those who read.
#[derive(Clone, Default)]
pub struct Opened(Arc<Inner>);

/// Two locks: to be given a connection takes a while, and whoever asks steps back on the processor. The writer
/// looks at each group whether something is the matter, and is not to wait for them.
#[derive(Default)]
struct Inner {
    // A connection can be sent and not shared; cloning it is cheap.
    first: Mutex<Option<Connection>>,
    /// Every connection that is out has one, too.
    out: Arc<()>,
    trouble: Mutex<Option<Arc<str>>>,
}

/// A connection that was handed out; whether any is, is known by these.
pub struct Lent {
    connection: Connection,
    _out: Arc<()>,
}

impl Deref for Lent {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl DerefMut for Lent {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.connection
    }
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
    pub fn connection(&self) -> duckdb::Result<Lent> {
        match &*self.first() {
            Some(first) => {
                Ok(Lent { connection: first.try_clone()?, _out: Arc::clone(&self.0.out) })
            }
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

    /// Has DuckDB give back what it keeps of the file, unless somebody has a connection: a question under way
    /// could find no memory meanwhile. For the writer, who could, too; tells how many bytes it holds nevertheless,
    /// where it was done.
    pub(super) fn give_back(&self) -> Option<u64> {
        self.alone()?.as_ref().map(memory::give_back)
    }

    /// The connection that others are made of, where nobody has one: nobody gets one until it is given back. Does
    /// not wait.
    pub(super) fn alone(&self) -> Option<MutexGuard<'_, Option<Connection>>> {
        let first = match self.0.first.try_lock() {
            Ok(first) => first,
            Err(TryLockError::Poisoned(first)) => first.into_inner(),
            Err(TryLockError::WouldBlock) => return None,
        };
        (Arc::strong_count(&self.0.out) == 1).then_some(first)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Access, open};

    #[test]
    fn what_duckdb_keeps_is_given_back_when_nobody_asks() {
        let folder = tempfile::tempdir().unwrap();
        let store = open(&folder.path().join("s.duckdb"), Access::Serve).unwrap();
        store
            .execute_batch(
                "CREATE TABLE read AS SELECT hash(range) AS h FROM range(40_000_000); CHECKPOINT",
            )
            .unwrap();
        let opened = Opened::with(store);
        let ask = |asked: &Connection, sql| -> i64 {
            asked.query_row(sql, [], |row| row.get(0)).unwrap()
        };
        let kept = |asked: &Connection| {
            ask(asked, "SELECT sum(memory_usage_bytes)::BIGINT FROM duckdb_memory()")
        };
        let limit = |asked: &Connection| -> String {
            let sql = "SELECT current_setting('memory_limit')";
            asked.query_row(sql, [], |row| row.get(0)).unwrap()
        };
        let asked = opened.connection().unwrap();
        let usual = limit(&asked);
        ask(&asked, "SELECT count(DISTINCT h % 9)::BIGINT FROM read");
        let before = kept(&asked);
        assert!(before > 300_000_000, "{before} bytes kept of 320 million");
        assert!(opened.give_back().is_none());
        assert_eq!(kept(&asked), before, "somebody has a connection");
        drop(asked);
        assert!(opened.give_back().is_some());
        let asked = opened.connection().unwrap();
        assert!(kept(&asked) < 50_000_000, "{} bytes kept", kept(&asked));
        assert_eq!(limit(&asked), usual);
        // What is in no file yet stays where it is.
        for _ in 0..5 {
            asked.execute_batch("INSERT INTO read SELECT hash(range) FROM range(100_000)").unwrap();
        }
        let unwritten = |asked: &Connection| {
            let sql =
                "SELECT memory_usage_bytes FROM duckdb_memory() WHERE tag = 'IN_MEMORY_TABLE'";
            ask(asked, sql)
        };
        let before = unwritten(&asked);
        assert!(before > 3_000_000, "{before} bytes of 4 million");
        drop(asked);
        assert!(opened.give_back().is_some());
        assert_eq!(unwritten(&opened.connection().unwrap()), before);
        assert!(!folder.path().join("s.duckdb.tmp").exists());
    }
}
