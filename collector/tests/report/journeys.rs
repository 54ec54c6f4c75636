//! Journeys: a real morning's flow against DuckDB's own lead(), the small shop's ways by hand.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::ask;
use crate::common::{Shop, rees46};
use crate::shop::{planted, told};

const LEAD: &str = include_str!("lead.sql");

#[test]
fn a_real_mornings_flow_is_that_of_lead() {
    let Some(file) = rees46() else { return };
    let shop = Shop::new();
    shop.imported("rees46", &[], &file);
    for repeats in [false, true] {
        let mut args = vec!["--by", "session"];
        args.extend(repeats.then_some("--repeats"));
        let found: BTreeMap<String, u64> = ask(&shop, "flow", &args)
            .iter()
            .map(|row| {
                let text = |name: &str| row[name].as_str().unwrap().to_owned();
                (text("from") + " > " + &text("to"), row["times"].as_u64().unwrap())
            })
            .collect();
        let expect: BTreeMap<String, u64> = shop
            .texts(&LEAD.replace("$repeats", &repeats.to_string()))
            .iter()
            .map(|line| line.rsplit_once(' ').unwrap())
            .map(|(edge, times)| (edge.to_owned(), times.parse().unwrap()))
            .collect();
        assert!(expect.len() >= 8, "{expect:?}");
        assert_eq!(found, expect, "repeats: {repeats}");
    }
    // Each step's next ones are all there is.
    for rows in
        ask(&shop, "next-steps", &["--by", "session"]).chunk_by(|a, b| a["step"] == b["step"])
    {
        let sum: f64 = rows.iter().map(|row| row["probability"].as_f64().unwrap()).sum();
        assert!((sum - 1.0).abs() < 1e-9, "{rows:?}");
    }
}

#[test]
fn the_small_shops_ways() {
    let shop = planted();
    let columns = ["column", "from", "to", "journeys", "conversion"];
    assert_eq!(
        told(&shop, "paths", &["--start", "add_to_cart", "--columns", "3"], &columns),
        json!([
            [0, "add_to_cart", "begin_checkout", 2, 0.5],
            [0, "add_to_cart", "page_view", 1, 1.0],
            [0, "add_to_cart", "remove_from_cart", 1, 1.0],
            [0, "add_to_cart", "(left)", 1, 0.0],
            [1, "page_view", "add_to_cart", 1, 1.0],
            [1, "begin_checkout", "purchase", 1, 1.0],
            [1, "begin_checkout", "chat_opened", 1, 0.0],
            [1, "remove_from_cart", "page_view", 1, 1.0]
        ]),
    );
    let sessions = ["--by", "session", "--end", "purchase", "--columns", "2"];
    assert_eq!(
        told(&shop, "paths", &sessions, &columns),
        json!([[0, "purchase", "begin_checkout", 2, 1.0], [0, "purchase", "add_to_cart", 1, 1.0]])
    );
    let next = told(
        &shop,
        "next-steps",
        &["--step", "begin_checkout"],
        &["next", "times", "probability", "order_chance"],
    );
    assert_eq!(
        next,
        json!([["purchase", 3, 2.0 / 3.0, 2.0 / 3.0], ["chat_opened", 3, 1.0 / 3.0, 2.0 / 3.0]])
    );
}

#[test]
fn from_the_need_to_its_satisfaction() {
    let shop = planted();
    let columns = ["from", "to", "begun", "happened", "days_p25", "days_p50"];
    let rows = told(&shop, "durations", &[], &columns);
    let day = |minutes: f64| json!(minutes / 1440.0);
    // First contact to order: 15 minutes, a day and six, 35 days and two; two are still waiting.
    let expect = json!(["first", "purchase", 5, 3, day(1446.0), day(50402.0)]);
    assert_eq!(near(&rows[0]), near(&expect));
    let expect = json!(["purchase", "order_delivered", 3, 2, 2.0, 4.0]);
    assert_eq!(near(&rows[1]), near(&expect));
}

/// Numbers to nine places: the days are quotients.
fn near(row: &Value) -> Vec<String> {
    let text =
        |value: &Value| value.as_f64().map_or_else(|| value.to_string(), |n| format!("{n:.9}"));
    row.as_array().unwrap().iter().map(text).collect()
}
