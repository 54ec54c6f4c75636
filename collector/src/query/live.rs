//! Live SQL: a statement of somebody else's, answered without any way to write or to look elsewhere.
//!
//! Three things hold that, each alone: [`guard`] lets one SELECT through, of the store's own tables and
//! of functions on a list; it runs in a read-only transaction; and the collector's DuckDB was opened
//! without access to files or the network. [`run`] keeps it within time and memory, [`write`] puts the
//! answer into bytes as it comes.

mod call;
mod expanded;
mod grown;
pub mod guard;
mod joined;
mod limits;
mod parts;
pub mod run;
pub mod write;

pub use guard::Guard;
pub use limits::{Limits, Stop};
pub(crate) use limits::{MEMORY, TAKEN, TIME};
pub use run::{Live, LiveError, Sink, step_back};

/// Lists the tables, views and macros.
pub const TABLES: &str = include_str!("../../sql/query/live_tables.sql");
/// Lists every column.
pub const SCHEMA: &str = include_str!("../../sql/query/live_schema.sql");
