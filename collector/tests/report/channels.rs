//! Channels: the real day of the Google Merchandise Store, whose export tells its own totals.

use serde_json::Value;

use crate::ask;
use crate::common::{Shop, ga360};

#[test]
fn a_real_day_gives_its_channels_and_the_period_and_site_are_kept_to() {
    let Some(file) = ga360() else { return };
    let shop = Shop::new();
    shop.imported("ga360", &[], &file);
    let rows = ask(&shop, "channels", &[]);
    let visits: Vec<_> =
        rows.iter().map(|row| (row["channel"].clone(), row["visits"].clone())).collect();
    let expect = [
        ("Organic Search", 1346),
        ("Referral", 436),
        ("Direct", 400),
        ("Organic Social", 213),
        ("Paid Search", 70),
        ("Affiliates", 52),
        ("Display", 39),
    ];
    let expect: Vec<_> = expect.map(|(name, n)| (Value::from(name), Value::from(n))).into();
    assert_eq!(visits, expect);
    let orders: u64 = rows.iter().map(|row| row["orders"].as_u64().unwrap()).sum();
    assert_eq!(orders, 43);
    assert!(ask(&shop, "channels", &["--site", "another"]).is_empty());
    assert!(ask(&shop, "channels", &["--since", "2017-08-03"]).is_empty());
}
