//! Disconnections: a drop planted for one device over twelve days is told with its dates and its price.

use percorso::store::{Access, open};

use crate::ask;
use crate::common::Shop;

const PLANT: &str = include_str!("plant_drop.sql");

fn planted(harmed: bool) -> Shop {
    let shop = Shop::new();
    let store = open(&shop.db(), Access::ReadWrite).unwrap();
    store.execute("SET VARIABLE harmed = ?", [harmed]).unwrap();
    store.execute_batch(PLANT).unwrap();
    store.close().unwrap();
    shop
}

#[test]
fn a_planted_drop_is_told_and_without_it_nothing_is() {
    let rows = ask(&planted(true), "disconnections", &[]);
    assert_eq!(rows.len(), 1, "{rows:#?}");
    let row = &rows[0];
    assert_eq!((&row["step"], &row["next"]), (&"payment".into(), &"purchase".into()));
    assert_eq!(row["segment"], "device=mobile");
    let days = ["first_day", "last_day"].map(|day| row[day].as_str().unwrap().to_owned());
    assert!(days[0].as_str() >= "2026-03-01" && days[0].as_str() <= "2026-03-03", "{days:?}");
    assert!(days[1].as_str() >= "2026-03-10" && days[1].as_str() <= "2026-03-13", "{days:?}");
    // 12 days, 40 visits a day, and of the eight of ten that pass four fail: 192 orders of 20.
    let lost = row["lost_orders"].as_f64().unwrap();
    assert!((lost - 192.0).abs() < 30.0, "{lost}");
    let revenue = row["lost_revenue"].as_f64().unwrap();
    assert!((revenue / lost - 20.0).abs() < 0.1, "{revenue}");
    assert!(ask(&planted(false), "disconnections", &[]).is_empty());
}
