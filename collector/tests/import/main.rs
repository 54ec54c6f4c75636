//! Import as its user meets it: the built program on real files, bad files, any bytes, and killed.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a panic in a test is its report"
)]

mod any_bytes;
mod common;
mod funnel;
mod hostile;
mod killed;
mod mapping;
mod matomo;
mod presets;
mod real;
mod visits;
