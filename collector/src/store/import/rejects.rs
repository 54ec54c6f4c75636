//! Writes what was refused to a file of the user's choice.

use std::fs::File;
use std::path::Path;

use duckdb::Connection;

use super::error::{ImportError, doing, file};

const REJECTED: &str = include_str!("../../../sql/import/rejected.sql");

/// Refuses to write over the file that is to be read.
pub(super) fn refuse_input(rejects: &Path, input: &Path) -> Result<(), ImportError> {
    match (rejects.canonicalize(), input.canonicalize()) {
        (Ok(a), Ok(b)) if a == b => Err(ImportError::RejectsIsInput(rejects.to_owned())),
        _ => Ok(()),
    }
}

/// Writes line, hit, reason and the record itself, as CSV.
pub(super) fn write(connection: &Connection, path: &Path) -> Result<(), ImportError> {
    let out = File::create(path).map_err(file("write", path))?;
    let mut out = csv::Writer::from_writer(out);
    let cannot = |error: csv::Error| file("write", path)(error.into());
    out.write_record(["line", "hit", "reason", "record"]).map_err(cannot)?;

    let reading = "read what was refused";
    let mut statement = connection.prepare(REJECTED).map_err(doing(reading))?;
    let mut rows = statement.query([]).map_err(doing(reading))?;
    while let Some(row) = rows.next().map_err(doing(reading))? {
        let number = |at: usize| row.get::<_, Option<i64>>(at).map_err(doing(reading));
        let text = |at: usize| row.get::<_, Option<String>>(at).map_err(doing(reading));
        let number = |at| number(at).map(|n| n.map(|n| n.to_string()).unwrap_or_default());
        let text = |at| text(at).map(Option::unwrap_or_default);
        out.write_record([number(0)?, number(1)?, text(2)?, text(3)?]).map_err(cannot)?;
    }
    out.flush().map_err(file("write", path))
}
