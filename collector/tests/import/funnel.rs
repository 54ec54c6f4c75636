//! The ordered funnel of a real day, by ClickHouse from the stored events and from the raw export.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::common::{Shop, ga360};
use serde_json::Value;

const WINDOW_SECONDS: &str = "2592000";

/// Python with chdb, which scripts/setup puts into the cache.
fn python() -> Option<PathBuf> {
    let cache = std::env::var_os("PERCORSO_CACHE").map(PathBuf::from);
    let home = std::env::var_os("HOME").map(|home| Path::new(&home).join(".cache/percorso"));
    let python = cache.or(home)?.join("venv/bin/python");
    if python.exists() {
        return Some(python);
    }
    eprintln!("skipped: no {}; scripts/setup makes it", python.display());
    None
}

#[test]
fn the_ordered_funnel_is_clickhouses() {
    let (Some(file), Some(python)) = (ga360(), python()) else { return };
    let shop = Shop::new();
    shop.imported("ga360", &[], &file);

    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/oracle/ga360_funnel.py");
    let output = Command::new(python)
        .arg(script)
        .arg(shop.db())
        .arg(&file)
        .arg(WINDOW_SECONDS)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let oracle: Value = serde_json::from_slice(&output.stdout).unwrap();
    // The import changed nothing that the funnel sees.
    assert_eq!(oracle["events"], oracle["raw"]);
    assert_eq!(oracle["raw"]["session"][0], 430);

    for by in ["session", "visitor"] {
        for compat in [&[][..], &["--compat", "clickhouse"]] {
            let mut command =
                shop.command(&["funnel", "--by", by, "--window", "30d", "--format", "json"]);
            for step in ["view_item", "add_to_cart", "begin_checkout", "purchase"] {
                command.args(["--step", step]);
            }
            let output = command.args(compat).output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
            let reached: Vec<&Value> =
                answer["steps"].as_array().unwrap().iter().map(|step| &step["reached"]).collect();
            assert_eq!(serde_json::json!(reached), oracle["events"][by], "{by} {compat:?}");
        }
    }
}
