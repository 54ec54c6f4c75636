//! The description of the routes names every route of the router with its methods, and no other.

use std::collections::BTreeSet;

use serde_json::Value;

use super::sources::{Token, tokens};
use super::text;

const ROUTER: &str = "collector/src/http/router.rs";
const DESCRIPTION: &str = "collector/openapi.json";

/// `.route("/path", get(…))` and `post(…)`, also chained, as "get /path".
fn routed(tokens: &[Token]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut path = None;
    for at in 0..tokens.len() {
        let before = if at == 0 { "" } else { tokens[at - 1].text.as_str() };
        let after = tokens.get(at + 1).map_or("", |token| token.text.as_str());
        match tokens[at].text.as_str() {
            "route" if before == "." && after == "(" => {
                path = tokens.get(at + 2).map(|token| token.text.trim_matches('"').to_owned());
            }
            // `layer(`, behind the routes, takes functions of the same kind of names.
            "layer" => path = None,
            method @ ("get" | "post" | "put" | "patch" | "delete") if after == "(" => {
                if let Some(path) = &path {
                    found.insert(format!("{method} {path}"));
                }
            }
            _ => {}
        }
    }
    found
}

fn described() -> BTreeSet<String> {
    let file: Value = serde_json::from_str(&text(DESCRIPTION)).unwrap();
    let paths = file["paths"].as_object().unwrap();
    let methods = |path: &Value| path.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    paths
        .iter()
        .flat_map(|(path, value)| methods(value).into_iter().map(move |m| format!("{m} {path}")))
        .collect()
}

#[test]
fn every_route_is_described_and_nothing_else() {
    let (routed, described) = (routed(&tokens(ROUTER)), described());
    assert!(routed.len() > 10, "the router is read: {routed:?}");
    let missing: Vec<_> = routed.difference(&described).collect();
    let surplus: Vec<_> = described.difference(&routed).collect();
    assert!(
        missing.is_empty() && surplus.is_empty(),
        "{DESCRIPTION} lacks {missing:?} and has {surplus:?} that {ROUTER} does not have"
    );
}

#[test]
fn references_lead_somewhere_and_operations_have_names_of_their_own() {
    let file: Value = serde_json::from_str(&text(DESCRIPTION)).unwrap();
    let mut references = Vec::new();
    collect(&file, &mut references);
    for reference in &references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(file.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
    let operations = file["paths"].as_object().unwrap().values().flat_map(|path| {
        path.as_object().unwrap().values().map(|operation| operation["operationId"].to_string())
    });
    let all: Vec<_> = operations.collect();
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "{all:?}");
}

fn collect(value: &Value, references: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            if let Some(Value::String(reference)) = object.get("$ref") {
                references.push(reference.clone());
            }
            object.values().for_each(|value| collect(value, references));
        }
        Value::Array(array) => array.iter().for_each(|value| collect(value, references)),
        _ => {}
    }
}
