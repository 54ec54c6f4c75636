//! What can't be right is refused with a status and a sentence, and nothing of it is stored.

use percorso_tests::harness::{Answer, Batch, TestCollector, rows};
use serde_json::{Value, json};

fn good() -> Batch {
    Batch::new().event("good", json!({}))
}

/// The answer says why, in one line, to a page of another origin too.
fn is_clear(answer: &Answer, words: &str) {
    let text = answer.text();
    assert!(text.contains(words), "{text:?} does not say {words:?}");
    assert!(text.ends_with('\n') && text.trim_end().lines().count() == 1, "{text:?}");
    assert!(text.len() < 300, "{text:?}");
    assert!(answer.header("content-type").starts_with("text/plain"));
    assert_eq!(answer.header("access-control-allow-origin"), "*");
}

#[test]
fn a_body_that_is_no_batch_is_refused_with_the_reason() {
    let mut collector = TestCollector::start();
    let event = json!(["bad", 0, {}]);
    let many = |n: usize| good().field("events", vec![event.clone(); n]).json();
    let cases: Vec<(String, u16, &str)> = vec![
        (String::new(), 400, "not a batch"),
        ("hello".to_owned(), 400, "not a batch"),
        ("[]".to_owned(), 400, "not a batch"),
        ("{}".to_owned(), 400, "\"v\""),
        (good().json() + "{}", 400, "not a batch"),
        (good().json()[..40].to_owned(), 400, "not a batch"),
        (good().without("v").json(), 400, "\"v\""),
        (good().without("site").json(), 400, "\"site\""),
        (good().without("page").json(), 400, "\"page\""),
        (good().without("seq").json(), 400, "\"seq\""),
        (good().without("time").json(), 400, "\"time\""),
        (good().json().replace("events", "happenings"), 400, "\"events\""),
        (good().field("events", Value::Null).json(), 400, "expected a sequence"),
        (good().field("events", "x").json(), 400, "not a batch"),
        (good().field("seq", -1).json(), 400, "not a batch"),
        (good().field("seq", 1.5).json(), 400, "not a batch"),
        (good().field("time", "now").json(), 400, "not a batch"),
        (good().field("v", 0).json(), 422, "\"v\""),
        (good().field("v", 2).json(), 422, "version 2"),
        (good().field("site", "").json(), 422, "\"site\""),
        (good().field("site", "a b").json(), 422, "\"site\""),
        (good().field("site", "x".repeat(65)).json(), 422, "\"site\""),
        (good().field("page", "short").json(), 422, "\"page\""),
        (good().field("page", "<script>alert(1)</script>").json(), 422, "\"page\""),
        (many(501), 422, "501"),
        (good().field("pad", "x".repeat(256 * 1024)).json(), 413, "262144"),
    ];
    for (body, status, words) in &cases {
        let answer = collector.post(body);
        let start: String = body.chars().take(200).collect();
        assert_eq!(answer.status, *status, "{start}: {}", answer.text());
        is_clear(&answer, words);
    }
    let _ = collector.post(many(500)).expect(202);
    assert_eq!(collector.stop_and_read().len(), 500);
}

#[test]
fn a_body_of_another_kind_or_compressed_is_refused() {
    let mut collector = TestCollector::start();
    let body = good().json();
    for (header, value) in [
        ("content-type", "application/x-www-form-urlencoded"),
        ("content-type", "multipart/form-data; boundary=x"),
        ("content-type", "application/octet-stream"),
        ("content-encoding", "deflate"),
        ("content-encoding", "zstd, gzip"),
    ] {
        let answer = collector.send("POST", "/p/e", &[(header, value)], body.as_bytes());
        assert_eq!(answer.status, 415, "{header}: {value}");
        is_clear(&answer, "send the body");
    }
    assert_eq!(collector.get("/p/e", &[]).status, 405);
    for kind in ["text/plain", "TEXT/PLAIN; charset=utf-8", "application/json", ""] {
        let headers = [("content-type", kind)];
        let headers = if kind.is_empty() { &headers[..0] } else { &headers[..] };
        let _ = collector.send("POST", "/p/e", headers, good().json().as_bytes()).expect(202);
    }
    assert_eq!(collector.stop_and_read().len(), 4);
}

#[test]
fn a_bad_event_is_dropped_with_the_reason_and_its_neighbours_are_stored() {
    let mut collector = TestCollector::start();
    let deep = (0..20).fold(json!(1), |inner, _| json!([inner]));
    let keys: serde_json::Map<_, _> = (0..65).map(|n| (format!("k{n}"), json!(n))).collect();
    let batch = Batch::new()
        .event("first", json!({}))
        .raw(json!("not an event"))
        .raw(json!(["no_time"]))
        .raw(json!(["negative", -1]))
        .raw(json!(["params_no_object", 0, []]))
        .event("<script>", json!({}))
        .event("", json!({}))
        .event("long", json!({ "x".repeat(65): 1 }))
        .event("heavy", json!({ "text": "x".repeat(33_000) }))
        .event("wide", Value::Object(keys))
        .event("deep", json!({ "deep": deep }))
        .event("crowded", json!({ "items": vec![json!({}); 201] }))
        .event("last", json!({ "text": "è".repeat(3000) }));
    let answer = collector.post(batch.json()).expect(202);
    assert_eq!(
        answer.header("percorso-dropped"),
        "bad_event=4, bad_name=3, params_too_large=1, too_many_keys=1, too_many_items=1, too_deep=1"
    );
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    let exposed = answer.header("access-control-expose-headers").to_ascii_lowercase();
    assert!(exposed.contains("percorso-dropped") && exposed.contains("retry-after"), "{exposed}");
    let rows = collector.stop_and_read();
    let names: Vec<_> = rows.iter().map(|row| row["event"].as_str().unwrap()).collect();
    assert_eq!(names, ["first", "last"]);
    assert_eq!(rows[1]["params"]["text"].as_str().unwrap().chars().count(), 2048);
}

#[test]
fn a_page_of_another_origin_may_send_and_ask_first() {
    let collector = TestCollector::start();
    let headers = [
        ("origin", "https://shop.example"),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "content-type"),
    ];
    let answer = collector.send("OPTIONS", "/p/e", &headers, b"");
    assert!(answer.status.is_success(), "{}", answer.status);
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert!(answer.header("access-control-allow-methods").contains("POST"));
    assert!(answer.header("access-control-allow-headers").contains("content-type"));
    assert_eq!(answer.header("access-control-allow-credentials"), "");
}

#[test]
fn what_was_refused_is_not_in_the_store() {
    let mut collector = TestCollector::start();
    let _ = collector.post(good().field("v", 9).json()).expect(422);
    let _ = collector.post("{").expect(400);
    assert!(collector.stop().success());
    assert_eq!(rows::count(collector.db()), 0);
}
