//! `[[webhook]]`: what a rule asks for is sent on, signed, once it is stored; and whatever a receiver does,
//! ingest goes on.

mod receiver;

use std::io::Write;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use percorso_tests::harness::collector::run;
use percorso_tests::harness::{Batch, PATIENCE, TestCollector, rows, wait_for};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;
use tempfile::TempDir;

use receiver::{here, receiver};

const SECRET: &str = "correct horse battery staple";

fn rule(address: SocketAddr, rest: &str) -> String {
    format!("[[webhook]]\nurl = \"http://{address}/take?key=canary-query\"\n{rest}\n")
}

fn with(rules: &str) -> (TestCollector, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rules.toml");
    std::fs::write(&file, rules).unwrap();
    let environment = [("PERCORSO_RULES", file.into()), ("SHOP_SECRET", SECRET.into())];
    (TestCollector::start_under(&environment), folder)
}

fn count(collector: &TestCollector, name: &str) -> u64 {
    let text = collector.get("/metrics", &[]).expect(200).text();
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.map_or(0, |value| value.parse().unwrap())
}

fn ended(collector: &TestCollector, outcome: &str) -> u64 {
    count(collector, &format!("percorso_webhook_deliveries_total{{outcome=\"{outcome}\"}}"))
}

fn send(collector: &TestCollector, event: &str) {
    let _ = collector.post(Batch::new().event(event, json!({})).json()).expect(202);
}

/// What openssl says the code over these bytes is.
fn code(text: &str) -> String {
    let mut child = Command::new("openssl")
        .args(["dgst", "-sha256", "-hmac", SECRET])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let said = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    said.trim().rsplit(' ').next().unwrap().to_owned()
}

#[test]
fn a_receiver_gets_what_its_rules_ask_for_once_signed_and_within_a_second() {
    let (listener, address) = here();
    let told = receiver(listener, &["200 OK"]);
    let signed = "secret_env = \"SHOP_SECRET\"\n";
    // Two rules of one receiver; a declined payment is of both.
    let rules = rule(address, &format!("{signed}event = [\"payment_error\", \"purchase\"]"))
        + &rule(address, &format!("{signed}site = \"shop\"\nkind = \"rage\""))
        + &rule(address, &format!("{signed}event = \"payment_*\"\npath = \"/checkout/*\""));
    let (mut collector, _folder) = with(&rules);
    let answer = collector.get("/p/rules/shop", &[]).expect(200).text();
    assert!(!answer.contains("canary-query") && !answer.contains("SHOP_SECRET"), "{answer}");
    let batch = Batch::new()
        .url("https://shop.example/checkout/pay")
        .event("payment_error", json!({ "error_code": "declined", "mail": "a@b.example" }))
        .event("view_item", json!({}))
        .event("click", json!({ "element": "a", "friction": ["rage"] }))
        .event("click", json!({ "element": "a", "friction": ["dead"] }))
        .event("payment_attempt", json!({}))
        .json();
    let _ = collector.post(&batch).expect(202);
    let answered = Instant::now();
    let mut all: Vec<_> = (0..3).map(|_| told.recv_timeout(PATIENCE).unwrap()).collect();
    let took = answered.elapsed();
    assert!(took < Duration::from_secs(1), "{took:?}");
    // Again, and a robot's, and another site's rage: none is sent.
    let _ = collector.post(&batch).expect(202);
    let robot = Batch::new().field("webdriver", true).event("purchase", json!({}));
    let _ = collector.post(robot.json()).expect(202);
    let rage = json!({ "friction": ["rage"] });
    let other = Batch::new().field("site", "other").event("click", rage);
    let _ = collector.post(other.json()).expect(202);
    let order = json!({ "currency": "EUR", "value": 9.9, "transaction_id": "T1" });
    let _ = collector.post(Batch::new().event("purchase", order).json()).expect(202);
    all.push(told.recv_timeout(PATIENCE).unwrap());
    assert!(collector.stop().success());
    assert!(told.recv_timeout(Duration::from_millis(300)).is_err(), "one more was sent");
    let names: Vec<_> = all.iter().map(|sent| sent.event()["event"].clone()).collect();
    assert_eq!(names, ["payment_error", "click", "payment_attempt", "purchase"]);
    let stored = rows::events(collector.db());
    for sent in &all {
        let event = sent.event();
        assert!(sent.head.starts_with("POST /take?key=canary-query HTTP/1.1"), "{}", sent.head);
        assert_eq!(sent.header("content-type"), "application/json");
        assert_eq!(sent.header("percorso-delivery"), event["event_id"].as_str().unwrap());
        let row = stored.iter().find(|row| row["event_id"] == event["event_id"]).unwrap();
        assert_eq!((&event["event"], &event["page_path"]), (&row["event"], &row["page_path"]));
        assert!(!sent.body.contains("a@b"), "{}", sent.body);
        let signature = sent.header("percorso-signature");
        let (at, code_sent) = signature.strip_prefix("t=").unwrap().split_once(",v1=").unwrap();
        assert_eq!(code_sent, code(&format!("{at}.{}", sent.body)));
    }
    let log = collector.log();
    assert!(!log.contains("canary-query") && !log.contains(SECRET), "{log}");
}

