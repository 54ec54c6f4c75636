//! What an owner or a developer installs: proxies, snippets, npm package, debug overlay.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
// A panic here is a test's failure report.

mod operate;
mod overlay;
mod package;
mod people;
mod pixel;
mod proxy;
mod server;
