//! Migrations: numbered `.sql` files, each in one transaction and followed by a checkpoint.
//!
//! The checkpoint is there because DuckDB 1.5 can't replay every log of a schema change: a kill at
//! any point must leave a file that opens.

use duckdb::{Connection, params};

use super::{StoreError, definitions};
use crate::clock;

/// One change of schema.
struct Migration {
    version: i32,
    name: &'static str,
    sql: &'static str,
}

macro_rules! migrations {
    ($($version:literal $name:literal),* $(,)?) => {
        &[$(Migration {
            version: $version,
            name: $name,
            sql: include_str!(concat!("../../sql/migrations/", $name, ".sql")),
        }),*]
    };
}

// The numbers between made views, which are definitions now.
const MIGRATIONS: &[Migration] = migrations![
    1 "0001_events",
    3 "0003_consent",
    8 "0008_channels",
    9 "0009_people",
    10 "0010_forgets",
    11 "0011_kinds",
    12 "0012_segments",
    13 "0013_annotations",
    14 "0014_funnels",
    15 "0015_costs",
    16 "0016_goals",
];

const LEDGER: &str = include_str!("../../sql/store/ledger.sql");
const LEDGER_EXISTS: &str = include_str!("../../sql/store/ledger_exists.sql");
const LEDGER_VERSION: &str = include_str!("../../sql/store/ledger_version.sql");
const LEDGER_ADD: &str = include_str!("../../sql/store/ledger_add.sql");

/// A moment between two steps of a migration, at which a kill must do no harm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The ledger is there.
    Ledger,
    /// A migration's statements have run and are not committed.
    Ran(i32),
    /// A migration is committed.
    Committed(i32),
    /// A migration's log is in the file.
    Checkpointed(i32),
    /// The views and macros are committed.
    Defined,
}

/// The schema this program writes.
#[must_use]
pub fn newest() -> i32 {
    MIGRATIONS.last().map_or(0, |m| m.version)
}

/// The versions a new file goes through.
pub fn versions() -> impl Iterator<Item = i32> {
    MIGRATIONS.iter().map(|migration| migration.version)
}

/// Brings the file up to date; `at` is told of every step.
///
/// # Errors
/// [`StoreError::Newer`] for a file of a later version, which stays untouched.
pub fn migrate(connection: &mut Connection, at: &mut dyn FnMut(Step)) -> Result<(), StoreError> {
    let failed = StoreError::duckdb;
    let found = version(connection)?;
    if found > newest() {
        return Err(StoreError::Newer { found, known: newest() });
    }
    if found == 0 {
        connection.execute_batch(LEDGER).map_err(failed("make the ledger of migrations"))?;
        at(Step::Ledger);
    }
    for migration in MIGRATIONS.iter().filter(|m| m.version > found) {
        let doing = "change the schema";
        let transaction = connection.transaction().map_err(failed(doing))?;
        transaction.execute_batch(migration.sql).map_err(failed(doing))?;
        transaction
            .execute(LEDGER_ADD, params![migration.version, migration.name, clock::now()])
            .map_err(failed(doing))?;
        at(Step::Ran(migration.version));
        transaction.commit().map_err(failed(doing))?;
        at(Step::Committed(migration.version));
        connection.execute_batch("CHECKPOINT").map_err(failed("write the checkpoint"))?;
        at(Step::Checkpointed(migration.version));
    }
    if definitions::apply(connection)? {
        at(Step::Defined);
        connection.execute_batch("CHECKPOINT").map_err(failed("write the checkpoint"))?;
    }
    Ok(())
}

/// The schema of a file that holds events and is of an earlier one.
///
/// # Errors
/// What DuckDB says.
pub(super) fn to_be_changed(connection: &Connection) -> Result<Option<i32>, StoreError> {
    let found = version(connection)?;
    Ok((0 < found && found < newest()).then_some(found))
}

/// Refuses a file that is no store, or one of a later version.
///
/// # Errors
/// [`StoreError::Older`] or [`StoreError::Newer`].
pub(super) fn require_known(connection: &Connection) -> Result<i32, StoreError> {
    match version(connection)? {
        0 => Err(StoreError::Older { found: 0, needed: newest() }),
        found if found > newest() => Err(StoreError::Newer { found, known: newest() }),
        found => Ok(found),
    }
}

/// Refuses a file that has not got this program's schema.
///
/// # Errors
/// [`StoreError::Older`], [`StoreError::Newer`] or [`StoreError::OtherViews`].
pub fn require_current(connection: &Connection) -> Result<(), StoreError> {
    let (found, needed) = (version(connection)?, newest());
    match found.cmp(&needed) {
        std::cmp::Ordering::Less => Err(StoreError::Older { found, needed }),
        std::cmp::Ordering::Equal if definitions::are_current(connection)? => Ok(()),
        std::cmp::Ordering::Equal => Err(StoreError::OtherViews),
        std::cmp::Ordering::Greater => Err(StoreError::Newer { found, known: needed }),
    }
}

fn version(connection: &Connection) -> Result<i32, StoreError> {
    let read = || -> duckdb::Result<i32> {
        if connection.query_row(LEDGER_EXISTS, [], |row| row.get(0))? {
            connection.query_row(LEDGER_VERSION, [], |row| row.get(0))
        } else {
            Ok(0)
        }
    };
    read().map_err(StoreError::duckdb("read the schema's version"))
}
