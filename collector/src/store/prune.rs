//! Keeping for so long only: events that are older than the rules say go.
//!
//! A wrong clock would have everything be too old. So what is done by itself waits where the record has a
//! [`Hole`] that a wrong clock could have made; who asks for it by hand has looked at the clock.

use chrono::DateTime;
use duckdb::types::{TimeUnit, Value};
use duckdb::{Connection, OptionalExt, params};
use serde::{Deserialize, Serialize};

use super::StoreError;
use super::upkeep::{Upkeep, carry_over};
use crate::ingest::rules::Rules;

const BEGIN: &str = include_str!("../../sql/prune/begin.sql");
const KINDS: &str = include_str!("../../sql/prune/kinds.sql");
const TALLY: &str = include_str!("../../sql/prune/tally.sql");
const FILL: &str = include_str!("../../sql/prune/fill.sql");
const HOLE: &str = include_str!("../../sql/prune/hole.sql");

/// How long a hole is minded, in microseconds: a month, as `hole.sql` has it.
const MINDED: i64 = 30 * 24 * 60 * 60 * 1_000_000;

/// What went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pruned {
    /// Events that were too old.
    pub events: i64,
    /// Rules of `[[keep]]` that are in force; without any, everything is kept.
    pub rules: usize,
}

/// Days on which nothing was received: the collector stood still, or the clock has gone ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hole {
    /// How many.
    pub days: i64,
    /// When something was received again, or now, microseconds since 1970.
    pub ended: i64,
}

impl Hole {
    /// The one that is to be minded at `now`, if there is one.
    ///
    /// # Errors
    /// What DuckDB says.
    pub fn find(connection: &Connection, now: i64) -> Result<Option<Self>, StoreError> {
        connection
            .query_row(HOLE, [now], |row| Ok(Self { days: row.get(0)?, ended: row.get(1)? }))
            .optional()
            .map_err(StoreError::duckdb("look for days without events"))
    }

    /// Until which day it is minded.
    #[must_use]
    pub fn until(self) -> String {
        day(self.ended.saturating_add(MINDED))
    }

    /// The day it ended.
    #[must_use]
    pub fn end(self) -> String {
        day(self.ended)
    }
}

fn day(moment: i64) -> String {
    DateTime::from_timestamp_micros(moment)
        .map_or_else(String::new, |at| at.date_naive().to_string())
}

/// What became of the day's prune.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Daily {
    /// It was done.
    Done(Pruned),
    /// Something is too old and stays: the clock may be wrong.
    Held(Hole),
}

impl Upkeep {
    /// [`Upkeep::prune`] as it is done by itself: where the clock may be wrong it takes nothing.
    ///
    /// # Errors
    /// As there.
    pub fn prune_daily(&self, rules: &Rules, now: i64) -> Result<Daily, StoreError> {
        let too_old = self.prune(rules, now, true)?;
        let hole = match too_old.events {
            0 => None,
            _ => Hole::find(&self.begin()?.1, now)?,
        };
        self.hold(hole);
        match hole {
            Some(hole) => Ok(Daily::Held(hole)),
            None if too_old.events == 0 => Ok(Daily::Done(too_old)),
            None => self.prune(rules, now, false).map(Daily::Done),
        }
    }

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
