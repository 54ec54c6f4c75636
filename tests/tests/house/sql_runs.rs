//! Every `.sql` file runs in DuckDB as it is.

use std::collections::BTreeSet;
use std::fs;

use duckdb::Connection;
use percorso::store::migrate::migrate;
use percorso_tests::harness::rows::ask;

use super::sql::SQL;
use super::{nothing_wrong, text, tracked};

/// What stands in a folder of `collector/sql`, by name.
fn folder(name: &str) -> Vec<String> {
    let prefix = format!("{SQL}{name}/");
    let files = tracked().into_iter().filter(|file| file.starts_with(&prefix));
    files.map(|file| file[prefix.len()..].trim_end_matches(".sql").to_owned()).collect()
}

fn read(folder: &str, name: &str) -> String {
    text(&format!("{SQL}{folder}/{name}.sql"))
}

pub(super) fn store() -> Connection {
    let mut connection = Connection::open_in_memory().unwrap();
    migrate(&mut connection, &mut |_| {}).unwrap();
    connection
}

fn prepares(connection: &Connection, folder: &str, name: &str) {
    if let Err(error) = connection.prepare(&read(folder, name)) {
        panic!("{SQL}{folder}/{name}.sql does not run: {error}");
    }
}

fn runs(connection: &Connection, folder: &str, name: &str) {
    if let Err(error) = connection.execute_batch(&read(folder, name)) {
        panic!("{SQL}{folder}/{name}.sql does not run: {error}");
    }
}

