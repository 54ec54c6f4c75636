//! What is stored is told at once to who asked for it: to listeners, and to the receivers of the rules.
//!
//! [`feed`] has each event once it is on disk, [`told`] is how one is written and by what it is asked for;
//! [`hooks`] hands those that a rule asks for to its receiver's thread, [`deliver`]. Nobody who is told
//! keeps ingest waiting: who is too slow misses some, and it is counted.

mod counts;
mod deliver;
pub mod feed;
pub mod hooks;
pub mod told;

pub use counts::Counts;
pub use feed::Feed;
