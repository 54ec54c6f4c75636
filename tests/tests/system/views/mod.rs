//! What a page has sent comes out of the views as it should; the expected rows are reckoned by hand.

mod channels;
mod checkout;
mod contacts;
mod forms;
mod friction;

use percorso_tests::harness::{BROWSER, Batch, TestCollector, rows};
use serde_json::{Value, json};

/// Enough for every scene here to lie in the past, and in one visit.
const LENGTH_MS: u64 = 20 * 60 * 1000;

/// One visit: events as `[name, ms, {parameters}]`, on pages named by `page_view`s.
fn visit(events: Value) -> Batch {
    let time = 1_700_000_000_000_u64;
    let batch = Batch::new().field("time", time).field("sent", time + LENGTH_MS);
    batch.field("events", events)
}

/// A page view of this path.
fn page(path: &str, ms: u64) -> Value {
    json!(["page_view", ms, { "url": format!("https://shop.example{path}") }])
}

/// Sends the visits, each from a browser of its own, and asks.
fn ask(visits: &[Batch], question: &str) -> Vec<Value> {
    let mut collector = TestCollector::start();
    for (number, visit) in visits.iter().enumerate() {
        let browser = format!("{BROWSER} {number}");
        let headers = [("content-type", "text/plain"), ("user-agent", &browser)];
        let body = visit.json();
        let answer = collector.send("POST", "/p/e", &headers, body.as_bytes()).expect(202);
        assert_eq!(answer.header("percorso-dropped"), "");
    }
    assert!(collector.stop().success());
    let question = format!("SELECT to_json(asked)::VARCHAR FROM ({question}) AS asked");
    let rows = rows::ask(&rows::open(collector.db()), &question);
    rows.iter().map(|row| serde_json::from_str(row).unwrap()).collect()
}

/// A time of the view as milliseconds after the visit began: `since(entered_at)` in a question.
fn since(column: &str) -> String {
    format!(
        "date_diff('millisecond', (SELECT min(occurred_at) FROM events AS e \
         WHERE e.session_id = v.session_id), {column})"
    )
}
