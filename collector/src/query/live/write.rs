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

impl Shape {
    /// Its media type.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Ndjson => "application/x-ndjson",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }
}

/// Writes an answer.
pub struct Bytes<W> {
    out: W,
    shape: Shape,
    columns: Vec<Column>,
    rows: usize,
    truncated: bool,
}

impl<W: Write> Bytes<W> {
    /// Writes to `out`.
    pub fn new(out: W, shape: Shape) -> Self {
        Self { out, shape, columns: Vec::new(), rows: 0, truncated: false }
    }

    /// Whether rows were left out. Of the three shapes JSON alone says so itself.
    #[must_use]
    pub fn is_truncated(&self) -> bool {
        self.truncated
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
        self.truncated = truncated;
        if self.shape == Shape::Json {
            writeln!(self.out, "],\"truncated\":{truncated}}}")?;
        }
        self.out.flush()
    }
}

/// Passes records of CSV or NDJSON on, up to so many, and knows whether there were more.
pub struct Cut<W> {
    out: W,
    /// Records that may still pass, with CSV's line of names.
    left: usize,
    quoted: bool,
    is_csv: bool,
    truncated: bool,
}

impl<W: Write> Cut<W> {
    /// Passes so many on.
    pub fn new(out: W, shape: Shape, rows: usize) -> Self {
        let is_csv = shape == Shape::Csv;
        let left = rows.saturating_add(usize::from(is_csv));
        Self { out, left, quoted: false, is_csv, truncated: false }
    }

    /// Whether rows were left out.
    #[must_use]
    pub fn is_truncated(&self) -> bool {
        self.truncated
    }
}

impl<W: Write> Write for Cut<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // In JSON a line's end is written as \n; in CSV it may stand in quotes, and a quote there is two.
        let mut passing = 0;
        for byte in bytes {
            if self.left == 0 {
                self.truncated = true;
                break;
            }
            passing += 1;
            match byte {
                b'"' if self.is_csv => self.quoted = !self.quoted,
                b'\n' if !self.quoted => self.left -= 1,
                _ => {}
            }
        }
        self.out.write_all(bytes.get(..passing).unwrap_or_default())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_cut_at_their_ends_however_they_arrive() {
        let csv = "a,b\n\"one\nline\",\"say \"\"hi\n\"\"\"\n2,3\n4,5\n";
        let cut = |text: &str, shape, rows, piece| {
            let mut cut = Cut::new(Vec::new(), shape, rows);
            for bytes in text.as_bytes().chunks(piece) {
                cut.write_all(bytes).unwrap();
            }
            let truncated = cut.is_truncated();
            (String::from_utf8(cut.out).unwrap(), truncated)
        };
        for piece in [1, 3, 100] {
            assert_eq!(cut(csv, Shape::Csv, 3, piece), (csv.to_owned(), false));
            let (two, truncated) = cut(csv, Shape::Csv, 2, piece);
            assert_eq!((two.as_str(), truncated), (csv.strip_suffix("4,5\n").unwrap(), true));
            let lines = "{\"a\":\"\\\"\"}\n{}\n";
            assert_eq!(cut(lines, Shape::Ndjson, 2, piece), (lines.to_owned(), false));
            assert!(cut(lines, Shape::Ndjson, 1, piece).1);
        }
    }
}
