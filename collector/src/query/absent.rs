//! What a question names and no event has: a name mistyped must not pass for an answer of nothing.

use duckdb::{Connection, Row, params, params_from_iter};

use super::error::QueryError;
use super::mask;
use super::sql::Sql;
use super::step::Step;

const SITE_HAS_EVENTS: &str = include_str!("../../sql/store/site_has_events.sql");
const TOUCHPOINT_NAMES: &str = include_str!("../../sql/query/touchpoint_names.sql");
const SITE_NAMES: &str = include_str!("../../sql/query/site_names.sql");

/// That no event is of this site, in a sentence; nothing where there are some.
///
/// # Errors
/// When the events cannot be read.
pub fn site(connection: &Connection, site: &str) -> Result<Option<String>, QueryError> {
    let ask = || -> duckdb::Result<_> {
        if connection.query_row(SITE_HAS_EVENTS, params![site], |row| row.get(0))? {
            return Ok(None);
        }
        connection.query_row(SITE_NAMES, [], |row| row.get(0)).map(Some)
    };
    let names: Option<Option<String>> = ask().map_err(QueryError::duckdb("look for the site"))?;
    Ok(names.map(|names| match names {
        Some(names) => format!("no event is of the site {site:?}; there are events of {names}"),
        None => "there are no events yet".to_owned(),
    }))
}

/// That no event is of this touchpoint, or that none is named, in a sentence with some there are; nothing where
/// there are events of it.
///
/// # Errors
/// When the events cannot be read.
pub fn touchpoint(
    connection: &Connection,
    name: Option<&str>,
) -> Result<Option<String>, QueryError> {
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let (is_there, names): (bool, Option<String>) = connection
        .query_row(TOUCHPOINT_NAMES, params![name], read)
        .map_err(QueryError::duckdb("look for the touchpoint"))?;
    let which = match name {
        Some(_) if is_there => return Ok(None),
        Some(name) => format!("no event is of the touchpoint {name:?}"),
        None => "name says of which touchpoint".to_owned(),
    };
    Ok(Some(match names {
        Some(names) => format!("{which}; there are {names}"),
        None => "there are no touchpoints yet".to_owned(),
    }))
}

/// Which of the steps no event of the store matches, whenever it was, in a sentence. Each is looked for by itself:
/// its first event ends the search, and DuckDB passes over blocks that cannot have it.
///
/// # Errors
/// When the events cannot be read.
pub fn steps<'a>(
    connection: &Connection,
    steps: impl IntoIterator<Item = &'a Step>,
) -> Result<Option<String>, QueryError> {
    let is_there = |step: &Step| -> duckdb::Result<bool> {
        let mut sql = Sql::default();
        sql.push("SELECT EXISTS (FROM events WHERE ");
        mask::push_any(&mut sql, step.alternatives(), "event");
        sql.push(")");
        connection.query_row(sql.text(), params_from_iter(sql.values()), |row| row.get(0))
    };
    let mut absent = Vec::new();
    for step in steps {
        if !is_there(step).map_err(QueryError::duckdb("look for the steps"))? {
            absent.push(format!("{:?}", step.label()));
        }
    }
    Ok((!absent.is_empty())
        .then(|| format!("no event there is matches the step {}", absent.join(", nor "))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_no_event_has_are_told() {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch("CREATE TABLE events(site VARCHAR, event VARCHAR, robot VARCHAR)")
            .unwrap();
        let told = |name| site(&connection, name).unwrap();
        let steps = |names: &[&str]| {
            let names: Vec<Step> = names.iter().map(|name| name.parse().unwrap()).collect();
            super::steps(&connection, &names).unwrap()
        };
        assert_eq!(told("shop").unwrap(), "there are no events yet");
        assert!(steps(&["view_item"]).unwrap().ends_with(r#"the step "view_item""#));
        connection
            .execute_batch(
                "INSERT INTO events VALUES ('shop', 'view_item', NULL), ('blog', 'x', NULL)",
            )
            .unwrap();
        assert_eq!(told("shop"), None);
        assert!(told("shpo").unwrap().ends_with(r#""shpo"; there are events of blog, shop"#));
        assert_eq!(steps(&["view_item", "x"]), None);
        let told = steps(&["view_item", "view-item", "y"]).unwrap();
        assert!(told.ends_with(r#"the step "view-item", nor "y""#), "{told}");
    }
}
