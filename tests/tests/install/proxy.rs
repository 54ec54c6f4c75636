//! The shop's own path to the collector, through nginx and Caddy: what passes, what is refused.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::thread;

use percorso_tests::browser::{Fate, Wire};
use percorso_tests::harness::clients::token;
use percorso_tests::harness::{Answer, Batch, Client, TestCollector};
use serde_json::json;

use super::server::{BOTH, Proxy};

const TEXT: [(&str, &str); 1] = [("content-type", "text/plain;charset=UTF-8")];

fn ask(client: &Client, path: &str, headers: &[(&str, &str)]) -> Answer {
    client.send("GET", path, headers, b"").expect("the server answers")
}

fn post(client: &Client, path: &str, body: &str) -> Answer {
    client.send("POST", path, &TEXT, body.as_bytes()).expect("the server answers")
}

/// The module's name, as the script asks for it.
fn module(script: &str) -> String {
    let end = script.find(".wasm").expect("the script names the module") + ".wasm".len();
    let start = script[..end].rfind("percorso-").expect("the module's name holds its hash");
    script[start..end].to_owned()
}

#[test]
fn the_tracker_comes_through_as_the_collector_serves_it() {
    for kind in BOTH {
        let collector = TestCollector::start();
        let proxy = Proxy::start(kind, "/p/", collector.address());
        let client = proxy.client();
        let script = ask(&client, "/p/percorso.js", &[]).expect(200);
        assert!(script.header("content-type").starts_with("text/javascript"), "{kind:?}");
        assert!(script.header("cache-control").contains("max-age=3600"), "{kind:?}");
        let tag = script.header("etag").to_owned();
        let known = ask(&client, "/p/percorso.js", &[("if-none-match", &tag)]).expect(304);
        assert!(known.body.is_empty(), "{kind:?}");

        let path = format!("/p/{}", module(&script.text()));
        let brotli = [("accept-encoding", "gzip, deflate, br")];
        let small = ask(&client, &path, &brotli).expect(200);
        assert_eq!(small.header("content-type"), "application/wasm", "{kind:?}");
        assert_eq!(small.header("content-encoding"), "br", "{kind:?}");
        assert!(small.header("cache-control").contains("immutable"), "{kind:?}");
        assert!(small.header("vary").eq_ignore_ascii_case("accept-encoding"), "{kind:?}");
        assert_eq!(small.body, collector.get(&path, &brotli).body, "{kind:?} keeps the bytes");
        let plain = ask(&client, &path, &[("accept-encoding", "identity")]).expect(200);
        assert_eq!(&plain.body[..4], b"\0asm", "{kind:?}");
    }
}

#[test]
fn a_batch_becomes_a_row_and_a_path_of_ones_own_does_too() {
    for kind in BOTH {
        for path in ["/p/", "/shop-data/"] {
            let mut collector = TestCollector::start();
            let proxy = Proxy::start(kind, path, collector.address());
            let client = proxy.client();
            let _ = ask(&client, &format!("{path}percorso.js"), &[]).expect(200);
            let endpoint = format!("{path}e");
            let bad = Batch::new().event("bad name", json!({})).json();
            assert_eq!(post(&client, &endpoint, &bad).header("percorso-dropped"), "bad_name=1");
            let batch = Batch::new().event("first", json!({})).json();
            // The same text twice is two requests, and no answer out of a cache.
            for _ in 0..2 {
                let _ = post(&client, &endpoint, &batch).expect(202);
            }
            // Near the limit, and whole.
            let text = "x".repeat(2000);
            let large =
                (0..120).fold(Batch::new(), |b, _| b.event("large", json!({ "text": text })));
            let large = large.json();
            assert!(large.len() > 230 * 1024);
            let _ = post(&client, &endpoint, &large).expect(202);
            let _ = ask(&client, &endpoint, &[]).expect(405);
            let rows = collector.stop_and_read();
            assert_eq!(rows.len(), 121, "{kind:?} {path}");
            assert_eq!(
                (&rows[0]["event"], &rows[120]["event"]),
                (&json!("first"), &json!("large"))
            );
        }
    }
}

#[test]
fn a_body_over_the_limit_is_refused_before_the_collector_reads_it() {
    for kind in BOTH {
        let (upstream, heads) = upstream(1);
        let proxy = Proxy::start(kind, "/p/", upstream);
        let client = proxy.client();
        let _ = post(&client, "/p/e", &"x".repeat(256 * 1024 + 1)).expect(413);
        let _ = post(&client, "/p/e", "small").expect(202);
        let heads = heads.join().expect("the upstream has answered");
        assert!(heads[0].contains("content-length: 5\r\n"), "{kind:?}: {}", heads[0]);
    }
}

