//! Forgotten: no row of theirs is left, and no byte of the store's folder says who they were.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::fs;
use std::path::Path;

use percorso_tests::harness::collector::run;
use percorso_tests::harness::{BROWSER, Batch, TestCollector, rows};
use serde_json::{Value, json};

/// SHA-256 of `shop:customer-canary-7`, as the page makes it of the shop's own id.
const IDENTITY: &str = "48c78a4f07895ab4ac69a78dafd99f431981bfa5efea648c5ed1e41cb2711ed3";
pub(super) const ORDER: &str = "CANARY-77123";

/// Sends a batch from a browser of its own, which is a visitor of its own.
pub(super) fn send(collector: &TestCollector, browser: impl Display, batch: &Batch) {
    let browser = format!("{BROWSER} {browser}");
    let headers = [("content-type", "text/plain"), ("user-agent", browser.as_str())];
    let _ = collector.send("POST", "/p/e", &headers, batch.json().as_bytes()).expect(202);
}

pub(super) fn buys(order: &str) -> Batch {
    Batch::new()
        .event("page_view", json!({}))
        .event("purchase", json!({ "transaction_id": order, "value": 10, "currency": "EUR" }))
}

/// A shop with one who is to be forgotten among others; the events' ids of those others.
pub(super) fn shop(collector: &TestCollector) {
    for number in 0..20 {
        send(collector, number, &buys(&format!("OTHER-{number:05}")));
    }
    let known = buys(ORDER).event("identify", json!({ "identity": IDENTITY }));
    send(collector, 100, &known);
    // What the shop's server says of the order later has another visitor.
    let made = percorso(collector, &["token", "create", "--scope", "write", "--name", "till"]);
    let token = made.split_whitespace().find(|word| word.starts_with("percorso_")).unwrap();
    let refund = json!({ "site": "shop", "events": [{ "id": "refund-1", "event": "refund",
        "params": { "transaction_id": ORDER, "value": 10 } }] });
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str())];
    let _ =
        collector.send("POST", "/v1/events", &headers, refund.to_string().as_bytes()).expect(202);
    (20..40).for_each(|number| send(collector, number, &buys(&format!("OTHER-{number:05}"))));
}

/// The files of the folder that hold one of the texts or numbers.
pub(super) fn found(folder: &Path, needles: &[Vec<u8>]) -> Vec<String> {
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let holds = |path: &std::path::PathBuf| {
        let bytes = fs::read(path).unwrap();
        needles
            .iter()
            .any(|needle| bytes.windows(needle.len()).any(|part| part == needle.as_slice()))
    };
    files.filter(holds).map(|path| path.display().to_string()).collect()
}

pub(super) fn needles(visitor: u64) -> Vec<Vec<u8>> {
    let texts = ["customer-canary-7", IDENTITY, ORDER].map(|text| text.as_bytes().to_vec());
    let visitor = [visitor.to_string().into_bytes(), visitor.to_le_bytes().to_vec()];
    texts.into_iter().chain(visitor).collect()
}

pub(super) fn percorso(collector: &TestCollector, arguments: &[&str]) -> String {
    let db = collector.db().display().to_string();
    let output = run(&[&["--db", &db], arguments].concat());
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    said
}

pub(super) fn visitor(db: &Path) -> u64 {
    let sql = format!("SELECT visitor_id::VARCHAR FROM events WHERE identity = '{IDENTITY}'");
    rows::ask(&rows::open(db), &sql)[0].parse().unwrap()
}

fn orders(rows: &[Value]) -> Vec<&str> {
    rows.iter().filter_map(|row| row["transaction_id"].as_str()).collect()
}

#[test]
fn a_customer_is_forgotten_by_the_collector_that_runs() {
    let mut collector = TestCollector::start();
    shop(&collector);
    let before = collector.stop_and_read();
    let needles = needles(visitor(collector.db()));
    assert!(!found(collector.folder(), &needles).is_empty(), "the canary is looked for");
    collector.restart();
    let who = ["forget", "--site", "shop", "--identity", " Customer-Canary-7"];
    let told = percorso(&collector, &[&who[..], &["--dry-run"]].concat());
    let what = "forget 4 events of 1 visitors with 1 orders (1 of the events are the shop's server's, of \
                other visitors)";
    assert_eq!(told, format!("would {what}\n"));
    let told = percorso(&collector, &who);
    assert!(told.starts_with(&format!("{}; ", what.replace("forget", "forgot"))), "{told}");
    assert_eq!(found(collector.folder(), &needles), [""; 0], "while it runs");
    // What comes after is stored after what was there.
    send(&collector, 41, &buys("OTHER-00041"));
    let after = collector.stop_and_read();
    assert_eq!(found(collector.folder(), &needles), [""; 0], "after it has stopped");
    let mut kept: Vec<_> = orders(&before).into_iter().filter(|order| *order != ORDER).collect();
    kept.push("OTHER-00041");
    assert_eq!(orders(&after), kept, "in the order of arrival");
    assert!(!collector.log().contains(ORDER) && !collector.log().contains(IDENTITY));
    let comments = "SELECT count(*)::VARCHAR FROM duckdb_columns() \
                    WHERE table_name = 'events' AND comment IS NULL";
    assert_eq!(rows::ask(&rows::open(collector.db()), comments), ["0"]);
}

