//! Stages of a small shop: one at which no visit ends is a stage all the same.

use serde_json::json;

use crate::{ask, shop_with};

#[test]
fn a_stage_is_told_though_every_visit_goes_on() {
    let shop = shop_with(include_str!("plant_costs.sql"));
    let rows = ask(&shop, "stages", &[]);
    let told: Vec<_> = rows.iter().map(|row| (&row["name"], &row["visits"])).collect();
    // The shop tells of no cart and no checkout.
    assert_eq!(told, [(&json!("visit"), &json!(3)), (&json!("purchase"), &json!(3))]);
}
