//! `docs/LOGGING.md` has every message the collector can log, with its level.

use std::collections::BTreeSet;

use super::sources::tokens;
use super::{text, tracked};

const PAGE: &str = "docs/LOGGING.md";
const LEVELS: [&str; 5] = ["error", "warn", "info", "debug", "trace"];

/// "level: message" of each macro of the log: its one literal that is no field's value.
fn logged() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for file in tracked() {
        if !file.starts_with("collector/src/") || !file.ends_with(".rs") {
            continue;
        }
        let tokens = tokens(&file);
        for at in 0..tokens.len() {
            let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
            if !LEVELS.contains(&text(at)) || text(at + 1) != "!" || tokens[at].in_test {
                continue;
            }
            let message = tokens[at..].iter().find(|token| token.text.starts_with('"'));
            let message = message.map_or("", |token| token.text.trim_matches('"'));
            // A literal over several lines goes on where its next line begins.
            let message: Vec<_> = message.split("\\\n").map(str::trim_start).collect();
            let message = message.concat();
            found.insert(format!("{}: {message}", text(at)));
        }
    }
    found
}

/// The same out of the page's table: `| level | message | meaning |`.
fn told() -> BTreeSet<String> {
    let page = text(PAGE);
    let rows = page.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| ")?.split(" | ");
        Some((cells.next()?.to_owned(), cells.next()?.trim_matches('`').to_owned()))
    });
    let rows = rows.filter(|(level, _)| LEVELS.contains(&level.as_str()));
    rows.map(|(level, message)| format!("{level}: {message}")).collect()
}

#[test]
fn every_message_of_the_log_is_told() {
    let (logged, told) = (logged(), told());
    assert!(logged.len() > 10, "messages are found: {logged:?}");
    let missing: Vec<_> = logged.difference(&told).collect();
    let surplus: Vec<_> = told.difference(&logged).collect();
    assert!(
        missing.is_empty() && surplus.is_empty(),
        "{PAGE} lacks {missing:#?} and has {surplus:#?}, which nothing logs"
    );
}
