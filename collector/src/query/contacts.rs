//! Visits with their channels, and orders: what attribution shares between.

use std::collections::HashMap;

use duckdb::Connection;
use duckdb::arrow::array::{Array, AsArray};
use duckdb::arrow::datatypes::{Float64Type, Int64Type, UInt64Type};

use super::error::QueryError;
use super::table::{Param, bind};
use crate::journey::attribution::{Contact, What};

const CONTACTS: &str = include_str!("../../sql/query/contacts.sql");

/// The contacts asked for, by person and time, and the names of their channels by number.
///
/// # Errors
/// When DuckDB refuses.
pub fn contacts(
    connection: &Connection,
    given: &dyn Fn(&str) -> Option<Param>,
) -> Result<(Vec<String>, Vec<Contact>), QueryError> {
    let doing = || QueryError::duckdb("read visits and orders");
    let mut statement = connection.prepare(CONTACTS).map_err(doing())?;
    bind(&mut statement, given)?;
    statement.raw_execute().map_err(doing())?;
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut contacts = Vec::new();
    while let Some(batch) = statement.step().map_err(doing())? {
        let [people, times, channels, values] = batch.columns() else {
            return Err(QueryError::Shape("other columns".to_owned()));
        };
        let people = people.as_primitive::<UInt64Type>().values();
        let times = times.as_primitive::<Int64Type>().values();
        let (channels, values) =
            (channels.as_string::<i32>(), values.as_primitive::<Float64Type>());
        for (row, (person, at)) in people.iter().zip(times).enumerate() {
            let what = if channels.is_valid(row) {
                let channel = channels.value(row);
                let next = numbers.len();
                What::Visit(match numbers.get(channel) {
                    Some(number) => *number,
                    None => *numbers.entry(channel.to_owned()).or_insert(next),
                })
            } else {
                What::Order(values.value(row))
            };
            contacts.push(Contact { person: *person, at: *at, what });
        }
    }
    let mut names: Vec<_> = numbers.into_iter().collect();
    names.sort_unstable_by_key(|(_, number)| *number);
    Ok((names.into_iter().map(|(name, _)| name).collect(), contacts))
}
