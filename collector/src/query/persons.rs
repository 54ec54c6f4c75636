//! Whose pseudonym each is, where a person has several: read once, before the events.
//!
//! DuckDB can look it up for each event too (a join), but that costs every event something, and most
//! events are of nobody whose pseudonym has changed.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use duckdb::arrow::array::{Array, ArrayRef, AsArray};
use duckdb::arrow::buffer::ScalarBuffer;
use duckdb::arrow::datatypes::UInt64Type;
use duckdb::{Connection, params};

use super::error::QueryError;

const PERSONS: &str = include_str!("../../sql/query/persons.sql");
const SEVERAL_SITES: &str = include_str!("../../sql/query/several_sites.sql");

/// The persons of pseudonyms that are not their own person.
#[derive(Debug, Default)]
pub(super) struct Persons {
    of: HashMap<u64, u64, BuildHasherDefault<Spread>>,
    by_site: bool,
}

impl Persons {
    /// Reads those of a site, or of all.
    pub(super) fn read(connection: &Connection, site: Option<&str>) -> Result<Self, QueryError> {
        let doing = || QueryError::duckdb("read whose pseudonyms are");
        let mut statement = connection.prepare(PERSONS).map_err(doing())?;
        drop(statement.stream_arrow(params![site]).map_err(doing())?);
        let mut told = Vec::new();
        while let Some(batch) = statement.step().map_err(doing())? {
            let [visitors, people, sites] = batch.columns() else {
                return Err(QueryError::Shape("other columns".to_owned()));
            };
            told.push([numbers(visitors)?, numbers(people)?, numbers(sites)?]);
        }
        // Visitors of two sites may have one number: what is imported twice has it twice.
        let by_site = site.is_none() && !told.is_empty() && several_sites(connection)?;
        let mut of = HashMap::default();
        for [visitors, people, sites] in &told {
            for ((visitor, person), site) in visitors.iter().zip(people.iter()).zip(sites.iter()) {
                of.insert(if by_site { visitor ^ site } else { *visitor }, *person);
            }
        }
        Ok(Self { of, by_site })
    }

    /// Whether everybody is their own person.
    pub(super) fn is_empty(&self) -> bool {
        self.of.is_empty()
    }

    /// Whether a visitor is told by their number and, by exclusive or, the hash of their site.
    pub(super) fn by_site(&self) -> bool {
        self.by_site
    }

    /// Whose pseudonym it is, where it is another one's.
    pub(super) fn of(&self, visitor: u64) -> Option<u64> {
        self.of.get(&visitor).copied()
    }
}

fn numbers(column: &ArrayRef) -> Result<ScalarBuffer<u64>, QueryError> {
    let numbers = column.as_primitive_opt::<UInt64Type>();
    let shape = || QueryError::Shape(column.data_type().to_string());
    Ok(numbers.ok_or_else(shape)?.values().clone())
}

fn several_sites(connection: &Connection) -> Result<bool, QueryError> {
    let doing = QueryError::duckdb("count the sites");
    connection.query_row(SEVERAL_SITES, [], |row| row.get(0)).map_err(doing)
}

/// Spreads pseudonyms over a table: they are hashes as they come, and numbers in what is imported.
#[derive(Debug, Default)]
struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        let mixed = (self.0 ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ mixed >> 32;
    }
}
