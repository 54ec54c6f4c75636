//! Imports files of other systems: reads, maps by the preset's SQL, stores what is not there yet.
//!
//! One transaction a file: a kill at any moment leaves the store as it was, and doing it again
//! completes it. An event's identity comes from what the source says about it, so files may overlap
//! and be imported twice. Whatever the file holds is either stored, there already or refused with a
//! reason; if these do not add up to what was read, nothing is stored.

pub mod delimited;
mod error;
mod fill;
mod kind;
pub mod lines;
mod mapping;
mod preset;
mod records;
mod rejects;
mod report;

use std::path::PathBuf;
use std::time::SystemTime;

use duckdb::types::{TimeUnit, ToSql, Value};
use duckdb::{Connection, params};

use super::{enrich, kinds};
use crate::ingest::rules::Rules;
pub use error::{ImportError, MappingError};
pub use mapping::Mapping;
pub use preset::Preset;
pub use report::{Refused, Report};

use error::doing;

const BEGIN: &str = include_str!("../../sql/import/begin.sql");
const STORE: &str = include_str!("../../sql/import/store.sql");
const DECIDING: &str = include_str!("../../sql/import/deciding.sql");
const INPUTS: &str = include_str!("../../sql/import/inputs.sql");
const CHECK: &str = include_str!("../../sql/import/mapping_check.sql");
const COUNT: &str = "SELECT count(*) FROM events";

/// What to import, and as what.
#[derive(Debug, Clone)]
pub struct Import {
    /// Which system the file comes from.
    pub preset: Preset,
    /// How to read it, of [`Preset::Mapped`].
    pub mapping: Option<Mapping>,
    /// The site the events are stored under.
    pub site: String,
    /// Currency of the file's prices, ISO 4217.
    pub currency: String,
    /// The file.
    pub file: PathBuf,
    /// Which phase an event belongs to.
    pub rules: Rules,
    /// Where to write what was refused.
    pub rejects: Option<PathBuf>,
}

/// Told how far an import is.
pub trait Progress {
    /// A new stage begins; `bytes` is how much it will read, where known.
    fn stage(&self, name: &'static str, bytes: Option<u64>);
    /// So many more bytes are read.
    fn read(&self, bytes: u64);
}

/// Imports one file.
///
/// # Errors
/// [`ImportError`]; nothing of the file is stored then.
pub fn run(
    connection: &mut Connection,
    import: &Import,
    progress: &dyn Progress,
) -> Result<Report, ImportError> {
    if let Some(rejects) = &import.rejects {
        rejects::refuse_input(rejects, &import.file)?;
    }
    let declared = import.preset.declared();
    let transaction = connection.transaction().map_err(doing("begin"))?;
    set(&transaction, import)?;
    transaction.execute_batch(BEGIN).map_err(doing("begin"))?;
    transaction.execute_batch(declared.source).map_err(doing("begin"))?;

    let lines = fill::fill(&transaction, import, progress)?;

    progress.stage("mapping", None);
    for sql in declared.map {
        transaction.execute_batch(sql).map_err(doing("map the file's rows"))?;
    }
    let before = count(&transaction)?;
    progress.stage("storing", None);
    decide(&transaction, &import.rules)?;
    transaction.execute_batch(STORE).map_err(doing("store the events"))?;
    let stored = count(&transaction)? - before;

    let report = report::tally(&transaction, import, lines, stored)?;
    if let Some(path) = &import.rejects {
        rejects::write(&transaction, path)?;
    }
    transaction.commit().map_err(doing("commit the events"))?;
    Ok(report)
}

/// Asks the rules about what was found.
fn decide(connection: &Connection, rules: &Rules) -> Result<(), ImportError> {
    let decide = || -> duckdb::Result<()> {
        kinds::publish(connection, rules)?;
        connection.execute_batch(enrich::BEGIN)?;
        connection.execute_batch(DECIDING)?;
        enrich::decide(connection, INPUTS, [], rules)
    };
    decide().map_err(doing("ask the rules"))
}

/// Gives the preset's SQL what it needs to know.
fn set(connection: &Connection, import: &Import) -> Result<(), ImportError> {
    // A clock before 1970 makes every event one of the future: refused, and said so.
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let now = i64::try_from(now.as_micros()).unwrap_or(i64::MAX);
    let set = |sql: &str, value: &dyn ToSql| {
        connection.execute(sql, params![value]).map(|_| ()).map_err(doing("begin"))
    };
    set("SET VARIABLE import_site = ?", &import.site)?;
    set("SET VARIABLE import_currency = ?", &import.currency)?;
    set("SET VARIABLE import_preset = ?", &import.preset.name())?;
    if let Some(mapping) = &import.mapping {
        check(connection, mapping)?;
        set("SET VARIABLE import_mapping = ?", &mapping.json)?;
    }
    set("SET VARIABLE imported_at = ?", &Value::Timestamp(TimeUnit::Microsecond, now))
}

/// Asks DuckDB, who will read the times, whether it knows the mapping's zone and format.
fn check(connection: &Connection, mapping: &Mapping) -> Result<(), ImportError> {
    let wrong = |place: &Option<(usize, String)>, what: &str| {
        let (line, text) = place.clone().unwrap_or_default();
        ImportError::Mapping(MappingError { line, what: format!("{what}, {text:?} is not") })
    };
    let [zone, format] = [&mapping.zone, &mapping.format].map(|told| told.as_ref().map(|t| &t.1));
    let known: Result<bool, _> =
        connection.query_row(CHECK, params![zone, format], |row| row.get(0));
    match known {
        Ok(true) => Ok(()),
        Ok(false) => Err(wrong(&mapping.zone, "a zone is a name as in Europe/Rome")),
        Err(_) => Err(wrong(&mapping.format, "a format is of strptime's, as in %Y-%m-%d %H:%M")),
    }
}

fn count(connection: &Connection) -> Result<i64, ImportError> {
    connection.query_row(COUNT, [], |row| row.get(0)).map_err(doing("count the events"))
}
