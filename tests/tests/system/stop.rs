//! SIGTERM: what is under way is finished, what idles or dawdles does not hold it up.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use percorso_tests::harness::{Batch, PATIENCE, TestCollector, wait_for};
use serde_json::json;

fn connect(collector: &TestCollector) -> TcpStream {
    let stream = TcpStream::connect(collector.address()).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// A request for a batch, cut in two in the middle of its body.
fn halves() -> (String, String) {
    let body = Batch::new().event("late", json!({})).json();
    let (first, second) = body.split_at(body.len() / 2);
    let head = format!("POST /p/e HTTP/1.1\r\nhost: a\r\ncontent-length: {}\r\n\r\n", body.len());
    (head + first, second.to_owned())
}

/// Reads one answer without a body.
fn answer(stream: &mut TcpStream) -> String {
    let mut read = Vec::new();
    let mut byte = [0];
    while !read.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) == 1 {
        read.push(byte[0]);
    }
    String::from_utf8(read).unwrap()
}

/// Waits until it takes no more connections: the stop is under way.
fn closing(collector: &TestCollector) {
    let address = collector.address();
    wait_for("the listener to close", PATIENCE, || TcpStream::connect(address).err());
}

#[test]
fn idle_connections_do_not_hold_it_up() {
    let mut collector = TestCollector::start();
    let mut idle: Vec<TcpStream> = (0..10).map(|_| connect(&collector)).collect();
    for stream in idle.iter_mut().skip(5) {
        let (first, second) = halves();
        stream.write_all((first + &second).as_bytes()).unwrap();
        assert!(answer(stream).starts_with("HTTP/1.1 202"));
    }
    let asked = Instant::now();
    assert!(collector.stop().success());
    assert!(asked.elapsed() < Duration::from_secs(2), "{:?}", asked.elapsed());
    assert!(collector.log().contains("everything received is stored"), "{}", collector.log());
}

#[test]
fn a_request_under_way_is_finished_and_stored() {
    let mut collector = TestCollector::start();
    let mut stream = connect(&collector);
    let (first, second) = halves();
    stream.write_all(first.as_bytes()).unwrap();
    // Another request's answer shows that the collector has come to read ours, too.
    let _ = collector.get("/healthz", &[]).expect(200);
    collector.ask_to_stop();
    closing(&collector);
    stream.write_all(second.as_bytes()).unwrap();
    assert!(answer(&mut stream).starts_with("HTTP/1.1 202"));
    assert_eq!(collector.stop_and_read().len(), 1);
}

#[test]
fn a_half_sent_request_is_given_ten_seconds_and_no_more() {
    let mut collector = TestCollector::start();
    let _ = collector.post(Batch::new().event("before", json!({})).json()).expect(202);
    let mut body = connect(&collector);
    body.write_all(halves().0.as_bytes()).unwrap();
    let mut head = connect(&collector);
    head.write_all(b"POST /p/e HTTP/1.1\r\nhost:").unwrap();
    let _ = collector.get("/healthz", &[]).expect(200);
    let asked = Instant::now();
    let rows = collector.stop_and_read();
    let took = asked.elapsed();
    assert!(took < Duration::from_secs(14), "{took:?}");
    assert_eq!(rows.len(), 1, "what was acknowledged is stored, half a request is not");
}
