//! Reads events out of DuckDB and hands them on user by user, in the order of time.

use duckdb::arrow::array::{Array, ArrowPrimitiveType, AsArray, PrimitiveArray, StructArray};
use duckdb::arrow::datatypes::{Int64Type, TimestampMicrosecondType, UInt32Type, UInt64Type};
use duckdb::types::{TimeUnit, Value};
use duckdb::{Connection, params_from_iter};

use super::error::QueryError;
use super::mask;
use super::relation::{Relation, Unit, Users};
use super::sorter::Sorter;
use super::sql::Sql;
use super::step::Step;
use super::users::{Keys, User};
use crate::journey::funnel::Event;

/// Events to hold at a time: 800 MB. Where there are more, users are taken in turns.
const AT_A_TIME: u64 = 1 << 25;

/// Which events to read.
#[derive(Debug, Clone, Copy)]
pub struct Scan<'a> {
    /// The steps to find them by.
    pub steps: &'a [Step],
    /// Only of this site.
    pub site: Option<&'a str>,
    /// Not before, in microseconds since 1970.
    pub since: Option<i64>,
    /// Before, in microseconds since 1970.
    pub until: Option<i64>,
    /// Also events that match no step.
    pub everything: bool,
}

/// A user and all that is known of them.
pub struct Visit<'a> {
    keys: &'a Keys,
    /// The user's events, in the order of time and, within an instant, of arrival where there is one.
    pub events: &'a [Event],
}

impl Visit<'_> {
    /// Who it is.
    #[must_use]
    pub fn user(&self) -> User {
        self.keys.user(self.events.first().map_or(0, |event| event.user))
    }
}

/// Calls `each` once for every user that has any of the events asked for.
///
/// # Errors
/// When DuckDB refuses, or an event has no time.
pub fn each_user(
    connection: &Connection,
    relation: &Relation,
    scan: &Scan<'_>,
    each: &mut dyn FnMut(&Visit<'_>),
) -> Result<(), QueryError> {
    let turns = turns(connection, relation)?;
    for turn in 0..turns {
        let mut keys = Keys::new(relation.users);
        let mut sorter = Sorter::new();
        let sql = statement(relation, scan, (turns > 1).then_some((turn, turns)));
        let reading = || QueryError::duckdb(format!("read {}", relation.name));
        let mut statement = connection.prepare(sql.text()).map_err(reading())?;
        // Batches are taken one by one below: the iterator this returns would panic on an error.
        drop(statement.stream_arrow(params_from_iter(sql.values())).map_err(reading())?);
        while let Some(batch) = statement.step().map_err(reading())? {
            take(&batch, relation, scan.everything, &mut keys, &mut sorter)?;
        }
        sorter.each_user(|events| each(&Visit { keys: &keys, events }));
    }
    Ok(())
}

/// In how many turns to take the users, so that the events of one turn fit.
fn turns(connection: &Connection, relation: &Relation) -> Result<u32, QueryError> {
    let mut sql = Sql::default();
    sql.push("SELECT count(*) FROM ").push(relation.from);
    let count: u64 = connection
        .query_row(sql.text(), [], |row| row.get(0))
        .map_err(QueryError::duckdb(format!("read {}", relation.name)))?;
    Ok(u32::try_from(count / AT_A_TIME + 1).unwrap_or(u32::MAX))
}

/// One row an event: its user, its time, the steps it matches.
///
/// Events that match no step come along: to leave them out costs DuckDB more than it saves here.
fn statement(relation: &Relation, scan: &Scan<'_>, turn: Option<(u32, u32)>) -> Sql {
    let mut sql = Sql::default();
    sql.push("SELECT ").push(relation.user).push(" AS who, ").push(relation.time).push(" AS at, ");
    mask::push(&mut sql, scan.steps, relation.event);
    sql.push(" AS steps FROM ").push(relation.from).push(" WHERE true");
    if let Some(site) = scan.site {
        sql.push(" AND site = ").bind(site.to_owned());
    }
    if let Some(since) = scan.since {
        sql.push(" AND ").push(relation.time).push(" >= ").bind(moment(relation, since));
    }
    if let Some(until) = scan.until {
        sql.push(" AND ").push(relation.time).push(" < ").bind(moment(relation, until));
    }
    if let Some((turn, turns)) = turn {
        sql.push(" AND hash(").push(relation.user).push(") % ").number(turns);
        sql.push(" = ").number(turn);
    }
    sql
}

fn moment(relation: &Relation, micros: i64) -> Value {
    match relation.unit {
        Unit::Stamps => Value::Timestamp(TimeUnit::Microsecond, micros),
        unit => Value::BigInt(unit.moment(micros)),
    }
}

/// Deals a batch's rows out to the sorter.
fn take(
    batch: &StructArray,
    relation: &Relation,
    everything: bool,
    keys: &mut Keys,
    sorter: &mut Sorter,
) -> Result<(), QueryError> {
    let shape = || QueryError::Shape(batch.data_type().to_string());
    let [users, times, steps] = batch.columns() else { return Err(shape()) };
    let untimed = |row| times.is_null(row) && users.is_valid(row);
    if times.null_count() > 0 && (0..batch.len()).any(untimed) {
        return Err(QueryError::NoTime(relation.name.clone()));
    }
    let times = match relation.unit {
        Unit::Stamps => times.as_primitive_opt::<TimestampMicrosecondType>().map(|t| t.values()),
        Unit::Micros | Unit::Seconds => times.as_primitive_opt::<Int64Type>().map(|t| t.values()),
    };
    let times = times.ok_or_else(shape)?;
    let steps = steps.as_primitive_opt::<UInt32Type>().ok_or_else(shape)?.values();
    let rows = times.iter().zip(steps).map(|(&time, &steps)| (time, steps));
    let mut deal = Deal { everything, sorter };
    match relation.users {
        Users::Unsigned => {
            let users = users.as_primitive_opt::<UInt64Type>().ok_or_else(shape)?;
            deal.numbers(users, rows, |user| user);
        }
        Users::Signed => {
            let users = users.as_primitive_opt::<Int64Type>().ok_or_else(shape)?;
            deal.numbers(users, rows, i64::cast_unsigned);
        }
        Users::Text { .. } => {
            let users = users.as_string_opt::<i32>().ok_or_else(shape)?;
            deal.rows(users.iter(), rows, |user| keys.of_text(user));
        }
    }
    Ok(())
}

struct Deal<'a> {
    everything: bool,
    sorter: &'a mut Sorter,
}

impl Deal<'_> {
    fn numbers<T: ArrowPrimitiveType>(
        &mut self,
        users: &PrimitiveArray<T>,
        rows: impl Iterator<Item = (i64, u32)>,
        key: impl FnMut(T::Native) -> u64,
    ) {
        if users.null_count() == 0 {
            self.rows(users.values().iter().map(|&user| Some(user)), rows, key);
        } else {
            self.rows(users.iter(), rows, key);
        }
    }

    fn rows<U>(
        &mut self,
        users: impl Iterator<Item = Option<U>>,
        rows: impl Iterator<Item = (i64, u32)>,
        mut key: impl FnMut(U) -> u64,
    ) {
        for (user, (time, steps)) in users.zip(rows) {
            // Rows without a user are nobody's, and left out.
            if let Some(user) = user
                && (self.everything || steps != 0)
            {
                self.sorter.push(Event { user: key(user), time, steps });
            }
        }
    }
}
