//! Who connects and dawdles is cut off, and keeps nobody else waiting.

use std::io::Write;
use std::net::TcpStream;
use std::time::Duration;

use percorso_tests::harness::{Batch, TestCollector};
use serde_json::json;

use super::read_all;

/// More than the collector gives a head (10 s) or a body (15 s): only a failing test waits so long.
const LONG: Duration = Duration::from_secs(60);

fn connect(collector: &TestCollector, sent: &str) -> TcpStream {
    let mut stream = TcpStream::connect(collector.address()).unwrap();
    stream.set_read_timeout(Some(LONG)).unwrap();
    stream.write_all(sent.as_bytes()).unwrap();
    stream
}

#[test]
fn who_dawdles_is_cut_off_at_every_stage_while_others_are_served() {
    let mut collector = TestCollector::start();
    let post = "POST /p/e HTTP/1.1\r\nhost: a\r\n";
    let stages = [
        ("nothing", String::new()),
        ("half a method", "PO".to_owned()),
        ("half the HTTP/2 preface", "PRI * HTTP/2.0\r\n".to_owned()),
        ("the HTTP/2 preface alone", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned()),
        ("half a head", format!("{post}x-a: b\r\n")),
        ("half a body", format!("{post}content-length: 100\r\n\r\n{{")),
    ];
    let waiting: Vec<_> = stages
        .into_iter()
        .map(|(stage, sent)| {
            let mut stream = connect(&collector, &sent);
            (stage, std::thread::spawn(move || read_all(&mut stream)))
        })
        .collect();
    let crowd: Vec<_> = (0..500).map(|_| connect(&collector, post)).collect();
    let _ = collector.post(Batch::new().event("meanwhile", json!({})).json()).expect(202);
    for (stage, reading) in waiting {
        // It returns: the collector has closed. A refusal may come before, a yes never.
        let answer = reading.join().unwrap();
        assert!(!answer.starts_with("HTTP/1.1 2"), "{stage}: {answer}");
    }
    for mut stream in crowd {
        let answer = read_all(&mut stream);
        assert!(!answer.starts_with("HTTP/1.1 2"), "{answer}");
    }
    assert_eq!(collector.stop_and_read().len(), 1);
}

#[test]
fn http_2_is_spoken_to_who_begins_with_it() {
    let mut collector = TestCollector::start();
    let body = Batch::new().event("second", json!({})).json();
    let url = format!("{}/p/e", collector.url());
    let asked =
        ["-sS", "--http2-prior-knowledge", "-o", "/dev/null", "-w", "%{http_version} %{http_code}"];
    let ended = std::process::Command::new("curl")
        .args(asked)
        .args(["-H", "content-type: text/plain", "--data-binary", &body, &url])
        .output()
        .expect("curl is installed");
    assert_eq!(String::from_utf8_lossy(&ended.stdout), "2 202");
    assert_eq!(collector.stop_and_read().len(), 1);
}
