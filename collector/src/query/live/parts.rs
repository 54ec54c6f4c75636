//! How long what one part of a statement makes can be, by its own words.

// A JSON value indexed by a key that it has not got is null.
#![allow(clippy::indexing_slicing, reason = "values of serde_json, which answer null")]

use serde_json::Value;

/// What a column of the store is taken for; most are shorter.
pub(super) const COLUMN: usize = 512;
/// What a column of JSON is taken for.
pub(super) const JSON: usize = 4 << 10;
/// What is taken for a whole row, and for a list that an aggregate has gathered.
pub(super) const GATHERED: usize = 8 << 10;
/// What is taken for a text that was gathered, and is copied as a whole by whatever is made of it.
pub(super) const TEXT: usize = 32 << 10;
/// What one thing takes in a list at least.
pub(super) const ITEM: usize = 16;
/// What a number takes.
pub(super) const SMALL_SIZE: usize = 8;
/// Columns of JSON.
const WIDE: [&str; 2] = ["params", "items"];
/// Aggregates that gather texts and lists.
const GATHERING: [(&str, usize); 9] = [
    ("array_agg", GATHERED),
    ("group_concat", TEXT),
    ("histogram", GATHERED),
    ("histogram_exact", GATHERED),
    ("json_group_array", TEXT),
    ("json_group_object", TEXT),
    ("list", GATHERED),
    ("listagg", TEXT),
    ("string_agg", TEXT),
];
/// How many times what they are given some functions make of it at most.
const FACTORS: &str = include_str!("grown.txt");
/// Functions of which little comes whatever they are given: numbers, times, yes and no.
const SMALL: &str = include_str!("small.txt");

/// Names of a list's items, and of their places.
pub(super) fn parameters(part: &Value, names: &mut Vec<String>) {
    let name = part["column_names"].as_array().and_then(|names| names.last());
    names.extend(name.and_then(Value::as_str).map(str::to_lowercase));
    part["children"].as_array().into_iter().flatten().for_each(|part| parameters(part, names));
}

/// Whether something is done for each item of a list within it.
pub(super) fn is_for_each(part: &Value) -> bool {
    match part {
        Value::Array(parts) => parts.iter().any(is_for_each),
        Value::Object(node) => part["class"] == "LAMBDA" || node.values().any(is_for_each),
        _ => false,
    }
}

/// How long a text is that is written out.
pub(super) fn length(part: &Value) -> Option<usize> {
    match part["class"].as_str() {
        Some("CONSTANT") => Some(part["value"]["value"].as_str().map_or(8, str::len)),
        Some("CAST") => length(&part["child"]),
        // A line's end, mostly.
        Some("FUNCTION") if part["function_name"] == "chr" => Some(4),
        _ => None,
    }
}

/// How many times what it is given a type may take; nothing where it takes little whatever it is.
pub(super) fn cast(node: &Value) -> Option<usize> {
    let kind = &node["cast_type"];
    let is_plain =
        |class: &str| ["COLUMN_REF", "CONSTANT", "POSITIONAL_REFERENCE"].contains(&class);
    match (leaves(&kind["type_info"]), kind["id"].as_str().unwrap_or_default()) {
        // Bytes that are no letters are written as four.
        (0, "VARCHAR" | "CHAR") if is_plain(node["child"]["class"].as_str()?) => Some(1),
        (0, id) => (!is_fixed(id)).then_some(4),
        (leaves, _) => Some(leaves.saturating_mul(8)),
    }
}

/// Whether a type takes the same room whatever is in it: numbers, times, yes and no.
fn is_fixed(id: &str) -> bool {
    let others = ["BOOLEAN", "DATE", "DECIMAL", "DOUBLE", "FLOAT", "INTERVAL", "UUID"];
    id.ends_with("INT") || id.ends_with("INTEGER") || id.starts_with("TIME") || others.contains(&id)
}

/// Whether it is made a text.
pub(super) fn is_text(cast: &Value) -> bool {
    ["VARCHAR", "CHAR"].contains(&cast["cast_type"]["id"].as_str().unwrap_or_default())
}

/// The types that a list or struct is made of in the end.
fn leaves(info: &Value) -> usize {
    let below = |kind: &Value| leaves(&kind["type_info"]).max(1);
    let one = info.get("child_type").map_or(0, below);
    let many = info["child_types"].as_array().into_iter().flatten();
    many.map(|field| below(&field["second"])).sum::<usize>().saturating_add(one)
}

/// Whether little comes of it, whatever it is given.
pub(super) fn is_small(function: &str) -> bool {
    SMALL.split_whitespace().any(|small| small == function)
}

/// How many times what it is given comes of it at most.
pub(super) fn factor(name: &str) -> usize {
    let mut lines = FACTORS.lines().filter_map(|line| line.split_once(' '));
    let line = lines.find(|(_, names)| names.split(' ').any(|own| own == name));
    line.and_then(|(times, _)| times.parse().ok()).unwrap_or(1)
}

/// Whether a column is one of JSON.
pub(super) fn is_wide(name: &str) -> bool {
    WIDE.contains(&name)
}

/// What an aggregate that gathers is taken for.
pub(super) fn gathered(name: &str) -> Option<usize> {
    GATHERING.iter().find(|(own, _)| *own == name).map(|(_, size)| *size)
}

/// A text made of something so long: of what was gathered it is as long as that.
pub(super) fn text(size: usize) -> usize {
    if size < GATHERED { size } else { size.max(TEXT) }
}
