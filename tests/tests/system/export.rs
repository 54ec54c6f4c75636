//! An export while the collector runs: what was acknowledged, read by DuckDB itself.

use duckdb::Connection;
use percorso_tests::harness::collector::run;
use percorso_tests::harness::rows::ask;
use percorso_tests::harness::{Batch, TestCollector};
use serde_json::json;

#[test]
fn duckdb_and_parquet_hold_what_was_acknowledged() {
    let collector = TestCollector::start();
    for _ in 0..3 {
        let _ = collector.post(Batch::new().event("view_item", json!({})).json()).expect(202);
    }
    let db = collector.db().to_str().unwrap().to_owned();
    let export = |to: &str| {
        let to = collector.folder().join(to).to_str().unwrap().to_owned();
        let ended = run(&["export", "--db", &db, "--to", &to]);
        (ended.status.success(), String::from_utf8(ended.stderr).unwrap(), to)
    };
    let (made, said, file) = export("copy.duckdb");
    assert!(made, "{said}");
    let copy = Connection::open(&file).unwrap();
    assert_eq!(ask(&copy, "SELECT count(*)::VARCHAR FROM events"), ["3"]);
    let comments =
        "SELECT count(*)::VARCHAR FROM duckdb_columns() WHERE NOT internal AND comment IS NULL";
    assert_eq!(ask(&copy, comments), ["0"], "every column says what it is");
    let (made, said, folder) = export("parquet");
    assert!(made, "{said}");
    let read = |name: &str, what: &str| {
        let sql = format!("SELECT ({what})::VARCHAR FROM '{folder}/{name}.parquet'");
        ask(&Connection::open_in_memory().unwrap(), &sql)
    };
    assert_eq!(read("events", "count(*)"), ["3"]);
    assert_eq!(read("sessions", "count(*)").len(), 1);
    let files = std::fs::read_dir(&folder).unwrap();
    assert!(
        files.map(|f| f.unwrap().file_name()).all(|f| f.to_str().unwrap().ends_with(".parquet"))
    );
    for taken in ["copy.duckdb", "parquet"] {
        let (made, said, _) = export(taken);
        assert!(!made && said.contains(taken), "{said}");
    }
}

#[test]
fn an_export_that_fails_leaves_nothing_that_refuses_the_next() {
    let mut collector = TestCollector::start();
    let _ = collector.post(Batch::new().event("view_item", json!({})).json()).expect(202);
    assert!(collector.stop().success());
    let to = collector.folder().join("parquet");
    let export = |db: &std::path::Path| {
        run(&["export", "--db", db.to_str().unwrap(), "--to", to.to_str().unwrap()])
    };
    assert!(!export(&collector.folder().join("none.duckdb")).status.success());
    assert!(!to.exists());
    // A file whose blocks are broken: it is copied, and cannot be read.
    let whole = std::fs::read(collector.db()).unwrap();
    let mut broken = whole.clone();
    broken[4096..].fill(0x5a);
    std::fs::write(collector.db(), &broken).unwrap();
    assert!(!export(collector.db()).status.success());
    assert!(!to.exists());
    std::fs::write(collector.db(), &whole).unwrap();
    let made = export(collector.db());
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}
