//! `docs/EVENTS.md` has every event and every parameter that the views and macros read.

use std::collections::BTreeSet;

use super::sql::SQL;
use super::{nothing_wrong, text, tracked};

const PAGE: &str = "docs/EVENTS.md";

/// A file without its comments.
fn code(file: &str) -> String {
    let text = text(file);
    let lines = text.lines().map(|line| line.split("--").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

/// Whether a text in quotes is an event's name, by what stands before it and after it: `event = '…'`,
/// `event IN ('…', '…')`, `list_contains(['…', '…'], event)`, or a pair of names in a list of such.
fn is_event(before: &str, after: &str) -> bool {
    let mut head = before.trim_end();
    // Others of the same list.
    while let Some(others) = head.strip_suffix("',") {
        head = others.rsplit_once('\'').map_or("", |(head, _)| head).trim_end();
    }
    let ends =
        |ends: &[&str]| ends.iter().any(|end| head.trim_end_matches('(').trim_end().ends_with(end));
    if head.ends_with('[') {
        return after.split_once(']').is_some_and(|(_, rest)| rest.starts_with(", event)"));
    }
    ends(&["event =", "event <>"])
        || head.ends_with('(') && ends(&["event IN", "event NOT IN", "VALUES", "),"])
}

fn events(sql: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let quotes: Vec<_> = sql.match_indices('\'').map(|(at, _)| at).collect();
    for pair in quotes.chunks_exact(2) {
        let (before, word, after) =
            (&sql[..pair[0]], &sql[pair[0] + 1..pair[1]], &sql[pair[1] + 1..]);
        if is_event(before, after) {
            found.insert(word.to_owned());
        }
    }
    found
}

/// `'$.key'` of a path, and `"key": "TYPE"` of what a row's parameters are read as.
fn parameters(sql: &str) -> BTreeSet<String> {
    let word = |text: &str| -> String {
        text.chars()
            .take_while(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '_')
            .collect()
    };
    let paths = sql.split("'$.").skip(1).map(word);
    let read = sql.split('"').collect::<Vec<_>>();
    let read = read.windows(2).filter(|pair| pair[1].starts_with(": ")).map(|pair| word(pair[0]));
    paths.chain(read).filter(|word| !word.is_empty()).collect()
}

#[test]
fn what_the_reports_read_is_defined() {
    let page = text(PAGE);
    let defined: BTreeSet<_> = page.split('`').skip(1).step_by(2).collect();
    let (mut names, mut keys, mut wrong) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
    for place in ["macros/", "views/"] {
        let folder = format!("{SQL}{place}");
        for file in tracked().iter().filter(|file| file.starts_with(&folder)) {
            let sql = code(file);
            for (what, found, all) in
                [("event", events(&sql), &mut names), ("parameter", parameters(&sql), &mut keys)]
            {
                let missing = found.iter().filter(|word| !defined.contains(word.as_str()));
                wrong.extend(missing.map(|word| format!("{file}: the {what} {word}")));
                all.extend(found);
            }
        }
    }
    // Of each form that is read at least one is found.
    for name in ["refund", "add_shipping_info", "view_cart", "content", "review_replied"] {
        assert!(names.contains(name), "{name} is read: {names:?}");
    }
    for key in ["reason", "variant_id", "last_field"] {
        assert!(keys.contains(key), "{key} is read: {keys:?}");
    }
    nothing_wrong(&format!("{PAGE} does not define:"), &wrong);
}
