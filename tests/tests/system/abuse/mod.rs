//! What strangers try: each a test through the real binary. docs/ABUSE.md names the test for each case.

mod bodies;
pub(super) mod connections;
mod metrics;
mod others;
mod overload;
mod questions;

use std::fs;
use std::io::Read;
use std::net::TcpStream;

use percorso_tests::harness::TestCollector;

/// What a batch may have, as docs/developers.md says.
const BODY: usize = 256 * 1024;

/// The most memory the collector has ever had, in bytes.
fn peak(collector: &TestCollector) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", collector.pid())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
}

/// By how much that is more than it was. The system counts by batches of pages: it may be told a little less
/// later than before.
fn grown_since(collector: &TestCollector, before: u64) -> u64 {
    peak(collector).saturating_sub(before)
}

/// As a URL has any text.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// All that comes until the collector closes.
fn read_all(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}
