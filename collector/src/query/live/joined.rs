//! How many tables a statement joins.
//!
//! DuckDB looks for the best order to join them in before it begins, when it cannot be ended, and takes the
//! longer the more there are: a hundred take it half a minute, thirty a fifth of a second; two seconds where
//! each is a macro with joins of its own.

use serde_json::Value;

/// Tables, views, functions, subqueries and lists of values that may be joined with each other.
pub(super) const MOST_JOINED: usize = 30;
/// Those in a whole statement, whose parts `UNION` puts one under the other.
pub(super) const MOST: usize = 100;

/// Whether a statement, as DuckDB's parser has it, reads from more than is to be planned.
pub(super) fn is_too_much(statement: &Value) -> bool {
    count(statement, usize::max) > MOST_JOINED || count(statement, usize::saturating_add) > MOST
}

/// Counts what is read from; `sides` makes one of what the two sides of a `UNION` and the like come to.
fn count(part: &Value, sides: fn(usize, usize) -> usize) -> usize {
    match part {
        Value::Array(items) => {
            items.iter().fold(0, |sum, item| sum.saturating_add(count(item, sides)))
        }
        Value::Object(node) => {
            let is = |kind: &str| node.get("type").is_some_and(|own| own == kind);
            // Of what has a class it is an expression's type.
            let read = ["BASE_TABLE", "TABLE_FUNCTION", "SUBQUERY", "EXPRESSION_LIST"];
            let own = usize::from(!node.contains_key("class") && read.into_iter().any(is));
            let is_side = |key: &str| {
                is("SET_OPERATION_NODE") && ["left", "right", "children"].contains(&key)
            };
            let mut all = own;
            let mut of_sides = 0;
            for (key, part) in node {
                match part {
                    Value::Array(items) if is_side(key) => {
                        of_sides = items
                            .iter()
                            .fold(of_sides, |most, side| sides(most, count(side, sides)));
                    }
                    side if is_side(key) => of_sides = sides(of_sides, count(side, sides)),
                    part => all = all.saturating_add(count(part, sides)),
                }
            }
            all.saturating_add(of_sides)
        }
        _ => 0,
    }
}
