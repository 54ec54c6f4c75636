//! What the made-up shop and its shoppers are like: tables and laws, each with its numbers in one place.

pub mod calendar;
pub mod channels;
pub mod form;
pub mod friction;
pub mod incident;
pub mod intervention;
pub mod people;
pub mod segment;
pub mod shop;
pub mod stage;
pub mod touchpoints;
