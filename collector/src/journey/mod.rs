//! Pure reckoning over events that come sorted: no database, no clock, no network.

pub mod attribution;
pub mod chains;
pub mod change;
pub mod disconnect;
pub mod funnel;
pub mod paths;
pub mod stats;
pub mod survival;
