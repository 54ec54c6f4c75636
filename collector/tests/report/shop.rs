//! Carts, returns, answers, figures and hours of a small shop whose answers are reckoned by hand.

use percorso::store::{Access, open};
use serde_json::{Value, json};

use crate::common::Shop;
use crate::{ask, shop_with};

const PLANT: &str = include_str!("plant_shop.sql");

/// April ends while a cart is open: everything is asked as of then.
const THEN: [&str; 2] = ["--until", "2026-04-30"];

pub(crate) fn planted() -> Shop {
    shop_with(PLANT)
}

/// A report's rows, with these columns of each.
pub(crate) fn told(shop: &Shop, report: &str, args: &[&str], columns: &[&str]) -> Value {
    let rows = ask(shop, report, &[&THEN, args].concat());
    let row = |row: &Value| columns.iter().map(|name| row[*name].clone()).collect::<Value>();
    rows.iter().map(row).collect()
}

#[test]
fn the_ledger_of_carts() {
    let shop = planted();
    let columns = ["created_at", "value", "checkout", "changes", "device"];
    let of = |state| told(&shop, "cart-list", &["--state", state, "--idle", "1h"], &columns);
    assert_eq!(
        of("abandoned"),
        json!([
            ["2026-03-02T11:01:00Z", 55.0, true, 1, "desktop"],
            // The cart of April is another one: the month before it was left for good.
            ["2026-03-09T12:01:00Z", 5.0, false, 1, "mobile"]
        ])
    );
    assert_eq!(of("recovered"), json!([["2026-03-02T10:01:00Z", 12.0, true, 3, "mobile"]]));
    assert_eq!(
        of("ordered"),
        json!([
            ["2026-03-02T09:05:00Z", 20.0, true, 1, "desktop"],
            ["2026-04-13T12:01:00Z", 7.0, false, 1, "mobile"]
        ])
    );
}

#[test]
fn carts_added_up() {
    let shop = planted();
    let columns = [
        "part",
        "carts",
        "ordered",
        "recovered",
        "abandoned",
        "abandonment_rate",
        "checkout_abandonment_rate",
        "recovery_rate",
        "value_abandoned",
        "value_recovered",
        "currency",
    ];
    let all = told(&shop, "carts", &["--since", "2026-03-01"], &columns);
    // The cart of the period's last half hour is open as the period ends.
    assert_eq!(all, json!([["all", 6, 2, 1, 2, 0.4, 1.0 / 3.0, 1.0 / 3.0, 60.0, 12.0, "EUR"]]));
    let months = told(&shop, "carts", &["--by", "month"], &["part", "carts"]);
    assert_eq!(months, json!([["2026-03-01", 4], ["2026-04-01", 2]]));
    let short =
        told(&shop, "carts", &["--recover", "2h"], &["carts", "ordered", "recovered", "abandoned"]);
    // Within two hours nothing is recovered: the second day's checkout is a cart of its own.
    assert_eq!(short, json!([[7, 3, 0, 3]]));
}

/// A cart of yesterday is abandoned and a visitor of ten days ago was watched for ten days, whoever asks.
#[test]
fn macros_know_what_time_it_is() {
    let shop = shop_with(include_str!("plant_lately.sql"));
    let carts = &ask(&shop, "carts", &[])[0];
    assert_eq!([&carts["open"], &carts["abandoned"]], [&json!(0), &json!(1)]);
    let store = open(&shop.db(), Access::ReadOnly).unwrap();
    let asked = "SELECT open, abandoned FROM cart_rates(NULL, NULL, NULL, NULL)";
    let by_macro: [i64; 2] =
        store.query_row(asked, [], |row| Ok([row.get(0)?, row.get(1)?])).unwrap();
    assert_eq!(by_macro, [0, 1]);
    let asked = "SELECT seconds / 86400 FROM waits(NULL, NULL, NULL, NULL) WHERE pair = 1";
    let watched: f64 = store.query_row(asked, [], |row| row.get(0)).unwrap();
    assert!((watched - 10.0).abs() < 0.1, "{watched}");
}

#[test]
fn returns_and_answers() {
    let shop = planted();
    let columns = ["reason", "orders", "returned", "return_rate", "resolved", "hours_p50", "value"];
    assert_eq!(
        told(&shop, "returns", &[], &columns),
        json!([
            ["all", 3, 1, 1.0 / 3.0, 1, 12.0, 20.0],
            ["too small", 3, 1, 1.0 / 3.0, 1, 12.0, 20.0]
        ])
    );
    let columns = ["asked", "questions", "answers", "minutes_p50"];
    assert_eq!(
        told(&shop, "response-times", &[], &columns),
        json!([
            // Three orders, of which one's thank-you page is loaded again: delivered after two days and four.
            ["purchase", 3, 2, 4320.0],
            ["chat_opened", 2, 1, 1.5],
            ["return_requested", 1, 1, 720.0]
        ])
    );
    let own = ["--from", "add_to_cart", "--to", "begin_checkout"];
    let own =
        told(&shop, "response-times", &own, &["asked", "answered_by", "questions", "answers"]);
    // Of the two things put into the second cart the last is what the checkout answers.
    assert_eq!(own, json!([["add_to_cart", "begin_checkout", 7, 3]]));
}

#[test]
fn figures_and_hours() {
    let shop = planted();
    let args = ["--figure", "orders"];
    let columns = ["period", "value", "previous", "change", "complete"];
    // The first event is of the second of March: March is not whole, and April is held against no whole month.
    assert_eq!(
        told(&shop, "evolution", &args, &columns),
        json!([["2026-03-01", 2.0, null, null, false], ["2026-04-01", 1.0, 2.0, null, true]])
    );
    // That is a Monday: of weeks the first is whole.
    let weeks = ask(
        &shop,
        "evolution",
        &["--figure", "orders", "--every", "week", "--until", "2026-03-15"],
    );
    let second = columns.map(|name| weeks[1][name].clone());
    assert_eq!(json!(second), json!(["2026-03-09", 0.0, 2.0, -1.0, true]));
    assert_eq!([&weeks[0]["value"], &weeks[0]["complete"]], [&json!(2.0), &json!(true)]);
    let revenue = ["--figure", "revenue", "--every", "week", "--since", "2026-04-13"];
    let revenue = told(&shop, "evolution", &revenue, &["period", "value", "previous", "change"]);
    // Weeks in which nobody came are weeks.
    assert_eq!(
        revenue,
        json!([
            ["2026-04-13", 7.0, 0.0, null],
            ["2026-04-20", 0.0, 7.0, -1.0],
            ["2026-04-27", 0.0, 0.0, null]
        ])
    );
    let columns = ["part", "weekday", "hour", "visits", "orders", "conversion"];
    // Rome is two hours ahead in summer: half past eleven at night is the next day.
    let args = ["--utc-offset", "2", "--since", "2026-04-01"];
    assert_eq!(
        told(&shop, "rhythm", &args, &columns),
        json!([["all", 1, 14, 1, 1, 1.0], ["all", 5, 1, 1, 0, 0.0]])
    );
}
