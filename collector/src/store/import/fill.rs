//! Brings a file's rows into the table `source`, and what is no row into `rejected`.

use std::io::BufRead;

use duckdb::{Appender, Connection, appender_params_from_iter, params};

use super::delimited::Table;
use super::error::{ImportError, doing, file};
use super::kind::{self, Kind};
use super::lines::{Line, Lines};
use super::preset::Text;
use super::records::records;
use super::{Import, Progress};

const COLUMNS: &str = include_str!("../../../sql/import/columns.sql");
/// A line of comma-separated values longer than this is none.
const DELIMITED_BYTES: usize = 64 * 1024;
/// A session of JSON: 500 hits (GA's limit) with a hundred products each stay below.
pub(super) const JSON_BYTES: usize = 32 * 1024 * 1024;
/// So much of a refused line is kept.
const RECORD_BYTES: usize = 4 * 1024;

pub(super) const READING: &str = "take in the file's rows";

/// Fills `source`; returns the number of lines (rows of a Parquet file) that were there.
pub(super) fn fill(
    connection: &Connection,
    import: &Import,
    progress: &dyn Progress,
) -> Result<i64, ImportError> {
    match kind::open(import, progress)? {
        Kind::Parquet => parquet(connection, import),
        Kind::Text(reader) => match import.preset.declared().text {
            Text::Delimited(columns) => delimited(connection, import, reader, columns),
            Text::Json(sql) => json(connection, import, reader, sql),
            Text::Records => records(connection, import, reader),
        },
    }
}

fn parquet(connection: &Connection, import: &Import) -> Result<i64, ImportError> {
    let path = import.file.canonicalize().map_err(file("find", &import.file))?;
    let Some(path) = path.to_str() else {
        return Err(kind::refused(import, &import.file, "named in bytes that are no UTF-8"));
    };
    // DuckDB takes a path for a pattern; in brackets a sign stands for itself.
    let literal = path.replace('[', "[[]").replace('*', "[*]").replace('?', "[?]");
    connection.execute("SET VARIABLE import_file = ?", [literal]).map_err(doing(READING))?;

    let columns = |connection: &Connection| -> duckdb::Result<Vec<String>> {
        connection.prepare(COLUMNS)?.query_map([], |row| row.get(0))?.collect()
    };
    let columns = columns(connection).map_err(doing("read the Parquet file"))?;
    require(import, true, |name| columns.iter().any(|column| column == name))?;
    connection
        .execute_batch(import.preset.declared().parquet)
        .map_err(doing("read the Parquet file"))?;
    connection
        .query_row("SELECT count(*) FROM read_parquet(getvariable('import_file'))", [], |row| {
            row.get(0)
        })
        .map_err(doing("read the Parquet file"))
}

fn delimited(
    connection: &Connection,
    import: &Import,
    reader: Box<dyn BufRead + '_>,
    columns: &[&str],
) -> Result<i64, ImportError> {
    let mut lines = Lines::new(reader, DELIMITED_BYTES);
    let header = lines.next_line().map_err(file("read", &import.file))?;
    let table = match header {
        Some((_, Line::Whole(header))) => Table::new(header, columns).ok(),
        _ => None,
    };
    let has = |name: &str| {
        let place = columns.iter().position(|column| *column == name);
        table.as_ref().is_some_and(|table| place.is_some_and(|place| table.has(place)))
    };
    require(import, true, has)?;
    let Some(mut table) = table else { return Ok(0) };

    let mut source = connection.appender("source").map_err(doing(READING))?;
    let mut rejected = Rejected::new(connection)?;
    let mut count = 0;
    while let Some((number, line)) = lines.next_line().map_err(file("read", &import.file))? {
        count += 1;
        match line {
            Line::Cut(start) => rejected.add(number, "line_too_long", start)?,
            Line::Whole(line) => match table.row(line) {
                Err(reason) => rejected.add(number, reason, line)?,
                Ok(fields) => {
                    let number = number.to_string();
                    let row = std::iter::once(Some(number.as_str())).chain(fields);
                    source.append_row(appender_params_from_iter(row)).map_err(doing(READING))?;
                }
            },
        }
    }
    source.flush().map_err(doing(READING))?;
    rejected.flush()?;
    Ok(count)
}

/// Takes in lines, and lets this SQL make rows of them.
pub(super) fn json(
    connection: &Connection,
    import: &Import,
    reader: Box<dyn BufRead + '_>,
    sql: &str,
) -> Result<i64, ImportError> {
    let mut lines = Lines::new(reader, JSON_BYTES);
    let mut source = connection.appender("lines").map_err(doing(READING))?;
    let mut rejected = Rejected::new(connection)?;
    let mut count = 0;
    while let Some((number, line)) = lines.next_line().map_err(file("read", &import.file))? {
        count += 1;
        match line {
            Line::Cut(start) => rejected.add(number, "line_too_long", start)?,
            Line::Whole(line) => match std::str::from_utf8(line) {
                Err(_) => rejected.add(number, "text_not_utf8", line)?,
                Ok(text) => {
                    if count == 1 {
                        first_object(import, text)?;
                    }
                    source.append_row(params![number, text]).map_err(doing(READING))?;
                }
            },
        }
    }
    source.flush().map_err(doing(READING))?;
    rejected.flush()?;
    connection.execute_batch(sql).map_err(doing("read the file as JSON"))?;
    Ok(count)
}

/// Refuses a file whose first line is another kind of JSON, or none.
fn first_object(import: &Import, line: &str) -> Result<(), ImportError> {
    match serde_json::from_str(line) {
        Ok(serde_json::Value::Object(object)) => {
            require(import, false, |name| object.contains_key(name))
        }
        _ => Err(kind::refused(import, &import.file, "neither")),
    }
}

/// Refuses a file that lacks columns. Objects may leave out what is empty, so that not `whole` tells less.
pub(super) fn require(
    import: &Import,
    whole: bool,
    has: impl Fn(&str) -> bool,
) -> Result<(), ImportError> {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let mut missing: Vec<String> = match &import.mapping {
        Some(mapping) if whole => mapping.columns.clone(),
        Some(mapping) => vec![mapping.time.clone()],
        None => owned(import.preset.declared().required),
    };
    missing.retain(|name| !has(name));
    if missing.is_empty() {
        return Ok(());
    }
    let (path, preset) = (import.file.clone(), import.preset.name());
    Err(ImportError::Columns { path, preset, missing })
}

/// Notes lines that are no rows.
pub(super) struct Rejected<'a>(Appender<'a>);

impl<'a> Rejected<'a> {
    pub(super) fn new(connection: &'a Connection) -> Result<Self, ImportError> {
        connection.appender("rejected").map(Self).map_err(doing(READING))
    }

    pub(super) fn add(
        &mut self,
        line: i64,
        reason: &str,
        record: &[u8],
    ) -> Result<(), ImportError> {
        let record = record.get(..RECORD_BYTES).unwrap_or(record);
        let record = String::from_utf8_lossy(record);
        self.0
            .append_row(params![line, Option::<i64>::None, reason, record.as_ref(), true])
            .map_err(doing(READING))
    }

    pub(super) fn flush(&mut self) -> Result<(), ImportError> {
        self.0.flush().map_err(doing(READING))
    }
}
