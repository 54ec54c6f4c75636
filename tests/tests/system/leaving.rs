//! Who has asked and goes, or falls silent amid the answer: the question ends, its place is free for others,
//! and `/metrics` tells of it.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::time::{Duration, Instant};

use percorso_tests::harness::{Batch, TestCollector, wait_for};
use serde_json::json;

use super::quack::serving;

const ENDLESS: &str = "SELECT count(*) FROM range(1000000) a, range(1000000) b \
                       WHERE a.range + b.range = -1";
/// More rows than wait anywhere on the way to a client.
const MANY: &str =
    "SELECT range AS n, 'a text that makes the row longer' AS t FROM range(90000000)";
/// A question may take a minute; it is to be over long before.
const SOON: Duration = Duration::from_secs(20);

fn metric(collector: &TestCollector, name: &str) -> f64 {
    let text = collector.get("/metrics", &[]).expect(200).text();
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.unwrap_or_else(|| panic!("{name} is not in\n{text}")).parse().unwrap()
}

fn under_way(collector: &TestCollector, queue: &str) -> f64 {
    metric(collector, &format!("percorso_questions{{queue=\"{queue}\"}}"))
}

fn left(collector: &TestCollector) -> [f64; 3] {
    let of =
        |queue| metric(collector, &format!("percorso_questions_left_total{{queue=\"{queue}\"}}"));
    ["reports", "sql", "quack"].map(of)
}

fn is(told: [f64; 3], wanted: [f64; 3]) -> bool {
    told.iter().zip(wanted).all(|(told, wanted)| (told - wanted).abs() < 0.1)
}

/// Has sent this, and listens.
fn sent(collector: &TestCollector, head: &str, body: &str) -> TcpStream {
    let mut client = TcpStream::connect(collector.address()).unwrap();
    client.set_read_timeout(Some(Duration::from_secs(90))).unwrap();
    let length = body.len();
    write!(client, "{head} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: text/plain\r\ncontent-length: {length}\r\n\r\n{body}")
        .unwrap();
    client
}

fn sql(collector: &TestCollector, text: &str) -> TcpStream {
    sent(collector, "POST /v1/sql", text)
}

#[test]
fn sql_whose_client_leaves_is_counted_as_left_and_what_is_answered_is_not() {
    let collector = TestCollector::start();
    let kind = [("content-type", "text/plain")];
    let _ = collector.send("POST", "/v1/sql", &kind, b"SELECT 1 AS one").expect(200);
    let _ = collector.send("POST", "/v1/sql", &kind, b"DROP TABLE events").expect(400);
    assert!(is(left(&collector), [0.0; 3]));
    // Before its first row, and in the middle of its answer.
    for (text, all) in [(ENDLESS, 1.0), (MANY, 2.0)] {
        let mut client = sql(&collector, text);
        wait_for("it to be under way", SOON, || (under_way(&collector, "sql") > 0.9).then_some(()));
        if text == MANY {
            client.read_exact(&mut [0; 100_000]).unwrap();
        }
        drop(client);
        wait_for("it to be counted", SOON, || is(left(&collector), [0.0, all, 0.0]).then_some(()));
        assert!(under_way(&collector, "sql") < 0.1);
    }
}

#[test]
fn a_report_whose_client_leaves_is_counted_as_left_and_one_that_is_answered_is_not() {
    let collector = TestCollector::start();
    for _ in 0..20 {
        let _ = collector.post(Batch::new().event("view_item", json!({})).json()).expect(202);
    }
    for _ in 0..20 {
        let _ = collector.get("/v1/reports/stages", &[]).expect(200);
    }
    assert!(is(left(&collector), [0.0; 3]), "none has been left");
    // Reports are fast on so small a store: until one is caught.
    wait_for("one to be left while it is under way", SOON, || {
        let client = sent(&collector, "GET /v1/findings", "");
        let begun = Instant::now();
        while under_way(&collector, "reports") < 0.9 && begun.elapsed() < Duration::from_secs(2) {}
        drop(client);
        let [reports, sql, quack] = left(&collector);
        assert!(sql + quack < 0.1);
        (reports > 0.9).then_some(())
    });
    wait_for("its place", SOON, || (under_way(&collector, "reports") < 0.1).then_some(()));
}

#[test]
fn sql_that_nobody_takes_makes_room_for_others_but_waits_while_nobody_wants_it() {
    let collector = TestCollector::start();
    let mut silent = [sql(&collector, MANY), sql(&collector, MANY)];
    for client in &mut silent {
        client.read_exact(&mut [0; 1000]).unwrap();
    }
    std::thread::sleep(Duration::from_secs(6));
    assert!((under_way(&collector, "sql") - 2.0).abs() < 0.1, "nobody waits for their places");
    let kind = [("content-type", "text/plain")];
    let _ = collector.send("POST", "/v1/sql", &kind, b"SELECT 1 AS one").expect(200);
    // What is half does not look whole.
    let whole = silent.into_iter().filter_map(|mut client| {
        let mut rest = Vec::new();
        let _ = client.read_to_end(&mut rest);
        rest.ends_with(b"0\r\n\r\n").then_some(())
    });
    assert!(whole.count() < 2, "a place was made");
    assert!(is(left(&collector), [0.0; 3]), "they were ended, and had not left");
}

#[test]
fn attached_clients_that_fall_silent_amid_an_answer_keep_no_other_waiting() {
    let Some((clients, collector, door)) = serving() else { return };
    let ended = |outcome: &str| {
        metric(&collector, &format!("percorso_quack_questions_total{{outcome=\"{outcome}\"}}"))
    };
    let mut silent: Vec<_> = (0..4).map(|_| clients.asking(&door, MANY)).collect();
    let mut since = Instant::now();
    wait_for("rows to come", Duration::from_secs(60), || {
        if under_way(&collector, "quack") < 3.9 {
            since = Instant::now();
        }
        (since.elapsed() > Duration::from_secs(1)).then_some(())
    });
    let signal = |name: &str| {
        for client in &silent {
            let sent = Command::new("kill").args([name, &client.id().to_string()]).status();
            assert!(sent.unwrap().success());
        }
    };
    signal("-STOP");
    std::thread::sleep(Duration::from_secs(4));
    assert!((under_way(&collector, "quack") - 4.0).abs() < 0.1, "nobody waits for their places");
    let begun = Instant::now();
    let told = clients.cli(None, Some(&door), "FROM shop.query('SELECT ''in'' AS word');\n");
    assert!(told.contains("in\n"), "it is answered: {told}");
    assert!(begun.elapsed() < Duration::from_secs(10), "after {:?}", begun.elapsed());
    assert!((ended("ended") - 1.0).abs() < 0.1, "one made room for the one that waited");
    assert!(ended("full") < 0.1 && ended("left") < 0.1);
    for client in &mut silent {
        client.kill().unwrap();
        let _ = client.wait();
    }
}
