//! What the scripts in `js/` say twice: the vocabulary, and the kinds of signals.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::fs;

use percorso_protocol::vocabulary::{GA4, OWN};

fn script(name: &str) -> String {
    fs::read_to_string(format!("{}/js/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

#[test]
fn the_bridge_takes_the_vocabulary_and_counts_views_itself() {
    let text = script("vocabulary.js");
    let list = text.split_once("VOCABULARY =").unwrap().1;
    let listed: String = list.split('\'').skip(1).step_by(2).collect();
    let mut expected: Vec<_> =
        GA4.iter().chain(&OWN).copied().filter(|n| *n != "page_view").collect();
    expected.sort_unstable();
    assert_eq!(listed.split_whitespace().collect::<Vec<_>>(), expected);
}

#[test]
fn both_sides_number_the_signals_alike() {
    let rust =
        fs::read_to_string(format!("{}/src/browser.rs", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let script = script("signals.js");
    let kinds = |text: &str, before: &str, between: &str| -> Vec<(String, String)> {
        text.lines()
            .filter_map(|line| line.strip_prefix(before)?.split_once(between))
            .map(|(name, n)| (name.to_owned(), n.split(';').next().unwrap().to_owned()))
            .collect()
    };
    let theirs = kinds(&script, "export const ", " = ");
    assert_eq!(kinds(&rust, "const ", ": u8 = "), theirs);
    assert_eq!(theirs.len(), 8);
}
