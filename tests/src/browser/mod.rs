//! Real browsers on real pages: sessions through WebDriver, sites with a probe, the wire between.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
// A panic here is a test's failure report.

mod driver;
mod engine;
mod hand;
mod process;
mod session;
mod shopper;
mod site;
mod sockets;
mod wire;

pub use engine::{Engine, Start};
pub use session::Browser;
pub use shopper::{Address, Card, Shopper};
pub use site::{Site, tag};
pub use wire::{Fate, Told, Wire};

use std::sync::OnceLock;

use tokio::runtime::Runtime;

/// The one runtime of all servers and sessions; tests themselves are plain blocking code.
fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| Runtime::new().expect("a runtime can be made"))
}
