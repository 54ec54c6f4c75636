//! Odd input is refused or stored; it never fails inside, and the collector goes on.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};

use percorso_tests::harness::{Batch, PATIENCE, TestCollector};
use serde_json::json;

/// A batch whose one event has these bytes for its parameters.
fn with_params(params: &[u8]) -> Vec<u8> {
    let text = Batch::new().raw(json!(["odd", 0, "PARAMS"])).json();
    let (before, after) = text.split_once("\"PARAMS\"").unwrap();
    [before.as_bytes(), params, after.as_bytes()].concat()
}

#[test]
fn odd_bodies_are_refused_or_stored_and_never_fail_inside() {
    let collector = TestCollector::start();
    let deep = |open: &str, close: &str, n: usize| open.repeat(n) + "1" + &close.repeat(n);
    let bodies: Vec<(&str, Vec<u8>)> = vec![
        ("deep array", deep("[", "]", 100_000).into_bytes()),
        ("deep object", deep("{\"a\":", "}", 40_000).into_bytes()),
        ("deep in an event", with_params(deep("{\"a\":", "}", 40_000).as_bytes())),
        ("deep in a field", Batch::new().json().replace("\"wasm\"", &deep("[", "]", 60_000)).into()),
        ("open brackets", vec![b'['; 200_000]),
        ("NUL escape", with_params(br#"{"a\u0000":"b\u0000c","title":"\u0000"}"#)),
        ("NUL bytes", with_params(b"{\"a\":\"\0\"}")),
        ("all NUL", vec![0; 1000]),
        ("huge number", with_params(br#"{"value":1e999,"b":123456789012345678901234567890}"#)),
        ("large exponents", with_params(br#"{"value":1e308,"b":-1e-400,"c":1E+300}"#)),
        ("long number", with_params(format!("{{\"value\":{}}}", "9".repeat(20_000)).as_bytes())),
        ("invalid UTF-8", with_params(b"{\"a\":\"\xff\xfe\"}")),
        ("lone surrogate", with_params(br#"{"a":"\ud800"}"#)),
        ("surrogate pair", with_params(br#"{"a":"\ud83d\ude00","touchpoint":"\u202e"}"#)),
        ("byte order mark", [b"\xef\xbb\xbf".to_vec(), with_params(b"{}")].concat()),
        ("same key twice", with_params(br#"{"a":1,"a":2,"value":1,"value":2}"#)),
        ("columns of other types", with_params(br#"{"value":[],"currency":{},"items":"x","title":[1],"transaction_id":false,"touchpoint":{"a":1},"action":null}"#)),
        ("SQL", with_params(br#"{"title":"'); DROP TABLE events; --","touchpoint":"\"\\'"}"#)),
        ("latest time", Batch::new().field("time", u64::MAX).raw(json!(["a", u64::MAX])).json().into()),
        ("earliest time", Batch::new().field("time", 0).field("sent", u64::MAX).raw(json!(["a", 0])).json().into()),
        ("last place", Batch::new().seq(u64::MAX).raw(json!(["a", 0])).raw(json!(["b", 0])).json().into()),
        ("odd address", Batch::new().url("http://[::1").event("a", json!({})).json().into()),
        ("long address", Batch::new().url(&format!("http://a.example/{}", "%".repeat(9000))).event("a", json!({})).json().into()),
    ];
    for (name, body) in bodies {
        let status = collector.post(body).status.as_u16();
        assert!(status == 202 || (400..500).contains(&status), "{name}: {status}");
        let ready = collector.get("/readyz", &[]).status;
        assert_eq!(ready, 200, "after {name}: {}", collector.log());
    }
    let log = collector.log();
    assert!(!log.contains("panicked") && !log.contains("ERROR"), "{log}");
}

/// Sends bytes and reads until the collector closes; it may close while we still send. `ends` says
/// that nothing more comes, on which a collector may hang up without an answer.
fn exchange(collector: &TestCollector, bytes: &[u8], ends: bool) -> String {
    let mut stream = TcpStream::connect(collector.address()).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let _ = stream.write_all(bytes);
    if ends {
        let _ = stream.shutdown(Shutdown::Write);
    }
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn odd_requests_get_no_yes_and_do_no_harm() {
    let mut collector = TestCollector::start();
    let body = Batch::new().event("smuggled", json!({})).json();
    let n = body.len();
    let head = "POST /p/e HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n";
    let wide = "x".repeat(600_000);
    for (name, request) in [
        ("two lengths", format!("{head}content-length: {n}\r\ncontent-length: 3\r\n\r\n{body}")),
        ("bad length", format!("{head}content-length: -1\r\n\r\n{body}")),
        ("half a body", format!("{head}content-length: {}\r\n\r\n{body}", n + 10)),
        ("broken chunks", format!("{head}transfer-encoding: chunked\r\n\r\nzz\r\n{body}")),
        ("wide header", format!("{head}x-wide: {wide}\r\ncontent-length: {n}\r\n\r\n{body}")),
        ("no HTTP", "hello\r\n\r\n".to_owned()),
        ("TLS", "\u{16}\u{3}\u{1}\u{2}\0".to_owned()),
        ("declared too long", format!("{head}content-length: 99999999999\r\n\r\n{body}")),
    ] {
        let answer = exchange(&collector, request.as_bytes(), true);
        let status = answer.split(' ').nth(1).unwrap_or_default();
        assert!(status.is_empty() || status.starts_with('4'), "{name}: {answer}");
        assert_eq!(collector.get("/readyz", &[]).status, 200, "after {name}");
    }
    // Both lengths at once: the one that counts is the chunks', by RFC 9112, or the request is refused.
    let both = format!("{head}transfer-encoding: chunked\r\ncontent-length: 3\r\n\r\n0\r\n\r\n");
    let answer = exchange(&collector, both.as_bytes(), false);
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    assert!(!collector.log().contains("panicked"), "{}", collector.log());
    assert_eq!(collector.stop_and_read().len(), 0);
}
