//! `docs/PRIVACY.md` is made of the schema and the vocabulary: what is recorded, and why.
//!
//! `PERCORSO_UPDATE=1 cargo test -p percorso-tests --test house privacy_page` writes it anew.

use std::collections::BTreeSet;
use std::fs;

use percorso_protocol::vocabulary::{GA4, OWN};
use percorso_tests::harness::rows::ask;

use super::root;
use super::sql_runs::store;

const TEXT: &str = include_str!("privacy_page.md");

/// What each column is for. One that stands nowhere here fails the test: nothing is recorded without why.
const PURPOSES: [(&str, &[&str]); 6] = [
    (
        "To count each event once, in its order",
        &["event_id", "site", "occurred_at", "received_at", "source"],
    ),
    (
        "To tell one visit from another without knowing whose it is",
        &["visitor_id", "session_id", "consent", "identity"],
    ),
    (
        "To see what shoppers met with and where they stopped",
        &[
            "event",
            "page_host",
            "page_path",
            "page_title",
            "touchpoint",
            "action",
            "phase",
            "params",
        ],
    ),
    (
        "To know which ways lead to the shop",
        &[
            "referrer_host",
            "utm_source",
            "utm_medium",
            "utm_campaign",
            "utm_content",
            "utm_term",
            "click_id",
            "channel",
        ],
    ),
    (
        "To find what fails on some devices or in some countries, and to leave robots out",
        &["device", "browser", "system", "country", "robot"],
    ),
    (
        "To know what is bought and what trouble costs",
        &["currency", "value", "transaction_id", "items"],
    ),
];

fn page() -> String {
    let comments = ask(
        &store(),
        "SELECT column_name || chr(31) || comment FROM duckdb_columns() \
         WHERE table_name = 'events' ORDER BY column_index",
    );
    let comments: Vec<_> = comments.iter().map(|line| line.split_once('\u{1f}').unwrap()).collect();
    let named: BTreeSet<_> =
        PURPOSES.iter().flat_map(|(_, columns)| columns.iter().copied()).collect();
    let there: BTreeSet<_> = comments.iter().map(|(column, _)| *column).collect();
    assert_eq!(named, there, "every column needs its purpose here");
    let mut columns = String::new();
    for (purpose, names) in PURPOSES {
        columns.push_str(&format!("**{purpose}:**\n\n| recorded | what it is |\n|---|---|\n"));
        for name in names {
            let comment = comments.iter().find(|(column, _)| column == name).unwrap().1;
            columns.push_str(&format!("| `{name}` | {} |\n", comment.replace('|', "\\|")));
        }
        columns.push('\n');
    }
    let list = |names: &[&str]| {
        names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
    };
    TEXT.replace("{columns}", columns.trim_end())
        .replace("{ga4}", &list(&GA4))
        .replace("{own}", &list(&OWN))
}

#[test]
fn the_privacy_page_says_what_the_schema_has() {
    let (file, page) = (root().join("docs/PRIVACY.md"), page());
    if std::env::var_os("PERCORSO_UPDATE").is_some() {
        fs::write(&file, &page).unwrap();
    }
    let there = fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(there, page, "docs/PRIVACY.md is stale: PERCORSO_UPDATE=1 writes it anew");
}
