//! Bodies too large, packed to burst, or too wide: refused before they cost memory.

use std::io::Write;
use std::net::TcpStream;
use std::process::{Command, Stdio};

use percorso_tests::harness::{Batch, PATIENCE, TestCollector};
use serde_json::json;

use super::{BODY, grown_since, peak, read_all};

/// Packed by another's implementation than the collector unpacks with.
fn packed(coding: &str, plain: &[u8]) -> Vec<u8> {
    match coding {
        "gzip" => through_node("gzipSync", "{}", plain),
        "zstd" => through(Command::new("zstd").args(["-q", "-c", "-"]), plain),
        _ => through_node("brotliCompressSync", "{}", plain),
    }
}

/// By brotli with a window of 2 to the power of this; of more than 24, RFC 7932 has none.
fn with_window(bits: u8, plain: &[u8]) -> Vec<u8> {
    let large = u8::from(bits > 24);
    // 2: LGWIN, 6: LARGE_WINDOW, 1: QUALITY.
    let parameters = format!("{{ params: {{ 1: 5, 2: {bits}, 6: {large} }} }}");
    through_node("brotliCompressSync", &parameters, plain)
}

fn through_node(function: &str, parameters: &str, plain: &[u8]) -> Vec<u8> {
    let read = "require('fs').readFileSync(0)";
    let script = format!("process.stdout.write(require('zlib').{function}({read}, {parameters}))");
    through(Command::new("node").args(["-e", &script]), plain)
}

fn through(command: &mut Command, plain: &[u8]) -> Vec<u8> {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("scripts/setup tests installs it");
    let mut stdin = child.stdin.take().unwrap();
    let plain = plain.to_vec();
    let writing = std::thread::spawn(move || stdin.write_all(&plain));
    let packed = child.wait_with_output().unwrap().stdout;
    writing.join().unwrap().unwrap();
    packed
}

/// A frame of zstd, by hand after RFC 8878: a window of so many bits, and blocks of 128 KiB of one byte each,
/// of which none is the last.
fn zstd_bomb(bits: u8, blocks: usize) -> Vec<u8> {
    let mut frame = vec![0x28, 0xb5, 0x2f, 0xfd, 0, (bits - 10) << 3];
    let block = (128_u32 << 10) << 3 | 1 << 1;
    for _ in 0..blocks {
        frame.extend_from_slice(&block.to_le_bytes()[..3]);
        frame.push(b' ');
    }
    frame
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
    // Windows of 8 MiB and 1 TiB: the first comes to too much, the second has no place here.
    for (bits, status) in [(23, 413), (24, 400), (40, 400)] {
        for blocks in [1000, 65_000] {
            assert_eq!(
                send(&collector, "zstd", &zstd_bomb(bits, blocks)),
                status,
                "{bits} {blocks}"
            );
        }
    }
    let grown = grown_since(&collector, before);
    // The bombs come to 40 GB; what the workers' decoders had is kept for the next.
    assert!(grown < 64 << 20, "memory grew by {grown} bytes");
    assert_eq!(collector.stop_and_read().len(), 1);
}

#[test]
fn a_window_of_any_size_is_taken_and_costs_no_memory() {
    let mut collector = TestCollector::start();
    // Two thirds of what a body may come to, of which the end is as the beginning was.
    let texts: Vec<String> = (0..85_u64)
        .map(|n| {
            (0..140).map(|place| format!("the {} of ", n * 7919 * (place + 3) % 100_003)).collect()
        })
        .collect();
    let ends = texts.iter().chain(texts.iter().take(5));
    let batch = ends.fold(Batch::new(), |batch, text| batch.event("a", json!({ "text": text })));
    let mut sent = 0;
    for bits in 10..=24 {
        let body = batch.clone().page(&format!("page-of-window-{bits}")).json();
        assert!(body.len() > BODY / 2 && body.len() < BODY, "{}", body.len());
        assert_eq!(send(&collector, "br", &with_window(bits, body.as_bytes())), 202, "{bits}");
        sent += 90;
    }
    let before = peak(&collector);
    let bombs = [17, 22, 24].map(|bits| with_window(bits, &vec![b' '; 100 << 20]));
    let large = [25, 30].map(|bits| with_window(bits, &vec![b' '; 100 << 20]));
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..5 {
                    for bomb in &bombs {
                        assert_eq!(send(&collector, "br", bomb), 413);
                    }
                    for bomb in &large {
                        assert_eq!(send(&collector, "br", bomb), 400);
                    }
                }
            });
        }
    });
    let grown = grown_since(&collector, before);
    assert!(grown < 32 << 20, "memory grew by {grown} bytes");
    let rows = collector.stop_and_read();
    assert_eq!(rows.len(), sent);
    for text in &texts {
        let copies = rows.iter().filter(|row| row["params"]["text"] == text.as_str()).count();
        assert!(copies == 15 || copies == 30, "{copies} of {text}");
    }
}

