//! The channel of a visit is that of its first page view that has one.

use serde_json::{Value, json};

use super::{ask, visit};

/// A page view as it is come to from somewhere.
fn from(referrer: &str, url: &str, ms: u64) -> Value {
    json!(["page_view", ms, { "url": format!("https://shop.example{url}"), "referrer": referrer }])
}

#[test]
fn a_visit_has_the_channel_it_began_with() {
    let searched = visit(json!([
        from("https://www.google.com/", "/p/1", 0),
        ["view_item", 10, {}],
        from("https://shop.example/p/1", "/cart", 5000),
        from("https://www.paypal.com/", "/thanks", 90_000),
        // A second way in the same visit: the first stays the visit's.
        from("", "/sale?utm_source=news&utm_medium=email", 100_000),
    ]));
    let typed = visit(json!([
        from("", "/", 0),
        ["page_view", 5000, { "url": "https://shop.example/a", "referrer": "", "navigation": "route" }],
    ]));
    // Half of the visit came before: what is known of it began within the shop.
    let within = visit(json!([from("https://www.shop.example/", "/p/1", 0)]));
    let rows = ask(
        &[searched, typed, within],
        "SELECT s.channel, s.page_views, s.referrer_host, \
         (SELECT list(e.channel ORDER BY e.occurred_at) FROM events AS e \
          WHERE e.session_id = s.session_id AND event = 'page_view') AS each \
         FROM sessions AS s ORDER BY page_views DESC",
    );
    assert_eq!(
        rows,
        [
            json!({ "channel": "Organic Search", "page_views": 4, "referrer_host": "www.google.com",
                "each": ["Organic Search", null, null, "Email"] }),
            json!({ "channel": "Direct", "page_views": 2, "referrer_host": null, "each": ["Direct", null] }),
            json!({ "channel": null, "page_views": 1, "referrer_host": "www.shop.example", "each": [null] }),
        ]
    );
}
