//! A batch becomes rows: pure, without a database or a socket.
//!
//! Reading order: [`accept`] turns a batch into [`row::Row`]s, with [`page`] for addresses, [`channel`]
//! for the way a visit came, [`params`] for parameters and [`text`] for what of a text may be kept, [`content`] for what a page says of itself, [`agent`], [`country`]
//! and [`spam`] for what a request tells, and [`rules`] for the owner's word on touchpoints and on the
//! [`phase`] of an event; [`visitor`] says who sent it without knowing who; [`sessions`] says which visit it
//! belongs to; [`seen`] says whether it came before. Before all of that, [`unpack`] unpacks what came packed.

pub mod accept;
pub mod age;
pub mod agent;
pub mod channel;
pub mod content;
pub mod country;
pub mod page;
pub mod params;
pub mod phase;
pub mod row;
pub mod rules;
pub mod seen;
pub mod server;
pub mod sessions;
pub mod spam;
pub mod text;
pub mod unpack;
pub mod visitor;
