//! How much a statement comes to when names are put in the place of what they stand for.
//!
//! A column may be made of those named before it, a query in WITH of those before it, and DuckDB writes them
//! out before it begins, when it cannot be ended: thirty of `a + a AS b` are a billion.

// A JSON value indexed by a key that it has not got is null.
#![allow(clippy::indexing_slicing, reason = "values of serde_json, which answer null")]

use serde_json::Value;

/// Expressions that a statement may come to.
const MOST: usize = 20_000;

/// Whether a statement, as DuckDB's parser has it, comes to more than is to be planned.
pub(super) fn is_too_much(statement: &Value) -> bool {
    weight(statement, &mut Vec::new()) > MOST
}

fn weight<'a>(part: &'a Value, scope: &mut Vec<(Name<'a>, usize)>) -> usize {
    let known = |scope: &[(Name<'a>, usize)], name: Option<Name<'a>>| {
        let found = name.and_then(|name| scope.iter().rev().find(|(own, _)| own.is(name)));
        found.map_or(0, |(_, weight)| *weight)
    };
    let node = match part {
        Value::Object(node) => node,
        Value::Array(items) => {
            return items.iter().fold(0, |sum, item| sum.saturating_add(weight(item, scope)));
        }
        _ => return 0,
    };
    let is = |key: &str, what: &str| node.get(key).is_some_and(|own| own == what);
    if is("class", "COLUMN_REF") {
        let name = part["column_names"].as_array().and_then(|names| names.last());
        return known(scope, name.and_then(Value::as_str).map(Name::Column)).saturating_add(1);
    }
    let mut sum = match part["table_name"].as_str() {
        Some(name) if is("type", "BASE_TABLE") => known(scope, Some(Name::Query(name))) + 1,
        _ => 1,
    };
    let before = scope.len();
    for query in part["cte_map"]["map"].as_array().into_iter().flatten() {
        let own = weight(&query["value"], scope);
        scope.extend(query["key"].as_str().map(|name| (Name::Query(name), own)));
    }
    for column in part["select_list"].as_array().into_iter().flatten() {
        let own = weight(column, scope);
        sum = sum.saturating_add(own);
        scope.extend(column["alias"].as_str().map(|name| (Name::Column(name), own)));
    }
    for (key, part) in node {
        if key != "cte_map" && key != "select_list" {
            sum = sum.saturating_add(weight(part, scope));
        }
    }
    scope.truncate(before);
    sum
}

/// What stands for more than itself.
#[derive(Clone, Copy)]
enum Name<'a> {
    Column(&'a str),
    Query(&'a str),
}

impl Name<'_> {
    fn is(self, other: Self) -> bool {
        match (self, other) {
            (Self::Column(own), Self::Column(other)) | (Self::Query(own), Self::Query(other)) => {
                own.eq_ignore_ascii_case(other)
            }
            _ => false,
        }
    }
}
