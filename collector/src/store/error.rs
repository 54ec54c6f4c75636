//! What can go wrong with the store, each in a sentence that says what to do.

use std::path::{Path, PathBuf};

/// An error of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process has the file: DuckDB locks it to one.
    #[error(
        "{} is in use by another process{}; it is not a running collector's, or one that is just starting or stopping",
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
    /// Wraps a DuckDB error with what was being done.
    pub(crate) fn duckdb(doing: &'static str) -> impl FnOnce(duckdb::Error) -> Self {
        move |cause| Self::Duckdb { doing, cause }
    }

    /// Wraps a file error with what was being done to which file.
    pub(crate) fn file(doing: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |cause| Self::File { doing, path, cause }
    }
}
