//! An answer as a Parquet file, written by DuckDB; its columns are known at run time only.

use std::path::Path;

use duckdb::{Connection, params};
use serde_json::Value;

use super::error::QueryError;
use super::table::{Line, Table};

const BEGIN: &str = include_str!("../../sql/query/answer_begin.sql");
const WRITE: &str = include_str!("../../sql/query/answer_parquet.sql");

/// Writes a table's rows, typed by what they hold, into a file, over what is there.
///
/// # Errors
/// What DuckDB says: there is no such folder, or no room.
pub fn parquet(table: &Table, file: &Path) -> Result<(), QueryError> {
    let write = || -> duckdb::Result<()> {
        let memory = Connection::open_in_memory()?;
        memory.execute_batch(BEGIN)?;
        let mut rows = memory.appender("answer")?;
        for (place, row) in (0_i64..).zip(&table.rows) {
            let line = Line { columns: &table.columns, row };
            // What is made of names and JSON values is JSON.
            let record = serde_json::to_string(&line).unwrap_or_default();
            rows.append_row(params![place, record])?;
        }
        rows.flush()?;
        memory.execute("SET VARIABLE answer_shape = ?", [shape(table)])?;
        memory.execute("SET VARIABLE answer_file = ?", [&*file.to_string_lossy()])?;
        memory.execute(WRITE, []).map(|_| ())
    };
    write().map_err(QueryError::duckdb(format!("write {}", file.display())))
}

/// The columns' names and types, in the words of DuckDB's json_transform.
fn shape(table: &Table) -> String {
    let of = |place| table.rows.iter().filter_map(move |row| row.get(place));
    let columns = table.columns.iter().enumerate();
    let typed = columns.map(|(place, column)| {
        Value::from(kind(&|| of(place).filter(|value| !value.is_null()), column.numeric))
    });
    // A line keeps the columns' order, as a map would not.
    let line = Line { columns: &table.columns, row: &typed.collect::<Vec<_>>() };
    serde_json::to_string(&line).unwrap_or_default()
}

/// The type that holds all of a column's values.
fn kind<'a, I: Iterator<Item = &'a Value>>(values: &dyn Fn() -> I, numeric: bool) -> &'static str {
    let some = values().next().is_some();
    match () {
        () if !some && numeric => "DOUBLE",
        () if !some => "VARCHAR",
        () if values().all(Value::is_i64) => "BIGINT",
        () if values().all(Value::is_number) => "DOUBLE",
        () if values().all(Value::is_boolean) => "BOOLEAN",
        () if values().all(|value| value.as_str().is_some_and(is_moment)) => "TIMESTAMP",
        () if values().all(Value::is_string) => "VARCHAR",
        () => "JSON",
    }
}

/// Whether a text is a moment as answers write it: 2026-01-31T18:00:00Z, with or without a fraction.
fn is_moment(text: &str) -> bool {
    let digits = text.bytes().map(|byte| if byte.is_ascii_digit() { b'0' } else { byte });
    let shape = String::from_utf8(digits.collect()).unwrap_or_default();
    let whole = shape.strip_prefix("0000-00-00T00:00:00").and_then(|rest| rest.strip_suffix('Z'));
    whole.is_some_and(|rest| {
        let fraction = rest.strip_prefix('.').is_some_and(|f| (1..=6).contains(&f.len()));
        rest.is_empty() || fraction && rest.bytes().skip(1).all(|byte| byte == b'0')
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_column_comes_back_with_its_type() {
        let columns = [
            ("name", false),
            ("whole", true),
            ("share", true),
            ("moment", false),
            ("yes", false),
            ("list", false),
            ("none", true),
            ("it's \"x\"", false),
        ];
        let table = Table::of(
            &columns,
            vec![
                vec![
                    json!("007"),
                    json!(1),
                    json!(1),
                    json!("2026-01-31T18:00:00Z"),
                    json!(true),
                    json!([1]),
                    json!(null),
                    json!("=1"),
                ],
                vec![
                    json!(null),
                    json!(-2),
                    json!(0.5),
                    json!("2026-01-31T18:00:00.25Z"),
                    json!(false),
                    json!("a"),
                    json!(null),
                    json!(""),
                ],
            ],
        );
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a b'c.parquet");
        parquet(&table, &file).unwrap();
        let reader = Connection::open_in_memory().unwrap();
        let ask = |sql: &str| -> Vec<String> {
            let mut statement = reader.prepare(sql).unwrap();
            let rows = statement.query_map([file.to_str().unwrap()], |row| row.get(0)).unwrap();
            rows.map(Result::unwrap).collect()
        };
        let types =
            ask("SELECT column_name || ' ' || column_type FROM (DESCRIBE FROM read_parquet(?))");
        assert_eq!(
            types,
            [
                "name VARCHAR",
                "whole BIGINT",
                "share DOUBLE",
                "moment TIMESTAMP",
                "yes BOOLEAN",
                "list JSON",
                "none DOUBLE",
                "it's \"x\" VARCHAR"
            ]
        );
        let rows = ask("SELECT concat_ws(' ', name, whole, share, moment) FROM read_parquet(?)");
        assert_eq!(rows, ["007 1 1.0 2026-01-31 18:00:00", "-2 0.5 2026-01-31 18:00:00.25"]);
    }

    #[test]
    fn no_rows_are_a_file_of_columns_and_a_bad_place_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let table = Table::of(&[("name", false), ("share", true)], Vec::new());
        parquet(&table, &folder.path().join("empty.parquet")).unwrap();
        let error = parquet(&table, &folder.path().join("none/there.parquet")).unwrap_err();
        assert!(error.to_string().contains("there.parquet"), "{error}");
    }
}
