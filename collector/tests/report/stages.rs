//! Stages of a small shop: one at which no visit ends is a stage all the same.

use percorso::store::{Access, open};
use serde_json::json;

use crate::ask;
use crate::common::Shop;

#[test]
fn a_stage_is_told_though_every_visit_goes_on() {
    let shop = Shop::new();
    let store = open(&shop.db(), Access::ReadWrite).unwrap();
    store.execute_batch(include_str!("plant_costs.sql")).unwrap();
    store.close().unwrap();
    let rows = ask(&shop, "stages", &[]);
    let told: Vec<_> = rows.iter().map(|row| (&row["name"], &row["visits"])).collect();
    // The shop tells of no cart and no checkout.
    assert_eq!(told, [(&json!("visit"), &json!(3)), (&json!("purchase"), &json!(3))]);
}
