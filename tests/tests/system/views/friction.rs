//! Every kind of friction, noticed in the page or derived from the order of things.

use percorso_tests::harness::Batch;
use serde_json::{Value, json};

use super::{ask, page, since, visit};

/// "ms kind severity step element path detail" of every signal, in order; what is empty is a dash.
fn signals(visits: &[Batch]) -> Vec<String> {
    let dash = |column: &str| format!("coalesce({column}, '-')");
    let question = format!(
        "SELECT concat_ws(' ', {}, kind, severity, {}, {}, {}, {}) AS line \
         FROM friction AS v ORDER BY occurred_at, kind",
        since("occurred_at"),
        dash("step"),
        dash("element"),
        dash("page_path"),
        dash("detail"),
    );
    ask(visits, &question).iter().map(|row| row["line"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn what_the_tracker_notices_is_one_row_each_with_the_step_it_happened_in() {
    let all = visit(json!([
        page("/p/1", 0),
        ["click", 1000, { "element": "button#buy", "reaction": "mutation", "react_ms": 48 }],
        ["click", 2000, { "element": "a.fit", "friction": ["dead", "rage", "dead"] }],
        ["friction", 3000, { "kind": "thrashed_cursor" }],
        page("/checkout/payment", 10_000),
        ["checkout_step", 10_000, { "step": "payment" }],
        ["click", 11_000, { "element": "button#pay", "reaction": "request", "react_ms": 1400, "friction": ["slow", "pay"] }],
        ["js_error", 12_000, { "error": "TypeError", "message": "x is not a function", "place": "/js/a.js:1:5", "count": 1 }],
        ["request_failed", 13_000, { "path": "/api/pay", "host": "api.example", "status": 502, "method": "POST", "request_ms": 90 }],
        ["request_slow", 14_000, { "path": "/api/pay", "status": 200, "method": "POST", "request_ms": 4100 }],
        ["payment_error", 15_000, { "error_type": "hard", "error_code": "card_declined" }],
        ["payment_error", 16_000, { "error_type": "soft", "error_code": "timeout" }],
        ["coupon_error", 17_000, {}],
        ["stock_error", 18_000, {}],
        ["price_change", 19_000, { "before": 89.9, "after": 94.8 }],
        ["doubt", 20_000, { "about": "returns", "how": "hovered" }],
        ["field", 21_000, { "form": "pay", "field": "cc-number", "visits": 3, "errors": 2 }],
        ["field", 21_000, { "form": "pay", "field": "cvc", "visits": 1, "errors": 0 }],
        ["web_vital", 22_000, { "metric": "LCP", "ms": 4000.0 }],
        ["web_vital", 23_000, { "metric": "LCP", "ms": 4210.4, "element": "img.hero" }],
        ["web_vital", 24_000, { "metric": "INP", "ms": 512, "element": "button#pay" }],
        ["web_vital", 25_000, { "metric": "CLS", "score": 0.31 }],
        ["web_vital", 26_000, { "metric": "TTFB", "ms": 9000 }],
        ["checkout_step", 30_000, { "step": "review" }],
        ["friction", 31_000, { "kind": "coupon_hunt", "element": "input[name=coupon]" }],
        ["friction", 32_000, { "note": "without a kind" }],
        ["form", 33_000, { "form": "pay", "action": "submitted", "outcome": "request", "status": 402 }],
        ["form", 34_000, { "form": "pay", "action": "left" }],
        ["form", 35_000, { "form": "pay", "action": "submitted", "outcome": "navigation" }],
        // What was taken is another when it comes again.
        ["form", 36_000, { "form": "pay", "action": "submitted", "outcome": "navigation" }],
    ]));
    // Outside of the checkout it is none of its friction.
    let login = visit(json!([
        ["form", 0, { "form": "login", "action": "submitted", "outcome": "nothing" }],
        ["form", 1000, { "form": "login", "action": "submitted", "outcome": "navigation" }],
        ["checkout_step", 2000, { "step": "payment" }],
    ]));
    let pay = "/checkout/payment";
    assert_eq!(
        signals(&[all, login]),
        [
            "2000 dead medium - a.fit /p/1 -".to_owned(),
            "2000 rage high - a.fit /p/1 -".to_owned(),
            "3000 thrashed_cursor low - - /p/1 -".to_owned(),
            format!("11000 pay high payment button#pay {pay} 1400 ms"),
            format!("11000 slow low payment button#pay {pay} 1400 ms"),
            format!("12000 js_error medium payment - {pay} TypeError: /js/a.js:1:5"),
            format!("13000 request_failed medium payment - {pay} POST api.example/api/pay 502"),
            format!("14000 request_slow low payment - {pay} POST /api/pay 4100 ms"),
            format!("15000 payment_error high payment - {pay} hard card_declined"),
            format!("16000 payment_error medium payment - {pay} soft timeout"),
            format!("17000 coupon_error medium payment - {pay} -"),
            format!("18000 stock_error high payment - {pay} -"),
            format!("19000 price_change high payment - {pay} 89.9 to 94.8"),
            format!("20000 doubt low payment - {pay} returns hovered"),
            format!("21000 validation medium payment pay.cc-number {pay} 2 times"),
            format!("23000 poor_lcp medium payment img.hero {pay} 4210 ms"),
            format!("24000 poor_inp medium payment button#pay {pay} 512 ms"),
            format!("25000 poor_cls medium payment - {pay} 0.31"),
            format!("31000 coupon_hunt medium review input[name=coupon] {pay} -"),
            format!("35000 resubmit high review pay {pay} -"),
        ]
    );
}

#[test]
fn what_a_script_sends_on_after_the_bank_s_check_is_no_second_try() {
    let sent = |ms: u64, outcome: &str, form_ms: u64| {
        let form =
            json!({ "form": "pay", "action": "submitted", "outcome": outcome, "form_ms": form_ms });
        json!(["form", ms, form])
    };
    let paying = |tries: [Value; 2]| {
        let [first, second] = tries;
        visit(json!([["checkout_step", 0, { "step": "payment" }], first, second]))
    };
    // The page was hidden meanwhile; the same form took as long to fill in.
    let bank = paying([sent(20_000, "nothing", 8000), sent(50_000, "navigation", 8000)]);
    let again = paying([sent(21_000, "nothing", 8000), sent(51_000, "navigation", 39_000)]);
    let refused = paying([sent(22_000, "invalid", 8000), sent(52_000, "navigation", 8000)]);
    assert_eq!(
        signals(&[bank, again, refused]),
        ["51000 resubmit high payment pay / -", "52000 resubmit high payment pay / -"]
    );
}

#[test]
fn going_back_at_once_is_told_from_the_order_of_pages() {
    let quick = visit(json!([
        page("/a", 0),
        page("/b", 1000),
        // Loaded again: the same page, and the ten seconds begin with its first showing.
        page("/b", 4000),
        page("/a", 9000),
        page("/c", 20_000),
        // Eleven seconds are a look; another page than the one before is no return.
        page("/a", 31_000),
        page("/d", 32_000),
        page("/e", 33_000),
    ]));
    let another = visit(json!([page("/a", 0), page("/b", 10_000), page("/a", 20_000)]));
    assert_eq!(
        signals(&[quick, another]),
        ["9000 quick_back low - - /b 8000 ms", "20000 quick_back low - - /b 10000 ms"]
    );
}

#[test]
fn pogo_is_three_products_looked_at_and_left_for_the_list() {
    let look = |product: &str, ms: u64| -> Vec<Value> {
        vec![page(product, ms), json!(["view_item", ms + 10, {}]), page("/socks", ms + 20_000)]
    };
    let from_list = |looks: &[Vec<Value>]| {
        let mut events = vec![page("/socks", 0)];
        events.extend(looks.concat());
        visit(json!(events))
    };
    let three = from_list(&[
        look("/p/1", 30_000),
        look("/p/2", 60_000),
        look("/p/3", 90_000),
        look("/p/1", 120_000),
    ]);
    let two = from_list(&[look("/p/1", 30_000), look("/p/2", 60_000)]);
    // Pages that are no products.
    let article = |path, ms| vec![page(path, ms), page("/socks", ms + 20_000)];
    let articles =
        from_list(&[article("/a", 30_000), article("/b", 60_000), article("/c", 90_000)]);
    assert_eq!(signals(&[three, two, articles]), ["110000 pogo medium - - /socks 4 times"]);
}

#[test]
fn steps_back_and_dearer_payments_are_derived() {
    let said =
        |name: &str, ms: u64, value: f64| json!([name, ms, { "value": value, "currency": "EUR" }]);
    let dearer = visit(json!([
        page("/checkout", 0),
        said("view_cart", 0, 50.0),
        said("begin_checkout", 1000, 60.0),
        ["checkout_step", 2000, { "step": "address" }],
        ["checkout_step", 3000, { "step": "payment" }],
        ["checkout_step", 4000, { "step": "address" }],
        ["checkout_step", 5000, { "step": "payment" }],
        said("add_payment_info", 6000, 64.9),
        said("add_payment_info", 7000, 64.9),
    ]));
    let cheaper = visit(json!([said("view_cart", 0, 50.0), said("add_payment_info", 6000, 45.0)]));
    // The tracker has said so itself: once is enough.
    let told = visit(json!([
        said("view_cart", 0, 50.0),
        ["price_change", 5000, { "before": 50, "after": 55 }],
        said("add_payment_info", 6000, 55.0),
    ]));
    let other_money = visit(json!([
        said("view_cart", 0, 50.0),
        ["add_payment_info", 6000, { "value": 55.0, "currency": "USD" }],
    ]));
    assert_eq!(
        signals(&[dearer, cheaper, told, other_money]),
        [
            "4000 step_back medium address - /checkout payment to address",
            "5000 price_change high - - / 50.0 to 55.0",
            "6000 price_change high payment - /checkout 60.0 to 64.9",
        ]
    );
}

#[test]
fn what_no_tracker_sends_breaks_no_view() {
    let odd = json!({ "friction": [null, {}, 7], "kind": ["x"], "errors": 1e300, "ms": -1e300, "score": 1e300,
        "metric": "CLS", "form": {}, "field": null, "react_ms": 1e300, "step": [], "status": "x",
        "attended_ms": 1e300, "touchpoint": "t", "action": "attended", "before": "a", "after": null });
    let names = [
        "click",
        "friction",
        "field",
        "web_vital",
        "touchpoint",
        "form",
        "checkout_step",
        "payment_error",
        "payment_frame",
        "price_change",
        "js_error",
        "request_slow",
        "content",
    ];
    let events: Vec<_> = names.iter().map(|name| json!([name, 0, odd])).collect();
    let views = [
        "clicks",
        "touchpoints",
        "web_vitals",
        "forms",
        "fields",
        "checkout_steps",
        "payments",
        "friction",
    ];
    let question: Vec<_> =
        views.iter().map(|view| format!("SELECT count(COLUMNS(*)) FROM {view}")).collect();
    for question in question {
        assert_eq!(ask(&[visit(json!(events))], &question).len(), 1, "{question}");
    }
}
