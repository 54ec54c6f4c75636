//! How answers are printed: a table for people, JSON, CSV, NDJSON and Parquet for programs.

use std::io::{self, BufWriter, Write};

use clap::ValueEnum;
use serde::Serialize;

pub(super) use printing::Printing;
pub(super) use table::Table;

use super::Outcome;

mod printing;
mod rows;
mod table;

/// How to print an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Columns for the eye.
    Table,
    /// One object.
    Json,
    /// One line a row, under a line of names.
    Csv,
    /// One object a line.
    Ndjson,
    /// A Parquet file, for other programs: goes into --out.
    Parquet,
}

impl Format {
    /// Prints a table to stdout.
    pub(super) fn print_table(table: Table) -> Outcome {
        let out = BufWriter::new(io::stdout().lock());
        Ok(Self::Table.write(out, &(), &[(); 0], || table)?)
    }

    fn write<R: Serialize>(
        self,
        mut out: impl Write,
        whole: &impl Serialize,
        rows: &[R],
        table: impl FnOnce() -> Table,
    ) -> io::Result<()> {
        match self {
            Self::Table => writeln!(out, "{}", table())?,
            Self::Json => {
                serde_json::to_writer(&mut out, whole)?;
                writeln!(out)?;
            }
            Self::Csv => {
                let mut csv = csv::Writer::from_writer(&mut out);
                for row in rows {
                    csv.serialize(row)?;
                }
                csv.flush()?;
            }
            // Parquet has a writer of its own (query::answer).
            Self::Ndjson | Self::Parquet => {
                for row in rows {
                    serde_json::to_writer(&mut out, row)?;
                    writeln!(out)?;
                }
            }
        }
        out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Row {
        name: &'static str,
        count: u64,
    }

    fn print(format: Format) -> String {
        let rows = [Row { name: "a,b", count: 2 }, Row { name: "c\"d", count: 1 }];
        let mut out = Vec::new();
        let table = || Table::new("two rows", ["name", "count"], [["a,b", "2"], ["c", "1"]]);
        format.write(&mut out, &serde_json::json!({ "all": 3 }), &rows, table).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn each_format() {
        assert_eq!(print(Format::Json), "{\"all\":3}\n");
        assert_eq!(print(Format::Csv), "name,count\n\"a,b\",2\n\"c\"\"d\",1\n");
        let lines = "{\"name\":\"a,b\",\"count\":2}\n{\"name\":\"c\\\"d\",\"count\":1}\n";
        assert_eq!(print(Format::Ndjson), lines);
        let table = print(Format::Table);
        assert!(table.contains("name") && table.contains("a,b") && table.contains("two rows"));
    }
}
