//! A file in place of the store: opened by DuckDB in memory, its columns found and understood.

use std::path::Path;

use duckdb::{Config, Connection};

use super::error::QueryError;
use super::relation::{Relation, Unit, Users};

const CSV: &str = include_str!("../../sql/input/csv.sql");
const NDJSON: &str = include_str!("../../sql/input/ndjson.sql");
const PARQUET: &str = include_str!("../../sql/input/parquet.sql");
const COLUMNS: &str = include_str!("../../sql/input/columns.sql");
const VIEW: &str = include_str!("../../sql/input/view.sql");
const LOAD: &str = include_str!("../../sql/input/load.sql");
const TIMES: &str = include_str!("../../sql/input/times.sql");

/// Memory DuckDB may take before it spills to disk.
const MEMORY: &str = "1GB";

/// A file and the columns that say who, when and what.
#[derive(Debug, Clone)]
pub struct Input<'a> {
    /// A file ending in .csv, .ndjson, .jsonl, .json or .parquet; the text ones may also be .gz.
    pub file: &'a Path,
    /// The column of the user.
    pub user: &'a str,
    /// The column of the time: a timestamp, a date, or a number of seconds.
    pub time: &'a str,
    /// The column of the event's name.
    pub event: &'a str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Csv,
    Ndjson,
    Parquet,
}

/// Opens a file for reading events from it.
///
/// # Errors
/// When it is not there or not what its name says, has not the columns, or times that cannot be read.
pub fn open(input: &Input<'_>) -> Result<(Connection, Relation), QueryError> {
    let name = input.file.display().to_string();
    let kind = kind(&name).ok_or_else(|| QueryError::Kind(name.clone()))?;
    let connection = connect()?;
    let types = find_columns(&connection, input, kind, &name)?;
    let [user_type, time_type, event_type] = types.as_ref();

    let text_times = time_type == "VARCHAR";
    let statement = if kind == Kind::Parquet && !text_times { VIEW } else { LOAD };
    let reading = || format!("read {name}");
    connection.execute_batch(statement).map_err(QueryError::duckdb(reading()))?;

    let (time, unit) = if text_times {
        text_times_of(&connection, input, &name)?
    } else {
        time_of(time_type).ok_or_else(|| QueryError::TimeKind {
            file: name.clone(),
            column: input.time.to_owned(),
            kind: time_type.clone(),
        })?
    };
    let (user, users) = user_of(user_type, kind);
    let event = match event_type.as_str() {
        "VARCHAR" => "event_key",
        "JSON" => "(event_key ->> '$')",
        _ => "CAST(event_key AS VARCHAR)",
    };
    Ok((connection, Relation::input(name, (user, users), (time, unit), event)))
}

fn kind(name: &str) -> Option<Kind> {
    let name = name.to_ascii_lowercase();
    let is = |endings: &[&str]| {
        let plain = name.strip_suffix(".gz").unwrap_or(&name);
        endings.iter().any(|ending| plain.ends_with(ending))
    };
    if name.ends_with(".parquet") {
        Some(Kind::Parquet)
    } else if is(&[".csv", ".tsv"]) {
        Some(Kind::Csv)
    } else if is(&[".ndjson", ".jsonl", ".json"]) {
        Some(Kind::Ndjson)
    } else {
        None
    }
}

fn connect() -> Result<Connection, QueryError> {
    let connection = Config::default()
        .max_memory(MEMORY)
        .and_then(|config| config.enable_autoload_extension(false))
        .and_then(|config| config.with("autoinstall_known_extensions", "false"))
        .and_then(Connection::open_in_memory_with_flags)
        .map_err(QueryError::duckdb("start in memory"))?;
    // Times without a zone are UTC. A DuckDB built without zones knows no such setting and no others.
    let _ = connection.execute_batch("SET TimeZone = 'UTC'");
    Ok(connection)
}

