//! The schema explains itself: every table, view and column has a comment.

use percorso_tests::harness::rows::ask;

use super::nothing_wrong;
use super::sql_runs::store;

#[test]
fn every_table_and_view_and_column_has_a_comment() {
    let store = store();
    let relations = "SELECT kind || ' ' || name FROM ( \
        SELECT 'table' AS kind, table_name AS name, comment FROM duckdb_tables() WHERE NOT internal \
        UNION ALL \
        SELECT 'view', view_name, comment FROM duckdb_views() WHERE NOT internal) \
        WHERE coalesce(trim(comment), '') = '' ORDER BY ALL";
    nothing_wrong("these have no COMMENT:", &ask(&store, relations));
    let columns = "SELECT table_name || '.' || column_name FROM duckdb_columns() \
        WHERE NOT internal AND coalesce(trim(comment), '') = '' ORDER BY ALL";
    nothing_wrong("these columns have no COMMENT:", &ask(&store, columns));
    let all = "SELECT count(*)::VARCHAR FROM duckdb_columns() WHERE NOT internal";
    assert!(ask(&store, all)[0].parse::<u32>().unwrap() > 50, "the schema was looked at");
}

#[test]
fn every_macro_has_a_comment() {
    let sql = "SELECT function_name FROM duckdb_functions() \
        WHERE function_type LIKE '%macro' AND NOT internal AND coalesce(trim(comment), '') = '' ORDER BY ALL";
    nothing_wrong("these macros have no COMMENT:", &ask(&store(), sql));
}

#[test]
fn comments_are_sentences() {
    let sql = "SELECT comment FROM ( \
        SELECT comment FROM duckdb_columns() WHERE NOT internal UNION ALL \
        SELECT comment FROM duckdb_tables() WHERE NOT internal UNION ALL \
        SELECT comment FROM duckdb_functions() WHERE NOT internal UNION ALL \
        SELECT comment FROM duckdb_views() WHERE NOT internal) \
        WHERE comment IS NOT NULL AND NOT regexp_full_match(comment, '[A-Za-z].{3,}\\.') ORDER BY ALL";
    nothing_wrong("these comments do not end as a sentence does:", &ask(&store(), sql));
}

#[test]
fn no_column_has_a_function_for_a_default() {
    let sql = "SELECT table_name || '.' || column_name || ' ' || column_default \
        FROM duckdb_columns() WHERE NOT internal AND column_default LIKE '%(%'";
    let rule = "DuckDB 1.5 cannot replay every log of a table with these defaults:";
    nothing_wrong(rule, &ask(&store(), sql));
}
