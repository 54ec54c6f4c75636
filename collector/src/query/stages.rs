//! Visits by day, by what they are, and by how far they came.

use std::collections::HashMap;

use duckdb::Connection;
use duckdb::arrow::array::{Array, AsArray};
use duckdb::arrow::datatypes::{Float64Type, Int32Type, Int64Type};

use super::error::QueryError;
use super::table::{Param, bind};
use crate::journey::disconnect::{Cell, DIMENSIONS, Visits};

const CELLS: &str = include_str!("../../sql/query/stage_cells.sql");

/// The visits asked for.
///
/// # Errors
/// When DuckDB refuses.
pub fn visits(
    connection: &Connection,
    given: &dyn Fn(&str) -> Option<Param>,
) -> Result<Visits, QueryError> {
    let doing = || QueryError::duckdb("read how far visits came");
    let shape = || QueryError::Shape("other columns".to_owned());
    let mut statement = connection.prepare(CELLS).map_err(doing())?;
    bind(&mut statement, given)?;
    statement.raw_execute().map_err(doing())?;
    let mut numbers: HashMap<String, u16> = HashMap::new();
    let mut visits = Visits::default();
    while let Some(batch) = statement.step().map_err(doing())? {
        let [days, stages, counts, values, dimensions @ ..] = batch.columns() else {
            return Err(shape());
        };
        let days = days.as_primitive::<Int32Type>().values();
        let stages = stages.as_primitive::<Int32Type>().values();
        let counts = counts.as_primitive::<Int64Type>().values();
        let values = values.as_primitive::<Float64Type>().values();
        let dimensions: Vec<_> =
            dimensions.iter().map(|column| column.as_string::<i32>()).collect();
        let whole = days.iter().zip(stages).zip(counts).zip(values).enumerate();
        for (row, (((day, stage), count), value)) in whole {
            let mut of = [0; DIMENSIONS.len()];
            for (place, column) in of.iter_mut().zip(&dimensions) {
                if column.is_valid(row) {
                    *place = number(&mut numbers, &mut visits.values, column.value(row));
                }
            }
            let stage = usize::try_from(*stage).unwrap_or_default();
            let count = u64::try_from(*count).unwrap_or_default();
            visits.cells.push(Cell { day: *day, stage, count, value: *value, of });
        }
    }
    Ok(visits)
}

/// A value's number, from 1; 0 is none.
fn number(numbers: &mut HashMap<String, u16>, names: &mut Vec<String>, value: &str) -> u16 {
    if let Some(number) = numbers.get(value) {
        return *number;
    }
    // Beyond 65,000 different values none is frequent enough to be looked at.
    let Ok(number) = u16::try_from(names.len() + 1) else { return 0 };
    names.push(value.to_owned());
    numbers.insert(value.to_owned(), number);
    number
}