#[test]
fn what_a_body_packs_after_its_end_is_refused() {
    let mut collector = TestCollector::start();
    let body = |n| Batch::new().event("one", json!({ "n": n })).json();
    for coding in CODINGS {
        let two = [packed(coding, body(1).as_bytes()), packed(coding, body(2).as_bytes())];
        assert_eq!(send(&collector, coding, &two.concat()), 400, "{coding}: half would be lost");
        assert_eq!(send(&collector, coding, &two[0]), 202, "{coding}");
    }
    assert_eq!(collector.stop_and_read().len(), CODINGS.len());
}

#[test]
fn one_long_address_does_not_take_the_memory_of_five_hundred() {
    let mut collector = TestCollector::start_with(|_| vec!["--limit".into(), "0".into()]);
    // Four bytes a character on the wire, twelve in an address.
    let url = format!("https://shop.example/{}", "\u{1F9E6}".repeat(2000));
    let long = |page: &str| {
        let batch = Batch::new().page(page).url(&url);
        (0..500).fold(batch, |batch, _| batch.event("a", json!({}))).json()
    };
    let _ = collector.post(long("page-of-the-first")).expect(202);
    let before = peak(&collector);
    std::thread::scope(|scope| {
        for sender in 0..32 {
            let (collector, long) = (&collector, &long);
            scope.spawn(move || {
                for n in 0..3 {
                    let body = long(&format!("page-of-{sender:04}-{n:04}"));
                    assert!(body.len() < 16 << 10);
                    // Who finds the room taken is told to come again.
                    while collector.post(&body).status != 202 {}
                }
            });
        }
    });
    let grown = grown_since(&collector, before);
    assert!(grown < 192 << 20, "memory grew by {grown} bytes");
    let rows = collector.stop_and_read();
    assert_eq!(rows.len(), 500 * 97);
    let path = rows[0]["page_path"].as_str().unwrap();
    // As many whole characters as 2,048 bytes hold.
    assert_eq!(path, format!("/{}", "%F0%9F%A7%A6".repeat(170)));
}

#[test]
fn what_json_makes_of_a_body_is_bounded() {
    let collector = TestCollector::start_with(|_| vec!["--limit".into(), "0".into()]);
    // The shortest objects there are, as many as events may have: each takes a hundred times its bytes.
    let small = vec![json!({ "": 0 }); 4500];
    let batch = (0..8).fold(Batch::new(), |batch, _| batch.event("a", json!({ "a": small })));
    let (batch, before) = (batch.json(), peak(&collector));
    assert!(batch.len() > BODY * 9 / 10 && batch.len() < BODY, "{}", batch.len());
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..3 {
                    let answer = collector.post(&batch);
                    assert!([202, 503].contains(&answer.status.as_u16()), "{}", answer.status);
                }
            });
        }
    });
    let cores = std::thread::available_parallelism().unwrap().get() as u64;
    let grown = grown_since(&collector, before);
    assert!(grown < (64 + 40 * cores) << 20, "memory grew by {grown} bytes on {cores} cores");
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
    let grown = grown_since(&collector, before);
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
