//! Matomo's visits: taken apart, and the carts in them told of by the reports.

use serde_json::{Value, json};

use crate::common::Shop;
use crate::presets::{told, twice};

#[test]
fn matomos_visits_are_taken_apart() {
    let shop = Shop::new();
    let lines = [
        r#"{"idVisit":"42","visitorId":"c1d01ca7170d5d3b","referrerType":"search","referrerUrl":"https://www.google.com/","deviceType":"Smartphone","countryCode":"it","siteCurrency":"EUR","actionDetails":[{"type":"action","url":"https://shop.example.com/socks?x=1","pageTitle":"Socks","timestamp":1767607200,"productViewSku":"S1","productViewPrice":"9.5"},{"type":"search","siteSearchKeyword":"red","timestamp":1767607210},{"type":"ecommerceOrder","orderId":"O1","revenue":"25","revenueTax":"2","revenueShipping":"4","itemDetails":[{"itemSKU":"S1","price":9.5,"quantity":2}],"timestamp":1767607220},{"type":"riddle","timestamp":1767607221}]}"#,
        r#"{"idVisit":"43","visitorId":"x","actionDetails":[]}"#,
        r#"{"idVisit":"44","visitorId":"x","actionDetails":"none"}"#,
    ];
    let report = twice(&shop, "matomo", &[], &shop.write("visits.json", lines.join("\n")));
    assert_eq!(report["reasons"], json!({ "action_type_unknown": 1, "actions_missing": 2 }));
    assert_eq!((&report["stored"], &report["sessions"]), (&json!(3), &json!(1)));
    let columns =
        "occurred_at, event, channel, device, currency, value, transaction_id, page_path, params";
    assert_eq!(
        told(&shop, columns),
        [
            "2026-01-05 10:00:00 view_item Organic Search mobile EUR 9.5000 /socks",
            "2026-01-05 10:00:10 view_search_results Organic Search mobile {\"search_term\":\"red\"}",
            "2026-01-05 10:00:20 purchase Organic Search mobile EUR 19.0000 O1 \
             {\"tax\":2.0,\"shipping\":4.0}",
        ]
    );
}

/// A visit of so many days after the fifth of January, in which something is done after a page is seen.
fn visit(visitor: &str, day: usize, action: &Value) -> String {
    let began = 1_767_607_200 + day * 86_400;
    let mut action = action.clone();
    action["timestamp"] = json!(began + 60);
    json!({
        "idVisit": format!("{visitor}{day}"), "visitorId": visitor, "siteCurrency": "EUR",
        "actionDetails": [{ "type": "action", "timestamp": began, "pageTitle": "Socks" }, action],
    })
    .to_string()
}

fn left(worth: &str) -> Value {
    let item = json!({ "itemSKU": "A", "price": worth, "quantity": "1" });
    json!({ "type": "ecommerceAbandonedCart", "revenue": worth, "itemDetails": [item] })
}

#[test]
fn matomos_carts_are_in_the_reports_of_carts() {
    let shop = Shop::new();
    let lines = [
        visit("a", 0, &left("55.00")),
        // Left on one day, ordered on the next.
        visit("b", 0, &left("20.00")),
        visit("b", 1, &json!({ "type": "ecommerceOrder", "orderId": "O1", "revenue": "20.00" })),
        // There is nothing left in it.
        visit("c", 0, &left("0")),
        visit("d", 9, &json!({ "type": "search", "siteSearchKeyword": "red" })),
    ];
    shop.imported("matomo", &[], &shop.write("visits.json", lines.join("\n")));
    let told = |report: &str, columns: &[&str]| -> Value {
        let mut command = shop.command(&[report, "--format", "json", "--until", "2026-02-01"]);
        let output = command.output().unwrap();
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        let rows = answer["rows"].as_array().unwrap().iter();
        rows.map(|row| columns.iter().map(|name| row[*name].clone()).collect::<Value>()).collect()
    };
    let columns =
        ["carts", "recovered", "abandoned", "value_recovered", "value_abandoned", "currency"];
    assert_eq!(told("carts", &columns), json!([[2, 1, 1, 20.0, 55.0, "EUR"]]));
    let columns = ["created_at", "state", "lines", "value"];
    assert_eq!(
        told("cart-list", &columns),
        json!([["2026-01-05T10:01:00Z", "abandoned", 1, 55.0]])
    );
}