#[test]
fn a_receiver_that_hangs_slows_nobody_and_what_is_too_much_for_it_is_counted() {
    let ((hanging, at), (well, other)) = (here(), here());
    let (_held, told) = (receiver(hanging, &[]), receiver(well, &["204 No Content"]));
    let (mut collector, _folder) =
        with(&(rule(at, "event = \"many\"") + &rule(other, "event = \"last\"")));
    let mut slowest = Duration::ZERO;
    for _ in 0..12 {
        let batch = (0..100).fold(Batch::new(), |batch, _| batch.event("many", json!({})));
        let begun = Instant::now();
        let _ = collector.post(batch.json()).expect(202);
        slowest = slowest.max(begun.elapsed());
    }
    send(&collector, "last");
    // The other receiver waits for nothing.
    let sent = told.recv_timeout(Duration::from_secs(2)).unwrap();
    assert_eq!(sent.event()["event"], "last");
    // Below the five seconds that an answer is waited for, by far.
    assert!(slowest < Duration::from_secs(2), "{slowest:?}");
    // 1,024 wait and one is under way; it may have been taken only when the queue was full.
    wait_for("what is too much", PATIENCE, || {
        let dropped = ended(&collector, "dropped");
        let all = dropped + count(&collector, "percorso_webhook_queue");
        (all == 1200 && (175..=176).contains(&dropped)).then_some(())
    });
    let asked = Instant::now();
    assert!(collector.stop().success());
    let took = asked.elapsed();
    assert!(took < Duration::from_secs(8), "{took:?}");
    assert!(collector.log().contains("did not take all in time"), "{}", collector.log());
    assert_eq!(rows::count(collector.db()), 1201, "all is stored");
}

#[test]
fn a_receiver_that_was_killed_costs_no_event_of_the_stores_and_is_counted() {
    let (listener, address) = here();
    let told = receiver(listener, &["200 OK"]);
    let (collector, _folder) = with(&rule(address, "event = \"*\""));
    send(&collector, "first");
    assert_eq!(told.recv_timeout(PATIENCE).unwrap().event()["event"], "first");
    drop(told);
    // The receiver notices with this one, and goes.
    send(&collector, "second");
    wait_for("the receiver's end", PATIENCE, || TcpStream::connect(address).err());
    wait_for("three tries in vain", PATIENCE, || (ended(&collector, "failed") == 1).then_some(()));
    assert!(collector.log().contains("a webhook's receiver does not take events"));
    let again = receiver(TcpListener::bind(address).unwrap(), &["200 OK"]);
    send(&collector, "third");
    assert_eq!(again.recv_timeout(PATIENCE).unwrap().event()["event"], "third");
    wait_for("the good news", PATIENCE, || {
        collector.log().contains("receiver takes events again").then_some(())
    });
    let all = ["delivered", "failed"].map(|outcome| ended(&collector, outcome));
    assert_eq!((all, count(&collector, "percorso_webhook_queue")), ([2, 1], 0));
    let mut collector = collector;
    assert_eq!(collector.stop_and_read().len(), 3, "all are stored");
}

