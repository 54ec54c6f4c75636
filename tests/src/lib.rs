//! System tests: the harness they stand on, and the demo shop's server.

pub mod browser;
pub mod harness;
pub mod storefront;
