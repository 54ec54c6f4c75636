//! Answers written into files: Parquet holds what JSON says, whichever command asks.

use serde_json::{Value, json};

use crate::common::Shop;
use crate::shop::planted;

fn run(shop: &Shop, args: &[&str], file: &str) -> std::process::Output {
    shop.command(args).arg("--out").arg(shop.path(file)).output().unwrap()
}

/// A Parquet file's rows as JSON objects, as DuckDB reads them.
fn rows(shop: &Shop, file: &str) -> Vec<Value> {
    let connection = duckdb::Connection::open_in_memory().unwrap();
    let sql = "SELECT to_json(f)::VARCHAR FROM read_parquet(?) AS f";
    let mut statement = connection.prepare(sql).unwrap();
    let path = shop.path(file).to_str().unwrap().to_owned();
    let found = statement.query_map([path], |row| row.get::<_, String>(0)).unwrap();
    found.map(|row| serde_json::from_str(&row.unwrap()).unwrap()).collect()
}

#[test]
fn a_report_a_query_and_a_funnel_as_parquet() {
    let shop = planted();
    for (name, args) in [
        ("channels", &["channels"][..]),
        ("sql", &["sql", "SELECT event, count(*) AS n FROM events GROUP BY ALL ORDER BY ALL"]),
    ] {
        let parquet = format!("{name}.parquet");
        let written = run(&shop, args, &parquet);
        assert!(written.status.success() && written.stdout.is_empty(), "{written:?}");
        // The ending says the format.
        assert!(run(&shop, args, "answer.ndjson").status.success());
        let text = std::fs::read_to_string(shop.path("answer.ndjson")).unwrap();
        let expect: Vec<Value> =
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let found = rows(&shop, &parquet);
        assert!(!expect.is_empty() && found.len() == expect.len(), "{name}");
        for (found, expect) in found.iter().zip(&expect) {
            for (column, value) in expect.as_object().unwrap() {
                let same = found[column] == *value || found[column].as_f64() == value.as_f64();
                assert!(same, "{name}: {found} {expect}");
            }
        }
    }
    let steps = ["funnel", "--step", "add_to_cart", "--step", "purchase"];
    assert!(run(&shop, &steps, "funnel.parquet").status.success());
    let found = rows(&shop, "funnel.parquet");
    assert_eq!(
        found.iter().map(|row| &row["name"]).collect::<Vec<_>>(),
        ["add_to_cart", "purchase"]
    );
}

#[test]
fn parquet_wants_a_file_and_says_where_it_cannot_write() {
    let shop = planted();
    let output = shop.command(&["channels", "--format", "parquet"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && said.contains("add --out FILE.parquet"), "{said}");
    for file in ["no/such/folder.parquet", "no/such/folder.csv"] {
        let output = run(&shop, &["channels"], file);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && said.contains(file), "{said}");
    }
    assert_eq!(json!(rows_of_nothing(&shop)), json!(0));
}

/// A report of a site that is not there: no rows, but a file that can be read.
fn rows_of_nothing(shop: &Shop) -> usize {
    assert!(run(shop, &["channels", "--site", "nowhere"], "none.parquet").status.success());
    rows(shop, "none.parquet").len()
}
