//! `GET /v1/live`: what is stored is heard at once, by few, and nobody who listens holds anything up.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use percorso_tests::harness::clients::token;
use percorso_tests::harness::collector::{binary, run};
use percorso_tests::harness::{Batch, PATIENCE, TestCollector, wait_for};
use serde_json::{Value, json};

/// One who listens.
struct Ear(BufReader<TcpStream>);

impl Ear {
    /// Asks, and reads the status and the headers.
    fn asks(collector: &TestCollector, query: &str, headers: &str) -> (Self, String) {
        let mut stream = connect(collector);
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let host = if headers.contains("host:") { "" } else { "host: localhost\r\n" };
        let request = format!("GET /v1/live{query} HTTP/1.1\r\n{host}{headers}\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let (mut it, mut head) = (Self(BufReader::new(stream)), String::new());
        while !head.ends_with("\r\n\r\n") {
            assert!(it.0.read_line(&mut head).unwrap() > 0, "{head}");
        }
        (it, head)
    }

    fn on(collector: &TestCollector, query: &str) -> Self {
        let (it, head) = Self::asks(collector, query, "");
        assert!(head.starts_with("HTTP/1.1 200") && head.contains("text/event-stream"), "{head}");
        it
    }

    /// The next event with its name; nothing where the stream has ended.
    fn hear(&mut self) -> Option<(String, Value)> {
        let mut name = String::new();
        loop {
            let mut line = String::new();
            if self.0.read_line(&mut line).ok()? == 0 {
                return None;
            }
            if let Some(event) = line.trim_end().strip_prefix("event: ") {
                event.clone_into(&mut name);
            } else if let Some(data) = line.strip_prefix("data: ") {
                return Some((name, serde_json::from_str(data).unwrap()));
            }
        }
    }
}

/// A connection that holds little of what is not read.
fn connect(collector: &TestCollector) -> TcpStream {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().unwrap();
    let stream = runtime.block_on(async {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(16 * 1024).unwrap();
        socket.connect(collector.address()).await.unwrap().into_std().unwrap()
    });
    stream.set_nonblocking(false).unwrap();
    stream
}

fn ids_stored(collector: &TestCollector, id: &Value) -> Value {
    let sql =
        format!("SELECT count(*) AS n FROM events WHERE event_id = '{}'", id.as_str().unwrap());
    let body = json!({ "sql": sql }).to_string();
    let asking = [("content-type", "application/json"), ("accept", "application/x-ndjson")];
    let answer = collector.send("POST", "/v1/sql", &asking, body.as_bytes()).expect(200);
    serde_json::from_str::<Value>(answer.text().lines().next().unwrap()).unwrap()["n"].take()
}

#[test]
fn what_is_stored_is_heard_within_a_second_and_never_before() {
    let mut collector = TestCollector::start();
    let mut ear = Ear::on(&collector, "");
    let mut heard = Vec::new();
    for n in 0..20 {
        let params = json!({ "currency": "EUR", "value": 18.5, "note": n, "mail": "a@b.example" });
        let batch = Batch::new().url("https://shop.example/cart?q=x").event("add_to_cart", params);
        let body = batch.json();
        let sending = collector.client();
        let (answered, event, at) = std::thread::scope(|scope| {
            let send = scope.spawn(move || {
                let headers = [("content-type", "text/plain")];
                assert_eq!(
                    sending.send("POST", "/p/e", &headers, body.as_bytes()).unwrap().status,
                    202
                );
                Instant::now()
            });
            let (name, event) = ear.hear().unwrap();
            let at = Instant::now();
            assert_eq!(name, "add_to_cart");
            // Asked for the moment it is heard, maybe before its own sender has been answered.
            assert_eq!(ids_stored(&collector, &event["event_id"]), 1, "heard and not stored");
            (send.join().unwrap(), event, at)
        });
        let late = at.saturating_duration_since(answered);
        assert!(late < Duration::from_secs(1), "{late:?}");
        heard.push(event);
    }
    drop(ear);
    let rows = collector.stop_and_read();
    assert_eq!(rows.len(), 20);
    for (event, row) in heard.iter().zip(&rows) {
        for column in ["event_id", "site", "event", "page_path", "phase", "channel", "currency"] {
            assert_eq!(event[column], row[column], "{column}");
        }
        for id in ["visitor_id", "session_id"] {
            assert_eq!(event[id].as_str().unwrap(), row[id].to_string().trim_matches('"'), "{id}");
        }
        assert!((event["value"].as_f64().unwrap() - 18.5).abs() < 1e-9);
        // Scrubbed as it is stored: no address of somebody, and what the page told beside it.
        assert!(
            event["params"]["note"].is_number() && !event.to_string().contains("a@b"),
            "{event}"
        );
    }
}

#[test]
fn copies_robots_and_what_nobody_asked_for_are_not_heard() {
    let collector = TestCollector::start();
    let mut ear = Ear::on(&collector, "?event=view_*&event=friction&site=shop");
    let mut kinds = Ear::on(&collector, "?kind=rage");
    assert!(Ear::asks(&collector, "?colour=red", "").1.starts_with("HTTP/1.1 400"));
    let batch = Batch::new().event("view_item", json!({ "n": 1 }));
    let _ = collector.post(batch.json()).expect(202);
    let _ = collector.post(batch.json()).expect(202);
    let robot = Batch::new().field("webdriver", true).event("view_item", json!({ "n": 2 }));
    let _ = collector.post(robot.json()).expect(202);
    let _ = collector.post(Batch::new().event("search", json!({})).json()).expect(202);
    let other = Batch::new().field("site", "other").event("view_item", json!({}));
    let _ = collector.post(other.json()).expect(202);
    let rage = json!({ "element": "a", "friction": ["slow", "rage"] });
    let last = Batch::new().event("click", rage).event("friction", json!({ "kind": "dead_swipe" }));
    let _ = collector.post(last.event("view_cart", json!({})).json()).expect(202);
    let heard: Vec<_> = (0..3).map(|_| ear.hear().unwrap()).collect();
    let names: Vec<_> = heard.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["view_item", "friction", "view_cart"]);
    assert_eq!(heard[0].1["params"]["n"], 1);
    assert_eq!(kinds.hear().unwrap().0, "click");
}

