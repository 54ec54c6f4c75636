//! Percorso's wire format: what a tracker sends and a collector accepts.
//!
//! The sender's copies live in browser caches for months, so this crate is the sender's and every
//! released version is pinned by the files in `golden/`. Reading order: [`vocabulary`], [`limits`],
//! [`scrub`], then [`batch`] for what one request holds and [`refusal`] for what can be wrong with it.

pub mod limits;
pub mod scrub;
pub mod vocabulary;

#[cfg(feature = "decode")]
pub mod batch;
#[cfg(feature = "decode")]
pub mod refusal;

/// The version this crate writes. A collector reads this one and all released before it.
pub const VERSION: u64 = 1;
