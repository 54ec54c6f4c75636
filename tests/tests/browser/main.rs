//! A person does this in a real browser; then exactly these events are stored, and not those.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
// A panic here is a test's failure report.

#[macro_use]
mod engines;

mod assets;
mod bridge;
mod checkout;
mod commands;
mod complaints;
mod consent;
mod delivery;
mod elsewhere;
mod errors;
mod first_page;
mod forms;
mod friction;
mod funnel;
mod host;
mod journey;
mod kinds;
mod late;
mod loose;
mod paid;
mod policy;
mod refusals;
mod requests;
mod returned;
mod rows;
mod scene;
mod searches;
mod sent;
mod surveys;
mod tape;
mod touchpoints;
mod typed;
mod views;
mod vitals;
mod wandering;
