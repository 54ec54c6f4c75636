//! Which steps an event matches, as SQL: one bit for each step, or whether it is one of them.
//!
//! Steps that ask for a name alone, as most do, become one lookup of the name. DuckDB does such a lookup
//! once for each distinct name of a block, not once for each row; a chain of comparisons costs three
//! times as much (measured on 10 million events: 0.10 against 0.25 to 0.33 CPU seconds).

use std::collections::BTreeMap;

use super::sql::Sql;
use super::step::{Step, Term};

/// Appends an expression for the bits of all steps an event matches. `event` is its name's column.
pub(super) fn push(sql: &mut Sql, steps: &[Step], event: &'static str) {
    let mut names: BTreeMap<&str, u32> = BTreeMap::new();
    for (bit, step) in bits(steps) {
        for terms in step.alternatives() {
            if let [Term::Event(name)] = terms.as_slice() {
                *names.entry(name).or_default() |= bit;
            }
        }
    }
    if names.is_empty() {
        sql.push("CAST(0 AS UINTEGER)");
    } else {
        sql.push("coalesce(map_extract_value(MAP(CAST([")
            .list(names.keys(), ", ", |sql, name| {
                sql.bind((*name).to_owned());
            })
            .push("] AS VARCHAR[]), CAST([")
            .list(names.values(), ", ", |sql, bits| {
                sql.number(*bits);
            })
            .push("] AS UINTEGER[])), ")
            .push(event)
            .push("), CAST(0 AS UINTEGER))");
    }
    for (bit, step) in bits(steps) {
        let others = || {
            step.alternatives().iter().filter(|terms| !matches!(terms.as_slice(), [Term::Event(_)]))
        };
        if others().next().is_some() {
            sql.push(" | CASE WHEN ");
            push_any(sql, others(), event);
            sql.push(" THEN CAST(").number(bit).push(" AS UINTEGER) ELSE CAST(0 AS UINTEGER) END");
        }
    }
}

/// Appends a condition that events fulfil which match any of a step's alternatives.
pub(super) fn push_any<'a>(
    sql: &mut Sql,
    alternatives: impl IntoIterator<Item = &'a Vec<Term>>,
    event: &'static str,
) {
    sql.list(alternatives, " OR ", |sql, terms| {
        sql.push("(").list(terms, " AND ", |sql, term| push_term(sql, term, event)).push(")");
    });
}

pub(super) fn push_term(sql: &mut Sql, term: &Term, event: &'static str) {
    match term {
        Term::Event(name) => sql.push(event).push(" = ").bind(name.clone()),
        Term::Touchpoint(name) => sql.push("touchpoint = ").bind(name.clone()),
        Term::Page(path) if path.contains('*') => {
            sql.push("page_path LIKE ").bind(like(path)).push(r" ESCAPE '\'")
        }
        Term::Page(path) => sql.push("page_path = ").bind(path.clone()),
        Term::Item(id) => sql
            .push("list_contains(json_extract_string(items, '$[*].item_id'), ")
            .bind(id.clone())
            .push(")"),
    };
}

/// A pattern where only `*` is special, in the words of LIKE.
fn like(pattern: &str) -> String {
    let mut like = String::with_capacity(pattern.len() + 4);
    for character in pattern.chars() {
        match character {
            '*' => like.push('%'),
            '%' | '_' | '\\' => like.extend(['\\', character]),
            other => like.push(other),
        }
    }
    like
}

fn bits(steps: &[Step]) -> impl Iterator<Item = (u32, &Step)> {
    (0..u32::BITS).map(|step| 1 << step).zip(steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masks(steps: &[&str]) -> Vec<u32> {
        let connection = duckdb::Connection::open_in_memory().unwrap();
        connection
            .execute_batch(
                r#"CREATE TABLE events(event VARCHAR, touchpoint VARCHAR, page_path VARCHAR, items JSON);
                INSERT INTO events VALUES
                ('view_item', NULL, '/p/1', '[{"item_id": "A"}, {"item_id": 5}]'),
                ('touchpoint', 'size-guide', '/p/1', NULL),
                ('page_view', NULL, '/checkout/pay_ment', '[]'),
                ('purchase', NULL, NULL, '[{"item_name": "A"}, {"item_id": "B"}]');"#,
            )
            .unwrap();
        let steps: Vec<Step> = steps.iter().map(|step| step.parse().unwrap()).collect();
        let mut sql = Sql::default();
        sql.push("SELECT ");
        push(&mut sql, &steps, "event");
        sql.push(" FROM events");
        let mut statement = connection.prepare(sql.text()).unwrap();
        let rows = statement.query_map(duckdb::params_from_iter(sql.values()), |row| row.get(0));
        rows.unwrap().map(Result::unwrap).collect()
    }

    #[test]
    fn names_share_one_lookup() {
        assert_eq!(masks(&["view_item", "purchase,view_item", "nothing"]), [0b011, 0, 0, 0b010]);
    }

    #[test]
    fn every_kind_of_condition() {
        assert_eq!(masks(&["touchpoint:size-guide"]), [0, 1, 0, 0]);
        assert_eq!(masks(&["page:/p/1", "page:/checkout/*", "page:*_ment"]), [1, 1, 0b110, 0]);
        assert_eq!(masks(&["page:/p/_"]), [0, 0, 0, 0]);
        assert_eq!(masks(&["item:A", "item:5", "item:B"]), [0b011, 0, 0, 0b100]);
        assert_eq!(masks(&["view_item&item:A,page_view", "purchase&item:A"]), [1, 0, 1, 0]);
    }

    #[test]
    fn the_last_of_32_steps_has_its_bit() {
        let mut steps = vec!["nothing"; 31];
        steps.push("page:/p/*&view_item, purchase");
        assert_eq!(masks(&steps), [1 << 31, 0, 0, 1 << 31]);
    }
}
