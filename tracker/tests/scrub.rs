//! The script's scrubber beside the protocol's: what one of them cuts, the other cuts too.
//!
//! They are two because the browser's regular expressions cost nothing there, and the collector trusts
//! no sender.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test fails")]

mod node;

use std::time::{Duration, Instant};

use percorso_protocol::scrub::scrub;
use serde_json::{Value, json};

const RUN: &str = "
console.log(JSON.stringify(input.map((v) => (typeof v === 'string' ? scrub(v) : JSON.parse(encode(v))))));";

/// What `js/scrub.js` makes of each: a text scrubbed, anything else encoded and read again.
fn in_script(values: &[Value]) -> Vec<Value> {
    let script = include_str!("../js/scrub.js").replace("export const", "const") + RUN;
    let found = node::run(&script, &Value::from(values).to_string());
    found.as_array().unwrap().clone()
}

#[test]
fn both_cut_the_same() {
    let texts = [
        "write to anna.rossi+shop@example.co.uk today",
        "https://shop.example/thanks?mail=anna%40example.com&step=2",
        "https://shop.example/thanks?mail=anna%2540example.com",
        "Élodie: élodie@exämple.fr",
        "call +39 333 123 4567 now",
        "call +1 (415) 555-2671",
        "tel=%2B393331234567",
        "card 4111 1111 1111 1111 ok",
        "card 4111-1111-1111-1111",
        "5555555555554444",
        "order 4111111111111112",
        "price 0.4111111111111111",
        "sku 1234567890123456",
        "2025-11-21 10:00 to 12:30",
        "size 42, 3 for 2, @home, a @ b, 1+1",
        "\u{1f600} plain text, 100 % of it",
        "",
    ];
    let found = in_script(&texts.map(Value::from));
    for (text, found) in texts.iter().zip(found) {
        assert_eq!(found, scrub(text).as_ref(), "{text}");
    }
}

#[test]
fn values_inside_are_scrubbed_and_the_rest_stays() {
    let value = json!({
        "value": 19.99,
        "card": 4_111_111_111_111_111_u64,
        "items": [{ "item_name": "mail anna@example.com", "price": 5, "gift": true, "none": null }],
    });
    let found = in_script(&[value]);
    let expected = json!({
        "value": 19.99,
        "card": 0,
        "items": [{ "item_name": "mail [email]", "price": 5, "gift": true, "none": null }],
    });
    assert_eq!(found, [expected]);
}

#[test]
fn a_long_text_costs_no_time() {
    let texts = ["a", "1", "+1", "a@"].map(|text| Value::from(text.repeat(100_000)));
    let begun = Instant::now();
    assert_eq!(in_script(&texts).len(), texts.len());
    // A square of the length would be minutes.
    assert!(begun.elapsed() < Duration::from_secs(20));
}
