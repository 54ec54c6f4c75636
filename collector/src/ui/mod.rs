//! What people look at: pages and drawings, made from reports and from nothing else.

pub(crate) mod figures;
mod funnel;
mod home;
pub mod sheet;

pub use funnel::Funnel;
pub use home::{EventLine, Home, Live, Pinned};
