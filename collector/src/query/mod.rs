//! Questions to the store: names DuckDB, answers with plain data.

pub mod latest;
pub mod reader;
