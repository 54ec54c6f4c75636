//! The rows of one batch out of DuckDB, read where they lie in its columns.

// Every index is a row of the batch, whose columns are equally long.
#![expect(clippy::indexing_slicing, reason = "rows index columns of the same batch")]

use duckdb::arrow::array::{Array, AsArray, Int64Array, StringArray, StructArray, UInt64Array};
use duckdb::arrow::datatypes::{Int64Type, TimestampMicrosecondType, UInt32Type, UInt64Type};

use super::error::QueryError;
use super::persons::Persons;
use super::relation::{Relation, Unit, Users};
use super::sorter::Sorter;
use super::users::Keys;
use crate::journey::funnel::Event;

/// A batch of events: who, when, which steps.
pub(super) struct Rows<'a> {
    users: Column<'a>,
    times: &'a [i64],
    steps: &'a [u32],
    /// Where a user's number says nothing without their site, what both make.
    by_site: Option<&'a [u64]>,
}

enum Column<'a> {
    Unsigned(&'a UInt64Array),
    Signed(&'a Int64Array),
    Text(&'a StringArray),
}

impl<'a> Rows<'a> {
    /// Finds the columns of a batch.
    pub(super) fn of(batch: &'a StructArray, relation: &Relation) -> Result<Self, QueryError> {
        let shape = || QueryError::Shape(batch.data_type().to_string());
        let (users, times, steps, by_site) = match batch.columns() {
            [users, times, steps] => (users, times, steps, None),
            [users, times, steps, by_site] => (users, times, steps, Some(by_site)),
            _ => return Err(shape()),
        };
        let untimed = |row| times.is_null(row) && users.is_valid(row);
        if times.null_count() > 0 && (0..batch.len()).any(untimed) {
            return Err(QueryError::NoTime(relation.name.clone()));
        }
        let times = match relation.unit {
            Unit::Stamps => {
                times.as_primitive_opt::<TimestampMicrosecondType>().map(|t| t.values())
            }
            Unit::Micros | Unit::Seconds => {
                times.as_primitive_opt::<Int64Type>().map(|t| t.values())
            }
        };
        let users = match relation.users {
            Users::Unsigned => users.as_primitive_opt::<UInt64Type>().map(Column::Unsigned),
            Users::Signed => users.as_primitive_opt::<Int64Type>().map(Column::Signed),
            Users::Text { .. } => users.as_string_opt::<i32>().map(Column::Text),
        };
        Ok(Self {
            users: users.ok_or_else(shape)?,
            times: times.ok_or_else(shape)?,
            steps: steps.as_primitive_opt::<UInt32Type>().ok_or_else(shape)?.values(),
            by_site: match by_site {
                Some(column) => {
                    Some(column.as_primitive_opt::<UInt64Type>().ok_or_else(shape)?.values())
                }
                None => None,
            },
        })
    }

    /// Notes which rows are wanted: all that have a user, or those of them that match a step.
    pub(super) fn select(&self, everything: bool, wanted: &mut Vec<usize>) {
        // Written and then counted or not: a branch that goes either way as often costs more.
        wanted.resize(self.steps.len(), 0);
        let mut count = 0;
        for (row, &steps) in self.steps.iter().enumerate() {
            wanted[count] = row;
            count += usize::from(everything || steps != 0);
        }
        wanted.truncate(count);
        // Rows without a user are nobody's, and left out.
        let users: &dyn Array = match self.users {
            Column::Unsigned(users) => users,
            Column::Signed(users) => users,
            Column::Text(users) => users,
        };
        if users.null_count() > 0 {
            wanted.retain(|&row| users.is_valid(row));
        }
    }

    /// Deals the wanted rows out to the sorter, by person; of those, whose turn it is.
    pub(super) fn deal(
        &self,
        wanted: &[usize],
        (persons, turn): (&Persons, Option<(u32, u32)>),
        keys: &mut Keys,
        sorter: &mut Sorter,
    ) {
        let mut deal = |row: usize, user| {
            sorter.push(Event { user, time: self.times[row], steps: self.steps[row] });
        };
        match self.users {
            Column::Unsigned(users) => {
                let users = users.values();
                if persons.is_empty() {
                    wanted.iter().for_each(|&row| deal(row, users[row]));
                } else {
                    let visitors = self.by_site.unwrap_or(users);
                    for &row in wanted {
                        let person = persons.of(visitors[row]).unwrap_or(users[row]);
                        if turn.is_none_or(|turn| has_turn(person, turn)) {
                            deal(row, person);
                        }
                    }
                }
            }
            Column::Signed(users) => {
                let users = users.values();
                wanted.iter().for_each(|&row| deal(row, users[row].cast_unsigned()));
            }
            Column::Text(users) => {
                wanted.iter().for_each(|&row| deal(row, keys.of_text(users.value(row))));
            }
        }
    }
}

/// Whether it is a person's turn, the first being turn 0 of so many.
fn has_turn(person: u64, (turn, turns): (u32, u32)) -> bool {
    person % u64::from(turns) == u64::from(turn)
}
