//! `percorso sql`: a SELECT to the store, or to the collector that has it; many of them on a terminal.

mod prompt;

use std::io::{self, IsTerminal, Read, Write};
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::Outcome;
use super::ask::{Place, Source};
use super::format::{Format, Printing};
use crate::query::Connection;
use crate::query::live::run::Sink;
use crate::query::live::write::{Bytes, Cut, Shape};
use crate::query::live::{self, Limits, Live, Stop};
use crate::query::table::{Column, Table};

/// Ask the store in SQL, also while the collector runs: one SELECT, which cannot write. Without a query,
/// reads it from a pipe, or many of them from the terminal.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The statement; .tables lists what can be asked, .schema every column.
    #[arg(value_name = "QUERY")]
    query: Option<String>,
    #[command(flatten)]
    printing: Printing,
    /// Print at most so many rows.
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    rows: usize,
    /// End the question after so many seconds; a collector ends it after 60 at the latest.
    #[arg(long, value_name = "N", default_value_t = 60)]
    seconds: u64,
}

/// Answers one query, or as many as are asked.
pub(super) fn run(place: &Place, args: &Args) -> Outcome {
    let shell = Shell { place, args, format: args.printing.format() };
    match &args.query {
        Some(query) => shell.answer(query),
        None if io::stdin().is_terminal() => prompt::run(),
        None => {
            let mut query = String::new();
            io::stdin().read_to_string(&mut query)?;
            shell.answer(&query)
        }
    }
}

struct Shell<'a> {
    place: &'a Place,
    args: &'a Args,
    format: Format,
}

/// A collector's answer.
#[derive(Deserialize)]
struct Answered {
    columns: Vec<Column>,
    rows: Vec<Map<String, Value>>,
    truncated: bool,
}

impl Shell<'_> {
    /// Answers a statement or a dot command. The store is opened for each: between two, a collector may
    /// have started or stopped, and must not find the file locked.
    fn answer(&self, query: &str) -> Outcome {
        let query = match query.trim() {
            ".tables" => live::TABLES,
            ".schema" => live::SCHEMA,
            other => other,
        };
        match self.place.reach()? {
            Source::Store(connection) => self.answer_here(&connection, query),
            Source::Collector(collector) => {
                let shape = self.shape();
                let accept = shape.unwrap_or(Shape::Json).kind();
                let headers = [("content-type", "application/json"), ("accept", accept)];
                // One more than is printed: CSV and NDJSON do not tell whether there are more.
                let more = usize::from(shape.is_some_and(|shape| shape != Shape::Json));
                let body = serde_json::json!({
                    "sql": query,
                    "rows": self.args.rows.saturating_add(more),
                    "seconds": self.args.seconds
                });
                let answer = collector.post("/v1/sql", &headers, &body.to_string())?;
                let Some(shape) = shape else {
                    let answered: Answered = answer.json()?;
                    let table = Table::of_objects(answered.columns, answered.rows);
                    return self.print(&table, answered.truncated);
                };
                let mut out = self.args.printing.sink()?;
                if shape == Shape::Json {
                    return Ok(io::copy(&mut answer.reader(), &mut out).map(|_| ())?);
                }
                let mut cut = Cut::new(out, shape, self.args.rows);
                io::copy(&mut answer.reader(), &mut cut)?;
                cut.flush()?;
                self.say_more(cut.is_truncated())
            }
        }
    }

    fn answer_here(&self, connection: &Connection, query: &str) -> Outcome {
        Live::seal(connection)?;
        let live = Live::new(connection)?;
        // Only this process's own memory and time.
        let time = Duration::from_secs(self.args.seconds);
        let limits = Limits { rows: self.args.rows, time, memory: usize::MAX };
        let stop = Stop::default();
        let Some(shape) = self.shape() else {
            let mut kept = Kept::default();
            live.run(connection, query, limits, &stop, &mut kept)?;
            return self.print(&kept.table, kept.truncated);
        };
        let mut bytes = Bytes::new(self.args.printing.sink()?, shape);
        match live.run(connection, query, limits, &stop, &mut bytes) {
            Ok(()) => self.say_more(bytes.is_truncated() && shape != Shape::Json),
            // Whoever reads has seen enough, as `head` has.
            Err(live::LiveError::Left) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// What is printed as it comes; nothing where all of it must be known before.
    fn shape(&self) -> Option<Shape> {
        match self.format {
            Format::Table | Format::Parquet => None,
            Format::Json => Some(Shape::Json),
            Format::Csv => Some(Shape::Csv),
            Format::Ndjson => Some(Shape::Ndjson),
        }
    }

    /// Says beside the answer that it was cut, where the answer itself cannot.
    fn say_more(&self, is_more: bool) -> Outcome {
        if is_more {
            let rows = self.args.rows;
            writeln!(io::stderr().lock(), "{rows} rows, and there are more (--rows)")?;
        }
        Ok(())
    }

    fn print(&self, table: &Table, truncated: bool) -> Outcome {
        let more = if truncated { ", and there are more (--rows)" } else { "" };
        let title = match table.rows.len() {
            1 => format!("1 row{more}"),
            n => format!("{n} rows{more}"),
        };
        if self.format == Format::Parquet && truncated {
            writeln!(io::stderr().lock(), "{title}")?;
        }
        self.args.printing.rows(table, table, &title)
    }
}

/// Rows for a table, whose widths are known when all of them are.
#[derive(Default)]
struct Kept {
    table: Table,
    truncated: bool,
}

impl Sink for Kept {
    fn columns(&mut self, columns: &[Column]) -> io::Result<()> {
        self.table.columns = columns.to_vec();
        Ok(())
    }

    fn row(&mut self, row: &[Value]) -> io::Result<()> {
        self.table.rows.push(row.to_vec());
        Ok(())
    }

    fn end(&mut self, truncated: bool) -> io::Result<()> {
        self.truncated = truncated;
        Ok(())
    }
}

fn say(text: &str) -> io::Result<()> {
    writeln!(io::stdout().lock(), "{text}")
}