#[test]
fn who_is_too_slow_is_told_how_many_they_missed_and_holds_up_no_stop() {
    let mut collector = TestCollector::start();
    let (mut slow, _stuck) = (Ear::on(&collector, ""), Ear::on(&collector, "?event=many"));
    // More than the sockets between the two and the collector's own room hold together; soon enough that
    // nobody is cut off for taking nothing.
    let (batches, each, text) = (36, 500, "x".repeat(400));
    for _ in 0..batches {
        let batch = (0..each).fold(Batch::new(), |b, _| b.event("many", json!({ "t": text })));
        let _ = collector.post(batch.json()).expect(202);
    }
    let _ = collector.post(Batch::new().event("last", json!({})).json()).expect(202);
    let (mut heard, mut missed, mut gaps) = (0, 0, 0);
    loop {
        let (name, event) = slow.hear().unwrap();
        match name.as_str() {
            "many" => heard += 1,
            "missed" => {
                missed += event["missed"].as_u64().unwrap();
                gaps += 1;
            }
            _ => break,
        }
    }
    println!("{heard} heard, {missed} missed in {gaps} gaps");
    assert!(missed > 0 && heard > 0);
    assert_eq!(heard + missed, batches * each, "none is lost without being told of");
    let asked = Instant::now();
    assert!(collector.stop().success());
    let took = asked.elapsed();
    assert!(took < Duration::from_secs(4), "{took:?}");
    assert!(slow.hear().is_none());
}

#[test]
fn sixteen_may_listen_and_a_stop_ends_them_at_once() {
    let mut collector = TestCollector::start();
    let mut ears: Vec<Ear> = (0..16).map(|_| Ear::on(&collector, "")).collect();
    let refused = Ear::asks(&collector, "", "").1;
    assert!(
        refused.starts_with("HTTP/1.1 503") && refused.contains("retry-after: 15"),
        "{refused}"
    );
    let metrics = collector.get("/metrics", &[]).expect(200).text();
    for line in ["percorso_live_listeners 16", "percorso_queue_refusals_total{queue=\"live\"} 1"] {
        assert!(metrics.contains(line), "{line} is not in {metrics}");
    }
    ears.pop();
    let again = wait_for("a place", PATIENCE, || {
        let (ear, head) = Ear::asks(&collector, "", "");
        head.starts_with("HTTP/1.1 200").then_some(ear)
    });
    ears.push(again);
    let asked = Instant::now();
    assert!(collector.stop().success());
    let took = asked.elapsed();
    assert!(took < Duration::from_secs(2), "{took:?}");
    // To the end of the body: nothing was cut off.
    for ear in &mut ears {
        let mut rest = Vec::new();
        let mut line = String::new();
        while ear.0.read_line(&mut line).unwrap() > 0 {
            rest.push(std::mem::take(&mut line));
        }
        assert_eq!(rest.iter().rev().nth(1).map(String::as_str), Some("0\r\n"), "{rest:?}");
    }
    assert!(!collector.log().contains("did not end in time"), "{}", collector.log());
}

#[test]
fn only_who_may_read_may_listen_and_only_as_long_as_they_may() {
    let collector = TestCollector::start();
    let db = collector.db().to_str().unwrap();
    let (read, write) = (token(db, "read"), token(db, "write"));
    let with = |token: &str| format!("host: stats.example\r\nauthorization: Bearer {token}\r\n");
    assert!(Ear::asks(&collector, "", "host: stats.example\r\n").1.starts_with("HTTP/1.1 401"));
    assert!(Ear::asks(&collector, "", &with(&write)).1.starts_with("HTTP/1.1 403"));
    let (mut ear, head) = Ear::asks(&collector, "", &with(&read));
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    let _ = collector.post(Batch::new().event("before", json!({})).json()).expect(202);
    assert_eq!(ear.hear().unwrap().0, "before");
    let id = read.split('_').nth(1).unwrap();
    assert!(run(&["token", "--db", db, "revoke", id]).status.success());
    let revoked = Instant::now();
    assert!(ear.hear().is_none(), "who has no token any more still listens");
    assert!(revoked.elapsed() < Duration::from_secs(60), "{:?}", revoked.elapsed());
}

#[test]
fn the_command_prints_events_as_they_come_until_the_collector_stops() {
    let mut collector = TestCollector::start();
    let mut child = Command::new(binary())
        .args(["live", "--event", "purchase", "--db"])
        .arg(collector.db())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    wait_for("it to listen", PATIENCE, || {
        let metrics = collector.get("/metrics", &[]).expect(200).text();
        metrics.contains("percorso_live_listeners 1\n").then_some(())
    });
    let batch = Batch::new().event("search", json!({})).event("purchase", json!({ "n": 3 }));
    let _ = collector.post(batch.json()).expect(202);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let event: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
    assert_eq!((&event["event"], &event["params"]), (&json!("purchase"), &json!({ "n": 3 })));
    assert!(collector.stop().success());
    assert!(lines.next().is_none() && child.wait().unwrap().success());
}
