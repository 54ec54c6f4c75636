//! Why a file was not imported, each in a sentence that says what to do.

use std::path::{Path, PathBuf};

/// An import that did not happen; the store is as it was.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file could not be read, or the list of refused records not written.
    #[error("could not {doing} {}", path.display())]
    File {
        /// What was being done.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file is of a kind the preset does not come in.
    #[error("{} is {found}, and {preset} reads {expected}", path.display())]
    Kind {
        /// The file.
        path: PathBuf,
        /// What it seems to be.
        found: &'static str,
        /// The preset's name.
        preset: &'static str,
        /// What the preset reads.
        expected: &'static str,
    },
    /// The file lacks columns: probably another preset's.
    #[error(
        "{} has no column {}: this is not {preset} data; choose another --preset or name the columns so",
        path.display(),
        missing.join(", ")
    )]
    Columns {
        /// The file.
        path: PathBuf,
        /// The preset's name.
        preset: &'static str,
        /// The columns it lacks.
        missing: Vec<String>,
    },
    /// The mapping's zone or format is none.
    #[error("the mapping's {0}")]
    Mapping(MappingError),
    /// `--rejects` names the file to be imported.
    #[error("--rejects {} is the file to import and would be overwritten; name another", .0.display())]
    RejectsIsInput(PathBuf),
    /// The accounts do not balance; a mistake of Percorso's, seen before anything was lost.
    #[error(
        "{what} do not add up ({counted} and {expected}), so nothing was stored; please report this"
    )]
    Unbalanced {
        /// What was compared.
        what: &'static str,
        /// One count.
        counted: i64,
        /// The other.
        expected: i64,
    },
    /// DuckDB refused.
    #[error("DuckDB could not {doing}: {said}")]
    Duckdb {
        /// What was being done.
        doing: &'static str,
        /// What DuckDB says, without the statement it quotes.
        said: String,
    },
}

/// What is wrong with a mapping file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct MappingError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub what: String,
}

/// Wraps a DuckDB error with what was being done.
pub(super) fn doing(doing: &'static str) -> impl FnOnce(duckdb::Error) -> ImportError {
    move |error| {
        let said = error.to_string().lines().next().unwrap_or_default().to_owned();
        ImportError::Duckdb { doing, said }
    }
}

/// Wraps a file error with what was being done to which file.
pub(super) fn file(doing: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> ImportError {
    let path = path.to_owned();
    move |source| ImportError::File { doing, path, source }
}
