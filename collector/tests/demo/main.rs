//! Made-up shoppers: the same seed gives the same rows, the rows are what the collector would have stored,
//! and what is said to be true of them is what they show.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic in a test is its report"
)]

mod causes;
mod command;
mod counts;
mod frictions;
mod held;
mod ingest;
mod lives;
mod marginals;
mod same;
mod truth;

use duckdb::Connection;
use percorso::demo::{Config, Plan, rows};
use percorso::store::fill::fill;
use percorso::store::migrate::migrate;

/// 2026-11-01, midnight UTC.
const UNTIL: i64 = 1_793_491_200_000_000;

/// A store in memory with the plan's events.
fn store(plan: &Plan) -> Connection {
    let mut connection = Connection::open_in_memory().unwrap();
    migrate(&mut connection, &mut |_| {}).unwrap();
    fill(&mut connection, &plan.config.site, rows(plan), |_| {}).unwrap();
    connection
}

fn plan(seed: u64, shoppers: u32) -> Plan {
    Plan::new(Config::new(seed, shoppers, UNTIL))
}

/// One number.
fn one(connection: &Connection, sql: &str) -> i64 {
    connection.query_row(sql, [], |row| row.get(0)).unwrap_or_else(|error| panic!("{sql}: {error}"))
}

/// Rows of a name and some numbers.
fn table<const N: usize>(connection: &Connection, sql: &str) -> Vec<(String, [i64; N])> {
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| {
        let mut numbers = [0; N];
        for (place, number) in numbers.iter_mut().enumerate() {
            *number = row.get(place + 1)?;
        }
        Ok((row.get(0)?, numbers))
    });
    rows.unwrap().map(Result::unwrap).collect()
}
