//! A receiver of events, which does as a test says.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver};

use serde_json::Value;

/// A request that a receiver was sent.
pub(super) struct Sent {
    pub(super) head: String,
    pub(super) body: String,
}

impl Sent {
    pub(super) fn header(&self, name: &str) -> &str {
        let of =
            |line: &str| line.split_once(": ").is_some_and(|(n, _)| n.eq_ignore_ascii_case(name));
        let line = self.head.lines().find(|line| of(line));
        line.and_then(|line| line.split_once(": ")).map_or("", |(_, value)| value)
    }

    pub(super) fn event(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// A receiver that answers its requests in turn with these statuses and goes on with the last; with none
/// it takes requests and never answers.
pub(super) fn receiver(listener: TcpListener, statuses: &'static [&'static str]) -> Receiver<Sent> {
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || {
        let (mut statuses, mut kept) = (statuses.iter(), Vec::new());
        let mut status = statuses.next();
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let Some(sent) = read(&mut stream) else { continue };
            // Whoever asked is gone: as good as killed, and what comes now is refused.
            if tell.send(sent).is_err() {
                return;
            }
            let Some(line) = status else {
                kept.push(stream);
                continue;
            };
            let _ =
                write!(stream, "HTTP/1.1 {line}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
            status = statuses.next().or(status);
        }
    });
    told
}

fn read(stream: &mut TcpStream) -> Option<Sent> {
    let (mut read, mut piece) = (Vec::new(), [0; 4096]);
    loop {
        let text = String::from_utf8_lossy(&read).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let mut sent = Sent { head: head.to_owned(), body: String::new() };
            if sent.header("content-length").parse() == Ok(body.len()) {
                body.clone_into(&mut sent.body);
                return Some(sent);
            }
        }
        match stream.read(&mut piece).unwrap_or(0) {
            0 => return None,
            n => read.extend_from_slice(&piece[..n]),
        }
    }
}

/// A free port of this machine.
pub(super) fn here() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}
