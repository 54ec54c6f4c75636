//! Parameters: those that have a column go there, the rest stays JSON; all texts are scrubbed.
//!
//! Parameters that hold what was typed are not kept, whoever sends them: GA4's `search_term` and its like.
//! A value that does not fit its column is not lost: it stays among the rest under its own name.

use percorso_protocol::scrub::{CARD, EMAIL, IBAN, PHONE, TOKEN, scrub};
use serde_json::{Map, Value};

/// The largest worth a DECIMAL(18, 4) holds, in ten-thousandths.
const MOST: f64 = 999_999_999_999_999_999.0;

/// Names under which shops send what was typed: into a search, a review, a chat. Here and below names are
/// compared without case and signs: `searchTerm` is `search_term`.
const TYPED: [&str; 19] = [
    "comment",
    "comments",
    "keyword",
    "keywords",
    "message",
    "messagetext",
    "q",
    "query",
    "reviewbody",
    "reviewtext",
    "searchinput",
    "searchkeyword",
    "searchkeywords",
    "searchphrase",
    "searchquery",
    "searchstring",
    "searchterm",
    "searchtext",
    "term",
];

/// Names under which shops send who somebody is, or what lets them in (GA4's user-provided data, forms'
/// usual names): a value that its shape does not betray is betrayed by its name.
const PERSONAL: [&str; 32] = [
    "accesstoken",
    "address",
    "addressline1",
    "addressline2",
    "apikey",
    "birthdate",
    "codicefiscale",
    "dateofbirth",
    "email",
    "emailaddress",
    "emailhash",
    "firstname",
    "fullname",
    "iban",
    "idtoken",
    "lastname",
    "mail",
    "mobile",
    "passwd",
    "password",
    "phone",
    "phonenumber",
    "refreshtoken",
    "secret",
    "ssn",
    "street",
    "streetaddress",
    "surname",
    "telephone",
    "token",
    "userdata",
    "username",
];

/// Whose something is: `customerEmail`, `billing_name`.
const WHOSE: [&str; 8] =
    ["billing", "buyer", "contact", "customer", "hashed", "recipient", "shipping", "user"];
/// How something is hidden that its name still tells: a hash of an address is as good as the address.
const HIDDEN: [&str; 5] = ["hash", "hashed", "md5", "sha1", "sha256"];

/// Takes a short text out of the parameters.
pub fn take_text(params: &mut Map<String, Value>, key: &str) -> Option<String> {
    match params.remove(key)? {
        Value::String(text) => Some(text).filter(|t| !t.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        other => put_back(params, key, other),
    }
}

/// Takes an order's number. One that looks like personal data, or that the page has cut as such, is dropped:
/// what the cut leaves is the same for many, and would make one order of them all.
pub fn take_order(params: &mut Map<String, Value>) -> Option<String> {
    let number = take_text(params, "transaction_id")?;
    let is_cut = [EMAIL, PHONE, IBAN, TOKEN].iter().any(|mark| number.contains(mark));
    (!is_cut && number != CARD && scrub(&number) == number.as_str()).then_some(number)
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

/// A name in small letters and digits.
fn plain(key: &str) -> String {
    key.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Whether a name stands for what was typed or for who somebody is.
fn is_typed(key: &str) -> bool {
    let plain = plain(key);
    let own = WHOSE.iter().find_map(|whose| plain.strip_prefix(whose));
    let is_one = |name: &str| TYPED.contains(&name) || PERSONAL.contains(&name);
    let is = |name: &str| {
        is_one(name) || HIDDEN.iter().any(|how| name.strip_suffix(how).is_some_and(is_one))
    };
    is(&plain) || own.is_some_and(|name| name == "name" || is(name))
}

/// Whether a name stands for an address, of which the query is not kept.
fn is_address(key: &str) -> bool {
    ["location", "referrer", "url"].iter().any(|end| plain(key).ends_with(end))
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
                .map(|(key, value)| {
                    let value = if is_address(&key) { without_query(value) } else { value };
                    (scrub(&key).into_owned(), scrubbed(value))
                })
                .collect(),
        ),
        other => other,
    }
}

fn without_query(value: Value) -> Value {
    match value {
        Value::String(text) => text.split(['?', '#']).next().unwrap_or_default().into(),
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
    fn a_number_that_looks_like_personal_data_is_no_orders() {
        for (number, expect) in [
            (serde_json::json!("A-1002"), Some("A-1002")),
            (serde_json::json!(100_234_567), Some("100234567")),
            (serde_json::json!("2026-11-27/000123"), Some("2026-11-27/000123")),
            (serde_json::json!("305-222-1234"), None),
            (serde_json::json!("ann@example.org"), None),
            (serde_json::json!("4111111111111111"), None),
            // As the page has sent them.
            (serde_json::json!("[phone]"), None),
            (serde_json::json!("order [email]"), None),
            (serde_json::json!("0"), None),
        ] {
            let mut params = map(&serde_json::json!({ "transaction_id": number.clone() }));
            assert_eq!(take_order(&mut params).as_deref(), expect, "{number}");
            assert!(params.is_empty(), "{number}");
        }
    }

    #[test]
    fn names_are_the_same_however_they_are_written() {
        let dropped = [
            "searchTerm",
            "SEARCH_KEYWORD",
            "search-text",
            "reviewText",
            "message",
            "customerName",
            "userName",
            "user_email",
            "email_sha256",
            "hashedPhoneNumber",
            "Billing_Address",
        ];
        let kept = [
            "name",
            "item_name",
            "payment_terms",
            "method",
            "phone_case_model",
            "user_type",
            "shipping_tier",
            "results",
            "search_type",
            "hash",
        ];
        for (names, expect) in [(&dropped[..], 0), (&kept[..], 1)] {
            for name in names {
                let found = rest(map(&serde_json::json!({ (*name): "x" })));
                assert_eq!(usize::from(found.is_some()), expect, "{name}");
            }
        }
    }

    #[test]
    fn of_addresses_no_query_is_kept() {
        let params = map(&serde_json::json!({
            "page_location": "https://shop.example/search?q=mario", "linkUrl": "/a#mario", "curl": 1,
        }));
        let expect = r#"{"curl":1,"linkUrl":"/a","page_location":"https://shop.example/search"}"#;
        assert_eq!(rest(params).unwrap(), expect);
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
