//! Orders told again count once, in the visit that made them: counted by hand from `plant_again.sql`.

use serde_json::{Value, json};

use crate::common::Shop;
use crate::{ask, shop_with};

fn shop() -> Shop {
    shop_with(include_str!("plant_again.sql"))
}

fn columns(rows: &[Value], names: &[&str]) -> Value {
    rows.iter().map(|row| names.iter().map(|name| row[*name].clone()).collect::<Value>()).collect()
}

#[test]
fn a_visit_that_opens_a_thank_you_page_again_has_not_ordered() {
    let shop = shop();
    // Five visits to pages, of which one tried to pay and two have nothing but an old order.
    assert_eq!(
        columns(&ask(&shop, "stages", &[]), &["name", "visits"]),
        json!([["visit", 5], ["add_to_cart", 4], ["checkout", 4], ["payment", 4], ["purchase", 3]])
    );
    let orders = "SELECT session_id || ' ' || orders FROM sessions ORDER BY session_id";
    assert_eq!(shop.texts(orders), ["11 1", "12 0", "13 0", "21 1", "22 1", "91 0"]);
    let paid = "SELECT session_id || ' ' || paid FROM payments ORDER BY session_id";
    assert_eq!(shop.texts(paid), ["11 true", "12 false"]);
    let payments = ask(&shop, "payments", &[]);
    let card: Vec<_> = payments.into_iter().filter(|row| row["payment_type"] == "card").collect();
    assert_eq!(columns(&card, &["visits", "attempts", "ordered"]), json!([[2, 2, 1]]));
    let visits = "SELECT concat_ws(' ', session_id, is_order, cart_value)
        FROM shopping_visits(NULL, NULL, NULL, NULL) ORDER BY session_id";
    assert_eq!(
        shop.texts(visits),
        ["11 true 20.0", "12 false 30.0", "13 false", "21 true 40.0", "22 true 10.0"]
    );
}

#[test]
fn a_thank_you_page_loaded_again_orders_no_other_cart() {
    let shop = shop();
    let carts = ask(&shop, "carts", &["--until", "2026-11-20"]);
    let names = ["carts", "ordered", "abandoned", "value_abandoned"];
    assert_eq!(columns(&carts, &names), json!([[2, 1, 1, 30.0]]));
}

#[test]
fn who_is_told_of_again_has_not_ordered_again() {
    let shop = shop();
    let months = ask(&shop, "retention", &["--of", "order"]);
    let names = ["cohort", "age", "people", "returned"];
    assert_eq!(columns(&months, &names), json!([["2026-10-01", 0, 2, 2]]));
}

#[test]
fn a_journey_has_each_order_once() {
    let shop = shop();
    let names = ["next", "times", "order_chance", "probability"];
    let next = |step| ask(&shop, "next-steps", &["--by", "session", "--repeats", "--step", step]);
    // Five visits with a page: two go on to a cart, two to an order, and from three an order comes.
    assert_eq!(
        columns(&next("page_view"), &names),
        json!([["add_to_cart", 5, 0.6, 0.4], ["purchase", 5, 0.6, 0.4], ["(left)", 5, 0.6, 0.2]])
    );
    assert_eq!(columns(&next("purchase"), &names), json!([["(left)", 3, 0.0, 1.0]]));
}

#[test]
fn an_order_told_again_asks_for_no_delivery() {
    let shop = shop();
    let names = ["asked", "questions"];
    assert_eq!(columns(&ask(&shop, "response-times", &[]), &names), json!([["purchase", 3]]));
    let november = ask(&shop, "response-times", &["--since", "2026-11-01"]);
    assert_eq!(columns(&november, &names), json!([]), "all were made in October");
}

#[test]
fn from_an_order_it_is_to_the_next_one() {
    let shop = shop();
    let args = ["--from", "purchase", "--to", "purchase", "--until", "2026-11-10"];
    let names = ["begun", "happened", "days_p25", "within_7d", "within_30d"];
    // Ben's next order is ten days later, and Anna, watched for a minute more, has made none.
    assert_eq!(columns(&ask(&shop, "durations", &args), &names), json!([[2, 1, 10.0, 0.0, 0.5]]));
    // From page to page: Anna comes again after four days and a half, Ben after ten days.
    let args = ["--from", "page_view", "--to", "page_view", "--until", "2026-11-10"];
    let names = ["begun", "happened", "within_1d", "within_7d", "within_30d"];
    assert_eq!(columns(&ask(&shop, "durations", &args), &names), json!([[2, 2, 0.0, 0.5, 1.0]]));
    let args = ["response-times", "--from", "purchase", "--to", "purchase"];
    let output = shop.command(&args).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && said.contains("durations tells how long"), "{said}");
}
