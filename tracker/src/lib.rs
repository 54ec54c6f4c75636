//! Percorso's tracker, the part that thinks: what clicks, fields, touchpoints and the pointer tell.
//!
//! Everything here is a pure state machine over numbers that knows no browser and is tested natively;
//! only `browser` does. The script in `js/` hears the page, gives things their numbers, and writes the
//! records down in words. Reading order: [`record`], `clicks`, `forms`, `attention`, `pointer`,
//! then [`recorder`], which puts them together.
//!
//! The module is paid for by every visitor in bytes, hence some habits: no text, no allocation, no
//! indexing that could panic; arrays of a fixed size, so memory is bounded whatever a page does.

mod attention;
mod clicks;
mod forms;
mod pointer;
pub mod record;
pub mod recorder;

#[cfg(test)]
mod sink_tests;

#[cfg(target_arch = "wasm32")]
pub mod browser;
