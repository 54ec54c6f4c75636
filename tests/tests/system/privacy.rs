//! Personal data and the client's address never reach the file, the log beside it, or the log.

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr};

use percorso_tests::harness::{Batch, TestCollector};
use serde_json::json;

/// Fails where one of the needles is in a file of the store, or in what the collector wrote.
fn nowhere(collector: &TestCollector, needles: &[&[u8]]) {
    let mut places = vec![("the log".to_owned(), collector.log().into_bytes())];
    for file in fs::read_dir(collector.folder()).unwrap() {
        let path = file.unwrap().path();
        places.push((path.display().to_string(), fs::read(&path).unwrap()));
    }
    assert!(places.iter().any(|(name, _)| name.ends_with(".duckdb")), "the store is looked at");
    for (name, bytes) in &places {
        for needle in needles {
            let found = bytes.windows(needle.len()).any(|window| window == *needle);
            assert!(!found, "{:?} is in {name}", String::from_utf8_lossy(needle));
        }
    }
}

#[test]
fn what_a_shopper_typed_is_not_in_the_files_bytes() {
    let mut collector = TestCollector::start();
    let all = "canary.mail@example.org 4111 1111 1111 1111 +39 333 123 4567";
    let batch = Batch::new()
        .url(
            "https://shop.example/reset/canary.mail@example.org/%2B393331234567/4111111111111111\
             ?token=canary-token&email=canary.mail%40example.org&utm_source=canary.mail@example.org\
             &utm_campaign=4111-1111-1111-1111&utm_term=%2B39+333+123+4567#canary-fragment",
        )
        .field(
            "referrer",
            "https://canary-user:canary-word@mail.example/?to=canary.mail@example.org",
        )
        .field("note", all)
        .event("page_view", json!({ "title": format!("Hello {all}") }))
        .event(
            "form",
            json!({
                "touchpoint": all, "action": all, "transaction_id": all, "currency": all,
                "value": all, "text": all, "number": 4_111_111_111_111_111_u64,
                "nested": [{ "deep": all, "canary.mail@example.org": 1 }],
                "encoded": "canary.mail%40example.org", "twice": "canary.mail%2540example.org",
                "items": [{ "item_id": "4111111111111111", "item_name": all }],
            }),
        );
    let _ = collector.post(batch.json()).expect(202);
    let refused = batch.field("v", 7).json();
    let _ = collector.post(refused).expect(422);
    let needles: [&[u8]; 9] = [
        b"canary.mail",
        b"canary-token",
        b"canary-fragment",
        b"canary-user",
        b"canary-word",
        b"4111111111111111",
        b"4111 1111 1111 1111",
        b"3331234567",
        b"333 123 4567",
    ];
    // While only DuckDB's log holds the rows, then when the file does.
    nowhere(&collector, &needles);
    let rows = collector.stop_and_read();
    assert_eq!(rows.len(), 2);
    assert!(rows[0]["page_path"].as_str().unwrap().starts_with("/reset/"), "the rest is kept");
    nowhere(&collector, &needles);
}

#[test]
fn the_clients_address_is_neither_stored_nor_logged() {
    let mut collector = TestCollector::start();
    let address = Ipv4Addr::new(127, 201, 43, 87);
    let to = collector.address();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let stream = runtime.block_on(async {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::from((address, 0))).unwrap();
        socket.connect(to).await.unwrap().into_std().unwrap()
    });
    stream.set_nonblocking(false).unwrap();
    let mut stream = stream;
    // One that is stored, one that is refused, one that is no HTTP: each might be logged.
    let good = Batch::new().event("page_view", json!({})).json();
    for body in [good.as_str(), "{"] {
        let head = "POST /p/e HTTP/1.1\r\nhost: a\r\nx-forwarded-for: 198.51.100.77\r\n";
        write!(stream, "{head}content-length: {}\r\n\r\n{body}", body.len()).unwrap();
    }
    write!(stream, "nonsense\r\n\r\n").unwrap();
    let mut answers = String::new();
    stream.read_to_string(&mut answers).unwrap();
    assert!(answers.contains(" 202 ") && answers.contains(" 400 "), "{answers}");
    let octets = address.octets();
    let needles: [&[u8]; 3] = [b"127.201.43.87", b"198.51.100.77", &octets];
    nowhere(&collector, &needles);
    assert_eq!(collector.stop_and_read().len(), 1);
    nowhere(&collector, &needles);
}
