//! Bodies too large, packed to burst, or too wide: refused before they cost memory.

use std::io::Write;
use std::net::TcpStream;
use std::process::{Command, Stdio};

use percorso_tests::harness::{Batch, PATIENCE, TestCollector};
use serde_json::json;

use super::{BODY, peak, read_all};

/// Packed by another's implementation than the collector unpacks with.
fn packed(coding: &str, plain: &[u8]) -> Vec<u8> {
    let node = |function| {
        format!("process.stdout.write(require('zlib').{function}(require('fs').readFileSync(0)))")
    };
    let mut command = match coding {
        "gzip" => through("node", &["-e", &node("gzipSync")]),
        "br" => through("node", &["-e", &node("brotliCompressSync")]),
        _ => through("zstd", &["-q", "-c", "-"]),
    };
    let mut child = command.spawn().expect("scripts/setup tests installs it");
    let mut stdin = child.stdin.take().unwrap();
    let plain = plain.to_vec();
    let writing = std::thread::spawn(move || stdin.write_all(&plain));
    let packed = child.wait_with_output().unwrap().stdout;
    writing.join().unwrap().unwrap();
    packed
}

fn through(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
    command
}

fn send(collector: &TestCollector, coding: &str, body: &[u8]) -> u16 {
    collector.send("POST", "/p/e", &[("content-encoding", coding)], body).status.as_u16()
}

const CODINGS: [&str; 3] = ["gzip", "br", "zstd"];

#[test]
fn a_packed_batch_is_stored_like_a_plain_one() {
    let mut collector = TestCollector::start();
    for coding in CODINGS {
        let body = Batch::new().event("packed", json!({ "title": coding })).json();
        assert_eq!(send(&collector, coding, &packed(coding, body.as_bytes())), 202, "{coding}");
    }
    let rows = collector.stop_and_read();
    let titles: Vec<_> = rows.iter().map(|row| row["page_title"].as_str().unwrap()).collect();
    assert_eq!(titles, CODINGS);
}

#[test]
fn what_bursts_or_is_not_what_it_says_is_refused_and_costs_no_memory() {
    let mut collector = TestCollector::start();
    let _ = collector.post(Batch::new().event("before", json!({})).json()).expect(202);
    let before = peak(&collector);
    for coding in CODINGS {
        // 100 MiB of spaces: at the wire within the limit, unpacked 400 times over it.
        let bomb = packed(coding, &vec![b' '; 100 << 20]);
        assert!(bomb.len() < BODY && !bomb.is_empty(), "{coding}");
        for _ in 0..20 {
            assert_eq!(send(&collector, coding, &bomb), 413, "{coding}");
        }
        // Less than the limit, but out of next to nothing.
        let small = packed(coding, &vec![b' '; BODY - 1]);
        assert_eq!(send(&collector, coding, &small), 413, "{coding}");
        let batch = Batch::new().event("cut", json!({})).json();
        let whole = packed(coding, batch.as_bytes());
        assert_eq!(send(&collector, coding, &whole[..whole.len() / 2]), 400, "{coding}");
        assert_eq!(send(&collector, coding, b"nothing packed"), 400, "{coding}");
    }
    for coding in ["gzip, gzip", "deflate", "compress", "lz4"] {
        assert_eq!(send(&collector, coding, b"whatever"), 415, "{coding}");
    }
    let grown = peak(&collector) - before;
    // The bombs come to 6 GB; what the workers' decoders had is kept for the next.
    assert!(grown < 64 << 20, "memory grew by {grown} bytes");
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
