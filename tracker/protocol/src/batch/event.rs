//! One event: `[name, milliseconds, {parameters}]`, checked against the limits.

use serde_json::{Map, Value};

use super::Event;
use crate::refusal::Drop;
use crate::scrub::scrub;
use crate::{limits, vocabulary};

/// Characters looked at beyond those that are kept: more than any e-mail address, card or account number has.
const EDGE: usize = 256;

/// Reads one event's JSON text. A fourth element and more are a later version's, and passed over.
pub(super) fn decode(index: usize, text: &str) -> Result<Event, Drop> {
    if text.len() > limits::PARAMS_BYTES {
        return Err(Drop::ParamsTooLarge);
    }
    let parts: Vec<Value> = serde_json::from_str(text).map_err(|_| Drop::BadEvent)?;
    let mut parts = parts.into_iter();
    let Some(Value::String(name)) = parts.next() else { return Err(Drop::BadEvent) };
    if !vocabulary::is_name(&name) {
        return Err(Drop::BadName);
    }
    let ms = parts.next().and_then(|ms| ms.as_u64()).ok_or(Drop::BadEvent)?;
    let params = match parts.next() {
        None => Map::new(),
        Some(Value::Object(params)) => params,
        Some(_) => return Err(Drop::BadEvent),
    };
    Ok(Event { index, name, ms, params: checked(params)? })
}

/// Parameters within the limits: refused where they are too much, texts cut.
pub(super) fn checked(params: Map<String, Value>) -> Result<Map<String, Value>, Drop> {
    check(&params)?;
    Ok(params.into_iter().map(|(key, value)| (key, bound(value))).collect())
}

/// The text, cut to [`limits::TEXT_CHARS`] characters.
///
/// One that is longer is scrubbed before, because nobody can tell half an e-mail address later. Of what is
/// scrubbed the last characters go, where it was itself cut out of more.
#[must_use]
pub fn cut(text: String) -> String {
    let place = |chars| text.char_indices().nth(chars).map(|(place, _)| place);
    if place(limits::TEXT_CHARS).is_none() {
        return text;
    }
    let end = place(limits::TEXT_CHARS + EDGE);
    let scrubbed = scrub(text.get(..end.unwrap_or(text.len())).unwrap_or_default());
    let whole = scrubbed.chars().count();
    let sure = if end.is_some() { whole.saturating_sub(EDGE) } else { whole };
    scrubbed.chars().take(sure.min(limits::TEXT_CHARS)).collect()
}

fn check(params: &Map<String, Value>) -> Result<(), Drop> {
    if params.len() > limits::PARAMS_KEYS {
        return Err(Drop::TooManyKeys);
    }
    if params.get("items").and_then(Value::as_array).is_some_and(|i| i.len() > limits::ITEMS) {
        return Err(Drop::TooManyItems);
    }
    if params.values().any(|v| deeper_than(v, limits::PARAMS_DEPTH - 1)) {
        return Err(Drop::TooDeep);
    }
    if params.keys().any(|key| key.chars().count() > limits::NAME_CHARS) {
        return Err(Drop::BadName);
    }
    Ok(())
}

// Recursion ends: serde_json has refused what nests deeper than 128 before this is reached.
fn deeper_than(value: &Value, depth: usize) -> bool {
    match value {
        Value::Array(a) => depth == 0 || a.iter().any(|v| deeper_than(v, depth - 1)),
        Value::Object(o) => depth == 0 || o.values().any(|v| deeper_than(v, depth - 1)),
        _ => false,
    }
}

fn bound(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(cut(text)),
        Value::Array(values) => Value::Array(values.into_iter().map(bound).collect()),
        // Names in it, too: those at the top are short already.
        Value::Object(map) => {
            Value::Object(map.into_iter().map(|(k, v)| (cut(k), bound(v))).collect())
        }
        other => other,
    }
}
