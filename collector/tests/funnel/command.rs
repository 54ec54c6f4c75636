//! Runs the command as a user does.

use std::path::Path;
use std::process::{Command, Output};

/// Runs `percorso` with these words.
pub(super) fn percorso<'a>(words: impl IntoIterator<Item = &'a str>) -> Output {
    Command::new(env!("CARGO_BIN_EXE_percorso"))
        .env_remove("PERCORSO_DB")
        .args(words)
        .output()
        .unwrap()
}

/// What it printed, after it went well.
pub(super) fn printed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let output = percorso(words);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "it failed: {errors}");
    assert!(errors.is_empty(), "it complained: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// Its exit code and its complaint, after it went wrong: one that names no source line.
pub(super) fn complaint<'a>(words: impl IntoIterator<Item = &'a str>) -> (i32, String) {
    let output = percorso(words);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(!errors.contains("panicked"), "{errors}");
    (output.status.code().unwrap(), errors)
}

/// A path as a word.
pub(super) fn word(path: &Path) -> &str {
    path.to_str().unwrap()
}
