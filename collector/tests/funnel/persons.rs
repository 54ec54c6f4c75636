//! Whoever goes on under another pseudonym goes on in the funnel.

use percorso::report::funnel::FunnelReport;
use percorso::store::{Access, open};
use tempfile::TempDir;

use super::command::{printed, word};

/// At shop, 1 consents within a visit and goes on as 2, and 5 and 6 are devices of one customer. At other,
/// where nobody is known, 1 and 2 are two visitors.
const EVENTS: &str = r#"
INSERT INTO events
    (event_id, visitor_id, session_id, site, event, occurred_at, received_at, source, consent, identity)
SELECT uuid(), v, s, site, event, '2026-03-02'::TIMESTAMP + to_minutes(minute), '2026-03-02'::TIMESTAMP,
    'tracker', consent, identity
FROM (VALUES
    (1, 11, 'shop', 'view_item', 0, NULL, NULL), (1, 11, 'shop', 'consent', 1, NULL, NULL),
    (2, 11, 'shop', 'add_to_cart', 2, 'granted', NULL), (2, 11, 'shop', 'purchase', 3, 'granted', NULL),
    (5, 15, 'shop', 'view_item', 0, NULL, 'anna'), (6, 16, 'shop', 'purchase', 9, NULL, 'anna'),
    (7, 17, 'shop', 'purchase', 9, NULL, NULL),
    (1, 21, 'other', 'view_item', 0, NULL, NULL), (2, 22, 'other', 'purchase', 9, NULL, NULL)
) t(v, s, site, event, minute, consent, identity)"#;

#[test]
fn a_person_of_several_pseudonyms_is_one() {
    let folder = TempDir::new().unwrap();
    let db = folder.path().join("p.duckdb");
    open(&db, Access::ReadWrite).unwrap().execute_batch(EVENTS).unwrap();
    let funnel = ["--db", word(&db), "funnel", "--step", "view_item", "--step", "purchase"];
    let print = |words: &[&str]| printed(funnel.iter().chain(words).copied());
    let reached = |words: &[&str]| -> Vec<u64> {
        let words = [words, &["--format", "json"]].concat();
        let report: FunnelReport = serde_json::from_str(&print(&words)).unwrap();
        report.steps.iter().map(|step| step.reached).collect()
    };
    for more in [&[][..], &["--times"], &["--compat", "clickhouse"], &["--every", "day"]] {
        assert_eq!(reached(&[more, &["--site", "shop"]].concat()), [2, 2], "{more:?}");
        assert_eq!(reached(&[more, &["--site", "other"]].concat()), [1, 0], "{more:?}");
        // What is one person at one site is not at the other.
        assert_eq!(reached(more), [3, 2], "{more:?}");
    }
    assert_eq!(reached(&["--by", "session"]), [3, 1]);
    let levels = "{\"user\":2,\"level\":2}\n{\"user\":5,\"level\":2}\n{\"user\":7,\"level\":0}\n";
    assert_eq!(print(&["--site", "shop", "--levels"]), levels);
}
