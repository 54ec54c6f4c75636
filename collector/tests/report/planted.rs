//! Stores filled with made-up shoppers whose truth is known, asked without the command line.

use duckdb::Connection;
use percorso::demo::Plan;
use percorso::report::catalogue::find;
use percorso::report::question::Question;
use percorso::store::fill::fill;
use percorso::store::migrate::migrate;
use serde_json::Value;

/// 2026-11-01, midnight UTC.
pub(crate) const UNTIL: i64 = 1_793_491_200_000_000;

/// A store in memory with the plan's events.
pub(crate) fn store(plan: &Plan) -> Connection {
    let mut connection = Connection::open_in_memory().unwrap();
    migrate(&mut connection, &mut |_| {}).unwrap();
    fill(&mut connection, &plan.config.site, percorso::demo::rows(plan), |_| {}).unwrap();
    connection
}

/// A report's rows.
pub(crate) fn rows(store: &Connection, name: &str, asked: &[(&str, &str)]) -> Vec<Value> {
    let report = find(name).unwrap();
    let question = Question::from_pairs(report, asked.iter().copied()).unwrap();
    let answered = report.run(store, &question).unwrap();
    let mut told = serde_json::to_value(answered).unwrap();
    serde_json::from_value(told["rows"].take()).unwrap()
}
