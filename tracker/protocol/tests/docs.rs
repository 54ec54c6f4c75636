//! `docs/EVENTS.md` says of every event of the vocabulary what it is, and of no other.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
// A panic here is a test's failure report.

use std::collections::BTreeSet;
use std::path::Path;

use percorso_protocol::vocabulary::{GA4, OWN};

/// The names in the first column of the tables of events.
fn described(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut within = false;
    for line in text.lines() {
        within = line.starts_with("| event ") || (within && line.starts_with('|'));
        let first = line.split('|').nth(1).filter(|_| within).unwrap_or_default();
        // What stands between backticks.
        names.extend(first.split('`').skip(1).step_by(2).map(str::to_owned));
    }
    names
}

#[test]
fn every_event_is_described_once_and_nothing_else_is() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/EVENTS.md");
    let described = described(&std::fs::read_to_string(file).unwrap());
    let once: BTreeSet<_> = described.iter().map(String::as_str).collect();
    assert_eq!(once.len(), described.len(), "an event stands in two rows: {described:?}");
    assert_eq!(once, GA4.into_iter().chain(OWN).collect());
}
