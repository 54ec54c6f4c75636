//! Parameters: those that have a column go there, the rest stays JSON; all texts are scrubbed.
//!
//! Parameters that hold what was typed are not kept, whoever sends them: GA4's `search_term` and its like.
//! A value that does not fit its column is not lost: it stays among the rest under its own name.

use percorso_protocol::scrub::scrub;
use serde_json::{Map, Value};

/// The largest worth a DECIMAL(18, 4) holds, in ten-thousandths.
const MOST: f64 = 999_999_999_999_999_999.0;

/// Names under which shops send what was typed into a search.
const TYPED: [&str; 6] = ["keyword", "q", "query", "search_query", "search_term", "term"];

/// Names under which shops send who somebody is, or what lets them in (GA4's user-provided data, forms'
/// usual names): a value that its shape does not betray is betrayed by its name.
const PERSONAL: [&str; 30] = [
    "access_token",
    "address_line1",
    "api_key",
    "birth_date",
    "birthdate",
    "codice_fiscale",
    "date_of_birth",
    "email",
    "email_address",
    "first_name",
    "firstname",
    "full_name",
    "fullname",
    "iban",
    "id_token",
    "last_name",
    "lastname",
    "passwd",
    "password",
    "phone",
    "phone_number",
    "refresh_token",
    "secret",
    "ssn",
    "street",
    "street_address",
    "surname",
    "telephone",
    "token",
    "user_data",
];

/// Takes a short text out of the parameters.
pub fn take_text(params: &mut Map<String, Value>, key: &str) -> Option<String> {
    match params.remove(key)? {
        Value::String(text) => Some(text).filter(|t| !t.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        other => put_back(params, key, other),
    }
}

/// Takes an ISO 4217 code.
pub fn take_currency(params: &mut Map<String, Value>) -> Option<String> {
    let text = take_text(params, "currency")?;
    match currency_code(&text) {
        Some(code) => Some(code),
        None => put_back(params, "currency", Value::String(text)),
    }
}

/// The text as an ISO 4217 code: three letters, in capitals.
#[must_use]
pub fn currency_code(text: &str) -> Option<String> {
    let code = text.to_ascii_uppercase();
    (code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase())).then_some(code)
}

/// Takes `value` in ten-thousandths; shops send it as a number and as a text alike.
pub fn take_value(params: &mut Map<String, Value>) -> Option<i64> {
    let value = params.remove("value")?;
    let number = match &value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    let units = number.map(|n| (n * 10_000.0).round()).filter(|n| n.abs() <= MOST);
    match units {
        #[expect(clippy::cast_possible_truncation, reason = "within MOST, which i64 holds")]
        Some(units) => Some(units as i64),
        None => put_back(params, "value", value),
    }
}

/// Takes the list of items, if it is one.
pub fn take_items(params: &mut Map<String, Value>) -> Option<String> {
    match params.remove("items")? {
        Value::Array(items) if !items.is_empty() => Some(scrubbed(Value::Array(items)).to_string()),
        Value::Array(_) => None,
        other => put_back(params, "items", other),
    }
}

/// What is left, as JSON text.
#[must_use]
pub fn rest(mut params: Map<String, Value>) -> Option<String> {
    params.retain(|key, _| !is_typed(key));
    (!params.is_empty()).then(|| scrubbed(Value::Object(params)).to_string())
}

/// Takes the hash of who it is; what is none is not kept, because it might say who it is.
pub fn take_identity(params: &mut Map<String, Value>) -> Option<String> {
    match params.remove("identity")? {
        Value::String(text) if text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit()) => {
            Some(text.to_ascii_lowercase())
        }
        _ => None,
    }
}

fn is_typed(key: &str) -> bool {
    TYPED.iter().chain(&PERSONAL).any(|typed| key.eq_ignore_ascii_case(typed))
}

fn put_back<T>(params: &mut Map<String, Value>, key: &str, value: Value) -> Option<T> {
    params.insert(key.to_owned(), value);
    None
}

fn scrubbed(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(scrub(&text).into_owned()),
        // A card number may come as a number; nothing else that long is one a shop means.
        Value::Number(number) => {
            let text = number.to_string();
            if scrub(&text) == text { Value::Number(number) } else { Value::from(0) }
        }
        Value::Array(values) => Value::Array(values.into_iter().map(scrubbed).collect()),
        Value::Object(map) => Value::Object(
            map.into_iter()
                .filter(|(key, _)| !is_typed(key))
                .map(|(key, value)| (scrub(&key).into_owned(), scrubbed(value)))
                .collect(),
        ),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(value: &Value) -> Map<String, Value> {
        value.as_object().cloned().unwrap()
    }

    #[test]
    fn money_is_read_from_numbers_and_texts_and_kept_when_it_is_neither() {
        for (value, expect) in [
            (serde_json::json!(19.99), Some(199_900)),
            (serde_json::json!("7.5"), Some(75_000)),
            (serde_json::json!(-3), Some(-30_000)),
            (serde_json::json!("12,50 €"), None),
            (serde_json::json!(1e300), None),
        ] {
            let mut params = map(&serde_json::json!({ "value": value.clone() }));
            assert_eq!(take_value(&mut params), expect, "{value}");
            assert_eq!(params.get("value").is_none(), expect.is_some(), "{value}");
        }
    }

    #[test]
    fn personal_data_is_cut_at_every_depth() {
        let params =
            map(&serde_json::json!({"a": {"b": ["ann@example.org", 4111111111111111u64]}}));
        assert_eq!(rest(params).unwrap(), r#"{"a":{"b":["[email]",0]}}"#);
    }

    #[test]
    fn what_was_typed_is_dropped_at_every_depth() {
        let params = map(&serde_json::json!({
            "search_term": "a", "Query": "b", "results": 3, "in": [{ "q": "c", "term": 1, "sku": "d" }],
        }));
        assert_eq!(rest(params).unwrap(), r#"{"in":[{"sku":"d"}],"results":3}"#);
        assert_eq!(rest(map(&serde_json::json!({ "keyword": "e" }))), None);
    }

    #[test]
    fn an_identity_is_a_hash_or_nothing() {
        let hash = "9F".repeat(32);
        for (identity, expect) in [
            (serde_json::json!(hash), Some(hash.to_lowercase())),
            (serde_json::json!("ann@example.org"), None),
            (serde_json::json!(77), None),
        ] {
            let mut params = map(&serde_json::json!({ "identity": identity }));
            assert_eq!(take_identity(&mut params), expect);
            assert!(params.is_empty());
        }
    }
}