#[test]
fn who_made_an_order_is_forgotten_without_a_collector_and_a_backup_forgets_again() {
    let mut collector = TestCollector::start();
    shop(&collector);
    assert!(collector.stop().success());
    let needles = needles(visitor(collector.db()));
    let aside = tempfile::tempdir().unwrap();
    let backup = aside.path().join("backup");
    fs::copy(collector.db(), &backup).unwrap();
    let told = percorso(&collector, &["forget", "--order", ORDER]);
    assert!(told.starts_with("forgot 4 events"), "{told}");
    assert_eq!(found(collector.folder(), &needles), [""; 0], "the manifest says no name either");
    let told = percorso(&collector, &["forget", "--order", ORDER]);
    assert!(told.starts_with("forgot 0 events"), "{told}");

    fs::copy(&backup, collector.db()).unwrap();
    assert!(!found(collector.folder(), &needles).is_empty());
    collector.restart();
    assert_eq!(found(collector.folder(), &needles), [""; 0], "the backup has forgotten too");
    assert_eq!(collector.stop_and_read().len(), 80);
}

/// The visitor with so many events who has named the order.
fn visitor_of(collector: &TestCollector, order: &str, events: u32) -> String {
    let sql = format!(
        "SELECT visitor_id::VARCHAR FROM events WHERE visitor_id IN (SELECT visitor_id FROM events \
         WHERE transaction_id = '{order}') GROUP BY visitor_id HAVING count(*) = {events}"
    );
    rows::ask(&rows::open(collector.db()), &sql)[0].clone()
}

#[test]
fn whoever_names_the_orders_of_others_takes_none_of_them_along() {
    let mut collector = TestCollector::start();
    (0..20).for_each(|number| send(&collector, number, &buys(&format!("OTHER-{number:05}"))));
    let forged = (0..20).fold(Batch::new(), |batch, number| {
        batch.event("purchase", json!({ "transaction_id": format!("OTHER-{number:05}") }))
    });
    send(&collector, 99, &forged.event("purchase", json!({ "transaction_id": "OWN-00001" })));
    assert!(collector.stop().success());
    let stranger = visitor_of(&collector, "OTHER-00000", 21);
    let customer = visitor_of(&collector, "OTHER-00000", 2);
    // The one who bought goes, and what a stranger says of the order stays.
    let told = percorso(&collector, &["forget", "--visitor", &customer]);
    assert!(told.starts_with("forgot 2 events of 1 visitors with 1 orders; "), "{told}");
    assert!(told.contains("1 are also named by pages of other visitors"), "{told}");
    let who = ["forget", "--visitor", &stranger];
    let told = percorso(&collector, &[&who[..], &["--dry-run"]].concat());
    // Their own, and the one whose customer has gone; of the others nothing.
    assert_eq!(told, "would forget 21 events of 1 visitors with 2 orders\n");
    percorso(&collector, &who);
    let left = rows::events(collector.db());
    let expect: Vec<_> = (1..20).map(|number| format!("OTHER-{number:05}")).collect();
    assert_eq!((orders(&left), left.len()), (expect.iter().map(String::as_str).collect(), 38));
}

