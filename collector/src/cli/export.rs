//! `percorso export`: the store as a DuckDB file or as Parquet files, also while the collector runs.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::Outcome;
use super::ask::Place;
use crate::query::export;
use crate::store::open::require;
use crate::store::{Access, backup, open};

/// Write a copy of the store for other programs, also while the collector runs.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
docs/SQL.md says what the columns are; in a DuckDB file they say so themselves. The views' answers are
among the Parquet files; a DuckDB file has the views and macros as they are.")]
pub(super) struct Args {
    /// A file ending in .duckdb, or a folder to make for one Parquet file a table and view; nothing is
    /// written over.
    #[arg(long, value_name = "FILE.duckdb|FOLDER")]
    to: PathBuf,
}

/// Runs `percorso export`.
pub(super) fn run(place: &Place, args: &Args) -> Outcome {
    let mut out = std::io::stdout().lock();
    if args.to.extension().is_some_and(|kind| kind == "duckdb") {
        let copied = backup::copy(&place.db, &args.to)?;
        writeln!(out, "{}: {} events", args.to.display(), copied.tally.events)?;
        return Ok(());
    }
    // Before anything is made: one that is not there is a mistake in --db.
    require(&place.db)?;
    fs::create_dir(&args.to).map_err(|error| {
        format!(
            "could not make the folder {} ({error}); name one that is not there",
            args.to.display()
        )
    })?;
    let written = within(place, &args.to).inspect_err(|_| {
        // It was made here: left behind, it would refuse the next try.
        let _ = fs::remove_dir_all(&args.to);
    })?;
    for (name, rows) in written {
        writeln!(out, "{}: {rows} rows", args.to.join(name + ".parquet").display())?;
    }
    Ok(())
}

fn within(place: &Place, folder: &Path) -> Outcome<Vec<(String, usize)>> {
    // The collector has the file: a copy of it is what can be read for as long as that takes.
    let copy = folder.join("copy.duckdb");
    backup::copy(&place.db, &copy)?;
    let written = parquet(&copy, folder);
    // The copy goes before a mistake is told.
    let removed = fs::remove_file(&copy);
    let written = written?;
    removed?;
    Ok(written)
}

fn parquet(copy: &Path, folder: &Path) -> Outcome<Vec<(String, usize)>> {
    let connection = open(copy, Access::ReadOnly)?;
    Ok(export::parquet(&connection, folder)?)
}
