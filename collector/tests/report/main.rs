//! Reports as their user meets them: the built program on stores whose answers are known from elsewhere.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::print_stderr,
    reason = "a panic in a test is its report"
)]

mod advocacy;
mod again;
mod attribution;
mod changes;
mod channels;
mod checkout;
#[allow(dead_code, reason = "the tests of import use the rest")]
#[path = "../import/common.rs"]
mod common;
mod costs;
mod currencies;
mod customers;
mod disconnections;
mod durations;
mod edges;
mod figures;
mod friction;
mod goals;
mod holdouts;
mod journeys;
mod people;
mod planted;
mod questions;
mod refunds;
mod segments;
mod sheet;
mod shop;
mod stages;
mod surveys;
mod tills;
mod touchpoints;
mod written;

use common::Shop;
use percorso::store::{Access, open};
use serde_json::Value;

/// The rows of a report, as its command prints them.
fn ask(shop: &Shop, report: &str, args: &[&str]) -> Vec<Value> {
    let output = shop.command(&[report, "--format", "json"]).args(args).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut answered: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answered["report"], report);
    serde_json::from_value(answered["rows"].take()).unwrap()
}

/// A shop with what a statement puts into its store.
fn shop_with(sql: &str) -> Shop {
    let shop = Shop::new();
    change(&shop, sql);
    shop
}

/// Changes a shop's store.
fn change(shop: &Shop, sql: &str) {
    let store = open(&shop.db(), Access::ReadWrite).unwrap();
    store.execute_batch(sql).unwrap();
    store.close().unwrap();
}
