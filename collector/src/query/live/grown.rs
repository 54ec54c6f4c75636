//! How much text a statement makes in one step.
//!
//! DuckDB reckons two thousand rows at a time, does not count a text or a list in the making to its memory, and
//! cannot be ended before they are made. So a statement is held to what its expressions come to a row, reckoned
//! from its own words: a constant is as long as it is, a column of the store and what an aggregate has gathered
//! are taken for so long, and each function makes as much as it can.

// A JSON value indexed by a key that it has not got is null.
#![allow(clippy::indexing_slicing, reason = "values of serde_json, which answer null")]

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::call::Call;
use super::parts::{self, COLUMN, GATHERED, ITEM, JSON, SMALL_SIZE, TEXT, text};

/// Bytes a row that a statement may make.
const MOST: usize = 256 << 10;
/// Columns that `COLUMNS` and `*COLUMNS` may stand for.
const COLUMNS: usize = 64;
/// What a query reads from, and the queries it is made of.
const FIRST: [&str; 5] = ["cte_map", "from_table", "left", "right", "children"];
/// Why a statement, as DuckDB's parser has it, makes too much in one step; nothing where it does not.
pub(super) fn refused(statement: &Value) -> Option<&'static str> {
    let mut grown = Grown::default();
    grown.of(statement);
    grown.refused.or((grown.made > MOST).then_some(
        "the statement makes too long texts or lists in one step, which cannot be ended: repeat fewer and shorter \
         ones in it, replace by shorter ones, or export and ask the copy",
    ))
}

#[derive(Default)]
struct Grown {
    /// Bytes a row of all that is made.
    made: usize,
    /// The size of each column that the statement names. A name that stands for several has the largest.
    names: HashMap<String, usize>,
    /// The largest of those it does not name.
    unnamed: usize,
    /// The longest row, and the names by which rows may be taken as a whole.
    row: usize,
    rows: HashSet<String>,
    /// What is named is taken for this at least.
    least: usize,
    /// Names of a list's items, within a function that is for each.
    items: Vec<(String, usize)>,
    refused: Option<&'static str>,
}

impl Grown {
    /// The size of an expression, or of the largest column of a query.
    fn of(&mut self, part: &Value) -> usize {
        match part {
            Value::Array(items) => self.most_of(items),
            Value::Object(_) => match part["class"].as_str() {
                Some(class) => self.expression(class, part),
                None => self.query(part),
            },
            _ => 0,
        }
    }

