//! A batch becomes rows: pure, without a database or a socket.
//!
//! Reading order: [`accept`] turns a batch into [`row::Row`]s, with [`page`] for addresses, [`channel`]
//! for the way a visit came, [`params`] for parameters, [`content`] for what a page says of itself and [`rules`] for the
//! owner's word on touchpoints; [`visitor`] says who sent it without knowing who; [`sessions`] says which visit it
//! belongs to; [`seen`] says whether it came before.

pub mod accept;
pub mod channel;
pub mod content;
pub mod page;
pub mod params;
pub mod row;
pub mod rules;
pub mod seen;
pub mod sessions;
pub mod visitor;
