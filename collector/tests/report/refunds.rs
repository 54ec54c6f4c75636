//! Refunds as returns: a shop whose returns are planted, some asked for, some only paid back.

use serde_json::{Value, json};

use crate::common::Shop;
use crate::{ask, change, shop_with};

/// Eight orders of 100 EUR, A to H, an hour apart; and what became of them, by hours after.
const PLANT: &str = "
    INSERT INTO events BY NAME
    SELECT uuid() AS event_id, 'shop' AS site, number AS visitor_id, number AS session_id,
        'purchase' AS event, TIMESTAMP '2026-03-02 09:00' + number * INTERVAL 1 HOUR AS occurred_at,
        occurred_at AS received_at, 'server' AS source, 'EUR' AS currency, 100 AS value,
        chr((65 + number)::INTEGER) AS transaction_id
    FROM range(8) AS orders (number);

    INSERT INTO events BY NAME
    SELECT uuid() AS event_id, 'shop' AS site, 900 + row_number() OVER () AS visitor_id,
        visitor_id AS session_id, event,
        TIMESTAMP '2026-03-31 12:00' + hours * INTERVAL 1 HOUR AS occurred_at,
        occurred_at AS received_at, 'server' AS source, currency, value, transaction_id, params
    FROM (VALUES
        -- Told in full, and paid back: one return.
        ('A', 'return_requested', 0,  NULL, NULL,  '{\"reason\": \"too small\"}'),
        ('A', 'return_resolved',  10, NULL, NULL,  NULL),
        ('A', 'refund',           48, NULL, NULL,  NULL),
        -- Asked for, and settled by the first refund after; half of it came back.
        ('B', 'refund',           -1, 20,   'EUR', NULL),
        ('B', 'return_requested', 0,  NULL, NULL,  '{\"reason\": \"too small\"}'),
        ('B', 'refund',           4,  30,   'EUR', NULL),
        -- Only paid back: a part, all, in another currency, more than it was worth.
        ('C', 'refund',           5,  40,   'EUR', NULL),
        ('D', 'refund',           5,  NULL, NULL,  '{\"reason\": \"broken\"}'),
        ('E', 'refund',           5,  40,   'USD', NULL),
        ('F', 'refund',           5,  400,  'EUR', NULL),
        -- Asked for and not settled yet.
        ('G', 'return_requested', 0,  NULL, NULL,  NULL),
        -- Of an order that nobody knows.
        ('X', 'refund',           5,  7,    'EUR', NULL)
    ) AS told (transaction_id, event, hours, value, currency, params);";

fn planted() -> Shop {
    shop_with(PLANT)
}

#[test]
fn refunds_are_returns_where_nothing_else_says_it() {
    let shop = planted();
    let columns = ["reason", "orders", "returned", "resolved", "hours_p50", "currency", "value"];
    let rows = ask(&shop, "returns", &[]);
    let told: Value = rows
        .iter()
        .map(|row| columns.map(|name| row[name].clone()).into_iter().collect::<Value>())
        .collect();
    assert_eq!(
        told,
        json!([
            // 100 + 50 + 40 + 100 + 100 + 100 + 100; ten hours and four.
            ["all", 8, 7, 6, 7.0, "EUR", 590.0],
            ["not told", 8, 4, 3, null, "EUR", 340.0],
            ["too small", 8, 2, 2, 7.0, "EUR", 150.0],
            ["broken", 8, 1, 1, null, "EUR", 100.0],
        ])
    );
}

#[test]
fn an_order_comes_back_once_in_the_figures() {
    let shop = planted();
    // All are heard of in March; A's refund, in April, is of a return that is known.
    let returns = |every: &str, since: &str| -> Value {
        let args = ["--figure", "returns", "--every", every, "--since", since];
        let rows = ask(&shop, "evolution", &args);
        rows.iter().map(|row| json!([row["period"], row["value"]])).collect()
    };
    assert_eq!(returns("month", "2026-03-01"), json!([["2026-03-01", 8.0], ["2026-04-01", 0.0]]));
}

#[test]
fn findings_tell_of_returns_though_no_time_is_known() {
    let shop = planted();
    change(&shop, "DELETE FROM events WHERE event LIKE 'return%'");
    let output =
        shop.command(&["findings", "--report", "returns", "--format", "json"]).output().unwrap();
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    let said: Vec<&str> = told["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["sentence"].as_str().unwrap())
        .collect();
    assert_eq!(
        said,
        [
            "6 of 8 orders came back (75.0 %), worth 490.00 EUR.",
            "The most frequent reason to return is broken: 1 orders.",
        ]
    );
}
