//! `--db` names a DuckDB file or one that is to be made: of anything else DuckDB would keep events in
//! memory, and they would be acknowledged and gone.

use std::fs;
use std::path::Path;
use std::process::Command;

use percorso_tests::harness::collector::binary;

/// What a command says that fails; one that goes on is ended, and has not said it.
fn refused(folder: &Path, db: &str, command: &[&str]) -> String {
    let ended = Command::new("timeout")
        .current_dir(folder)
        .arg("10")
        .arg(binary())
        .args(["--db", db])
        .args(command)
        .output()
        .unwrap();
    let said = [ended.stdout, ended.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    assert!(!ended.status.success(), "{db} {command:?}: {said}");
    said
}

#[test]
fn what_is_no_duckdb_file_is_refused_by_every_command_before_anything_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let there: [(&str, &[u8]); 4] = [
        ("orders.json", b"[{\"order\": 1, \"value\": 12.5}]"),
        ("orders.csv", b"order,value\n1,12.5\n"),
        ("orders.parquet", b"PAR1 and so on, and so on PAR1"),
        ("orders.duckdb", b""),
    ];
    for (name, content) in there {
        fs::write(folder.join(name), content).unwrap();
    }
    let commands: [&[&str]; 9] = [
        &["serve", "--listen", "127.0.0.1:0"],
        &["demo", "--events", "100"],
        &["import", "--preset", "ga4", "orders.csv"],
        &["token", "create", "--scope", "read"],
        &["channels"],
        &["sql", "SELECT 1"],
        &["prune"],
        &["backup", "copy.duckdb"],
        &["doctor"],
    ];
    for command in commands {
        for (name, _) in there {
            let said = refused(folder, name, command);
            assert!(said.contains("is there and is no DuckDB file"), "{name} {command:?}: {said}");
        }
        for name in [":memory:", ":memory:shop"] {
            let said = refused(folder, name, command);
            assert!(said.contains("is no file's name"), "{name} {command:?}: {said}");
        }
    }
    let mut left: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["orders.csv", "orders.duckdb", "orders.json", "orders.parquet"]);
    assert!(there.iter().all(|(name, content)| fs::read(folder.join(name)).unwrap() == *content));
}
