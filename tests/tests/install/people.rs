//! Behind the real nginx and Caddy two visitors stay two, and nobody is who he says in a header.

use std::collections::BTreeSet;
use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use percorso_tests::harness::{Batch, TestCollector};
use serde_json::json;
use tokio::net::TcpSocket;

use super::server::{BOTH, Proxy};

/// Sends a page view from an address of this machine's own network, with the same browser always.
fn visit(from: [u8; 4], proxy: SocketAddr, spoofed: Option<&str>) -> io::Result<String> {
    let body = Batch::new().event("page_view", json!({})).json();
    let said = spoofed.map(|said| format!("x-forwarded-for: {said}\r\n")).unwrap_or_default();
    let head = format!("POST /p/e HTTP/1.1\r\nhost: {proxy}\r\nuser-agent: Shopper/1\r\n{said}");
    let kind = "content-type: text/plain\r\nconnection: close\r\n";
    let request = format!("{head}{kind}content-length: {}\r\n\r\n{body}", body.len());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let stream = runtime.block_on(async {
        let socket = TcpSocket::new_v4()?;
        socket.bind((IpAddr::from(Ipv4Addr::from(from)), 0).into())?;
        socket.connect(proxy).await?.into_std()
    })?;
    stream.set_nonblocking(false)?;
    (&stream).write_all(request.as_bytes())?;
    let mut answer = String::new();
    (&stream).read_to_string(&mut answer)?;
    Ok(answer)
}

#[test]
fn two_visitors_are_two_and_a_made_up_address_is_nobodys() {
    const ANNA: [u8; 4] = [127, 0, 5, 1];
    const BRUNO: [u8; 4] = [127, 0, 6, 1];
    for kind in BOTH {
        // Visitors' addresses are of 127.0.0.0/8 too here: the proxy's alone is trusted.
        for (trusted, people) in [("127.0.0.1/32", 2), ("10.0.0.0/8", 1)] {
            let mut collector = TestCollector::start_with(|_| {
                ["--trusted-proxy", trusted].iter().map(Into::into).collect()
            });
            let proxy = Proxy::start(kind, "/p/", collector.address());
            for (from, spoofed) in [
                (ANNA, None),
                (BRUNO, None),
                (ANNA, Some("192.0.2.66")),
                (BRUNO, Some("127.0.5.1")),
                (BRUNO, Some("127.0.5.1, 127.0.0.1")),
            ] {
                let answer = visit(from, proxy.address(), spoofed).unwrap();
                assert!(answer.starts_with("HTTP/1.1 202"), "{kind:?}: {answer}");
            }
            let rows = collector.stop_and_read();
            assert_eq!(rows.len(), 5);
            let found: BTreeSet<_> = rows.iter().map(|row| row["visitor_id"].to_string()).collect();
            assert_eq!(found.len(), people, "{kind:?} trusting {trusted}");
            if people == 2 {
                let [anna, bruno] = [0, 1].map(|place| &rows[place]["visitor_id"]);
                assert_eq!([2, 3, 4].map(|n| &rows[n]["visitor_id"]), [anna, bruno, bruno]);
            }
        }
    }
}
