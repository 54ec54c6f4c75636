//! Stored rows as short lines: what is compared reads as what happened.

use percorso_tests::browser::Told;
use serde_json::Value;

/// What the tracker finds out by itself: tests of what is told, and of how it arrives, go past it.
const FOUND: [&str; 13] = [
    "checkout_step",
    "click",
    "consent",
    "content",
    "doubt",
    "field",
    "form",
    "friction",
    "js_error",
    "payment_attempt",
    "request_failed",
    "request_slow",
    "web_vital",
];
/// Touchpoints that the pages declare; which others are found depends on how long a page is looked at.
const DECLARED: [&str; 3] = ["box", "coupon", "p"];

/// Whether an event is a view, a sale, or something the page told or declared.
pub(crate) fn is_told(told: &Told) -> bool {
    let is = |key: &str, among: &[&str]| among.iter().any(|text| told.params[key] == *text);
    match told.event.as_str() {
        "touchpoint" => is("action", &["acted"]) && is("touchpoint", &DECLARED),
        // The demo shop asks whoever stays long enough after an order.
        "survey_shown" => false,
        event => !FOUND.contains(&event),
    }
}

/// "event path k=v …": the columns of an event that its sender chose, and the items' ids.
pub(crate) fn line(row: &Value) -> String {
    let mut line = format!("{} {}", text(row, "event"), text(row, "page_path"));
    for column in ["touchpoint", "action", "value", "currency", "transaction_id"] {
        if !row[column].is_null() {
            line = format!("{line} {column}={}", text(row, column));
        }
    }
    let items = json(row, "items");
    if let Some(items) = items.as_array() {
        let ids: Vec<_> = items.iter().map(|item| text(item, "item_id")).collect();
        line = format!("{line} items={}", ids.join(","));
    }
    line
}

/// All rows as lines.
pub(crate) fn lines(rows: &[Value]) -> Vec<String> {
    rows.iter().map(line).collect()
}

/// A column's value as text.
pub(crate) fn text(row: &Value, column: &str) -> String {
    match &row[column] {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A JSON column, whether it came as text or as JSON.
pub(crate) fn json(row: &Value, column: &str) -> Value {
    match &row[column] {
        Value::String(text) => serde_json::from_str(text).expect("the column holds JSON"),
        other => other.clone(),
    }
}

/// The different values of a column.
pub(crate) fn different(rows: &[Value], column: &str) -> Vec<String> {
    let mut values: Vec<_> = rows.iter().map(|row| text(row, column)).collect();
    values.sort();
    values.dedup();
    values
}
