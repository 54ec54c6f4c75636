//! The command over the store: every kind of step, every filter.

use std::path::PathBuf;

use percorso::report::funnel::FunnelReport;
use percorso::store::{Access, open};
use tempfile::TempDir;

use super::command::{printed, word};

/// Visitor 1: two visits of shop, session 11 and 12. Visitor 2: one of shop. Visitor 3: other.
const EVENTS: &str = r#"
INSERT INTO events
    (event_id, visitor_id, session_id, site, event, occurred_at, received_at, source, page_path, touchpoint, items)
SELECT uuid(), v, s, site, event, t::TIMESTAMP, t::TIMESTAMP, 'tracker', path, touchpoint, items
FROM (VALUES
    (1, 11, 'shop', 'page_view', '2026-01-01 10:00:00', '/', NULL, NULL),
    (1, 11, 'shop', 'view_item', '2026-01-01 10:01:00', '/p/1', NULL, '[{"item_id": "SKU-1"}]'),
    (1, 11, 'shop', 'touchpoint', '2026-01-01 10:02:00', '/p/1', 'size-guide', NULL),
    (1, 12, 'shop', 'add_to_cart', '2026-01-02 09:00:00', '/p/1', NULL, '[{"item_id": "SKU-1"}]'),
    (1, 12, 'shop', 'purchase', '2026-01-02 09:10:00', '/checkout/thanks', NULL, '[{"item_id": "SKU-1"}, {"item_id": "SKU-2"}]'),
    (2, 21, 'shop', 'view_item', '2026-01-05 10:00:00', '/p/2', NULL, '[{"item_id": "SKU-2"}]'),
    (2, 21, 'shop', 'add_to_cart', '2026-01-05 10:00:00', '/p/2', NULL, '[{"item_id": "SKU-2"}]'),
    (2, 21, 'shop', 'page_view', '2026-01-05 10:05:00', '/checkout/address', NULL, NULL),
    (3, 31, 'other', 'view_item', '2026-01-06 10:00:00', '/p/1', NULL, '[{"item_id": "SKU-1"}]')
) v(v, s, site, event, t, path, touchpoint, items)"#;

struct Store {
    db: PathBuf,
    _folder: TempDir,
}

impl Store {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let db = folder.path().join("percorso.duckdb");
        open(&db, Access::ReadWrite).unwrap().execute_batch(EVENTS).unwrap();
        Self { db, _folder: folder }
    }

    fn print(&self, words: &[&str]) -> String {
        printed(["--db", word(&self.db), "funnel"].into_iter().chain(words.iter().copied()))
    }

    fn reached(&self, words: &[&str]) -> Vec<u64> {
        let report: FunnelReport =
            serde_json::from_str(&self.print(&[words, &["--format", "json"]].concat())).unwrap();
        report.steps.iter().map(|step| step.reached).collect()
    }
}

const BUY: [&str; 6] = ["--step", "view_item", "--step", "add_to_cart", "--step", "purchase"];

#[test]
fn by_visitor_across_visits_by_session_within() {
    let store = Store::new();
    assert_eq!(store.reached(&BUY), [3, 2, 1]);
    assert_eq!(store.reached(&[&BUY[..], &["--by", "visitor"]].concat()), [3, 2, 1]);
    assert_eq!(store.reached(&[&BUY[..], &["--by", "session"]].concat()), [3, 1, 0]);
}

#[test]
fn window_site_and_period() {
    let store = Store::new();
    let with = |words: &[&str]| store.reached(&[&BUY[..], words].concat());
    assert_eq!(with(&["--window", "1d"]), [3, 2, 1]);
    assert_eq!(with(&["--window", "22h"]), [3, 1, 0]);
    assert_eq!(with(&["--site", "shop"]), [2, 2, 1]);
    assert_eq!(with(&["--site", "nobody"]), [0, 0, 0]);
    assert_eq!(with(&["--since", "2026-01-05"]), [2, 1, 0]);
    assert_eq!(with(&["--until", "2026-01-05"]), [2, 2, 1], "a date counts to its end");
    assert_eq!(with(&["--until", "2026-01-05 00:00"]), [1, 1, 1]);
    assert_eq!(with(&["--since", "2026-01-02", "--until", "2026-01-05"]), [1, 1, 0]);
    assert_eq!(with(&["--since", "1d"]), [0, 0, 0]);
}

#[test]
fn every_kind_of_step() {
    let store = Store::new();
    let reached = |steps: &[&str]| {
        let words: Vec<_> = steps.iter().flat_map(|step| ["--step", step]).collect();
        store.reached(&words)
    };
    assert_eq!(reached(&["view_item", "touchpoint:size-guide"]), [3, 1]);
    assert_eq!(reached(&["page:/p/1", "page:/checkout/*"]), [2, 1]);
    assert_eq!(reached(&["page:/*"]), [3]);
    assert_eq!(reached(&["item:SKU-1", "purchase&item:SKU-2"]), [2, 1]);
    assert_eq!(reached(&["view_item&item:SKU-1", "purchase,add_to_cart&page:/p/2"]), [2, 1]);
    assert_eq!(reached(&["view_item", "add_to_cart,page:/checkout/address"]), [3, 2]);
}

#[test]
fn modes_in_the_store() {
    let store = Store::new();
    let with = |words: &[&str]| store.reached(&[&BUY[..4], words].concat());
    assert_eq!(with(&["--mode", "strict_increase"]), [3, 1]);
    assert_eq!(with(&["--compat", "clickhouse"]), [3, 2]);
    // The touchpoint between view and cart ends visitor 1's search.
    assert_eq!(with(&["--compat", "clickhouse", "--mode", "strict_order"]), [3, 1]);
}

#[test]
fn levels_name_every_visitor() {
    let store = Store::new();
    let levels = store.print(&["--step", "add_to_cart", "--step", "purchase", "--levels"]);
    let lines = "{\"user\":1,\"level\":2}\n{\"user\":2,\"level\":1}\n{\"user\":3,\"level\":0}\n";
    assert_eq!(levels, lines);
    let csv =
        store.print(&["--step", "purchase", "--levels", "--format", "csv", "--by", "session"]);
    assert_eq!(csv, "user,level\n11,0\n12,1\n21,0\n31,0\n");
}

#[test]
fn nobody_is_an_answer_too() {
    let store = Store::new();
    let report: FunnelReport =
        serde_json::from_str(&store.print(&["--step", "refund", "--format", "json"])).unwrap();
    let step = &report.steps[0];
    assert_eq!((report.users, step.reached), (0, 0));
    assert_eq!((step.rate, step.rate_low, step.rate_high), (0.0, 0.0, 1.0));
}