#[test]
fn a_visitor_is_forgotten_where_nothing_is_compressed() {
    let mut collector = TestCollector::start();
    assert!(collector.stop().success());
    // Plain bytes, so that the search can see all there is: two hundred thousand visitors, one of them meant.
    let visitor = 1_234_567_890_123_456_789_u64;
    let store = duckdb::Connection::open(collector.db()).unwrap();
    store
        .execute_batch(&format!(
            "PRAGMA force_compression = 'uncompressed';
             INSERT INTO events BY NAME
             SELECT md5(range::VARCHAR)::UUID AS event_id, 'shop' AS site,
                 CASE WHEN range = 77777 THEN {visitor} ELSE hash(range) END AS visitor_id,
                 hash(range, 1) AS session_id, 'purchase' AS event,
                 TIMESTAMP '2026-01-01' AS occurred_at, TIMESTAMP '2026-01-01' AS received_at,
                 'tracker' AS source,
                 CASE WHEN range = 77777 THEN '{ORDER}' ELSE 'O-' || range END AS transaction_id
             FROM range(200000);
             INSERT INTO segment_members
             SELECT 'all', session_id FROM events;
             CHECKPOINT"
        ))
        .unwrap();
    drop(store);
    let needles: Vec<_> = needles(visitor).into_iter().skip(2).collect();
    assert_eq!(found(collector.folder(), &needles).len(), 1);
    let told = percorso(&collector, &["forget", "--visitor", &visitor.to_string()]);
    assert!(told.starts_with("forgot 1 events of 1 visitors with 1 orders; "), "{told}");
    assert_eq!(found(collector.folder(), &needles), [""; 0]);
    let left = "SELECT (SELECT count(*) FROM events) || ' ' || (SELECT count(*) FROM segment_members) \
                || ' ' || (SELECT list(transaction_id ORDER BY rowid) = list('O-' || n ORDER BY n) \
                FROM (SELECT *, rowid FROM events) POSITIONAL JOIN \
                (SELECT range AS n FROM range(200000) WHERE range <> 77777))";
    assert_eq!(rows::ask(&rows::open(collector.db()), left), ["199999 199999 true"]);
}

#[test]
fn what_arrives_while_somebody_is_forgotten_is_stored_once_and_in_order() {
    let mut collector = TestCollector::start();
    assert!(collector.stop().success());
    let store = duckdb::Connection::open(collector.db()).unwrap();
    store
        .execute_batch(
            "INSERT INTO events BY NAME
             SELECT md5(range::VARCHAR)::UUID AS event_id, 'shop' AS site, hash(range) AS visitor_id,
                 hash(range, 1) AS session_id, 'page_view' AS event,
                 TIMESTAMP '2026-01-01' AS occurred_at, TIMESTAMP '2026-01-01' AS received_at,
                 'tracker' AS source
             FROM range(300000)",
        )
        .unwrap();
    drop(store);
    collector.restart();
    shop(&collector);
    let client = collector.client();
    let done = std::sync::atomic::AtomicBool::new(false);
    let sent = std::thread::scope(|scope| {
        let sending = scope.spawn(|| {
            let mut sent = 0;
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                let batch = buys(&format!("DURING-{sent:06}"));
                let headers = [("content-type", "text/plain")];
                let answer =
                    client.send("POST", "/p/e", &headers, batch.json().as_bytes()).unwrap();
                assert_eq!(answer.status, 202);
                sent += 1;
            }
            sent
        });
        let told = percorso(&collector, &["forget", "--order", ORDER]);
        assert!(told.starts_with("forgot 4 events"), "{told}");
        percorso(&collector, &["enrich"]);
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        sending.join().unwrap()
    });
    let rows = collector.stop_and_read();
    assert_eq!(rows.len(), 300_000 + 80 + 2 * sent);
    let during: Vec<_> = orders(&rows).into_iter().filter(|o| o.starts_with("DURING")).collect();
    let expect: Vec<_> = (0..sent).map(|n| format!("DURING-{n:06}")).collect();
    assert_eq!(during, expect);
    println!("{sent} batches were answered while 300,080 events were written anew twice");
}

#[test]
fn whom_to_forget_must_be_said() {
    let mut collector = TestCollector::start();
    assert!(collector.stop().success());
    let db = collector.db().display().to_string();
    for (arguments, what) in [
        (vec!["forget"], "say whom"),
        (vec!["forget", "--identity", "customer-7"], "--site too"),
        (vec!["forget", "--visitor", "one"], "invalid value"),
        (vec!["forget", "--visitor", "1", "--order", "2"], "cannot be used with"),
    ] {
        let output = run(&[&["--db", &db], &arguments[..]].concat());
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && said.contains(what), "{said}");
    }
    let unknown = percorso(&collector, &["forget", "--visitor", "1"]);
    assert!(unknown.starts_with("forgot 0 events"), "{unknown}");
    let strange: BTreeSet<_> = fs::read_dir(collector.folder())
        .unwrap()
        .collect::<Vec<_>>()
        .iter()
        .map(|file| file.as_ref().unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert!(!strange.iter().any(|name| name.ends_with("forgotten")), "{strange:?}");
}
