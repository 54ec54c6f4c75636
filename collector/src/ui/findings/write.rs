//! A sentence with places for columns, filled from a row.
//!
//! `{column}` is a name or a figure as is usual for the column; `{column:%}` a share as percent, `{column:2}`
//! a number with two digits, `{column:+2}` the same and at least nothing, `{column:p}` a p-value,
//! `{column:raw}` a text as it stands, `{column:unit}` the same after a space, or nothing where there is none.

use serde_json::{Map, Value};

use crate::query::table::Table;
use crate::ui::sheet::words::Lang;

/// A figure as it is written: shares as percent, money with two digits, small numbers with more.
pub(in crate::ui) fn figure(lang: Lang, name: &str, value: f64) -> String {
    const SHARES: [&str; 8] = [
        "conversion",
        "conversion_with",
        "conversion_without",
        "share",
        "share_of_abandons",
        "passed",
        "removal_effect",
        "rate",
    ];
    const MONEY: [&str; 6] = [
        "order_value",
        "revenue",
        "lost_revenue",
        "revenue_at_risk",
        "revenue_at_risk_low",
        "revenue_once",
    ];
    match name {
        _ if SHARES.contains(&name) => lang.percent(value),
        _ if MONEY.contains(&name) => lang.number(value, 2),
        "p_value" if value < 0.001 => lang.pick("< 0.001", "< 0,001").to_owned(),
        "p_value" => lang.number(value, 3),
        _ if value.fract() == 0.0 => lang.number(value, 0),
        _ => lang.number(value, 1),
    }
}

/// What follows a figure: its unit, where it has one.
pub(in crate::ui) fn unit(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!(" {text}") }
}

/// The sentence and its evidence; nothing where the row lacks a value it would need.
pub(super) fn fill(
    lang: Lang,
    text: &str,
    table: &Table,
    row: usize,
) -> Option<(String, Map<String, Value>)> {
    let row = table.rows.get(row)?;
    let (mut sentence, mut evidence) = (String::new(), Map::new());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (place, after) = after.split_once('}')?;
        let (column, form) = place.split_once(':').unwrap_or((place, ""));
        let at = table.columns.iter().position(|own| own.name == column)?;
        let value = row.get(at)?;
        sentence.push_str(before);
        sentence.push_str(&write(lang, column, form, value)?);
        evidence.insert(column.to_owned(), value.clone());
        rest = after;
    }
    sentence.push_str(rest);
    Some((sentence, evidence))
}

fn write(lang: Lang, column: &str, form: &str, value: &Value) -> Option<String> {
    if form == "unit" {
        return Some(unit(value.as_str().unwrap_or_default()));
    }
    if let Some(text) = value.as_str() {
        return Some(match form {
            "raw" => text.to_owned(),
            _ => lang.named(text),
        });
    }
    let number = value.as_f64()?;
    Some(match form {
        "" => figure(lang, column, number),
        "%" => lang.percent(number),
        "p" => figure(lang, "p_value", number),
        _ => {
            let (number, digits) = match form.strip_prefix('+') {
                Some(digits) => (number.max(0.0), digits),
                None => (number, form),
            };
            lang.number(number, digits.parse().ok()?)
        }
    })
}
