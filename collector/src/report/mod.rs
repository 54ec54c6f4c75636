//! Reports: a question read from options or a URL, asked of `query`, reckoned by `journey`, answered as
//! plain data that the command line, HTTP and the drawings share.
//!
//! [`catalogue`] lists every report there is; [`question`] reads what is asked of one. [`funnel`] has a
//! grammar of its own and stands apart. [`segments`] saves groups of visits that every report can be asked of, [`annotations`]
//! notes of changes, [`goals`] what figures are to be.

pub mod annotations;
pub mod catalogue;
pub mod costs;
pub mod funnel;
pub mod goals;
pub mod question;
pub mod segments;