#[test]
fn who_asks_is_passed_on_and_the_shops_cookies_are_not() {
    for kind in BOTH {
        let (upstream, heads) = upstream(1);
        let proxy = Proxy::start(kind, "/p/", upstream);
        let headers = [
            ("content-type", "text/plain;charset=UTF-8"),
            ("cookie", "session=secret"),
            ("user-agent", "Shopper/1"),
            // Made up by the browser: it must not pass for an address.
            ("x-forwarded-for", "192.0.2.66"),
        ];
        let sent = proxy.client().send("POST", "/p/e", &headers, b"{}");
        let _ = sent.expect("the server answers").expect(202);
        let head = heads.join().expect("the upstream has answered").remove(0);
        assert!(head.starts_with("post /p/e http/1.1\r\n"), "{kind:?}: {head}");
        assert!(head.contains("\r\nx-forwarded-for: 127.0.0.1\r\n"), "{kind:?}: {head}");
        assert!(head.contains("\r\nuser-agent: shopper/1\r\n"), "{kind:?}: {head}");
        assert!(
            head.contains("\r\ncontent-type: text/plain;charset=utf-8\r\n"),
            "{kind:?}: {head}"
        );
        assert!(!head.contains("cookie") && !head.contains("secret"), "{kind:?}: {head}");
    }
}

#[test]
fn retry_after_comes_through_and_an_absent_collector_is_no_answer_for_good() {
    for kind in BOTH {
        let mut collector = TestCollector::start();
        let wire = Wire::before(collector.client());
        let address = wire.url().trim_start_matches("http://").parse().unwrap();
        let proxy = Proxy::start(kind, "/p/", address);
        let client = proxy.client();
        let batch = Batch::new().event("kept", json!({})).json();
        wire.next(&[Fate::Refuse]);
        let refused = post(&client, "/p/e", &batch).expect(503);
        assert_eq!(refused.header("retry-after"), "1", "{kind:?}");
        wire.unplug();
        // What the tracker takes for a reason to try again.
        let _ = post(&client, "/p/e", &batch).expect(502);
        wire.plug(collector.client());
        let _ = post(&client, "/p/e", &batch).expect(202);
        assert_eq!(collector.stop_and_read().len(), 1, "{kind:?}");
    }
}

/// Only `/p/` is the collector's: its own pages are not the shop's.
#[test]
fn nothing_but_the_path_reaches_the_collector() {
    for kind in BOTH {
        let collector = TestCollector::start();
        let proxy = Proxy::start(kind, "/p/", collector.address());
        for path in ["/v1/reports/funnel?step=view_item", "/healthz", "/p/../healthz"] {
            let answer = ask(&proxy.client(), path, &[]);
            assert!(!answer.status.is_success(), "{kind:?} {path}: {}", answer.text());
        }
        let _ = ask(&proxy.client(), "/p/healthz", &[]).expect(404);
    }
}

#[test]
fn on_a_host_of_its_own_pages_want_a_token_and_pages_of_the_shop_none() {
    for kind in BOTH {
        let mut collector = TestCollector::start_with(|_| {
            ["--trusted-proxy", "127.0.0.1"].iter().map(Into::into).collect()
        });
        let bearer = |scope| format!("Bearer {}", token(collector.db().to_str().unwrap(), scope));
        let (read, admin) = (bearer("read"), bearer("admin"));
        let proxy = Proxy::start_on_own_host(kind, collector.address());
        let client = proxy.client();
        let _ = ask(&client, "/p/percorso.js", &[]).expect(200);
        let batch = Batch::new().event("first", json!({})).json();
        let _ = post(&client, "/p/e", &batch).expect(202);
        for path in ["/", "/report", "/v1/reports/channels", "/metrics"] {
            let _ = ask(&client, path, &[]).expect(401);
            let _ = ask(&client, path, &[("authorization", &read)]).expect(200);
        }
        // Larger than a batch may be.
        let lines = (0..20_000).map(|n| format!("2026-01-01,Email,c{n},1\n"));
        let costs = format!("day,channel,campaign,cost\n{}", lines.collect::<String>());
        assert!(costs.len() > 256 * 1024);
        let headers = [("content-type", "text/csv"), ("authorization", admin.as_str())];
        let kept = client.send("PUT", "/v1/costs", &headers, costs.as_bytes()).unwrap();
        assert!(kept.status.is_success(), "{kind:?}: {}", kept.text());
        assert_eq!(collector.stop_and_read().len(), 1, "{kind:?}");
    }
}

/// A server that answers so many requests with 202 and keeps their heads, in small letters.
fn upstream(requests: usize) -> (SocketAddr, thread::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
    let address = listener.local_addr().expect("a listener has an address");
    let serving = thread::spawn(move || {
        let mut heads = Vec::new();
        while heads.len() < requests {
            let (mut stream, _) = listener.accept().expect("the proxy connects");
            let mut read = Vec::new();
            let mut byte = [0];
            while !read.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) == 1 {
                read.push(byte[0]);
            }
            // A proxy may connect and think better of it: no request, no answer.
            let head = String::from_utf8_lossy(&read).to_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            let length: usize = length.and_then(|n| n.parse().ok()).unwrap_or(0);
            let mut body = vec![0; length];
            if read.is_empty() || stream.read_exact(&mut body).is_err() {
                continue;
            }
            heads.push(head);
            let answer = b"HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
            stream.write_all(answer).expect("the proxy reads");
        }
        heads
    });
    (address, serving)
}
