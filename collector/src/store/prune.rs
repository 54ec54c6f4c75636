//! Keeping for so long only: events that are older than the rules say go.

use duckdb::types::{TimeUnit, Value};
use duckdb::{Connection, params};
use serde::{Deserialize, Serialize};

use super::StoreError;
use super::upkeep::{Upkeep, carry_over};
use crate::ingest::rules::Rules;

const BEGIN: &str = include_str!("../../sql/prune/begin.sql");
const KINDS: &str = include_str!("../../sql/prune/kinds.sql");
const TALLY: &str = include_str!("../../sql/prune/tally.sql");
const FILL: &str = include_str!("../../sql/prune/fill.sql");

/// What went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pruned {
    /// Events that were too old.
    pub events: i64,
    /// Rules of `[[keep]]` that are in force; without any, everything is kept.
    pub rules: usize,
}

impl Upkeep {
    /// Takes away what is older at `now` than the rules say; or tells how much that is.
    ///
    /// # Errors
    /// What DuckDB or the disk says; nothing is gone then.
    pub fn prune(&self, rules: &Rules, now: i64, only_tell: bool) -> Result<Pruned, StoreError> {
        let (_turn, connection) = self.begin()?;
        let tally = || -> duckdb::Result<i64> {
            connection.execute_batch(BEGIN)?;
            let mut keeping = connection.appender("keeping")?;
            let mut statement = connection.prepare(KINDS)?;
            let mut kinds = statement.query([])?;
            while let Some(row) = kinds.next()? {
                let (site, event): (String, String) = (row.get(0)?, row.get(1)?);
                if let Some(before) = rules.keeps_from(&site, &event, now) {
                    let before = Value::Timestamp(TimeUnit::Microsecond, before);
                    keeping.append_row(params![site, event, before])?;
                }
            }
            keeping.flush()?;
            connection.query_row(TALLY, [], |row| row.get(0))
        };
        let events = tally().map_err(StoreError::duckdb("look for what is too old"))?;
        if events > 0 && !only_tell {
            let fill = |connection: &Connection, from, to| {
                connection.execute(FILL, params![from, to]).map(|_| ())
            };
            self.rewrite(&connection, &fill, carry_over, |_, _| Ok(()))?;
        }
        Ok(Pruned { events, rules: rules.keeps.iter().count() })
    }
}
