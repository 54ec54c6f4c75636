//! More bodies under way than there is memory for: who is too much is told to come again, and is taken
//! as soon as there is room.

use std::io::{Read, Write};
use std::net::TcpStream;

use percorso_tests::harness::{Answer, Batch, PATIENCE, TestCollector, wait_for};
use serde_json::json;

use super::{BODY, peak};

/// As many whole bodies as there is room for, 64 MiB, as docs/operators.md says.
const BODIES: usize = (64 << 20) / BODY;

/// A batch that white space makes as long as one may be.
fn long(n: usize) -> Vec<u8> {
    let mut body = Batch::new().event("late", json!({ "n": n })).json().into_bytes();
    body.resize(BODY, b' ');
    body
}

/// Sends all of a request but its last byte.
fn all_but_one_byte(collector: &TestCollector, n: usize) -> TcpStream {
    let mut stream = TcpStream::connect(collector.address()).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    write!(
        stream,
        "POST /p/e HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: {BODY}\r\n\r\n"
    )
    .unwrap();
    stream.write_all(&long(n)[..BODY - 1]).unwrap();
    stream
}

/// The last byte, and what is answered.
fn end(mut stream: TcpStream) -> String {
    let _ = stream.write_all(b" ");
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).chars().take(12).collect()
}

#[test]
fn too_many_bodies_at_once_are_refused_without_loss_and_taken_when_there_is_room() {
    let mut collector = TestCollector::start();
    // Longer than what is left of the room.
    let long_title = "x".repeat(1000);
    let send = || -> Answer {
        collector.post(Batch::new().event("probe", json!({ "title": long_title })).json())
    };
    let mut stored = 0;
    let _ = send().expect(202);
    stored += 1;
    let before = peak(&collector);
    let waiting: Vec<_> = (0..BODIES).map(|n| all_but_one_byte(&collector, n)).collect();
    wait_for("all bodies to have arrived but for a byte", PATIENCE, || {
        let metrics = collector.get("/metrics", &[]).text();
        let held = metrics.lines().find_map(|line| line.strip_prefix("percorso_body_bytes "))?;
        let all = (BODIES * (BODY - 1)).to_string();
        (held.trim_end_matches(".0") == all).then_some(())
    });
    let refused = send();
    assert_eq!(refused.status, 503);
    assert_eq!(refused.header("retry-after"), "1");
    // Who asks for something else is answered all the same.
    assert_eq!(collector.get("/healthz", &[]).status, 200);
    let metrics = collector.get("/metrics", &[]).text();
    assert!(metrics.contains("percorso_http_requests_total{route=\"/p/e\",status=\"503\"}"));
    for stream in waiting {
        let answer = end(stream);
        assert_eq!(answer, "HTTP/1.1 202", "who had room before is taken");
        stored += 1;
    }
    wait_for("room again", PATIENCE, || {
        let answer = send();
        stored += usize::from(answer.status == 202);
        (answer.status == 202).then_some(())
    });
    let grown = peak(&collector) - before;
    assert!(grown < 256 << 20, "memory grew by {grown} bytes for 64 MiB of bodies");
    assert_eq!(collector.stop_and_read().len(), stored, "what had a 202 is stored, nothing else");
}
