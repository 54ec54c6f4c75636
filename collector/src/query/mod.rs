//! Questions to the store: names DuckDB, answers with plain data.

pub mod absent;
pub mod answer;
pub mod changes;
pub mod contacts;
pub mod costs;
pub mod currency;
pub mod export;
pub mod latest;
pub mod live;
pub mod quack;
pub mod reader;
pub mod segment;
pub mod stages;
pub mod steps;
pub mod table;
pub mod waits;

// What a funnel asks, from text to events sorted by user.
pub mod chains;
pub mod crossings;
pub mod property;
pub mod saved;
pub mod span;
pub mod step;

pub mod input;
pub mod relation;
pub mod scan;
pub mod users;

mod error;
mod mask;
mod persons;
mod rows;
mod sorter;
mod sql;

pub use duckdb::Connection;
pub use error::QueryError;
