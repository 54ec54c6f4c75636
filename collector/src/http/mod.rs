//! HTTP: the only place that knows axum.
//!
//! Every route stands in [`router`]; a file a concern beside it.

mod annotations;
mod assets;
mod body;
mod client;
mod collect;
mod costs;
mod doing;
mod door;
mod error;
mod findings;
mod force;
mod funnels;
mod gate;
mod goals;
mod health;
mod limit;
mod listen;
mod live;
mod measured;
mod metrics;
mod openapi;
mod page;
mod panels;
mod places;
mod privacy;
mod questions;
mod report;
pub mod router;
mod rules;
mod segments;
mod server;
mod sql;
mod state;
mod store;
mod tls;
mod turns;
mod unread;
mod upkeep;

pub use assets::has_tracker;
pub use door::Door;
pub use force::{SettingsBook, SettingsPen};
pub use listen::serve;
pub use rules::RuleBook;
pub use state::{Access, App, Known};
pub use tls::{Tls, TlsError};
