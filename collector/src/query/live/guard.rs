//! Which statements may run: DuckDB's own parser says what a text is, and everything in it must be on
//! a list. What is not known is refused, so a new kind of statement or function is, until it is added.

// A JSON value indexed by a key that it has not got is null.
#![allow(clippy::indexing_slicing, reason = "values of serde_json, which answer null")]

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use duckdb::Connection;
use serde_json::{Map, Value};

use super::{expanded, grown, joined};
use crate::query::error::QueryError;

const PARSE: &str = include_str!("../../../sql/query/live_parse.sql");
const MACROS: &str = include_str!("../../../sql/query/live_macros.sql");
/// Functions that read nothing but their arguments, and cannot blow a small one up into gigabytes:
/// DuckDB does not count a text or a list in the making to its memory.
const FUNCTIONS: &str = include_str!("functions.txt");
/// What may stand after FROM with parentheses.
const TABLE_FUNCTIONS: [&str; 14] = [
    "range",
    "generate_series",
    "unnest",
    "json_each",
    "json_tree",
    "duckdb_tables",
    "duckdb_views",
    "duckdb_columns",
    "duckdb_functions",
    "duckdb_schemas",
    "duckdb_types",
    "duckdb_keywords",
    "pragma_version",
    "summary",
];
/// DuckDB's own views; the others tell settings, paths and secrets.
const VIEWS: [&str; 4] = ["duckdb_tables", "duckdb_views", "duckdb_columns", "duckdb_types"];
/// Beginnings of the names of DuckDB's own views.
const INTERNAL: [&str; 4] = ["duckdb_", "pragma_", "pg_", "sqlite_"];
const CLASSES: [&str; 15] = [
    "BETWEEN",
    "CASE",
    "CAST",
    "COLLATE",
    "COLUMN_REF",
    "COMPARISON",
    "CONJUNCTION",
    "CONSTANT",
    "FUNCTION",
    "LAMBDA",
    "OPERATOR",
    "POSITIONAL_REFERENCE",
    "STAR",
    "SUBQUERY",
    "WINDOW",
];
/// Kinds of nodes, of what may be read from, and of what may follow.
const KINDS: [&str; 17] = [
    "BASE_TABLE",
    "CTE_NODE",
    "DISTINCT_MODIFIER",
    "EMPTY",
    "EXPRESSION_LIST",
    "JOIN",
    "LIMIT_MODIFIER",
    "LIMIT_PERCENT_MODIFIER",
    "ORDER_MODIFIER",
    "PIVOT",
    "RECURSIVE_CTE_NODE",
    "SELECT_NODE",
    "SET_OPERATION_NODE",
    "SHOW_REF",
    "SUBQUERY",
    "TABLE_FUNCTION",
    "ORDER_DEFAULT",
];
/// Functions that are told the name of another, an aggregate.
const BY_NAME: [&str; 5] =
    ["aggregate", "array_aggr", "array_aggregate", "list_aggr", "list_aggregate"];
/// The longest statement.
const LONGEST: usize = 64 * 1024;

/// Knows what may run.
pub struct Guard {
    // In memory and apart from the store: it parses, no more.
    parser: Mutex<Connection>,
    functions: HashSet<String>,
    macros: HashSet<String>,
}

/// Why a statement does not run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refused(pub String);

impl Guard {
    /// Knows the macros of this store.
    ///
    /// # Errors
    /// What DuckDB says.
    pub fn new(store: &Connection) -> Result<Self, QueryError> {
        let read = || -> duckdb::Result<_> {
            let mut statement = store.prepare(MACROS)?;
            let names = statement.query_map([], |row| row.get::<_, String>(0))?;
            let macros = names
                .map(|name| name.map(|name| name.to_lowercase()))
                .collect::<duckdb::Result<HashSet<String>>>()?;
            Ok((Connection::open_in_memory()?, macros))
        };
        let (parser, macros) = read().map_err(QueryError::duckdb("look through the macros"))?;
        let functions = FUNCTIONS.split_whitespace().map(str::to_owned).collect();
        Ok(Self { parser: Mutex::new(parser), functions, macros })
    }

    /// Lets one SELECT through that reads the store and nothing else.
    ///
    /// # Errors
    /// A sentence that says what is refused.
    pub fn check(&self, text: &str) -> Result<(), Refused> {
        if text.len() > LONGEST || text.contains('\0') {
            return refuse("a statement is a text of at most 64 KiB");
        }
        let tree = {
            let parser = self.parser.lock().unwrap_or_else(PoisonError::into_inner);
            let tree: duckdb::Result<String> = parser.query_row(PARSE, [text], |row| row.get(0));
            tree.map_err(|error| Refused(super::run::plain(&error)))?
        };
        // Its limit of 128 levels is what a statement may be deep.
        let Ok(tree) = serde_json::from_str::<Value>(&tree) else {
            return refuse("the statement is nested too deeply");
        };
        if tree["error"] != Value::Bool(false) {
            let said = tree["error_message"].as_str().unwrap_or_default();
            return if tree["error_type"] == "not implemented" {
                refuse(
                    "only a SELECT can be asked: nothing is written, attached, loaded or set here",
                )
            } else {
                refuse(said)
            };
        }
        match tree["statements"].as_array().map(Vec::as_slice) {
            Some([statement]) if expanded::is_too_much(statement) => {
                refuse("the statement's columns or queries are made of each other too often")
            }
            Some([statement]) if joined::is_too_much(statement) => refuse(format!(
                "a statement joins at most {} tables, and reads from {} in all; subqueries, WITH and VALUES count, too",
                joined::MOST_JOINED,
                joined::MOST
            )),
            Some([statement]) => {
                // First what is not to be used at all: the sizes are of what is.
                self.look(statement)?;
                grown::refused(statement).map_or(Ok(()), refuse)
            }
            Some([]) | None => refuse("there is no statement"),
            Some(_) => refuse("one statement at a time"),
        }
    }

