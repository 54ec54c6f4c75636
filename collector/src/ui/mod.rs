//! What people look at: pages and drawings, made from reports and from nothing else.

mod chooser;
pub(crate) mod figures;
pub mod findings;
mod funnel;
mod home;
mod privacy;
pub mod sheet;

pub use chooser::Chooser;
pub use funnel::Funnel;
pub use home::{EventLine, Home, Live, Pinned};
pub use privacy::Privacy;
