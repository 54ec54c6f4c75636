//! The store: one DuckDB file, one writer.
//!
//! [`open`] opens it, and [`migrate`] brings its schema up to date and puts the views and macros of
//! [`definitions`] into it; [`writer`] is the one thread that writes and keeps the file open, [`opened`]
//! what others read through, [`place`] its disk; [`append`] is how a row is written, [`memory`] what the
//! writer must remember across a restart; [`upkeep`] rewrites what is stored, for [`forget`], [`prune`] and
//! [`enrich`]; [`backup`] copies the store, [`restore`] puts a copy in its place, [`tally`] counts what is in
//! one; [`doctor`] looks through everything. [`salt`] keeps the day's salt and the lasting key beside the
//! file, [`running`] a note of who has it.

pub mod annotations;
pub mod append;
pub mod backup;
pub mod costs;
mod definitions;
pub mod doctor;
pub mod enrich;
pub mod error;
pub mod fill;
pub mod forget;
mod funnels;
pub mod goals;
pub mod import;
mod kinds;
pub mod memory;
pub mod migrate;
pub mod open;
pub mod opened;
pub mod place;
pub mod prune;
pub mod restore;
pub mod running;
pub mod salt;
mod secret;
pub mod segments;
pub mod tally;
pub mod tokens;
pub mod upkeep;
pub mod writer;

pub use error::StoreError;
pub use open::{Access, open};
pub use tally::StoreReport;
