//! Which visit an event belongs to that its source puts in none, and in which order equal times stand.

use std::path::Path;

use serde_json::{Value, json};

use crate::common::Shop;
use crate::mapping::imported;

/// A GA4 event of a visitor, a minute of the day, and what else the export has of it.
fn ga4(visitor: usize, minute: usize, event: &str, more: &Value) -> String {
    let at = 1_767_607_200_000_000 + minute * 60_000_000;
    let mut record = json!({
        "event_name": event, "event_timestamp": at.to_string(), "user_pseudo_id": format!("u{visitor}"),
    });
    record.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    record.to_string()
}

fn order(number: usize) -> Value {
    json!({ "ecommerce": { "transaction_id": format!("T{number}") } })
}

/// Visits and orders by channel, as the report tells them.
fn channels(shop: &Shop) -> Value {
    let output = shop.command(&["channels", "--format", "json"]).output().unwrap();
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let rows = answer["rows"].as_array().unwrap().iter();
    rows.map(|row| json!([row["channel"], row["visits"], row["orders"]])).collect()
}

#[test]
fn an_order_that_a_server_tells_belongs_to_the_visit_before_it() {
    let shop = Shop::new();
    let came = json!({
        "event_params": [
            { "key": "ga_session_id", "value": { "int_value": "7" } },
            { "key": "page_location", "value": { "string_value": "https://shop.example.com/" } },
        ],
        "collected_traffic_source": { "manual_source": "news", "manual_medium": "email" },
    });
    let mut lines = Vec::new();
    for visitor in 0..20 {
        // Interleaved, so that no visitor's events stand together.
        lines.push(ga4(visitor, 100 + visitor, "purchase", &order(visitor)));
        lines.push(ga4(visitor, 95 + visitor, "page_view", &came));
    }
    let report = shop.imported("ga4", &[], &shop.write("shop.json", lines.join("\n")));
    assert_eq!((&report["sessions"], &report["orders"]), (&json!(20), &json!(20)));
    assert_eq!(channels(&shop), json!([["Email", 20, 20]]));

    // Half an hour after the last event it is a visit of its own; until then the chain goes on.
    let lines = [
        ga4(30, 0, "page_view", &came),
        ga4(30, 29, "scroll", &json!({})),
        ga4(30, 58, "purchase", &order(30)),
        ga4(30, 88, "purchase", &order(31)),
        ga4(30, 89, "scroll", &json!({})),
        // Nobody else's, however close.
        ga4(31, 58, "purchase", &order(32)),
    ];
    let report = shop.imported("ga4", &[], &shop.write("more.json", lines.join("\n")));
    assert_eq!((&report["stored"], &report["sessions"]), (&json!(6), &json!(3)));
    let visits = shop.texts(
        "SELECT string_agg(event, ' ' ORDER BY occurred_at) FROM events
         WHERE visitor_id IN (SELECT visitor_id FROM events WHERE transaction_id IN ('T30', 'T32'))
         GROUP BY session_id ORDER BY min(occurred_at)",
    );
    assert_eq!(visits, ["page_view scroll purchase", "purchase", "purchase scroll"]);
}

#[test]
fn a_column_of_sessions_may_be_empty_in_part() {
    let shop = Shop::new();
    let mapping = "[columns]\ntime = \"time\"\nvisitor = \"visitor\"\nsession = \"session\"\n\
                   event = \"event\"\ntransaction_id = \"order\"\n";
    let mut csv = String::from("time,visitor,session,event,order\n");
    for visitor in 0..10 {
        csv.push_str(&format!("2026-03-02 09:1{visitor}:00,v{visitor},s{visitor},page_view,\n"));
        csv.push_str(&format!("2026-03-02 09:2{visitor}:00,v{visitor},,purchase,T{visitor}\n"));
        csv.push_str(&format!("2026-03-02 12:1{visitor}:00,v{visitor},,page_view,\n"));
    }
    let report = imported(&shop, mapping, &shop.write("part.csv", csv));
    assert_eq!((&report["stored"], &report["sessions"]), (&json!(30), &json!(20)));
    let shared = "SELECT count(*) FROM (SELECT session_id FROM events GROUP BY 1
                  HAVING count(DISTINCT visitor_id) > 1)";
    assert_eq!(shop.count(shared), 0);
    assert_eq!(shop.count("SELECT count(*) FROM sessions WHERE orders = 1 AND events = 2"), 10);
}

#[test]
fn snowplows_rows_without_a_session_belong_to_the_one_before() {
    let shop = Shop::new();
    let csv = "event_id,event_name,collector_tstamp,domain_userid,domain_sessionid\n\
               1,page_view,2026-01-05 10:00:00,a,s1\n2,page_view,2026-01-05 10:01:00,b,s2\n\
               3,login,2026-01-05 10:05:00,a,\n4,login,2026-01-05 10:06:00,b,\n\
               5,login,2026-01-05 10:07:00,c,\n";
    let report = shop.imported("snowplow", &[], &shop.write("atomic.csv", csv));
    assert_eq!((&report["stored"], &report["sessions"]), (&json!(5), &json!(3)));
    assert_eq!(shop.count("SELECT count(DISTINCT (visitor_id, session_id)) FROM events"), 3);
}

/// How many came to each of three steps.
fn funnel(shop: &Shop, file: &Path) -> Value {
    shop.imported("ga4", &[], file);
    let steps = ["--step", "view_item", "--step", "add_to_cart", "--step", "purchase"];
    let mut command = shop.command(&["funnel", "--format", "json"]);
    let output = command.args(steps).output().unwrap();
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    answer["steps"].as_array().unwrap().iter().map(|step| step["reached"].clone()).collect()
}

#[test]
fn what_ga4_sent_together_stands_in_the_order_in_which_it_happened() {
    // Page, request and event, each telling what the one before it leaves open; lines stand the other way.
    let batches = [
        [[1, 1, 1], [1, 1, 2], [1, 1, 3]],
        [[1, 1, 9], [1, 2, 4], [1, 10, 1]],
        [[9, 9, 9], [10, 2, 4], [11, 1, 1]],
    ];
    for numbers in batches {
        let place = |at: usize| {
            let [page, request, event] = numbers[at];
            json!({ "batch_page_id": page.to_string(), "batch_ordering_id": request.to_string(),
                "batch_event_index": event.to_string() })
        };
        let mut bought = place(2);
        bought.as_object_mut().unwrap().extend(order(1).as_object().unwrap().clone());
        let shop = Shop::new();
        let lines = [
            ga4(1, 0, "purchase", &bought),
            ga4(1, 0, "add_to_cart", &place(1)),
            ga4(1, 0, "view_item", &place(0)),
        ];
        let file = shop.write("batch.json", lines.join("\n"));
        assert_eq!(funnel(&shop, &file), json!([1, 1, 1]), "{numbers:?}");
    }

    // Where there are none, the line says it, as it does of equal numbers.
    for more in [json!({}), json!({ "batch_event_index": 1 })] {
        let shop = Shop::new();
        let names = ["view_item", "add_to_cart", "purchase"];
        let lines = names.map(|event| ga4(1, 0, event, &more)).join("\n");
        assert_eq!(funnel(&shop, &shop.write("lines.json", lines)), json!([1, 1, 1]), "{more}");
    }
}
