//! Doubts, payments, forms and fields: counted by hand, and against what was planted.

use percorso::demo::{Config, Plan};
use serde_json::{Value, json};

use crate::common::Shop;
use crate::planted::{UNTIL, rows, store};
use crate::{ask, change, shop_with};

fn visits() -> Shop {
    shop_with(include_str!("plant_checkout.sql"))
}

fn told(rows: &[Value], columns: &[&str]) -> Value {
    rows.iter()
        .map(|row| columns.iter().map(|name| row[*name].clone()).collect::<Value>())
        .collect()
}

#[test]
fn doubts_and_who_came_back() {
    let rows = ask(&visits(), "doubts", &[]);
    let columns = ["about", "how", "visits", "left_checkout", "came_back", "ordered", "value_left"];
    assert_eq!(
        told(&rows, &columns),
        json!([
            ["returns", "left", 2, 2, 1, 1, 30.0],
            ["card", "hesitated", 1, 0, 0, 0, 25.0],
            ["coupon", "hunted", 1, 0, 0, 0, 25.0],
            ["security", "hovered", 1, 0, 0, 1, 0.0]
        ])
    );
    assert_eq!(rows[0]["checkout_conversion"], 0.5);
    assert_eq!(rows[0]["came_back_rate"], 0.5);
}

#[test]
fn payments_by_method_and_code() {
    let rows = ask(&visits(), "payments", &[]);
    let columns = [
        "payment_type",
        "error_code",
        "attempts",
        "ordered",
        "errors",
        "hard_errors",
        "soft_errors",
        "failed_visits",
        "tried_again",
        "recovered",
        "recovered_otherwise",
        "value_lost",
    ];
    assert_eq!(
        told(&rows, &columns),
        json!([
            ["card", "all", 5, 1, 3, 1, 2, 2, 2, 1, 1, 25.0],
            ["card", "declined", 5, 1, 2, 0, 2, 2, 2, 1, 1, 25.0],
            ["card", "expired", 5, 1, 1, 1, 0, 1, 1, 1, 1, 0.0],
            ["paypal", "all", 1, 1, 0, 0, 0, 0, null, null, null, 0.0]
        ])
    );
}

#[test]
fn what_is_lost_is_worth_what_the_cart_was() {
    let shop = visits();
    change(&shop, include_str!("plant_refused.sql"));
    let rows = ask(&shop, "payments", &[]);
    let bank: Vec<_> = rows.into_iter().filter(|row| row["payment_type"] == "bank").collect();
    let columns = ["error_code", "visits", "attempts", "errors", "currency", "value_lost"];
    assert_eq!(
        told(&bank, &columns),
        json!([["all", 1, 1, 1, "EUR", 80.0], ["refused", 1, 1, 1, "EUR", 80.0]])
    );
}

#[test]
fn forms_fields_and_payments_are_those_that_were_planted() {
    let plan = Plan::new(Config::new(7, 2_500, UNTIL).without_incidents().keen(2.0));
    let (store, truth) = (store(&plan), &plan.truth);
    let forms = rows(&store, "forms", &[]);
    let [form] = forms.as_slice() else { panic!("{forms:?}") };
    let (planted, count) = (&truth.form, |name: &str| form[name].as_u64().unwrap());
    assert_eq!(count("views"), planted.views);
    assert_eq!(count("starters"), planted.starters);
    assert_eq!(count("completions"), planted.completions);
    assert_eq!(count("abandons"), planted.abandons.values().sum::<u64>());
    let fields = rows(&store, "fields", &[("form", "checkout-address")]);
    for (field, abandons) in &planted.abandons {
        let row = fields.iter().find(|row| row["field"] == *field).unwrap();
        assert_eq!(row["abandons"].as_u64(), Some(*abandons), "{field}");
    }
    // Only the postal code was made to be come back to by those who give up.
    let significant: Vec<_> = fields.iter().filter(|row| row["is_significant"] == true).collect();
    let [postal] = significant.as_slice() else { panic!("{significant:?}") };
    assert_eq!(postal["field"], "postal-code");
    let rate = |(all, back): (u64, u64)| back as f64 / all as f64;
    let difference = rate(planted.postal_abandoners) - rate(planted.postal_completers);
    assert!((postal["behaviour_difference"].as_f64().unwrap() - difference).abs() < 1e-12);
    for way in &truth.payments {
        let row = rows(&store, "payments", &[]);
        let row = row
            .iter()
            .find(|row| row["payment_type"] == way.payment_type && row["error_code"] == "all");
        let row = row.unwrap();
        let count = |name: &str| row[name].as_u64().unwrap();
        assert_eq!(
            [count("visits"), count("attempts"), count("errors"), count("ordered")],
            [way.reached, way.attempts, way.errors, way.orders],
            "{way:?}"
        );
    }
}