#[test]
fn what_passes_is_tried_again_a_no_is_a_no_and_no_redirect_is_followed() {
    let ((flaky, first), (no, second), (moved, third)) = (here(), here(), here());
    let (flaky, no, moved) = (
        receiver(flaky, &["500 Oh", "429 Wait", "200 OK"]),
        receiver(no, &["410 Gone"]),
        receiver(moved, &["302 Found\r\nlocation: /elsewhere"]),
    );
    let rules = [first, second, third].map(|address| rule(address, "event = \"a\"")).concat();
    let (mut collector, _folder) = with(&rules);
    send(&collector, "a");
    let tries: Vec<_> = (0..3).map(|_| flaky.recv_timeout(PATIENCE).unwrap()).collect();
    for sent in &tries {
        assert_eq!(sent.header("percorso-delivery"), tries[0].header("percorso-delivery"));
        assert_eq!((&sent.body, sent.header("percorso-signature")), (&tries[0].body, ""));
    }
    wait_for("all three", PATIENCE, || {
        let all = ["delivered", "refused", "failed"].map(|outcome| ended(&collector, outcome));
        (all == [1, 2, 0]).then_some(())
    });
    assert!(collector.stop().success());
    assert_eq!((no.try_iter().count(), moved.try_iter().count()), (1, 1));
}

#[test]
fn a_hangup_begins_and_ends_what_is_sent_on() {
    let (listener, address) = here();
    let told = receiver(listener, &["200 OK"]);
    let (collector, folder) = with("");
    let file = folder.path().join("rules.toml");
    let set = |rules: &str, line: &str| {
        std::fs::write(&file, rules).unwrap();
        let before = collector.log().matches(line).count();
        let id = Pid::from_raw(i32::try_from(collector.pid()).unwrap()).unwrap();
        kill_process(id, Signal::HUP).unwrap();
        wait_for("the log", PATIENCE, || {
            (collector.log().matches(line).count() > before).then_some(())
        });
    };
    send(&collector, "a");
    set(&rule(address, "event = \"b\""), "read the rules again");
    let sent = wait_for("the new rule", PATIENCE, || {
        send(&collector, "b");
        told.recv_timeout(Duration::from_millis(500)).ok()
    });
    assert_eq!(sent.event()["event"], "b");
    let missing = rule(address, "event = \"*\"\nsecret_env = \"NOBODY_HAS_SET_THIS\"");
    set(&missing, "line 1: secret_env: the variable NOBODY_HAS_SET_THIS is not set");
    send(&collector, "a");
    send(&collector, "b");
    assert_eq!(told.recv_timeout(PATIENCE).unwrap().event()["event"], "b", "the rules stay");
    set("", "read the rules again");
    std::thread::sleep(Duration::from_millis(500));
    let _ = told.try_iter().count();
    send(&collector, "b");
    assert!(told.recv_timeout(Duration::from_millis(500)).is_err(), "no rule asks for it");
}

#[test]
fn a_collector_does_not_start_without_a_secret_that_its_rules_name() {
    let folder = tempfile::tempdir().unwrap();
    let (file, db) = (folder.path().join("rules.toml"), folder.path().join("s.duckdb"));
    let (_listener, address) = here();
    let text = format!("\n{}", rule(address, "event = \"*\"\nsecret_env = \"PERCORSO_NO_SECRET\""));
    std::fs::write(&file, text).unwrap();
    let (file, db) = (file.to_str().unwrap(), db.to_str().unwrap());
    let ended = run(&["serve", "--listen", "127.0.0.1:0", "--db", db, "--rules", file]);
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(!ended.status.success() && said.contains("rules.toml, line 2: secret_env: "), "{said}");
    let checked = run(&["config", "--rules", file]);
    assert!(!checked.status.success());
}
