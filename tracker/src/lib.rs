//! Percorso's tracker: what a page tells becomes batches on their way to the collector.
//!
//! Everything here is a pure state machine that knows no browser and is tested natively; only
//! `browser` does. Reading order: `page`, `queue`, [`recorder`], then `browser`, where the
//! functions stand that the script in `js/` calls.
//!
//! The module is paid for by every visitor in bytes, hence some habits: no `fmt`, no floats as text,
//! no indexing that could panic, few generic containers.

mod backoff;
mod json;
mod page;
mod queue;
pub mod recorder;

#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(any(target_arch = "wasm32", test))]
mod heap;
