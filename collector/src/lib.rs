//! Percorso's collector: receives a shop's events, stores them durably in DuckDB, answers questions.
//!
//! One direction of flow: `http` hands batches to `ingest`, which turns them into rows; `store` writes
//! them and `tell` tells of them; `query` reads them back, `journey` reckons, `report` puts an answer together, and `http` and
//! `cli` show it. Only `http` knows axum, only `store` and `query` know DuckDB, `ingest` and `journey`
//! know neither; nothing uses `http` but `cli`, which starts it.

pub mod clock;
pub mod config;

pub mod ingest;

pub mod demo;
pub mod store;

pub mod journey;
pub mod query;
pub mod report;

pub mod ui;

pub mod tell;

pub mod http;

pub mod cli;
