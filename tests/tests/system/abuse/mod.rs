//! What strangers try: each a test through the real binary. docs/ABUSE.md names the test for each case.

mod bodies;
mod connections;
mod metrics;

use std::io::Read;
use std::net::TcpStream;

/// All that comes until the collector closes.
fn read_all(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}
