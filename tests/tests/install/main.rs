//! What an owner or a developer installs: the proxies of `docs/install`, the debug overlay.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
// A panic here is a test's failure report.

mod overlay;
mod proxy;
mod server;
