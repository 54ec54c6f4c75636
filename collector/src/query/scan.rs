//! Reads events out of DuckDB and hands them on user by user, in the order of time.

use duckdb::types::{TimeUnit, Value};
use duckdb::{Connection, params_from_iter};

use super::error::QueryError;
use super::mask;
use super::persons::Persons;
use super::relation::{Relation, Unit};
use super::rows::Rows;
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
    each_user_of(AT_A_TIME, connection, relation, scan, each)
}

fn each_user_of(
    at_a_time: u64,
    connection: &Connection,
    relation: &Relation,
    scan: &Scan<'_>,
    each: &mut dyn FnMut(&Visit<'_>),
) -> Result<(), QueryError> {
    let count = count(connection, relation)?;
    // In how many turns to take the users, so that the events of one turn fit.
    let turns = u32::try_from(count / at_a_time + 1).unwrap_or(u32::MAX);
    let expected = usize::try_from(count / u64::from(turns)).unwrap_or(0);
    let mut persons = Persons::default();
    if relation.merges {
        persons = Persons::read(connection, scan.site)?;
    }
    for turn in 0..turns {
        let mut keys = Keys::new(relation.users);
        let mut sorter = Sorter::new(expected);
        let mut wanted = Vec::new();
        let turn = (turns > 1).then_some((turn, turns));
        // DuckDB does not know who has several pseudonyms, all of which belong into one turn.
        let (read, dealt) = if persons.is_empty() { (turn, None) } else { (None, turn) };
        let sql = statement(relation, scan, persons.by_site(), read);
        let reading = || QueryError::duckdb(format!("read {}", relation.name));
        let mut statement = connection.prepare(sql.text()).map_err(reading())?;
        // Batches are taken one by one below: the iterator this returns would panic on an error.
        drop(statement.stream_arrow(params_from_iter(sql.values())).map_err(reading())?);
        while let Some(batch) = statement.step().map_err(reading())? {
            let rows = Rows::of(&batch, relation)?;
            rows.select(scan.everything, &mut wanted);
            rows.deal(&wanted, (&persons, dealt), &mut keys, &mut sorter);
        }
        sorter.each_user(|events| each(&Visit { keys: &keys, events }));
    }
    Ok(())
}

/// How many events there are, whatever is asked of them.
fn count(connection: &Connection, relation: &Relation) -> Result<u64, QueryError> {
    let mut sql = Sql::default();
    sql.push("SELECT count(*) FROM ").push(relation.from);
    connection
        .query_row(sql.text(), [], |row| row.get(0))
        .map_err(QueryError::duckdb(format!("read {}", relation.name)))
}

/// One row an event: its user, its time, the steps it matches, and where visitors have to be told apart
/// by site, what tells them.
///
/// Events that match no step come along: to leave them out costs DuckDB more than it saves here.
fn statement(relation: &Relation, scan: &Scan<'_>, by_site: bool, turn: Option<(u32, u32)>) -> Sql {
    let mut sql = Sql::default();
    sql.push("SELECT ").push(relation.user).push(" AS who, ").push(relation.time).push(" AS at, ");
    mask::push(&mut sql, scan.steps, relation.event);
    sql.push(" AS steps");
    if by_site {
        sql.push(", xor(visitor_id, hash(site)) AS visitor");
    }
    sql.push(" FROM ").push(relation.from).push(" WHERE ").push(relation.people);
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

#[cfg(test)]
mod tests {
    use super::super::relation::By;
    use super::*;

    /// Twenty-five visitors at each of two sites, five of them by the same pseudonyms at both; at b these
    /// are other pseudonyms' persons, at a they are nobody else.
    const MADE_UP: &str = "
        CREATE TABLE events AS SELECT
            IF(i % 50 < 25, 'a', 'b') AS site, hash(IF(i % 50 < 30, i % 25, i % 50)) AS visitor_id,
            make_timestamp(1000 * (i * 7919 % 1000)) AS occurred_at, 'a' AS event, NULL AS robot
        FROM range(1000) t(i);
        CREATE TABLE people AS SELECT 'b' AS site, hash(i) AS visitor_id, hash(i + 40) AS person_id
        FROM range(5) t(i);";

    /// However few fit at a time, every user comes once and whole.
    #[test]
    fn users_in_turns_are_the_same_users() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(MADE_UP).unwrap();
        let steps = ["a".parse().unwrap()];
        let relation = Relation::store(By::Visitor);
        let users = |at_a_time, site| {
            let scan = Scan { steps: &steps, site, since: None, until: None, everything: false };
            let mut users = Vec::new();
            each_user_of(at_a_time, &connection, &relation, &scan, &mut |visit| {
                assert!(visit.events.is_sorted_by_key(|event| event.time));
                users.push((visit.user(), visit.events.to_vec()));
            })
            .unwrap();
            users.sort_by(|a, b| a.0.cmp(&b.0));
            users
        };
        for (site, count) in [(None, 45), (Some("a"), 25), (Some("b"), 20)] {
            let at_once = users(AT_A_TIME, site);
            assert_eq!(at_once.len(), count, "{site:?}");
            let events: usize = at_once.iter().map(|(_, events)| events.len()).sum();
            assert_eq!(events, if site.is_some() { 500 } else { 1_000 });
            assert_eq!(users(90, site), at_once, "{site:?}");
        }
    }
}
