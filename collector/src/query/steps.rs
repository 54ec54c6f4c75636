//! Journeys as steps, person by person or visit by visit, in the order of time.

use std::collections::HashMap;

use duckdb::Connection;
use duckdb::arrow::array::{Array, AsArray};
use duckdb::arrow::datatypes::{Int64Type, UInt64Type};

use super::error::QueryError;
use super::sorter::Sorter;
use super::table::{Param, bind};
use crate::journey::funnel::Event;
use crate::journey::paths::{ORDER, Step};

const STEPS: &str = include_str!("../../sql/query/steps.sql");
const TOUCHES: &str = include_str!("../../sql/query/touches.sql");

/// All journeys asked for, read and not yet walked.
pub struct Journeys {
    /// The steps' names, by number.
    pub names: Vec<String>,
    sorter: Sorter,
}

/// Reads the journeys asked for.
///
/// # Errors
/// When DuckDB refuses.
pub fn journeys(
    connection: &Connection,
    given: &dyn Fn(&str) -> Option<Param>,
) -> Result<Journeys, QueryError> {
    read(connection, STEPS, given)
}

/// Reads journeys of what people acted on or attended to, and ordered.
///
/// # Errors
/// When DuckDB refuses.
pub fn touches(
    connection: &Connection,
    given: &dyn Fn(&str) -> Option<Param>,
) -> Result<Journeys, QueryError> {
    read(connection, TOUCHES, given)
}

fn read(
    connection: &Connection,
    sql: &str,
    given: &dyn Fn(&str) -> Option<Param>,
) -> Result<Journeys, QueryError> {
    let doing = || QueryError::duckdb("read journeys");
    let mut statement = connection.prepare(sql).map_err(doing())?;
    bind(&mut statement, given)?;
    statement.raw_execute().map_err(doing())?;
    let (mut numbers, mut names) = (HashMap::<String, u32>::new(), Vec::new());
    let mut sorter = Sorter::new(0);
    while let Some(batch) = statement.step().map_err(doing())? {
        let [who, times, orders, steps] = batch.columns() else {
            return Err(QueryError::Shape("other columns".to_owned()));
        };
        let (who, times) = (who.as_primitive::<UInt64Type>(), times.as_primitive::<Int64Type>());
        let (orders, steps) = (orders.as_boolean(), steps.as_string::<i32>());
        for (row, (user, time)) in who.values().iter().zip(times.values()).enumerate() {
            let step = if steps.is_null(row) {
                0
            } else if let Some(number) = numbers.get(steps.value(row)) {
                *number
            } else {
                let name = steps.value(row).to_owned();
                names.push(name.clone());
                let number = u32::try_from(names.len()).unwrap_or(ORDER - 1).min(ORDER - 1);
                *numbers.entry(name).or_insert(number)
            };
            let steps = if orders.value(row) { step | ORDER } else { step };
            sorter.push(Event { user: *user, time: *time, steps });
        }
    }
    Ok(Journeys { names, sorter })
}

impl Journeys {
    /// Calls `each` once for every journey, with its steps in the order of time.
    pub fn each(self, mut each: impl FnMut(&[Step])) {
        let mut steps = Vec::new();
        self.sorter.each_user(|events| {
            steps.clear();
            steps.extend(events.iter().map(|event| Step::of(event.time, event.steps)));
            each(&steps);
        });
    }
}
