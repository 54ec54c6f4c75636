//! What can go wrong while reading, each in a sentence that says what to do.

/// An error of a query.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// The file's name does not tell what is in it.
    #[error(
        "cannot tell what {0} holds; its name must end in .csv, .ndjson, .jsonl, .json or .parquet"
    )]
    Kind(String),
    /// The file has no such column.
    #[error("{file} has no column {column:?}; it has {}", list(.available))]
    Column {
        /// The file.
        file: String,
        /// The column asked for.
        column: String,
        /// Those it has.
        available: Vec<String>,
    },
    /// The column cannot be a time.
    #[error(
        "column {column:?} of {file} is {kind}, which is no time; a time is a timestamp, a date or a number of seconds"
    )]
    TimeKind {
        /// The file.
        file: String,
        /// The column.
        column: String,
        /// DuckDB's name for its type.
        kind: String,
    },
    /// Some rows' time cannot be read.
    #[error(
        "{count} of the times in column {column:?} of {file} cannot be read as {meaning}, {example:?} for one"
    )]
    Time {
        /// The file.
        file: String,
        /// The column.
        column: String,
        /// How many.
        count: i64,
        /// What the other rows' times are.
        meaning: &'static str,
        /// One of them.
        example: String,
    },
    /// Some rows have no time.
    #[error("{0} has rows without a time; every event needs one")]
    NoTime(String),
    /// A statement has a parameter that nobody gave.
    #[error("the statement asks for ${0:?}, which is not given; please report this")]
    Parameter(String),
    /// DuckDB refused.
    #[error("DuckDB could not {doing}: {}", first_part(.reason))]
    Duckdb {
        /// What was being done.
        doing: String,
        /// What DuckDB says.
        reason: duckdb::Error,
    },
    /// DuckDB answered with other types than were asked for.
    #[error("DuckDB answered with {0}, which was not asked for; please report this")]
    Shape(String),
}

impl QueryError {
    /// Wraps a DuckDB error with what was being done.
    pub(super) fn duckdb(doing: impl Into<String>) -> impl FnOnce(duckdb::Error) -> Self {
        move |reason| Self::Duckdb { doing: doing.into(), reason }
    }
}

fn list(names: &[String]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

/// DuckDB's message without the statement it quotes after it.
fn first_part(error: &duckdb::Error) -> String {
    let text = error.to_string();
    text.split("\n\n").next().unwrap_or_default().replace('\n', " ")
}
