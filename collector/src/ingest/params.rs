//! Parameters: those that have a column go there, the rest stays JSON; all texts are scrubbed, and of
//! addresses among them no query is kept, whatever they are called.
//!
//! Parameters that hold what was typed are not kept, whoever sends them: GA4's `search_term` and its like. One
//! is: a survey's comment, which was asked for and given on purpose.
//! A value that does not fit its column is not lost: it stays among the rest under its own name.

use percorso_protocol::scrub::{CARD, EMAIL, IBAN, PHONE, TOKEN, scrub};
use serde_json::{Map, Value};

use super::text;

/// The largest worth a DECIMAL(18, 4) holds, in ten-thousandths.
const MOST: f64 = 999_999_999_999_999_999.0;

/// Characters of a survey's comment.
const COMMENT_CHARS: usize = 500;

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
/// What the names of addresses end with, of one or of several: their values may be addresses that no `/` or
/// scheme begins (`cart?token=…`).
const ADDRESSES: [&str; 8] = ["href", "link", "location", "path", "referrer", "src", "uri", "url"];
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
    (!is_cut && number != CARD && text::may_stay(&number)).then_some(number)
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
        Value::Array(items) if !items.is_empty() => {
            Some(scrubbed(Value::Array(items), false).to_string())
        }
        Value::Array(_) => None,
        other => put_back(params, "items", other),
    }
}

/// What is left of an event, as JSON text.
#[must_use]
pub fn rest(event: &str, mut params: Map<String, Value>) -> Option<String> {
    let is_answer = event == "survey_answer";
    let comment = is_answer.then(|| take_text(&mut params, "comment")).flatten();
    let mut rest: Map<_, _> = params.into_iter().filter_map(scrubbed_entry).collect();
    if let Some(comment) = comment {
        // Scrubbed before it is cut: half an address would pass for none.
        let comment: String = text::kept(comment).chars().take(COMMENT_CHARS).collect();
        rest.insert("comment".to_owned(), comment.into());
    }
    (!rest.is_empty()).then(|| Value::Object(rest).to_string())
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

/// Whether a plain name stands for what was typed or for who somebody is.
fn is_typed(plain: &str) -> bool {
    let own = WHOSE.iter().find_map(|whose| plain.strip_prefix(whose));
    let is_one = |name: &str| TYPED.contains(&name) || PERSONAL.contains(&name);
    let is = |name: &str| {
        is_one(name) || HIDDEN.iter().any(|how| name.strip_suffix(how).is_some_and(is_one))
    };
    is(plain) || own.is_some_and(|name| name == "name" || is(name))
}

/// Whether a plain name stands for an address, or for several.
fn is_address(plain: &str) -> bool {
    let one = plain.strip_suffix('s').unwrap_or(plain);
    ADDRESSES.iter().any(|end| one.ends_with(end))
}

fn put_back<T>(params: &mut Map<String, Value>, key: &str, value: Value) -> Option<T> {
    params.insert(key.to_owned(), value);
    None
}

/// The value as it may be kept, where its name says that it is an address, and where not.
fn scrubbed(value: Value, is_named: bool) -> Value {
    match value {
        Value::String(text) if is_named => Value::String(text::address(&text)),
        Value::String(text) => Value::String(text::kept(text)),
        // A card number may come as a number; nothing else that long is one a shop means.
        Value::Number(number) => {
            let text = number.to_string();
            if scrub(&text) == text { Value::Number(number) } else { Value::from(0) }
        }
        Value::Array(values) => {
            Value::Array(values.into_iter().map(|value| scrubbed(value, is_named)).collect())
        }
        Value::Object(map) => Value::Object(map.into_iter().filter_map(scrubbed_entry).collect()),
        other => other,
    }
}

fn scrubbed_entry((key, value): (String, Value)) -> Option<(String, Value)> {
    let plain = plain(&key);
    (!is_typed(&plain)).then(|| (text::kept(key), scrubbed(value, is_address(&plain))))
}

#[cfg(test)]
mod tests;
