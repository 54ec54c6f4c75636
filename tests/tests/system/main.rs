//! The whole system from outside: HTTP in, rows out, through kills, restarts and odd requests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::print_stdout)]
// A panic here is a test's failure report, and totals are printed.

mod absent;
mod abuse;
mod access;
mod ask;
mod assets;
mod backup;
mod clock;
mod collect;
mod consent;
mod copies;
mod costs;
mod doctor;
mod durable;
mod export;
mod faults;
mod forget;
mod funnels;
mod goals;
mod grown;
mod imported;
mod leaving;
mod limits;
mod local;
mod lock;
mod logging;
mod migrate;
mod misnamed;
mod odd;
mod once;
mod overwrite;
mod parity;
mod passing;
mod password;
mod people;
mod planning;
mod privacy;
mod proof;
mod quack;
mod quack_load;
mod questions;
mod refuse;
mod rules;
mod segments;
mod settings;
mod sql;
mod stop;
mod terminal;
mod tls;
mod torn;
mod turns;
mod upkeep;
mod views;
