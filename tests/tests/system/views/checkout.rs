//! The way through the checkout: stays in steps, steps back, resubmits, and paying.

use serde_json::{Value, json};

use super::{ask, page, since, visit};

fn step(name: &str, ms: u64) -> Value {
    json!(["checkout_step", ms, { "step": name, "declared": true }])
}

#[test]
fn a_step_lasts_until_the_next_the_purchase_or_the_visits_end() {
    let bought = visit(json!([
        page("/cart", 0),
        step("cart", 0),
        page("/checkout/address", 10_000),
        step("address", 10_000),
        // Loaded again: the same stay.
        step("address", 15_000),
        step("payment", 40_000),
        ["friction", 41_000, { "kind": "resubmit", "element": "form#pay" }],
        ["friction", 42_000, { "kind": "coupon_hunt" }],
        // Back, and forth again, which is no step back.
        step("address", 50_000),
        step("payment", 55_000),
        ["friction", 56_000, { "kind": "resubmit" }],
        ["friction", 57_000, { "kind": "resubmit" }],
        // Refused, sent again, and taken by another host, of which nothing is heard; then taken.
        ["form", 58_000, { "form": "pay", "action": "submitted", "outcome": "request", "status": 402 }],
        ["form", 59_000, { "form": "code", "action": "submitted", "outcome": "request", "status": 200 }],
        ["form", 60_000, { "form": "pay", "action": "submitted", "outcome": "nothing" }],
        ["form", 61_000, { "form": "pay", "action": "submitted", "outcome": "request", "status": 200 }],
        ["form", 62_000, { "form": "pay", "action": "submitted", "outcome": "navigation" }],
        ["form", 63_000, { "form": "code", "action": "left" }],
        ["purchase", 70_000, { "transaction_id": "T-1" }],
        page("/thanks", 71_000),
        ["click", 90_000, {}],
    ]));
    let left = visit(json!([
        ["checkout_step", 0, { "step": "till" }],
        ["checkout_step", 2000, {}],
        ["click", 8000, {}],
    ]));
    let browsed = visit(json!([page("/", 0)]));
    let question = format!(
        "SELECT step, declared, page_path, {} AS entered, {} AS gone, step_ms, back, came_from, resubmits \
         FROM checkout_steps AS v ORDER BY declared DESC, entered_at",
        since("entered_at"),
        since("left_at")
    );
    let stay = |step: &str,
                path: &str,
                entered: u32,
                gone: u32,
                back: bool,
                from: Option<&str>,
                again: u32| {
        json!({ "step": step, "declared": path != "/", "page_path": path, "entered": entered,
            "gone": gone, "step_ms": gone - entered, "back": back, "came_from": from, "resubmits": again })
    };
    let address = "/checkout/address";
    assert_eq!(
        ask(&[bought, left, browsed], &question),
        [
            stay("cart", "/cart", 0, 10_000, false, None, 0),
            stay("address", address, 10_000, 40_000, false, Some("cart"), 0),
            stay("payment", address, 40_000, 50_000, false, Some("address"), 1),
            stay("address", address, 50_000, 55_000, true, Some("payment"), 0),
            stay("payment", address, 55_000, 70_000, false, Some("address"), 4),
            stay("till", "/", 0, 8000, false, None, 0),
        ]
    );
}

#[test]
fn paying_is_one_row_a_visit_that_tried() {
    let paid = visit(json!([
        ["payment_frame", 0, { "host": "pay.example", "frame_ms": 9000 }],
        ["payment_attempt", 10_000, { "payment_type": "card" }],
        ["payment_error", 12_000, { "error_type": "hard", "error_code": "card_declined", "payment_type": "card" }],
        ["payment_frame", 20_000, { "host": "pay.example", "frame_ms": 500 }],
        ["payment_attempt", 30_000, { "payment_type": "card" }],
        ["payment_error", 31_000, { "error_type": "soft", "error_code": "3ds_timeout" }],
        ["payment_attempt", 40_000, { "payment_type": "paypal" }],
        ["purchase", 50_000, { "transaction_id": "T-1" }],
    ]));
    let gave_up = visit(json!([["payment_attempt", 0, {}], ["payment_error", 1000, {}],]));
    let free = visit(json!([["purchase", 0, { "transaction_id": "T-2" }]]));
    let rows = ask(
        &[paid, gave_up, free],
        "SELECT attempts, errors, hard_errors, soft_errors, error_codes, payment_types, frame_ms, paid, \
         date_diff('second', first_at, last_at) AS s FROM payments ORDER BY attempts DESC",
    );
    assert_eq!(
        rows,
        [
            json!({ "attempts": 3, "errors": 2, "hard_errors": 1, "soft_errors": 1,
                "error_codes": ["3ds_timeout", "card_declined"], "payment_types": ["card", "paypal"],
                "frame_ms": 9500, "paid": true, "s": 40 }),
            json!({ "attempts": 1, "errors": 1, "hard_errors": 0, "soft_errors": 0,
                "error_codes": null, "payment_types": null, "frame_ms": 0, "paid": false, "s": 1 }),
        ]
    );
}
