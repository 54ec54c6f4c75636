//! Personal data and the client's address never reach the file, the log beside it, or the log.

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr};

use percorso_tests::harness::rows::{ask, open};
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
        )
        .event("survey_answer", json!({ "score": 3, "comment": format!("Why? {all}") }));
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
    assert_eq!(rows.len(), 3);
    assert!(
        rows[2].to_string().contains("Why? [email]"),
        "what is given on purpose is kept: {}",
        rows[2]
    );
    assert!(rows[0]["page_path"].as_str().unwrap().starts_with("/reset/"), "the rest is kept");
    nowhere(&collector, &needles);
}

/// Half an e-mail address is one that nobody can tell by its shape.
#[test]
fn what_is_cut_at_a_limit_leaves_no_half_of_it() {
    let mut collector = TestCollector::start();
    let mut sent = 0;
    for at in (2010..2050).step_by(3) {
        let text = format!("{} canary.mail@example.org and more", "x".repeat(at - 1));
        let url = format!("https://shop.example/?utm_term={}", text.replace(' ', "+"));
        let batch = Batch::new().url(&url).event("page_view", json!({ "title": text }));
        let batch = batch.event("a", json!({ "deep": [{ "text": text }], "touchpoint": text }));
        let _ = collector.post(batch.json()).expect(202);
        let short = format!("{} canary.mail@example.org", "x".repeat(at - 1795));
        let url = format!("https://shop.example/?utm_content={}", short.replace(' ', "+"));
        let _ = collector.post(Batch::new().url(&url).event("b", json!({})).json()).expect(202);
        sent += 3;
    }
    nowhere(&collector, &[b"canary"]);
    assert_eq!(collector.stop_and_read().len(), sent);
    nowhere(&collector, &[b"canary"]);
}

