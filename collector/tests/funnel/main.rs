//! The funnel as its users meet it: the engine, and the command over files and the store.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a panic in a test is its failure report, what it prints is for whoever runs it"
)]

mod command;
mod conditions;
mod engine;
mod files;
mod fixtures;
mod persons;
mod store;
mod usage;
