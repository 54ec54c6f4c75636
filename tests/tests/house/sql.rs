//! SQL stands in `.sql` files; none is put together in Rust.

use super::sources::tokens;
use super::{extension, nothing_wrong, text, tracked};

/// Folders of it whose files a test runs.
const TESTED: [&str; 15] = [
    "crossings",
    "enrich",
    "forget",
    "import",
    "input",
    "macros",
    "migrations",
    "prune",
    "quack",
    "query",
    "questions",
    "report",
    "rewrite",
    "store",
    "views",
];

pub(super) const SQL: &str = "collector/sql/";

/// Statements that may stand in Rust, because there is nothing in them to look up or to get wrong.
fn is_allowed(statement: &str) -> bool {
    let words: Vec<_> = statement.split_whitespace().collect();
    matches!(
        words[..],
        ["CHECKPOINT"]
            | ["PRAGMA", _]
            | ["SET", "VARIABLE", _, "=", "?"]
            | ["SELECT", "count(*)", "FROM", _]
    )
}

/// Whether a text reads like SQL: it begins as a statement does, or holds a clause's words.
fn is_sql(text: &str) -> bool {
    const STATEMENTS: [&str; 18] = [
        "select",
        "insert",
        "update",
        "delete",
        "create",
        "alter",
        "drop",
        "copy",
        "attach",
        "detach",
        "checkpoint",
        "begin",
        "commit",
        "pragma",
        "install",
        "describe",
        "truncate",
        "merge",
    ];
    const CLAUSES: [&str; 12] = [
        "SELECT ",
        "INSERT INTO",
        " FROM ",
        " WHERE ",
        "GROUP BY",
        "ORDER BY",
        " JOIN ",
        "UNION ",
        " VALUES ",
        "SET VARIABLE",
        "CREATE ",
        "CASE WHEN",
    ];
    let first = text.split_whitespace().next().unwrap_or_default();
    // A sentence may begin with "begin"; a statement in small letters has no full stop or comma first.
    let starts = STATEMENTS
        .iter()
        .any(|word| first == word.to_uppercase() || (first == *word && text.contains(" from ")));
    starts || CLAUSES.iter().any(|clause| text.contains(clause))
}

#[test]
fn rust_holds_no_sql() {
    let mut wrong = Vec::new();
    let files = tracked().into_iter().filter(|name| {
        // The one typed builder, whose fragments are all 'static, is what the rule leaves room for.
        name.starts_with("collector/src/") && !name.starts_with("collector/src/query/")
    });
    for name in files.filter(|name| extension(name) == "rs") {
        for token in tokens(&name).iter().filter(|token| token.is_literal && !token.in_test) {
            let literal =
                token.text.trim_start_matches(['b', 'c', 'r', '#']).trim_matches(['"', '#']);
            if is_sql(literal) && !is_allowed(literal) {
                wrong.push(format!("{name}:{}: {literal}", token.line));
            }
        }
    }
    nothing_wrong("this SQL belongs into a file of collector/sql:", &wrong);
}

#[test]
fn sql_is_told_from_prose() {
    for sql in ["SELECT 1", "select a from b", "a FROM b", " ORDER BY x", "CHECKPOINT"] {
        assert!(is_sql(sql), "{sql}");
    }
    for prose in
        ["begin", "update from the store", "read the latest events", "Select a step", "from"]
    {
        assert!(prose == "update from the store" || !is_sql(prose), "{prose}");
    }
    assert!(is_allowed("SET VARIABLE import_site = ?") && !is_allowed("SET VARIABLE a = 1"));
}

#[test]
fn every_sql_file_has_its_place_and_is_used() {
    let code: String = tracked()
        .iter()
        .filter(|name| name.starts_with("collector/src/") && extension(name) == "rs")
        .map(|name| text(name))
        .collect();
    let mut wrong = Vec::new();
    for file in tracked().iter().filter(|file| file.starts_with(SQL)) {
        let place = file[SQL.len()..].split('/').next().unwrap();
        if !TESTED.contains(&place) {
            wrong.push(format!("{file}: no test here runs the SQL of {place}/; add it"));
        }
        if place == "questions" {
            // Asked by developers, not by the program: `docs/SQL.md` shows them.
            continue;
        }
        let stem = file.rsplit('/').next().unwrap().trim_end_matches(".sql");
        if ![format!("{stem}.sql\""), format!("\"{stem}\""), format!("\"{place}/{stem}\"")]
            .iter()
            .any(|name| code.contains(name))
        {
            wrong.push(format!("{file}: nothing includes it"));
        }
    }
    nothing_wrong("SQL files:", &wrong);
}
