//! The rules for kinds of touchpoints, put into the file so that questions can ask for kinds.

use duckdb::{Connection, params};

use crate::ingest::rules::Rules;
use crate::ingest::rules::when::Fact;

const KINDS: &str = include_str!("../../sql/store/kinds.sql");
const FORGET: &str = include_str!("../../sql/store/kinds_forget.sql");

type Kind = (i32, String, String, String, String);

/// Writes the rules where the file has others.
pub(super) fn publish(connection: &Connection, rules: &Rules) -> duckdb::Result<()> {
    let wanted = wanted(rules);
    let mut statement = connection.prepare(KINDS)?;
    let there = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))?
        .collect::<duckdb::Result<Vec<Kind>>>()?;
    if there == wanted {
        return Ok(());
    }
    connection.execute(FORGET, [])?;
    let mut kinds = connection.appender("kinds")?;
    for (place, site, contact, pattern, kind) in &wanted {
        kinds.append_row(params![place, site, contact, pattern, kind])?;
    }
    kinds.flush()
}

/// Writes the rules that every shop begins with, where the file has none yet.
pub(super) fn begin(connection: &Connection) -> duckdb::Result<()> {
    match connection.prepare(KINDS)?.exists([])? {
        true => Ok(()),
        false => publish(connection, &Rules::default()),
    }
}

/// A row a pattern, in the order in which the file gives them back.
fn wanted(rules: &Rules) -> Vec<Kind> {
    let mut wanted = Vec::new();
    for (place, (when, kind)) in (0_i32..).zip(rules.kinds.iter()) {
        let sites = when.patterns(Fact::Site).iter().map(|site| glob(site.as_str()));
        let sites: Vec<String> = sites.collect();
        let sites = if sites.is_empty() { vec!["*".to_owned()] } else { sites };
        for (fact, contact) in [(Fact::Touchpoint, "touchpoint"), (Fact::Channel, "channel")] {
            for pattern in when.patterns(fact) {
                for site in &sites {
                    let pattern = glob(pattern.as_str());
                    wanted.push((place, site.clone(), contact.to_owned(), pattern, kind.clone()));
                }
            }
        }
    }
    wanted.sort();
    wanted.dedup();
    wanted
}

/// As DuckDB's GLOB has it, where more signs than the star mean something.
fn glob(pattern: &str) -> String {
    pattern.replace('[', "[[]").replace('?', "[?]").replace('\\', "[\\]")
}
