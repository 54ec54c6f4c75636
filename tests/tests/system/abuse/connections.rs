//! Who connects and dawdles is cut off, and keeps nobody else waiting.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{IpAddr, SocketAddr, TcpStream, UdpSocket};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use percorso_tests::harness::collector::binary;
use percorso_tests::harness::{Batch, Client, TestCollector, wait_for};
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

#[test]
fn by_http_2_this_machine_is_this_machine_and_a_strangers_name_is_none() {
    let collector = TestCollector::start();
    let asked = |host: &[&str]| {
        let ended = Command::new("curl")
            .args(["-sS", "--http2-prior-knowledge", "-o", "-", "-w", " %{http_code}"])
            .args(host)
            .arg(format!("{}/", collector.url()))
            .output()
            .expect("curl is installed");
        String::from_utf8_lossy(&ended.stdout).into_owned()
    };
    let page = asked(&[]);
    assert!(page.ends_with(" 200"), "{page}");
    let tag = format!("{}/p/percorso", collector.url());
    assert!(page.contains(&tag), "the tag has the address that was asked for: {page}");
    assert!(asked(&["-H", "host: stats.shop.example"]).ends_with(" 401"));
}

/// An address of this machine that is not the loopback's, as a stranger has one; nothing, with a word on
/// it, where it has none.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
pub(in super::super) fn outer() -> Option<IpAddr> {
    // Nothing is sent: the system only chooses by which of its addresses it would.
    let socket = UdpSocket::bind("0.0.0.0:0").unwrap();
    let chosen = socket.connect("198.51.100.1:9").and_then(|()| socket.local_addr());
    let found = chosen.ok().map(|address| address.ip()).filter(|address| !address.is_loopback());
    if found.is_none() {
        eprintln!("skipped: this machine has no address but its loopback's");
    }
    found
}

/// A collector that others reach and that may have so many files, at first a quarter of them.
struct Reached(Child, u16);

impl Reached {
    fn start(folder: &std::path::Path, files: u32) -> Self {
        let limits = format!("ulimit -Sn {}; ulimit -Hn {files}; exec \"$0\" \"$@\"", files / 4);
        let mut child = Command::new("sh")
            .args(["-c", &limits])
            .arg(binary())
            .args(["serve", "--listen", "0.0.0.0:0", "--db"])
            .arg(folder.join("shop.duckdb"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim_end().trim_end_matches('/').rsplit(':').next();
        let port = port.and_then(|port| port.parse().ok());
        Self(child, port.unwrap_or_else(|| panic!("no address in {line:?}")))
    }
}

impl Drop for Reached {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub(in super::super) fn is_open(stream: &mut TcpStream) -> bool {
    stream.set_nonblocking(true).unwrap();
    let read = stream.read(&mut [0; 64]);
    read.is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock)
}

#[test]
fn one_network_with_all_its_connections_keeps_no_other_out() {
    let Some(outer) = outer() else { return };
    let folder = tempfile::tempdir().unwrap();
    let collector = Reached::start(folder.path(), 400);
    wait_for("all the files the system gives it", Duration::from_secs(5), || {
        let limits = std::fs::read_to_string(format!("/proc/{}/limits", collector.0.id())).unwrap();
        let files = limits.lines().find(|line| line.starts_with("Max open files")).unwrap();
        let given: Vec<_> = files.split_whitespace().skip(3).take(2).collect();
        (given == ["400", "400"]).then_some(())
    });

    // More than it has files for; each begins a request, as who means to keep its place does.
    let from_outside = SocketAddr::new(outer, collector.1);
    let mut crowd: Vec<_> = (0..600)
        .filter_map(|_| {
            let mut stream = TcpStream::connect_timeout(&from_outside, LONG).ok()?;
            stream.write_all(b"POST /p/e HTTP/1.1\r\nhost: a\r\n").ok()?;
            Some(stream)
        })
        .collect();
    let client = Client::new(&format!("http://127.0.0.1:{}", collector.1));
    let body = Batch::new().event("meanwhile", json!({})).json();
    let _ = client.send("POST", "/p/e", &[], body.as_bytes()).unwrap().expect(202);
    // Three quarters of the files are for connections, an eighth of these for one network.
    wait_for("the crowd to be sent away", Duration::from_secs(5), || {
        let open = crowd.iter_mut().filter_map(|stream| is_open(stream).then_some(())).count();
        (open <= 37).then_some(())
    });
    let metrics = client.send("GET", "/metrics", &[], b"").unwrap().expect(200).text();
    let told = "percorso_connections_crowded_out_total ";
    let gone = metrics.lines().find_map(|line| line.strip_prefix(told)).unwrap();
    assert!(gone.parse::<u32>().unwrap() >= 500, "{gone}");
}
