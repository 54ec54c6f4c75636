//! Checks on our own files: where they lie, what they may name, how they are written.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
// A panic here is a test's failure report.

mod abuse;
mod files;
mod layers;
mod messages;
mod privacy_page;
mod reports;
mod routes;
mod schema;
mod sources;
mod sql;
mod sql_page;
mod sql_runs;
mod vocabulary;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The checkout's folder.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Every file git knows, as a path from the root; those deleted and not yet committed are left out.
fn tracked() -> Vec<String> {
    let git = Command::new("git").arg("-C").arg(root()).args(["ls-files", "-z"]).output();
    let listed = git.expect("git is installed, and this is a checkout").stdout;
    let names = listed.split(|b| *b == 0).filter(|name| !name.is_empty());
    let names = names.map(|name| String::from_utf8(name.to_vec()).unwrap());
    let files: Vec<_> = names.filter(|name| root().join(name).is_file()).collect();
    assert!(files.iter().any(|name| name == "Cargo.toml"), "git lists our files");
    files
}

/// The text of a file.
fn text(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn extension(name: &str) -> &str {
    Path::new(name).extension().and_then(|extension| extension.to_str()).unwrap_or_default()
}

/// Fails with the whole list, so that one run shows everything there is to mend.
#[track_caller]
fn nothing_wrong(rule: &str, wrong: &[String]) {
    assert!(wrong.is_empty(), "{rule}\n  {}", wrong.join("\n  "));
}
