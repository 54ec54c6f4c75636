//! ClickHouse's answers to compare with: its own tests' cases, and thousands of random users.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;

use flate2::read::GzDecoder;
use serde::Deserialize;
use serde_json::Value;

/// One of the cases of ClickHouse's own tests.
#[derive(Debug, Deserialize)]
pub(super) struct Case {
    pub(super) name: String,
    pub(super) window: u64,
    pub(super) modes: Vec<String>,
    /// User, time, name.
    pub(super) events: Vec<(u64, i64, String)>,
    pub(super) steps: Vec<Vec<String>>,
    /// User to level.
    pub(super) expect: BTreeMap<String, usize>,
}

/// One random user.
#[derive(Debug, Deserialize)]
pub(super) struct Vector {
    pub(super) modes: Vec<String>,
    pub(super) window: u64,
    pub(super) steps: Vec<Vec<String>>,
    /// Time, name.
    pub(super) events: Vec<(i64, String)>,
    pub(super) level: usize,
}

/// The 41 cases, or `None` and a word about it where there are none.
pub(super) fn cases() -> Option<Vec<Case>> {
    Some(lines(open("cases.jsonl")?))
}

/// The 4,000 vectors, or `None` and a word about it where there are none.
pub(super) fn vectors() -> Option<Vec<Vector>> {
    Some(lines(GzDecoder::new(open("vectors.jsonl.gz")?)))
}

fn lines<T: for<'a> Deserialize<'a>>(file: impl Read) -> Vec<T> {
    let lines = BufReader::new(file).lines().map(Result::unwrap);
    lines.map(|line| serde_json::from_str(&line).unwrap()).collect()
}

fn open(name: &str) -> Option<File> {
    let folder = std::env::var_os("PERCORSO_FIXTURES").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"),
        PathBuf::from,
    );
    let path = folder.join("funnel").join(name);
    let file = File::open(&path).ok();
    if file.is_none() {
        println!("SKIPPED: no {}; set PERCORSO_FIXTURES to the fixtures' folder", path.display());
    }
    file
}

/// A step's name, escaped and with its alternatives, as `--step` takes it.
pub(super) fn step(names: &[String]) -> String {
    names.join(",")
}

/// Which user reached which level, out of lines of `{"user", "level"}`.
pub(super) fn levels(lines: &str) -> BTreeMap<String, usize> {
    let line = |line: &str| {
        let line: Value = serde_json::from_str(line).unwrap();
        let user = match &line["user"] {
            Value::String(user) => user.clone(),
            other => other.to_string(),
        };
        (user, usize::try_from(line["level"].as_u64().unwrap()).unwrap())
    };
    lines.lines().map(line).collect()
}
