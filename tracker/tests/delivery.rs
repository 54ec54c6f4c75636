//! Runs the delivery's tests, which are in JavaScript like the delivery: js/tests.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test fails")]

use std::fs;
use std::process::Command;

#[test]
fn events_get_home() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/js/tests");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let tests: Vec<_> =
        files.filter(|path| path.to_string_lossy().ends_with(".test.mjs")).collect();
    assert!(!tests.is_empty(), "{folder} has tests");
    let output = Command::new("node")
        // Each test has pages of its own, with a clock of their own.
        .args(["--no-warnings", "--experimental-vm-modules", "--test"])
        .args(tests)
        .output()
        .expect("node, which runs the scripts, is installed: see scripts/setup");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