    fn most_of<'a>(&mut self, parts: impl IntoIterator<Item = &'a Value>) -> usize {
        parts.into_iter().fold(0, |most, part| self.of(part).max(most))
    }

    /// What a query reads from comes before what it makes of it.
    fn query(&mut self, node: &Value) -> usize {
        let least = self.least;
        let kind = node["type"].as_str().unwrap_or_default();
        match kind {
            // Each round makes what it is given longer.
            "RECURSIVE_CTE_NODE" => self.least = TEXT,
            // Its columns are named by what is in the rows.
            "PIVOT" => self.unnamed = self.unnamed.max(TEXT),
            _ => {}
        }
        let mut most = self.most_of(FIRST.map(|key| &node[key]));
        let (mut row, mut made) = (0_usize, Vec::new());
        for column in node["select_list"].as_array().into_iter().flatten() {
            let size = self.of(column);
            // Those after it may name it; one without a name only what is made of the whole.
            match column.get("alias") {
                Some(_) => self.name(column, size),
                None => made.push((column, size)),
            }
            row = row.saturating_add(size);
            most = most.max(size);
        }
        self.row = self.row.max(row);
        let rest = node.as_object().into_iter().flatten();
        let rest = rest.filter(|(key, _)| !FIRST.contains(&key.as_str()) && *key != "select_list");
        most = most.max(self.most_of(rest.map(|(_, part)| part)));
        match kind {
            "EXPRESSION_LIST" | "TABLE_FUNCTION" => self.unnamed = self.unnamed.max(most),
            "SET_OPERATION_NODE" | "RECURSIVE_CTE_NODE" => self.name_sides(node, most),
            _ => {}
        }
        made.into_iter().for_each(|(column, size)| self.name(column, size));
        self.least = least;
        if ["BASE_TABLE", "EXPRESSION_LIST", "SUBQUERY", "TABLE_FUNCTION"].contains(&kind) {
            let name = node["alias"].as_str().or(node["table_name"].as_str()).unwrap_or_default();
            self.rows.insert(name.to_lowercase());
        }
        for list in ["column_name_alias", "aliases"] {
            for alias in node[list].as_array().into_iter().flatten() {
                self.set(alias.as_str(), most.max(self.unnamed));
            }
        }
        most
    }

    /// Names a column as a query does.
    fn name(&mut self, column: &Value, size: usize) {
        let own = column["column_names"].as_array().and_then(|names| names.last());
        // What a star stands for keeps its names, unless it says others.
        let says_more = |key| column.get(key).is_some();
        let star = column["class"] == "STAR" && column["columns"] == false;
        if !star || ["expr", "replace_list", "rename_list"].into_iter().any(says_more) {
            self.set(column.get("alias").or(own).and_then(Value::as_str), size);
        }
    }

    fn set(&mut self, name: Option<&str>, size: usize) {
        let known = match name {
            Some(name) => self.names.entry(name.to_lowercase()).or_default(),
            None => &mut self.unnamed,
        };
        *known = size.max(self.least).max(*known);
    }

    /// What stands below a `UNION` has the names of what stands above it.
    fn name_sides(&mut self, node: &Value, size: usize) {
        for column in node["select_list"].as_array().into_iter().flatten() {
            self.name(column, size);
        }
        for key in ["left", "right", "children"] {
            match &node[key] {
                Value::Array(sides) => sides.iter().for_each(|side| self.name_sides(side, size)),
                Value::Null => {}
                side => self.name_sides(side, size),
            }
        }
    }

    fn expression(&mut self, class: &str, node: &Value) -> usize {
        let parts = node.as_object().into_iter().flatten().map(|(_, part)| part);
        match class {
            "CONSTANT" => node["value"]["value"].as_str().map_or(8, str::len),
            "COLUMN_REF" => self.column(&node["column_names"]),
            "STAR" | "POSITIONAL_REFERENCE" => {
                let own = self.most_of(parts);
                let largest = self.names.values().copied().fold(own.max(self.unnamed), usize::max);
                let all = self.row.max(COLUMNS * COLUMN);
                largest.max(COLUMN).saturating_add(if node["columns"] == true { all } else { 0 })
            }
            "COMPARISON" | "BETWEEN" | "CONJUNCTION" => {
                self.most_of(parts);
                SMALL_SIZE
            }
            "CAST" => {
                let size = self.of(&node["child"]);
                let made = parts::cast(node).map_or(SMALL_SIZE, |times| size.saturating_mul(times));
                self.make(if parts::is_text(node) { text(made) } else { made })
            }
            "FUNCTION" => self.function(node),
            "WINDOW" => {
                // What it is ordered by, and what stands in for what is missing.
                let beside = node.as_object().into_iter().flatten();
                let beside = beside.filter(|(key, _)| *key != "children").map(|(_, part)| part);
                let beside = self.most_of(beside);
                self.make(beside);
                self.function(node).max(beside)
            }
            _ => self.most_of(parts),
        }
    }

    fn column(&self, names: &Value) -> usize {
        let names = names.as_array().map(Vec::as_slice).unwrap_or_default();
        let names: Vec<_> = names.iter().filter_map(Value::as_str).map(str::to_lowercase).collect();
        let item = self.items.iter().rev().find(|(item, _)| names.first() == Some(item));
        if let Some((_, size)) = item {
            return *size;
        }
        // A column, or one in a column that is a struct.
        if let Some(known) = names.iter().filter_map(|name| self.names.get(name)).max() {
            return *known.max(&COLUMN);
        }
        match names.as_slice() {
            [name] if self.rows.contains(name) => self.row.max(GATHERED),
            [.., name] if parts::is_wide(name) => self.unnamed.max(JSON),
            _ => self.unnamed.max(COLUMN),
        }
    }

    fn make(&mut self, size: usize) -> usize {
        self.made = self.made.saturating_add(size);
        size
    }

    fn function(&mut self, node: &Value) -> usize {
        let name = node["function_name"].as_str().unwrap_or_default().to_lowercase();
        let given = node["children"].as_array().map(Vec::as_slice).unwrap_or_default();
        self.most_of([&node["filter"], &node["order_bys"]]);
        let mut sizes = Vec::new();
        for part in given {
            let size = match part["class"] == "LAMBDA" {
                true => self.for_each(part, sizes.first().copied().unwrap_or(COLUMN)),
                false => self.of(part),
            };
            sizes.push(size.max(ITEM));
        }
        let call = Call { name: &name, given, sizes: &sizes };
        if let Some(kept) = call.kept() {
            if node["class"] == "WINDOW" {
                self.refused = Some(
                    "texts and lists cannot be gathered over a window, where each row has all before it once more: \
                     gather them by GROUP BY",
                );
            }
            return kept;
        }
        match call.made() {
            Ok(size) => self.make(size),
            Err(why) => {
                self.refused = Some(why);
                0
            }
        }
    }

    /// What is made of a whole list, and on the way to it, by what is done for each item.
    fn for_each(&mut self, node: &Value, list: usize) -> usize {
        let (made, outer) = (self.made, self.items.len());
        // One that is itself gone through for each is all of the list, perhaps.
        let size = if parts::is_for_each(&node["expr"]) { list } else { ITEM };
        let mut names = Vec::new();
        parts::parameters(&node["lhs"], &mut names);
        self.items.extend(names.into_iter().map(|name| (name, size)));
        let items = list.div_ceil(ITEM);
        let each = self.of(&node["expr"]).max(ITEM);
        self.items.truncate(outer);
        let on_the_way = self.made.saturating_sub(made).saturating_mul(items);
        self.made = made.saturating_add(on_the_way);
        each.saturating_mul(items)
    }
}
