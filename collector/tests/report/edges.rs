//! At the edges: what the end of a period, the shop's server, a till and a stranger do to the figures, counted by
//! hand from `plant_edges.sql`.

use serde_json::{Value, json};

use crate::common::Shop;
use crate::{ask, shop_with};

const NOVEMBER: [&str; 4] = ["--since", "2026-11-01", "--until", "2026-11-30"];
const OCTOBER: [&str; 4] = ["--since", "2026-10-01", "--until", "2026-10-31"];

fn shop() -> Shop {
    shop_with(include_str!("plant_edges.sql"))
}

fn columns(rows: &[Value], names: &[&str]) -> Vec<Value> {
    rows.iter().map(|row| names.iter().map(|name| row[name].clone()).collect()).collect()
}

#[test]
fn an_order_is_of_its_own_period_and_of_the_visit_that_made_it() {
    let shop = shop();
    let names = ["channel", "visits", "orders", "conversion", "revenue"];
    let channels = |period: &[&str]| columns(&ask(&shop, "channels", period), &names);
    let mut november = channels(&NOVEMBER);
    november.sort_by_key(|row| row[0].to_string());
    assert_eq!(
        november,
        [
            json!(["Direct", 1, 0, 0.0, 0.0]),
            json!(["Email", 1, 2, 1.0, 40.0]),
            json!(["Store", 0, 1, null, 5.0]),
        ]
    );
    let mut october = channels(&OCTOBER);
    october.sort_by_key(|row| row[0].to_string());
    // A stranger's date makes a visit, and takes no order over.
    assert_eq!(october, [json!(["Email", 1, 0, 0.0, 0.0]), json!(["Unassigned", 1, 0, 0.0, 0.0])]);
    let sum = |report: &str, column: &str| -> f64 {
        ask(&shop, report, &NOVEMBER).iter().map(|row| row[column].as_f64().unwrap()).sum()
    };
    assert_eq!((sum("rhythm", "visits"), sum("rhythm", "orders")), (2.0, 3.0));
    assert_eq!(sum("members", "orders"), 3.0);
    let last = ask(&shop, "attribution", &[&NOVEMBER[..], &["--model", "last"]].concat());
    let of = |channel: &str| last.iter().find(|row| row["channel"] == channel).unwrap();
    assert_eq!(of("Email")["conversions"], 2.0);
}

#[test]
fn what_no_page_tells_is_no_visit() {
    let shop = shop();
    // An order that the server tells, too, is one that waits for its parcel.
    let answers = &ask(&shop, "response-times", &NOVEMBER)[0];
    assert_eq!([&answers["questions"], &answers["answers"]], [&json!(3), &json!(1)]);
    let figure = |name: &str| {
        let args = [&NOVEMBER[..], &["--figure", name]].concat();
        ask(&shop, "evolution", &args)[0]["value"].as_f64().unwrap()
    };
    // One of October ends in it.
    assert_eq!((figure("visits"), figure("visitors"), figure("orders")), (3.0, 3.0, 3.0));
    assert_eq!((figure("conversion"), figure("revenue")), (2.0 / 3.0, 45.0));
    assert_eq!(figure("visits_with_checkout"), 1.0);
    let stages = columns(&ask(&shop, "stages", &NOVEMBER), &["name", "visits"]);
    assert_eq!(stages, [json!(["visit", 3]), json!(["checkout", 3]), json!(["purchase", 2])]);
    assert_eq!(
        ask(&shop, "evolution", &[&OCTOBER[..], &["--figure", "orders"]].concat())[0]["value"],
        0.0
    );
}

#[test]
fn a_year_is_held_against_the_whole_year_before() {
    let args = ["--every", "year", "--figure", "orders", "--since", "2026-11-15"];
    let years = columns(&ask(&shop(), "evolution", &args), &["period", "value", "previous"]);
    assert_eq!(years, [json!(["2026-01-01", 3.0, 1.0])]);
}

#[test]
fn the_most_recent_score_best_and_nobody_is_lost_who_cannot_be_met_again() {
    let shop = shop();
    let mut customers =
        columns(&ask(&shop, "customers", &NOVEMBER), &["person_id", "recency_score"]);
    customers
        .sort_by_key(|row| row[0].to_string().len() * 100 + row[0].as_u64().unwrap_or(0) as usize);
    assert_eq!(customers, [json!([1, 1]), json!([2, 5]), json!([92, 5])]);
    let repeat = &ask(&shop, "repeat", &NOVEMBER)[0];
    assert_eq!((&repeat["customers"], &repeat["recognised_customers"]), (&json!(3), &json!(0)));
    assert_eq!(repeat["repeat_rate"], Value::Null);
}
