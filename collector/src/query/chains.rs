//! Reads what a funnel with conditions needs of each event, user by user, in the order of time.

use std::collections::HashMap;

use duckdb::types::{TimeUnit, Value};
use duckdb::{Connection, params_from_iter};

use super::error::QueryError;
use super::mask;
use super::property::Property;
use super::relation::By;
use super::sql::Sql;
use super::step::Step;
use crate::journey::chains::Event;

/// Parts told apart at most: whoever sends events says how many values a property has. The rest are one.
const PARTS: u32 = 1_000;
/// What the rest is called.
const OTHERS: &str = "(others)";

/// Which events to read.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// Whose they are.
    pub by: By,
    /// The steps, and after them what breaks a chain.
    pub steps: &'a [Step],
    /// How many of them are steps.
    pub count: usize,
    /// Only of this site.
    pub site: Option<&'a str>,
    /// Not before, in microseconds since 1970.
    pub since: Option<i64>,
    /// Before, in microseconds since 1970.
    pub until: Option<i64>,
    /// Only of visits in this segment.
    pub segment: Option<&'a str>,
    /// Also events that match nothing.
    pub everything: bool,
    /// What stays the same along a chain.
    pub hold: Option<&'a Property>,
    /// What chains are parted by.
    pub part: Option<&'a Property>,
}

/// One event, with what stays the same; nothing where nothing has to.
pub type Held = (Option<u64>, Event);

/// Calls `each` once for every user with their events. Tells the names of the parts: number 1 is the first.
///
/// # Errors
/// When DuckDB refuses.
pub fn each_user(
    connection: &Connection,
    wanted: &Wanted<'_>,
    each: &mut dyn FnMut(u64, &[Held]),
) -> Result<Vec<String>, QueryError> {
    let mut names: HashMap<String, u32> = HashMap::new();
    let mut read = || -> duckdb::Result<()> {
        let sql = statement(wanted);
        let mut statement = connection.prepare(sql.text())?;
        let mut rows = statement.query(params_from_iter(sql.values()))?;
        let (mut user, mut events) = (0, Vec::new());
        while let Some(row) = rows.next()? {
            let who = row.get(0)?;
            if who != user && !events.is_empty() {
                each(user, &events);
                events.clear();
            }
            user = who;
            let matched: u32 = row.get(2)?;
            let part = match row.get::<_, Option<String>>(4)? {
                Some(name) => number(&mut names, name),
                None => 0,
            };
            let steps = matched & u32::try_from((1_u64 << wanted.count) - 1).unwrap_or(u32::MAX);
            let breaks =
                matched.checked_shr(u32::try_from(wanted.count).unwrap_or(32)).unwrap_or(0);
            events.push((row.get(3)?, Event { time: row.get(1)?, steps, breaks, part }));
        }
        if !events.is_empty() {
            each(user, &events);
        }
        Ok(())
    };
    read().map_err(QueryError::duckdb("read the store".to_owned()))?;
    let mut named: Vec<_> = names.into_iter().collect();
    named.sort_unstable_by_key(|(_, number)| *number);
    Ok(named.into_iter().map(|(name, _)| name).collect())
}

/// One row an event: its user, its time, what it matches, what is held, what it is parted by.
fn statement(wanted: &Wanted<'_>) -> Sql {
    let mut sql = Sql::default();
    sql.push("SELECT who, epoch_us(happened_at), matched, ");
    match wanted.hold {
        // What is to stay the same and is not told is left out, unless it breaks a chain.
        Some(_) => sql.push("CASE WHEN held IS NOT NULL THEN hash(held) END"),
        None => sql.push("CAST(NULL AS UBIGINT)"),
    };
    sql.push(" AS held, ");
    match wanted.part {
        Some(Property::Item) => sql.push("part[1]"),
        Some(_) => sql.push("part"),
        None => sql.push("CAST(NULL AS VARCHAR)"),
    };
    sql.push(" AS part FROM (SELECT ");
    sql.push(match wanted.by {
        By::Visitor => "coalesce(person_id, visitor_id)",
        By::Session => "session_id",
    });
    sql.push(" AS who, occurred_at AS happened_at, events.rowid AS place, ");
    mask::push(&mut sql, wanted.steps, "event");
    sql.push(" AS matched, ");
    match wanted.hold {
        // An event has each of its items once; one without any has nothing.
        Some(Property::Item) => {
            sql.push("unnest(CASE WHEN len(list_distinct(");
            Property::Item.push(&mut sql);
            sql.push(")) > 0 THEN list_distinct(");
            Property::Item.push(&mut sql);
            sql.push(") ELSE [CAST(NULL AS VARCHAR)] END)");
        }
        Some(property) => property.push(&mut sql),
        None => {
            sql.push("NULL");
        }
    }
    sql.push(" AS held, ");
    match wanted.part {
        Some(property) => property.push(&mut sql),
        None => {
            sql.push("NULL");
        }
    }
    sql.push(" AS part ");
    sql.push("FROM ").push(match wanted.by {
        By::Visitor => {
            "events LEFT JOIN (SELECT site, visitor_id, person_id FROM people \
             WHERE person_id <> visitor_id) AS persons USING (site, visitor_id)"
        }
        By::Session => "events",
    });
    sql.push(" ");
    if [wanted.hold, wanted.part].contains(&Some(&Property::Channel)) {
        sql.push(
            "LEFT JOIN (SELECT session_id, arg_min(channel, occurred_at) AS visit_channel FROM events \
             WHERE channel IS NOT NULL GROUP BY session_id) USING (session_id) ",
        );
    }
    sql.push("WHERE robot IS NULL");
    if let Some(site) = wanted.site {
        sql.push(" AND site = ").bind(site.to_owned());
    }
    let time = |micros| Value::Timestamp(TimeUnit::Microsecond, micros);
    if let Some(since) = wanted.since {
        sql.push(" AND occurred_at >= ").bind(time(since));
    }
    if let Some(until) = wanted.until {
        sql.push(" AND occurred_at < ").bind(time(until));
    }
    if let Some(segment) = wanted.segment {
        sql.push(" AND session_id IN (SELECT session_id FROM segment_members WHERE segment = ");
        sql.bind(segment.to_owned()).push(")");
    }
    sql.push(")");
    if !wanted.everything {
        sql.push(" WHERE matched <> 0");
    }
    sql.push(" ORDER BY who, happened_at, place");
    sql
}

/// The number of a part; beyond [`PARTS`] of them, that of all others.
fn number(names: &mut HashMap<String, u32>, name: String) -> u32 {
    let next = u32::try_from(names.len() + 1).unwrap_or(u32::MAX);
    if let Some(known) = names.get(&name) {
        return *known;
    }
    let name = if next > PARTS { OTHERS.to_owned() } else { name };
    *names.entry(name).or_insert(next)
}