#[test]
fn no_query_of_an_address_is_kept_wherever_it_stands() {
    let mut collector = TestCollector::start();
    let shop = "https://shop.example/orders?token=canary-token#canary-fragment";
    let own = "/orders?token=canary-token";
    let within = "https%3A%2F%2Fshop.example%2Forders%3Ftoken%3Dcanary-token";
    let batch = Batch::new()
        .url("https://shop.example/orders%3Ftoken%3Dcanary-token")
        .field("note", shop)
        .event(
            "page_view",
            json!({
                "title": shop, "page_path": own, "page_location": shop, "href": own, "uri": shop,
                "link": "orders?token=canary-token", "image_urls": [shop, own, "a.png?canary-token"],
                "to": { "next": [{ "anything": shop }] }, "search": "?q=canary-token",
                "detail": "no answer of https://api.example/x?key=canary-token",
                "path": "/reset/canary99key", shop: 1, "next": within, "after": own.trim_start_matches('/'),
            }),
        )
        .event(
            "purchase",
            json!({
                "transaction_id": shop, "touchpoint": shop, "action": own, "currency": shop,
                "items": [{ "item_id": "A", "image": shop, "links": [own] }],
            }),
        );
    let _ = collector.post(batch.json()).expect(202);
    nowhere(&collector, &[b"canary"]);
    let rows = collector.stop_and_read();
    assert_eq!(rows.len(), 2);
    assert!(!rows.iter().any(|row| row.to_string().contains('?')), "{rows:?}");
    assert_eq!(rows[0]["page_title"], "https://shop.example/orders");
    assert_eq!(rows[0]["params"]["page_path"], "/orders");
    nowhere(&collector, &[b"canary"]);
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

#[test]
fn a_visit_survives_midnight_and_after_two_days_nobody_can_make_the_number_again() {
    use percorso::ingest::row::Row;
    use percorso::ingest::sessions::Sessions;
    use percorso::ingest::visitor::{Sender, id};
    use percorso::store::salt::SaltKeeper;
    const MINUTE: i64 = 60_000_000;
    const DAY: i64 = 24 * 60 * MINUTE;
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("s.duckdb");
    let keeper = SaltKeeper::open(&store, 20_000 * DAY).unwrap();
    let sender = Sender {
        address: Ipv4Addr::new(192, 0, 2, 7).into(),
        user_agent: "browser",
        prefetch: false,
    };
    let mut sessions = Sessions::default();
    let mut visit = |at: i64| {
        let salts = keeper.salts(at).unwrap();
        let mut row = Row {
            visitor_id: id(&salts.today, "shop", sender),
            earlier_id: salts.yesterday.as_ref().map(|salt| id(salt, "shop", sender)),
            occurred_at: at,
            received_at: at,
            ..Row::default()
        };
        sessions.assign(&mut row);
        (row.visitor_id, row.session_id)
    };
    let evening = visit(20_001 * DAY - 10 * MINUTE);
    assert_eq!(visit(20_001 * DAY + 10 * MINUTE), evening, "over midnight it is one visit");
    let noon = visit(20_001 * DAY + 720 * MINUTE);
    assert_ne!(noon.0, evening.0, "a new visit has the new day's number");
    let _ = visit(20_002 * DAY + MINUTE);
    // All that is left beside the store, with the address and the browser in hand, makes neither number.
    let salts = keeper.salts(20_003 * DAY).unwrap();
    let again = [Some(salts.today), salts.yesterday, Some(salts.lasting)];
    let again: Vec<u64> = again.iter().flatten().map(|salt| id(salt, "shop", sender)).collect();
    assert!(!again.contains(&evening.0) && !again.contains(&noon.0));
    let kept = fs::read_to_string(folder.path().join("s.duckdb.salt")).unwrap();
    assert_eq!(kept.matches('[').count(), 2, "two days' salts are kept: {kept}");
}

/// Canaries made by a seed, in every form and every place of a batch: no byte of them is on disk.
#[test]
fn canaries_of_every_form_are_nowhere_on_disk() {
    let mut collector = TestCollector::start();
    let mut needles = Vec::new();
    let mut state = 0x9e37_79b9_u64;
    let mut next = |below: u64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for round in 0..40 {
        let (a, b, c) = (201 + next(798), 201 + next(798), 1000 + next(8999));
        let mail = format!("canary{round}x{c}@mail{a}.example");
        let forms = [
            mail.clone(),
            format!("+39 {a} {b} {c}"),
            format!("{a}-{b}-{c}"),
            format!("0{a} {b}{c}"),
            format!("tel: {a}{b}{c}"),
            format!("eyJhbGciOiJub25lIn0.eyJjYW5hcnkiOiJ{a}{b}{c}.c2lnbmF0dXJl{a}{c}"),
        ];
        let form = &forms[usize::try_from(next(6)).unwrap()];
        let digits = form.trim_start_matches("tel: ").trim_start_matches("+39 ");
        needles.push(digits.to_owned());
        let key = format!("{a:x}{b:x}{c:x}f{c}");
        needles.push(key.clone());
        let batch = Batch::new()
            .url(&format!("https://shop.example/reset/{key}?email={mail}&utm_campaign={}", form.replace('+', "%2B").replace(' ', "%20")))
            .field("note", format!("says {form}, thanks"))
            .event("page_view", json!({ "title": format!("For {form}") }))
            .event("form", json!({
                "text": form, "deep": [{ "a": { "b": format!("<{form}>") } }], "password": key,
                "email": key, "touchpoint": format!("of {form}"), "items": [{ "item_name": form }],
            }))
            .event("js_error", json!({ "detail": format!("bad value {form}; try again") }));
        let _ = collector.post(batch.json()).expect(202);
    }
    let needles: Vec<&[u8]> = needles.iter().map(|needle| needle.as_bytes()).collect();
    nowhere(&collector, &needles);
    assert_eq!(collector.stop_and_read().len(), 120);
    nowhere(&collector, &needles);
}

#[test]
fn anybody_may_read_what_is_recorded() {
    let mut collector = TestCollector::start();
    let page = collector.get("/privacy", &[("host", "stats.shop.example")]).expect(200);
    assert!(page.header("content-type").starts_with("text/html"));
    let text = page.text();
    assert!(collector.stop().success());
    let columns = ask(
        &open(collector.db()),
        "SELECT column_name FROM duckdb_columns() WHERE table_name = 'events'",
    );
    assert!(columns.len() > 20);
    for column in columns {
        assert!(text.contains(&format!("<td><code>{column}</code></td>")), "{column}");
    }
    assert!(!text.contains(".md\""), "a link that leads nowhere");
}
