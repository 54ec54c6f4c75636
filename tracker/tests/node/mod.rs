//! Runs what is written in JavaScript, with what the tests' own machine has for it.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;

/// What a module prints as JSON; `input` is the JSON it is given, if any.
#[must_use]
pub(crate) fn run(module: &str, input: &str) -> Value {
    let read = "let text = ''; for await (const part of process.stdin) text += part;
        const input = text && JSON.parse(text);\n";
    let mut node = Command::new("node")
        .args(["--input-type=module", "--no-warnings", "-e", &format!("{read}{module}")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node, which runs the scripts, is installed: see scripts/setup");
    node.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = node.wait_with_output().unwrap();
    assert!(output.status.success(), "node fails: see above");
    serde_json::from_slice(&output.stdout).unwrap()
}
