//! A segment's rule as a statement: one look at all events, a condition each for what a visit has.

use duckdb::{Connection, params_from_iter};

use super::{Condition, Fact, Property, Rule};
use crate::query::error::QueryError;
use crate::query::mask::push_term;
use crate::query::sql::Sql;
use crate::query::step::Term;

const IS_THERE: &str = include_str!("../../../sql/query/segment_is_there.sql");

/// The visits that belong to it now.
///
/// # Errors
/// What DuckDB says.
pub fn members(connection: &Connection, rule: &Rule) -> Result<Vec<u64>, QueryError> {
    let mut sql = Sql::default();
    sql.push("SELECT session_id FROM asked(NULL, NULL, NULL, NULL) GROUP BY session_id HAVING ")
        .list(&rule.alternatives, " OR ", |sql, conditions| {
            sql.push("(").list(conditions, " AND ", push_condition).push(")");
        });
    let read = || -> duckdb::Result<Vec<u64>> {
        let mut statement = connection.prepare(sql.text())?;
        let found = statement.query_map(params_from_iter(sql.values()), |row| row.get(0))?;
        found.collect()
    };
    read().map_err(QueryError::duckdb("find the visits of a segment"))
}

/// Whether a segment of this name is saved.
///
/// # Errors
/// What DuckDB says.
pub fn is_there(connection: &Connection, name: &str) -> Result<bool, QueryError> {
    let found = connection.query_row(IS_THERE, [name], |row| row.get(0));
    found.map_err(QueryError::duckdb("look for a segment"))
}

/// True or false, never NULL: what a visit does not tell of itself it has not.
fn push_condition(sql: &mut Sql, condition: &Condition) {
    sql.push(if condition.is_not { "NOT coalesce(" } else { "coalesce(" });
    push_fact(sql, &condition.fact);
    sql.push(", false)");
}

fn push_fact(sql: &mut Sql, fact: &Fact) {
    match fact {
        Fact::Event(name) => push_any(sql, &Term::Event(name.clone())),
        Fact::Touchpoint(name) => push_any(sql, &Term::Touchpoint(name.clone())),
        Fact::Page(path) => push_any(sql, &Term::Page(path.clone())),
        Fact::Item(id) => push_any(sql, &Term::Item(id.clone())),
        Fact::Friction(kind) => {
            sql.push(
                "session_id IN (SELECT session_id FROM asked_friction(NULL, NULL, NULL, NULL)",
            );
            if kind != "*" {
                sql.push(" WHERE kind = ").bind(kind.clone());
            }
            sql.push(")");
        }
        // The visit's own channel is its first: the same as in every report.
        Fact::Is(Property::Channel, value) => {
            sql.push("arg_min(channel, occurred_at) = ").bind(value.clone());
        }
        Fact::Is(property, value) => {
            sql.push("bool_or(").push(column(*property)).push(" = ").bind(value.clone()).push(")");
        }
        Fact::Order(amount) => {
            // The order's own worth, which the server knows better than the page.
            sql.push("session_id IN (SELECT session_id FROM orders WHERE value >= ")
                .bind(*amount)
                .push(")");
        }
    }
}

fn push_any(sql: &mut Sql, term: &Term) {
    sql.push("bool_or(");
    push_term(sql, term, "event");
    sql.push(")");
}

fn column(property: Property) -> &'static str {
    match property {
        Property::Site => "site",
        Property::Device => "device",
        Property::Browser => "browser",
        Property::System => "system",
        Property::Country => "country",
        Property::Channel => "channel",
        Property::Source => "utm_source",
        Property::Medium => "utm_medium",
        Property::Campaign => "utm_campaign",
    }
}
