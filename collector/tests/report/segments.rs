//! Segments: a report over one is the report over the same visits, chosen by hand and stored alone.

use percorso::store::{Access, open};
use serde_json::Value;

use crate::ask;
use crate::common::Shop;

const SHOP: &str = include_str!("plant_segment.sql");
const RULE: &str = "device=mobile & channel=Email & view_item & !purchase, order>=100";
/// Of each way in which reports read events, one. Carts are their people's, who may come by other visits too.
const REPORTS: [&[&str]; 8] = [
    &["stages"],
    &["channels"],
    &["evolution", "--every", "day"],
    &["rhythm"],
    &["friction"],
    &["attribution"],
    &["paths"],
    &["repeat"],
];

/// A shop, and with `alone` nothing of it but the visits that the rule means.
fn shop(alone: bool) -> Shop {
    let shop = Shop::new();
    let store = open(&shop.db(), Access::ReadWrite).unwrap();
    store.execute("SET VARIABLE alone = ?", [alone]).unwrap();
    store.execute_batch(SHOP).unwrap();
    store.close().unwrap();
    shop
}

fn segment(shop: &Shop, args: &[&str]) -> (bool, String) {
    let output = shop.command(&["segment"]).args(args).output().unwrap();
    let said = if output.status.success() { output.stdout } else { output.stderr };
    (output.status.success(), String::from_utf8(said).unwrap())
}

#[test]
fn a_report_over_a_segment_is_that_of_its_visits_alone() {
    let (whole, alone) = (shop(false), shop(true));
    let (saved, said) = segment(&whole, &["save", "lookers", RULE]);
    assert!(saved, "{said}");
    let mut differ = 0;
    for report in REPORTS {
        let (name, options) = report.split_first().unwrap();
        let by_name = [options, &["--segment", "lookers"]].concat();
        let found = ask(&whole, name, &by_name);
        assert_eq!(found, ask(&alone, name, options), "{report:?}");
        differ += usize::from(found != ask(&whole, name, options));
    }
    assert!(differ >= 6, "the segment is a part of the shop: only {differ} reports differ");
}

#[test]
fn members_are_exported_and_follow_when_refreshed() {
    let shop = shop(false);
    assert!(segment(&shop, &["save", "buyers", "purchase"]).0);
    let members = |format: &str| {
        let args = ["members", "--segment", "buyers", "--format", format];
        String::from_utf8(shop.command(&args).output().unwrap().stdout).unwrap()
    };
    let rows: Vec<Value> =
        members("ndjson").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(members("csv").lines().count(), rows.len() + 1);
    assert!(rows.iter().all(|row| row["orders"] == 1 && row["value"].as_f64() > Some(0.0)));
    // A visit buys that has only looked: it belongs to it from the next time it is asked on.
    let buyers = |later: Option<&str>| {
        let store = open(&shop.db(), Access::ReadWrite).unwrap();
        if let Some(later) = later {
            store.execute_batch(later).unwrap();
        }
        let sql = "SELECT count(DISTINCT session_id) FROM events WHERE event = 'purchase'";
        let count = store.query_row(sql, [], |row| row.get::<_, usize>(0)).unwrap();
        store.close().unwrap();
        count
    };
    assert_eq!(rows.len(), buyers(None));
    let more = buyers(Some(include_str!("plant_segment_later.sql")));
    assert_eq!(members("ndjson").lines().count(), rows.len());
    assert!(segment(&shop, &["refresh"]).0);
    assert_eq!((members("ndjson").lines().count(), more), (rows.len() + 1, rows.len() + 1));
    assert!(segment(&shop, &["list"]).1.contains("buyers"));
    assert!(segment(&shop, &["delete", "buyers"]).0);
    let output = shop.command(&["channels", "--segment", "buyers"]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("there is no segment \"buyers\""), "{said}");
}

#[test]
fn what_cannot_be_saved_is_told() {
    let shop = shop(false);
    for (args, what) in [
        (["save", "a b", "purchase"], "no name of a segment"),
        (["save", "a", "colour=red"], "there are site, device"),
        (["save", "a", ""], "lacks a condition"),
    ] {
        let (saved, said) = segment(&shop, &args);
        assert!(!saved && said.contains(what), "{said}");
    }
    let (done, said) = segment(&shop, &["delete", "a"]);
    assert!(!done && said.contains("there is no segment \"a\""), "{said}");
}
