//! Bodies too large, packed to burst, or too wide: refused before they cost memory.

use std::fs;
use std::io::Write;
use std::net::TcpStream;
use std::process::{Command, Stdio};

use percorso_tests::harness::{Batch, PATIENCE, TestCollector};
use serde_json::json;

use super::read_all;

/// What a batch may have, as docs/developers.md says.
const BODY: usize = 256 * 1024;

/// Packs as Python does: another's implementation than the collector unpacks with.
fn gzip(plain: &[u8]) -> Vec<u8> {
    let code = "import gzip,sys; sys.stdout.buffer.write(gzip.compress(sys.stdin.buffer.read()))";
    let mut python = Command::new("python3")
        .args(["-c", code])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 is installed by scripts/setup");
    let mut stdin = python.stdin.take().unwrap();
    let plain = plain.to_vec();
    let writing = std::thread::spawn(move || stdin.write_all(&plain));
    let packed = python.wait_with_output().unwrap().stdout;
    writing.join().unwrap().unwrap();
    packed
}

/// The most memory the collector has ever had, in bytes.
fn peak(collector: &TestCollector) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", collector.pid())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
}

fn send(collector: &TestCollector, coding: &str, body: &[u8]) -> u16 {
    collector.send("POST", "/p/e", &[("content-encoding", coding)], body).status.as_u16()
}

#[test]
fn a_packed_batch_is_stored_like_a_plain_one() {
    let mut collector = TestCollector::start();
    let body = Batch::new().event("packed", json!({ "title": "Size guide" })).json();
    assert_eq!(send(&collector, "gzip", &gzip(body.as_bytes())), 202);
    let rows = collector.stop_and_read();
    assert_eq!((rows.len(), &rows[0]["page_title"]), (1, &json!("Size guide")));
}

#[test]
fn what_bursts_or_is_not_what_it_says_is_refused_and_costs_no_memory() {
    let mut collector = TestCollector::start();
    let _ = collector.post(Batch::new().event("before", json!({})).json()).expect(202);
    let before = peak(&collector);
    // 100 MiB of spaces in 100 KB: at the wire within the limit, unpacked 400 times over it.
    let bomb = gzip(&vec![b' '; 100 << 20]);
    assert!(bomb.len() < BODY);
    for _ in 0..50 {
        assert_eq!(send(&collector, "gzip", &bomb), 413);
    }
    // Less than the limit, but out of next to nothing.
    assert_eq!(send(&collector, "gzip", &gzip(&vec![b' '; BODY - 1])), 413);
    let whole = gzip(Batch::new().event("a", json!({})).json().as_bytes());
    assert_eq!(send(&collector, "gzip", &whole[..whole.len() / 2]), 400);
    for coding in ["gzip", "br", "zstd"] {
        assert_eq!(send(&collector, coding, b"nothing packed"), 400, "{coding}");
    }
    for coding in ["gzip, gzip", "deflate", "compress", "lz4"] {
        assert_eq!(send(&collector, coding, &whole), 415, "{coding}");
    }
    let grown = peak(&collector) - before;
    assert!(grown < 32 << 20, "memory grew by {grown} bytes");
    assert_eq!(collector.stop_and_read().len(), 1);
}

#[test]
fn a_giant_body_is_refused_before_it_arrives() {
    let collector = TestCollector::start();
    let before = peak(&collector);
    let head = "POST /p/e HTTP/1.1\r\nhost: a\r\ncontent-type: text/plain\r\n";
    let mut stream = TcpStream::connect(collector.address()).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    // Announced and never sent: the answer does not wait for it.
    write!(stream, "{head}content-length: 1000000000\r\n\r\n").unwrap();
    assert!(read_all(&mut stream).starts_with("HTTP/1.1 413"));
    // Not announced: cut off as soon as it is too much.
    let mut stream = TcpStream::connect(collector.address()).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    write!(stream, "{head}transfer-encoding: chunked\r\n\r\n").unwrap();
    let chunk = format!("{:x}\r\n{}\r\n", 64 * 1024, "x".repeat(64 * 1024));
    let sent = (0..1600).take_while(|_| stream.write_all(chunk.as_bytes()).is_ok()).count();
    assert!(sent < 1600, "100 MiB were taken");
    let grown = peak(&collector) - before;
    assert!(grown < 32 << 20, "memory grew by {grown} bytes");
    assert_eq!(collector.get("/readyz", &[]).status, 200);
}

#[test]
fn five_thousand_keys_cost_one_event() {
    let mut collector = TestCollector::start();
    let keys: serde_json::Map<_, _> = (0..5000).map(|n| (format!("k{n}"), json!(n))).collect();
    let batch = Batch::new().event("wide", keys.into()).event("narrow", json!({})).json();
    let answer = collector.post(batch).expect(202);
    let told = answer.header("percorso-dropped");
    assert!(told == "too_many_keys=1" || told == "params_too_large=1", "{told}");
    assert_eq!(collector.stop_and_read().len(), 1);
}
