//! Where an answer goes and in which shape: the options --format and --out.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value;

use super::{Format, Table, rows};
use crate::cli::Outcome;
use crate::query::answer;
use crate::query::table::{Column, Table as Rows};

// No doc comment: clap would tell it in place of what each command says of itself.
#[derive(Debug, Clone, clap::Args)]
pub(in crate::cli) struct Printing {
    /// How to print it [default: by the ending of --out; table on a terminal, csv elsewhere]
    #[arg(long, value_enum)]
    pub(in crate::cli) format: Option<Format>,
    /// Write it to this file, over what is there; needed for parquet.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) out: Option<PathBuf>,
}

impl Printing {
    /// What is asked for; otherwise what the file is called, and of stdout, what it is.
    pub(in crate::cli) fn format(&self) -> Format {
        let by_ending = |out: &Path| match out.extension().and_then(|ending| ending.to_str()) {
            Some("parquet") => Format::Parquet,
            Some("json") => Format::Json,
            Some("ndjson" | "jsonl") => Format::Ndjson,
            Some("txt") => Format::Table,
            _ => Format::Csv,
        };
        match (self.format, &self.out) {
            (Some(format), _) => format,
            (None, Some(out)) => by_ending(out),
            (None, None) if io::stdout().is_terminal() => Format::Table,
            (None, None) => Format::Csv,
        }
    }

    /// The file to write Parquet into.
    pub(in crate::cli) fn parquet_file(&self) -> Outcome<&Path> {
        let said = "Parquet is written into a file: add --out FILE.parquet";
        self.out.as_deref().ok_or_else(|| said.into())
    }

    /// Where the bytes go; what is written to stdout may find that nobody reads.
    pub(in crate::cli) fn sink(&self) -> Outcome<Box<dyn Write>> {
        Ok(match &self.out {
            None => Box::new(BufWriter::new(io::stdout().lock())),
            Some(path) => {
                let file = File::create(path)
                    .map_err(|error| format!("could not write {} ({error})", path.display()))?;
                Box::new(BufWriter::new(file))
            }
        })
    }

    /// Prints rows of run-time columns: `whole` as JSON, the rows otherwise.
    pub(in crate::cli) fn rows(&self, whole: &impl Serialize, rows: &Rows, title: &str) -> Outcome {
        match self.format() {
            Format::Parquet => Ok(answer::parquet(rows, self.parquet_file()?)?),
            format => {
                let mut out = self.sink()?;
                let written = rows::write(&mut out, format, whole, rows, title);
                written.and_then(|()| out.flush())?;
                // A head without rows leaves one wondering whether it worked.
                if rows.rows.is_empty() && format == Format::Table {
                    writeln!(io::stderr(), "nothing is found")?;
                }
                Ok(())
            }
        }
    }

    /// Says beside the answer what its reader should know; JSON has it inside.
    pub(in crate::cli) fn note(&self, note: Option<&str>) -> Outcome {
        match note {
            Some(note) if self.format() != Format::Json => {
                Ok(writeln!(io::stderr(), "percorso: {note}")?)
            }
            _ => Ok(()),
        }
    }

    /// Prints an answer whose rows are of one type, in this format.
    pub(in crate::cli) fn print<R: Serialize>(
        &self,
        format: Format,
        whole: &impl Serialize,
        rows: &[R],
        table: impl FnOnce() -> Table,
    ) -> Outcome {
        match format {
            Format::Parquet => Ok(answer::parquet(&untyped(rows)?, self.parquet_file()?)?),
            format => Ok(format.write(self.sink()?, whole, rows, table)?),
        }
    }
}

/// Rows of one type as rows of any, by the members of their objects.
fn untyped<R: Serialize>(rows: &[R]) -> Outcome<Rows> {
    let mut objects = Vec::with_capacity(rows.len());
    for row in rows {
        if let Value::Object(object) = serde_json::to_value(row)? {
            objects.push(object);
        }
    }
    let names = objects.first().map(|object| object.keys().cloned().collect::<Vec<_>>());
    let column = |name: String| Column {
        numeric: objects.iter().any(|o| o.get(&name).is_some_and(Value::is_number)),
        name,
    };
    let columns = names.unwrap_or_default().into_iter().map(column).collect();
    Ok(Rows::of_objects(columns, objects))
}
