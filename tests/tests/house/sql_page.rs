//! `docs/SQL.md` tells of every table, view and macro what the schema's comments say, and asks the
//! twenty questions.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;

use percorso_tests::harness::rows::ask;

use super::sql::SQL;
use super::sql_runs::store;
use super::{root, text, tracked};

const FILE: &str = "docs/SQL.md";
const HEAD: &str = include_str!("sql_page.md");
/// Between the fields of a row; no comment has it.
const BETWEEN: char = '\u{1f}';

const RELATIONS: &str = "SELECT concat_ws(chr(31), kind, name, comment) FROM ( \
    SELECT 'table' AS kind, table_name AS name, comment FROM duckdb_tables() WHERE NOT internal UNION ALL \
    SELECT 'view', view_name, comment FROM duckdb_views() WHERE NOT internal) ORDER BY name";
const COLUMNS: &str = "SELECT concat_ws(chr(31), table_name, column_name, data_type, comment) \
    FROM duckdb_columns() WHERE NOT internal ORDER BY table_name, column_index";
const MACROS: &str = "SELECT concat_ws(chr(31), function_name, array_to_string(parameters, ', '), \
    CASE WHEN function_type = 'table_macro' THEN 'rows' ELSE 'a value' END, any_value(comment)) \
    FROM duckdb_functions() WHERE NOT internal GROUP BY function_name, parameters, function_type ORDER BY ALL";

fn rows(sql: &str) -> Vec<Vec<String>> {
    let cells = |row: String| row.split(BETWEEN).map(|cell| cell.replace('|', "\\|")).collect();
    ask(&store(), sql).into_iter().map(cells).collect()
}

/// What macros take for parameters that are not given, by "macro parameter"; DuckDB tells their names alone.
fn defaults() -> HashMap<String, String> {
    let mut found = HashMap::new();
    for file in tracked().iter().filter(|file| file.starts_with(SQL)) {
        for piece in text(file).split("CREATE OR REPLACE MACRO ").skip(1) {
            let (name, rest) = piece.split_once('(').unwrap();
            let parameters = rest.split_once(')').unwrap().0.split(',');
            found.extend(parameters.filter_map(|parameter| {
                let (parameter, default) = parameter.split_once(":=")?;
                Some((format!("{name} {}", parameter.trim()), default.trim().to_owned()))
            }));
        }
    }
    found
}

/// The page as it must be.
fn written() -> String {
    let (mut out, columns) = (HEAD.to_owned(), rows(COLUMNS));
    for relation in rows(RELATIONS) {
        let [kind, name, comment] = &relation[..] else { panic!("{relation:?}") };
        write!(
            out,
            "\n### {name}\n\nA {kind}. {comment}\n\n| column | type | meaning |\n|---|---|---|\n"
        )
        .unwrap();
        for column in columns.iter().filter(|column| column[0] == *name) {
            writeln!(out, "| `{}` | {} | {} |", column[1], column[2], column[3]).unwrap();
        }
    }
    out.push_str("\n## Macros\n\n| macro | gives | meaning |\n|---|---|---|\n");
    let mut defaults = defaults();
    for row in rows(MACROS) {
        let parameters = row[1].split(", ").map(|name| {
            let default = defaults.remove(&format!("{} {name}", row[0]));
            default.map_or(name.to_owned(), |default| format!("{name} := {default}"))
        });
        let parameters = parameters.collect::<Vec<_>>().join(", ");
        writeln!(out, "| `{}({parameters})` | {} | {} |", row[0], row[2], row[3]).unwrap();
    }
    assert!(defaults.is_empty(), "defaults of no macro: {defaults:?}");
    out.push_str("\n## Twenty questions\n");
    let folder = format!("{SQL}questions/");
    for file in tracked().iter().filter(|file| file.starts_with(&folder)) {
        let (question, query) =
            text(file).split_once('\n').map(|(q, s)| (q.to_owned(), s.to_owned())).unwrap();
        let question = question.trim_start_matches("-- ");
        write!(
            out,
            "\n### {question}\n\n[{}](../{file})\n\n```sql\n{query}```\n",
            &file[folder.len()..]
        )
        .unwrap();
    }
    out
}

#[test]
fn the_page_of_sql_is_as_the_schema_has_it() {
    let wanted = written();
    assert_eq!(wanted.matches("```sql\n").count() - HEAD.matches("```sql\n").count(), 20);
    if std::env::var_os("PERCORSO_WRITE_DOCS").is_some() {
        fs::write(root().join(FILE), &wanted).unwrap();
    }
    assert!(
        fs::read_to_string(root().join(FILE)).unwrap_or_default() == wanted,
        "{FILE} is not as the schema has it: run PERCORSO_WRITE_DOCS=1 cargo test -p percorso-tests --test house sql_page"
    );
}
