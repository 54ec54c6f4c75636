//! Takes in records of any columns as JSON objects: lines of CSV or TSV, or NDJSON.

use std::io::BufRead;

use duckdb::{Connection, params};

use super::delimited::Table;
use super::error::{ImportError, doing, file};
use super::fill::{JSON_BYTES, READING, Rejected, json, require};
use super::lines::{Line, Lines};
use super::{Import, kind};

const NDJSON: &str = include_str!("../../../sql/import/records_ndjson.sql");

/// Fills `source`; returns the number of records that were there.
pub(super) fn records(
    connection: &Connection,
    import: &Import,
    mut reader: Box<dyn BufRead + '_>,
) -> Result<i64, ImportError> {
    let start = reader.fill_buf().map_err(file("read", &import.file))?;
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    if start.trim_ascii_start().starts_with(b"{") {
        return json(connection, import, reader, NDJSON);
    }
    let mut lines = Lines::new(reader, JSON_BYTES);
    let delimiter = import.mapping.as_ref().and_then(|mapping| mapping.delimiter);
    let table = match lines.next_line().map_err(file("read", &import.file))? {
        Some((_, Line::Whole(header))) => Table::all(header, delimiter).ok(),
        _ => None,
    };
    let Some(mut table) = table else {
        return Err(kind::refused(import, &import.file, "neither"));
    };
    require(import, true, |name| table.names().iter().any(|column| column == name))?;

    let mut source = connection.appender("source").map_err(doing(READING))?;
    let mut rejected = Rejected::new(connection)?;
    let mut count = 0;
    while let Some((number, line)) = lines.next_line().map_err(file("read", &import.file))? {
        count += 1;
        match line {
            Line::Cut(start) => rejected.add(number, "line_too_long", start)?,
            Line::Whole(line) => match table.object(line) {
                Err(reason) => rejected.add(number, reason, line)?,
                Ok(record) => {
                    let record = record.to_string();
                    source.append_row(params![number, record]).map_err(doing(READING))?;
                }
            },
        }
    }
    source.flush().map_err(doing(READING))?;
    rejected.flush()?;
    Ok(count)
}
