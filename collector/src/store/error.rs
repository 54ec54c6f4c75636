//! What can go wrong with the store, each in a sentence that says what to do.

use std::path::{Path, PathBuf};

/// An error of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process has the file: DuckDB locks it to one.
    #[error(
        "{} is in use by another process{}, and this needs it alone: stop that one first (a collector is stopped by SIGTERM or Ctrl-C, and loses nothing)",
        path.display(),
        holder.map(|pid| format!(" (PID {pid})")).unwrap_or_default()
    )]
    Locked {
        /// The file.
        path: PathBuf,
        /// The process that holds it, where DuckDB names it.
        holder: Option<u32>,
    },
    /// There is no such file, and the command does not make one.
    #[error("{} does not exist; import a file or start the collector to make it, or name another with --db", .0.display())]
    Absent(PathBuf),
    /// The name is none of a file's.
    #[error(
        "{0:?} is no file's name, and what is not in a file is lost; name a DuckDB file with --db"
    )]
    NoName(PathBuf),
    /// There is a file, and it is something else.
    #[error(
        "{} is there and is no DuckDB file; name another with --db, or, where it was a store that was \
         damaged, `percorso restore` the last backup",
        .0.display()
    )]
    NoStore(PathBuf),
    /// The store's file is gone, and its log is not.
    #[error(
        "{store} is not there and its log {wal} is, which holds acknowledged events and would be lost with an \
         empty {store}: put {store} back; or `percorso restore` a backup, which keeps the log under another \
         name; or, to begin with nothing, move the log away by hand",
        store = path.display(), wal = log.display()
    )]
    Lost {
        /// The store.
        path: PathBuf,
        /// The first part of its log that is there.
        log: PathBuf,
    },
    /// Another process is putting a copy in the store's place.
    #[error("a copy is just being put in the place of {}; try again in a moment", .0.display())]
    Restoring(PathBuf),
    /// The file was written by a later version.
    #[error(
        "the store is of schema {found}, and this percorso knows up to {known}; use a newer percorso"
    )]
    Newer {
        /// The file's version.
        found: i32,
        /// The newest this program knows.
        known: i32,
    },
    /// The file has not got this program's schema, and may not be changed now.
    #[error(
        "the store is of schema {found} and needs {needed}; `percorso serve` or `import` brings it up to date"
    )]
    Older {
        /// The file's version; 0 is not a Percorso store.
        found: i32,
        /// What is needed.
        needed: i32,
    },
    /// The file's views and macros are not this program's, and may not be changed now.
    #[error(
        "the store has the views of another version; `percorso serve` or `import` brings them up to date"
    )]
    OtherViews,
    /// The site has events, and what is to be written could not be told from them.
    #[error("the site {0} has events already; choose another --site or another --db")]
    SiteTaken(String),
    /// DuckDB refused.
    #[error("DuckDB could not {doing}: {cause}")]
    Duckdb {
        /// What was being done.
        doing: &'static str,
        /// What DuckDB says.
        cause: duckdb::Error,
    },
    /// A file beside the store could not be read or written.
    #[error("could not {doing} {}: {cause}", path.display())]
    File {
        /// What was being done.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
    /// The file of the lasting key holds something else.
    #[error(
        "{} is not a key of 32 bytes; put back the copy you have, or delete it and consented visitors \
         count as new ones",
        .0.display()
    )]
    Key(PathBuf),
    /// A copy is not written over anything.
    #[error("{} is there already; name another file, or take it away first", .0.display())]
    Present(PathBuf),
    /// A copy finds no room.
    #[error(
        "there are {} MB free for {} and {} MB are needed; free some, or name a place on another disk",
        free >> 20, to.display(), needed >> 20
    )]
    NoRoom {
        /// The copy.
        to: PathBuf,
        /// Bytes that are free.
        free: u64,
        /// Bytes that must be.
        needed: u64,
    },
    /// Checkpoints came more often than a copy could be made.
    #[error(
        "{} changed during every try to copy it; try again at a quieter hour, or stop the collector",
        .0.display()
    )]
    TooBusy(PathBuf),
    /// The folder the store is to lie in is not there.
    #[error("{} does not exist; make it, or name another place with --db", .0.display())]
    NoFolder(PathBuf),
    /// The disk is nearly full.
    #[error(
        "the disk of {} has {} MB free and {} MB are kept for the store's checkpoints; free some, and \
         events are taken again",
        path.display(), free >> 20, needed >> 20
    )]
    Full {
        /// The store.
        path: PathBuf,
        /// Bytes that are free.
        free: u64,
        /// Bytes that must be.
        needed: u64,
    },
    /// The disk takes no more writes.
    #[error(
        "the disk of {} is read-only, as the system makes it after a fault; see `dmesg`, have it written \
         to again, and events are taken again",
        .0.display()
    )]
    ReadOnly(PathBuf),
    /// The store's file was changed for another while it is open.
    #[error(
        "{} is not the file that was opened; put that one back, or stop the collector and start it on \
         this one",
        .0.display()
    )]
    Replaced(PathBuf),
    /// The file can't be opened again while questions to it are under way.
    #[error(
        "the store fell out of order and is opened again when the questions under way have ended"
    )]
    StillOpen,
    /// The events were written anew, and the rest of it waits for readers.
    #[error(
        "the events are written anew, and what is gone from them still lies in the file, because questions \
         are reading it: ask again when they have ended, the same command, and it is written over"
    )]
    StillRead,
    /// The store takes nothing, for the reason that was told when it began.
    #[error("the store is out of order: {0}")]
    OutOfOrder(std::sync::Arc<str>),
    /// The queue is full; the sender is to come again.
    #[error("the collector is busy; send again later")]
    Busy,
    /// The writer has stopped.
    #[error("the collector is stopping; send again later")]
    Stopped,
    /// The transaction that held the rows was not committed; nothing of it is stored.
    #[error("the events could not be stored; send again later")]
    NotStored,
}

impl StoreError {
    /// Whether it is the file or its disk that can't be used, which may pass, and not what was asked for.
    pub(crate) fn is_of_the_file(&self) -> bool {
        matches!(
            self,
            Self::Duckdb { .. }
                | Self::File { .. }
                | Self::Full { .. }
                | Self::Lost { .. }
                | Self::NoRoom { .. }
                | Self::NoStore(_)
                | Self::ReadOnly(_)
                | Self::Replaced(_)
                | Self::Restoring(_)
                | Self::StillRead
        )
    }

    /// Whether a statement failed for the file or its disk. DuckDB's errors have no kinds but in words.
    pub(crate) fn is_of_the_disk(&self) -> bool {
        let Self::Duckdb { cause, .. } = self else { return self.is_of_the_file() };
        let text = cause.to_string();
        let words = [
            "IO Error",
            "FATAL",
            "INTERNAL",
            "Could not write",
            "Could not read",
            "fsync",
            "invalidated",
        ];
        words.iter().any(|word| text.contains(word))
    }

    /// Wraps a DuckDB error with what was being done.
    pub(crate) fn duckdb(doing: &'static str) -> impl FnOnce(duckdb::Error) -> Self {
        move |cause| Self::Duckdb { doing, cause }
    }

    /// A connection to read by could not be had.
    pub(crate) fn reading(cause: duckdb::Error) -> Self {
        Self::Duckdb { doing: "connect to read", cause }
    }

    /// Wraps a file error with what was being done to which file.
    pub(crate) fn file(doing: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |cause| Self::File { doing, path, cause }
    }
}