#[test]
fn the_stores_and_the_queries_sql_runs() {
    let connection = store();
    // What a funnel reads out of a file stands in a table of this name while it does.
    connection.execute_batch("CREATE TEMP TABLE source AS SELECT 1 AS a").unwrap();
    // An export writes what these name.
    let sets =
        "SET VARIABLE export_relation = 'events'; SET VARIABLE export_file = 'events.parquet'";
    connection.execute_batch(sets).unwrap();
    // An answer is written from a table, in a shape, into a file.
    runs(&connection, "query", "answer_begin");
    let sets = "SET VARIABLE answer_shape = '{}'; SET VARIABLE answer_file = 'answer.parquet'";
    connection.execute_batch(&sets.replace("{}", r#"{"a":"BIGINT"}"#)).unwrap();
    for place in ["store", "query", "report", "questions"] {
        let names = folder(place);
        assert!(!names.is_empty());
        names.iter().for_each(|name| prepares(&connection, place, name));
    }
}

#[test]
fn the_crossings_of_a_funnel_run_in_their_order() {
    let connection = store();
    runs(&connection, "crossings", "begin");
    prepares(&connection, "crossings", "correlate");
    runs(&connection, "crossings", "end");
}

/// The statements of begin.sql's own description, for a preset and an empty file of each kind.
#[test]
fn the_imports_sql_runs_in_the_order_it_names() {
    let names: BTreeSet<String> = folder("import").into_iter().collect();
    let sources: Vec<_> = names.iter().filter_map(|name| name.strip_suffix("_source")).collect();
    assert_eq!(sources, ["ga360", "records", "rees46"]);
    let presets = ["ga4", "matomo", "mapped", "offline", "snowplow"].map(|name| ("records", name));
    let presets = [("ga360", "ga360"), ("rees46", "rees46")].into_iter().chain(presets);
    let mut ran: BTreeSet<String> = ["begin", "deciding", "store"].map(str::to_owned).into();
    for (source, preset) in presets {
        let connection = store();
        let files = tempfile::tempdir().unwrap();
        let parquet = files.path().join("file.parquet");
        let sets = "SET VARIABLE import_site = 'shop'; SET VARIABLE import_currency = 'USD'; \
                    SET VARIABLE imported_at = TIMESTAMP '2026-01-31'; \
                    SET VARIABLE import_preset = 'shop'; SET VARIABLE import_mapping = '{}';";
        connection.execute_batch(sets).unwrap();
        connection.execute("SET VARIABLE import_file = ?", [parquet.to_str().unwrap()]).unwrap();
        runs(&connection, "import", "begin");
        runs(&connection, "enrich", "begin");
        runs(&connection, "import", &format!("{source}_source"));
        prepares(&connection, "import", "mapping_check");
        ran.insert("mapping_check".to_owned());
        let columns = if source == "ga360" { "unnest(session)" } else { "* EXCLUDE (line)" };
        let empty = format!(
            "COPY (SELECT {columns} FROM source) TO '{}' (FORMAT parquet)",
            parquet.display()
        );
        connection.execute_batch(&empty).unwrap();
        connection
            .execute_batch("CREATE TEMP TABLE IF NOT EXISTS lines (line BIGINT, text VARCHAR)")
            .unwrap();
        for step in [
            format!("{source}_source"),
            format!("{source}_ndjson"),
            format!("{source}_parquet"),
            preset.to_owned(),
            source.to_owned(),
        ] {
            if names.contains(&step) {
                runs(&connection, "import", &step);
                ran.insert(step);
            }
        }
        runs(&connection, "import", "deciding");
        runs(&connection, "import", "store");
        for question in ["columns", "inputs", "tally", "reasons", "rejected"] {
            prepares(&connection, "import", question);
            ran.insert(question.to_owned());
        }
    }
    let left: Vec<_> = names.difference(&ran).cloned().collect();
    nothing_wrong("no test runs this SQL of the import:", &left);
}

/// What rewrites the events: their successor is made, filled in each of the ways, and put in their place.
#[test]
fn the_rewriting_sql_runs() {
    for (place, begin) in [
        ("enrich", vec!["begin", "deciding"]),
        ("forget", vec!["is_leaving"]),
        ("prune", vec!["begin"]),
    ] {
        let connection = store();
        let sets = "SET VARIABLE forget_visitors = '[1]'; SET VARIABLE forget_orders = '[]'; \
                    SET VARIABLE forget_identities = '[]'; SET VARIABLE forget_sessions = '[1]';";
        connection.execute_batch(sets).unwrap();
        let next = ask(&connection, &read("rewrite", "next")).remove(0);
        connection.execute_batch(&next).unwrap();
        begin.iter().for_each(|name| runs(&connection, place, name));
        for name in folder(place).iter().filter(|name| !begin.contains(&name.as_str())) {
            prepares(&connection, place, name);
        }
        ["copy", "filler", "free", "next", "notes", "span"]
            .iter()
            .for_each(|name| prepares(&connection, "rewrite", name));
        runs(&connection, "rewrite", "swap");
        runs(&connection, "rewrite", "left");
        assert_eq!(folder("rewrite").len(), 8, "a new file of rewrite/ needs its line here");
    }
}

#[test]
fn a_file_in_place_of_the_store_opens_by_its_sql() {
    let files = tempfile::tempdir().unwrap();
    let (csv, ndjson, parquet) =
        (files.path().join("f.csv"), files.path().join("f.ndjson"), files.path().join("f.parquet"));
    fs::write(&csv, "u,t,e\n007,2026-01-31 10:00:00,view_item\n").unwrap();
    fs::write(&ndjson, r#"{"u":"007","t":"2026-01-31 10:00:00","e":"view_item"}"#).unwrap();
    for (kind, file) in [("csv", csv), ("ndjson", ndjson), ("parquet", parquet)] {
        let connection = Connection::open_in_memory().unwrap();
        let file = file.to_str().unwrap();
        let sets = format!(
            "SET VARIABLE input_file = '{file}'; SET VARIABLE input_user = 'u'; \
             SET VARIABLE input_time = 't'; SET VARIABLE input_event = 'e';"
        );
        connection.execute_batch(&sets).unwrap();
        if kind == "parquet" {
            let copy = format!(
                "COPY (SELECT '007' AS u, '2026-01-31 10:00:00' AS t, 'view_item' AS e) TO '{file}'"
            );
            connection.execute_batch(&copy).unwrap();
        }
        runs(&connection, "input", kind);
        prepares(&connection, "input", "columns");
        for columns in ["view", "load"] {
            connection.execute_batch("DROP VIEW IF EXISTS input").unwrap();
            runs(&connection, "input", columns);
            let read = ask(&connection, "SELECT user_key || ' ' || event_key FROM input");
            assert_eq!(read, ["007 view_item"], "{kind}, {columns}");
            // Asked only of times that are text; ndjson knows a time when it sees one.
            if kind != "ndjson" {
                prepares(&connection, "input", "times");
            }
        }
    }
    let tested = ["columns", "csv", "load", "ndjson", "parquet", "times", "view"];
    assert_eq!(folder("input"), tested, "a new file of input/ needs a test here");
}

/// `close`, `serve` and `stop` need the extension: the tests of a served store run them.
#[test]
fn the_sql_of_quack_runs() {
    let connection = store();
    assert_eq!(folder("quack"), ["close", "describe", "rewrite", "serve", "stop"]);
    ["describe", "rewrite"].iter().for_each(|name| prepares(&connection, "quack", name));
}

#[test]
fn a_macros_parameters_do_not_shadow_columns() {
    let connection = store();
    runs(&connection, "import", "begin");
    let sql = "SELECT function_name || '(' || p || ')' \
               FROM (SELECT function_name, unnest(parameters) AS p FROM duckdb_functions() \
                     WHERE function_type LIKE '%macro' AND NOT internal) \
               WHERE p NOT LIKE 'p\\_%' ESCAPE '\\' ORDER BY ALL";
    let wrong = ask(&connection, sql);
    nothing_wrong(
        "a macro's parameter must begin with p_, or it may be taken for a column:",
        &wrong,
    );
}
