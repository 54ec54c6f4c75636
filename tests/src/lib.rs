//! System tests.

pub mod storefront;