/// Opens the file and gives the types of the three columns.
fn find_columns(
    connection: &Connection,
    input: &Input<'_>,
    kind: Kind,
    name: &str,
) -> Result<Box<[String; 3]>, QueryError> {
    let reading = || QueryError::duckdb(format!("read {name}"));
    let set = |statement: &str, value: &str| {
        connection.execute(statement, [value]).map_err(reading()).map(|_| ())
    };
    set("SET VARIABLE input_file = ?", name)?;
    connection
        .execute_batch(match kind {
            Kind::Csv => CSV,
            Kind::Ndjson => NDJSON,
            Kind::Parquet => PARQUET,
        })
        .map_err(reading())?;
    let mut statement = connection.prepare(COLUMNS).map_err(reading())?;
    let columns: Vec<(String, String)> = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .and_then(Iterator::collect)
        .map_err(reading())?;
    let find = |asked: &str| {
        let exact = columns.iter().find(|(column, _)| column == asked);
        exact
            .or_else(|| columns.iter().find(|(column, _)| column.eq_ignore_ascii_case(asked)))
            .ok_or_else(|| QueryError::Column {
                file: name.to_owned(),
                column: asked.to_owned(),
                available: columns.iter().map(|(column, _)| column.clone()).collect(),
            })
    };
    let (user, time, event) = (find(input.user)?, find(input.time)?, find(input.event)?);
    set("SET VARIABLE input_user = ?", &user.0)?;
    set("SET VARIABLE input_time = ?", &time.0)?;
    set("SET VARIABLE input_event = ?", &event.0)?;
    Ok(Box::new([user.1.clone(), time.1.clone(), event.1.clone()]))
}

/// How to read a user, so that different users stay different.
fn user_of(kind: &str, file: Kind) -> (&'static str, Users) {
    match kind {
        "TINYINT" | "SMALLINT" | "INTEGER" | "BIGINT" => {
            ("CAST(user_key AS BIGINT)", Users::Signed)
        }
        "UTINYINT" | "USMALLINT" | "UINTEGER" | "UBIGINT" => {
            ("CAST(user_key AS UBIGINT)", Users::Unsigned)
        }
        "VARCHAR" => ("user_key", Users::Text { maybe_numbers: file == Kind::Csv }),
        "JSON" => ("(user_key ->> '$')", Users::Text { maybe_numbers: false }),
        _ => ("CAST(user_key AS VARCHAR)", Users::Text { maybe_numbers: false }),
    }
}

/// How to read a time that has a type.
fn time_of(kind: &str) -> Option<(&'static str, Unit)> {
    match kind {
        "DATE" | "TIMESTAMP" | "TIMESTAMP_S" | "TIMESTAMP_MS" | "TIMESTAMP_NS" => {
            Some(("epoch_us(CAST(time_key AS TIMESTAMP))", Unit::Micros))
        }
        "TIMESTAMP WITH TIME ZONE" => Some(("epoch_us(time_key)", Unit::Micros)),
        "TINYINT" | "SMALLINT" | "INTEGER" | "BIGINT" | "HUGEINT" | "UTINYINT" | "USMALLINT"
        | "UINTEGER" | "UBIGINT" | "UHUGEINT" => Some(("CAST(time_key AS BIGINT)", Unit::Seconds)),
        other if matches!(other, "DOUBLE" | "FLOAT") || other.starts_with("DECIMAL") => {
            Some((FRACTIONS, Unit::Micros))
        }
        _ => None,
    }
}

/// Seconds with a fraction, to the microsecond.
const FRACTIONS: &str = "CAST(round(CAST(time_key AS DOUBLE) * 1000000) AS BIGINT)";

/// How to read times written as text: all as timestamps, or all as numbers.
fn text_times_of(
    connection: &Connection,
    input: &Input<'_>,
    name: &str,
) -> Result<(&'static str, Unit), QueryError> {
    let (given, stamps, numbers, wholes, no_stamp, no_number) = connection
        .query_row(TIMES, [], |row| {
            let count = |index| row.get::<_, i64>(index);
            let text = |index| row.get::<_, Option<String>>(index);
            Ok((count(0)?, count(1)?, count(2)?, count(3)?, text(4)?, text(5)?))
        })
        .map_err(QueryError::duckdb(format!("read the times of {name}")))?;
    if given == stamps {
        return Ok(("epoch_us(CAST(time_key AS TIMESTAMPTZ))", Unit::Micros));
    }
    if given == wholes {
        return Ok(("CAST(time_key AS BIGINT)", Unit::Seconds));
    }
    if given == numbers {
        return Ok((FRACTIONS, Unit::Micros));
    }
    let (readable, meaning, example) = if stamps >= numbers {
        (stamps, "timestamps", no_stamp)
    } else {
        (numbers, "numbers of seconds", no_number)
    };
    Err(QueryError::Time {
        file: name.to_owned(),
        column: input.time.to_owned(),
        count: given - readable,
        meaning,
        example: example.unwrap_or_default(),
    })
}
