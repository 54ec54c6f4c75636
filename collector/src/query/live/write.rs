//! An answer's bytes as they come: JSON, NDJSON or CSV.

use std::io::{self, Write};

use serde_json::Value;

use super::run::Sink;
use crate::query::table::{Column, Line};

/// What the bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One object: `columns`, `rows`, and whether it was `truncated`.
    Json,
    /// One object a line.
    Ndjson,
    /// One line a row, under a line of names.
    Csv,
}

/// Writes an answer.
pub struct Bytes<W> {
    out: W,
    shape: Shape,
    columns: Vec<Column>,
    rows: usize,
}

impl<W: Write> Bytes<W> {
    /// Writes to `out`.
    pub fn new(out: W, shape: Shape) -> Self {
        Self { out, shape, columns: Vec::new(), rows: 0 }
    }

    fn record(&mut self, cells: impl Iterator<Item = String>) -> io::Result<()> {
        let mut csv = csv::Writer::from_writer(&mut self.out);
        csv.write_record(cells)?;
        csv.flush()
    }
}

impl<W: Write> Sink for Bytes<W> {
    fn columns(&mut self, columns: &[Column]) -> io::Result<()> {
        self.columns = columns.to_vec();
        match self.shape {
            Shape::Json => {
                self.out.write_all(b"{\"columns\":")?;
                serde_json::to_writer(&mut self.out, columns)?;
                self.out.write_all(b",\"rows\":[")
            }
            Shape::Ndjson => Ok(()),
            // A column is named by who asks, and a spreadsheet would run a name, too.
            Shape::Csv => self.record(columns.iter().map(|column| safe(&column.name))),
        }
    }

    fn row(&mut self, row: &[Value]) -> io::Result<()> {
        self.rows += 1;
        if self.shape == Shape::Csv {
            return self.record(row.iter().map(cell));
        }
        if self.shape == Shape::Json && self.rows > 1 {
            self.out.write_all(b",")?;
        }
        serde_json::to_writer(&mut self.out, &Line { columns: &self.columns, row })?;
        if self.shape == Shape::Ndjson { self.out.write_all(b"\n") } else { Ok(()) }
    }

    fn end(&mut self, truncated: bool) -> io::Result<()> {
        if self.shape == Shape::Json {
            writeln!(self.out, "],\"truncated\":{truncated}}}")?;
        }
        self.out.flush()
    }
}

/// A value as a cell of CSV.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => safe(text),
        other => other.to_string(),
    }
}

/// A spreadsheet runs a text that begins like a formula; with an apostrophe before it, it does not.
fn safe(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}