    fn look(&self, value: &Value) -> Result<(), Refused> {
        match value {
            Value::Array(items) => items.iter().try_for_each(|item| self.look(item)),
            Value::Object(node) => {
                self.look_at(node)?;
                let read = node.get("type").is_some_and(|kind| kind == "TABLE_FUNCTION");
                node.iter().try_for_each(|(key, part)| match part {
                    // Looked at as what is read from: of it only what it is given is left.
                    Value::Object(function) if read && key == "function" => {
                        function.values().try_for_each(|part| self.look(part))
                    }
                    part => self.look(part),
                })
            }
            _ => Ok(()),
        }
    }

    fn look_at(&self, node: &Map<String, Value>) -> Result<(), Refused> {
        let text = |key: &str| node.get(key).and_then(Value::as_str);
        if text("materialized") == Some("CTE_MATERIALIZE_NEVER") {
            return refuse(
                "NOT MATERIALIZED cannot stand in a question: it may be written out without end",
            );
        }
        if let Some(class) = text("class") {
            if !CLASSES.contains(&class) {
                return refuse(format!("{} cannot stand in a question", class.to_lowercase()));
            }
        } else if let Some(kind) = text("type") {
            // A sorting direction and a type's own details have a "type", too.
            let other = matches!(kind, "ASCENDING" | "DESCENDING") || kind.ends_with("_TYPE_INFO");
            if !other && !KINDS.contains(&kind) {
                return refuse(format!("{} cannot stand in a question", kind.to_lowercase()));
            }
            match kind {
                "ARRAY_TYPE_INFO" => {
                    return refuse(
                        "a list of fixed length cannot stand in a question: one takes the room of all",
                    );
                }
                "BASE_TABLE" => table(node)?,
                "SHOW_REF" => shown(node)?,
                "TABLE_FUNCTION" => {
                    let function = node.get("function").and_then(|f| f.get("function_name"));
                    return self.table_function(function.and_then(Value::as_str));
                }
                _ => {}
            }
        }
        let Some(name) = text("function_name") else { return Ok(()) };
        self.function(name)?;
        if !BY_NAME.contains(&name.to_lowercase().as_str()) {
            return Ok(());
        }
        let named = node.get("children").and_then(|given| given[1]["value"]["value"].as_str());
        match named {
            Some(named) => self.function(named),
            None => refuse(format!("the aggregate that {name} is to use must be written out")),
        }
    }

    fn function(&self, name: &str) -> Result<(), Refused> {
        let lower = name.to_lowercase();
        let known = self.functions.contains(&lower) || self.macros.contains(&lower);
        if known { Ok(()) } else { refuse(format!("the function {name} is not to be used here")) }
    }

    fn table_function(&self, name: Option<&str>) -> Result<(), Refused> {
        let name = name.unwrap_or_default();
        if self.is_read_from(&name.to_lowercase()) {
            return Ok(());
        }
        refuse(format!("nothing can be read from {name}()"))
    }

    fn is_read_from(&self, name: &str) -> bool {
        TABLE_FUNCTIONS.contains(&name) || self.macros.contains(name)
    }
}

/// A name alone, or with the schema: no path, no address, no other database, and none of DuckDB's own
/// views but a few. DuckDB reads a file where a name looks like one, so a name may not.
fn table(node: &Map<String, Value>) -> Result<(), Refused> {
    let part = |key: &str| node.get(key).and_then(Value::as_str).unwrap_or_default();
    let (catalog, schema, name) = (part("catalog_name"), part("schema_name"), part("table_name"));
    let lower = name.to_lowercase();
    let plain = !name.is_empty()
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | ' ' | '-'));
    let place = match schema.to_lowercase().as_str() {
        "" | "main" => true,
        "information_schema" => {
            return if catalog.is_empty() && plain { Ok(()) } else { refuse_table(name) };
        }
        _ => false,
    };
    let own = !INTERNAL.iter().any(|start| lower.starts_with(start));
    if plain && place && catalog.is_empty() && (own || VIEWS.contains(&lower.as_str())) {
        return Ok(());
    }
    refuse_table(name)
}

fn refuse_table(name: &str) -> Result<(), Refused> {
    refuse(format!("{name:?} is no table or view of the store"))
}

/// DESCRIBE, SUMMARIZE and SHOW TABLES; nothing else that SHOW can tell.
fn shown(node: &Map<String, Value>) -> Result<(), Refused> {
    let text = |key: &str| node.get(key).and_then(Value::as_str).unwrap_or_default();
    match (text("show_type"), text("table_name")) {
        ("DESCRIBE" | "SUMMARY", "")
        | ("SHOW_UNQUALIFIED", "\"tables\"" | "__show_tables_expanded") => Ok(()),
        (_, name) => refuse(format!("SHOW {name} tells what is not to be read here")),
    }
}

fn refuse<T>(why: impl Into<String>) -> Result<T, Refused> {
    Err(Refused(why.into()))
}
