//! Orders in several currencies: sums say which one they are in, or that they are mixed.

use serde_json::{Value, json};

use crate::{ask, shop_with};

/// An order of 10 EUR in September and one in October, and two in November: of 30 EUR and of 50 USD.
const PLANT: &str = "
    INSERT INTO events BY NAME
    SELECT uuid() AS event_id, 'shop' AS site, number AS visitor_id, number AS session_id, event,
        day::TIMESTAMP AS occurred_at, occurred_at AS received_at, 'tracker' AS source,
        'desktop' AS device, channel,
        CASE WHEN event = 'purchase' THEN number::VARCHAR END AS transaction_id,
        CASE WHEN event = 'purchase' THEN value END AS value,
        CASE WHEN event = 'purchase' THEN currency END AS currency
    FROM (VALUES
        (1, '2026-09-01 11:00', 'Email',  10, 'EUR'),
        (2, '2026-10-10 10:00', 'Email',  10, 'EUR'),
        (3, '2026-11-10 10:00', 'Email',  30, 'EUR'),
        (4, '2026-11-17 10:00', 'Direct', 50, 'USD')
    ) AS visits (number, day, channel, value, currency)
    CROSS JOIN (VALUES ('page_view'), ('purchase')) AS told (event);";

fn row(row: &Value, names: &[&str]) -> Value {
    names.iter().map(|name| row[name].clone()).collect()
}

#[test]
fn sums_of_several_currencies_say_so_and_are_held_against_no_other() {
    let shop = shop_with(PLANT);
    let revenue = ask(&shop, "evolution", &["--figure", "revenue"]);
    let names = ["period", "value", "currency", "change"];
    let told: Vec<_> = revenue.iter().map(|one| row(one, &names)).collect();
    assert_eq!(
        told,
        [
            json!(["2026-09-01", 10.0, "EUR", null]),
            json!(["2026-10-01", 10.0, "EUR", 0.0]),
            json!(["2026-11-01", 80.0, "mixed", null]),
        ]
    );
    let visits = ask(&shop, "evolution", &["--figure", "visits"]);
    assert_eq!(row(&visits[2], &names), json!(["2026-11-01", 2.0, null, 1.0]));

    let currency = |report: &str, args: &[&str]| ask(&shop, report, args)[0]["currency"].clone();
    assert_eq!(currency("attribution", &["--model", "last"]), "mixed");
    assert_eq!(currency("attribution", &["--model", "last", "--until", "2026-10-31"]), "EUR");
    // Two Tuesdays at ten.
    let hours = ask(&shop, "rhythm", &[]);
    let tuesday = hours.iter().find(|hour| hour["weekday"] == 2).unwrap();
    assert_eq!(row(tuesday, &["orders", "currency", "revenue"]), json!([2, "mixed", 80.0]));
}
