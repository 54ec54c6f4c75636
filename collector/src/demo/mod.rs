//! Shoppers made up by a seed, with what is true of them: the ground that reports are tested on.
//!
//! [`Config`] says how many and what is planted; [`Plan`] lives their lives and knows the truth; [`rows`]
//! writes the events that the tracker and the collector would have stored. `docs/demo.md` describes the
//! model. All numbers are drawn by address ([`draw`]), so a visit can be walked again with one thing
//! changed: what a friction has cost is not estimated but counted.

pub mod after;
mod config;
mod draw;
mod form;
pub mod life;
pub mod model;
mod offline;
mod plan;
mod render;
pub mod truth;
mod visit;
mod walk;

pub use config::Config;
pub use plan::Plan;
pub use render::rows;
pub use truth::Truth;
pub use visit::{Cart, Kind, Visit, transaction_id};
