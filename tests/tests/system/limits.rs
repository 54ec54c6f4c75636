//! How much is taken of whom: of a network, and of a site.

use std::ffi::OsString;
use std::fs;

use percorso_tests::harness::collector::run;
use percorso_tests::harness::{Batch, TestCollector};
use serde_json::json;

fn options(list: &[&str]) -> Vec<OsString> {
    list.iter().map(OsString::from).collect()
}

#[test]
fn a_limit_of_sites_holds_for_those_that_are_none_and_strangers_use_up_no_sites() {
    let collector = TestCollector::start_with(|folder| {
        let file = folder.join("percorso.toml");
        let text = "limits.site_events_per_second = 0.1\n[[site]]\nname = \"shop\"\n\
                    origins = [\"https://shop.example\"]\n";
        fs::write(&file, text).unwrap();
        vec!["--config".into(), file.into()]
    });
    let (own, foreign) = ("https://shop.example", "https://evil.example");
    let send = |site: &str, origin: &str| {
        let body = Batch::new().field("site", site);
        let body = (0..11).fold(body, |body, _| body.event("a", json!({}))).json();
        let answer = collector.send("POST", "/p/e", &[("origin", origin)], body.as_bytes());
        let waits = answer.header("retry-after").parse::<u64>().is_ok();
        (answer.status.as_u16(), waits, answer.text())
    };
    // More events than are taken at once: they go when nothing has been taken, and not for ever 429.
    let twice = |site, origin| [send(site, origin), send(site, origin)];
    let strange = twice("nobody", foreign);
    assert_eq!([strange[0].0, strange[1].0], [202, 429]);
    assert_eq!(twice("nobody", own), strange);
    assert_eq!(twice("shop", foreign), strange);
    assert_eq!(twice("shop", own), strange, "what others have sent is not the site's");
    // It was read to find out what it is of: the connection goes on.
    let body = (0..11).fold(Batch::new(), |body, _| body.event("a", json!({}))).json();
    let answer = collector.send("POST", "/p/e", &[("origin", own)], body.as_bytes()).expect(429);
    assert_eq!(answer.header("connection"), "", "its body is read");
}

#[test]
fn a_sender_of_large_batches_is_told_to_wait_sooner() {
    let collector = TestCollector::start_with(|_| options(&["--limit", "0.5"]));
    // Five at once; a request of 100 events is five.
    let large = (0..100).fold(Batch::new(), |batch, _| batch.event("a", json!({})));
    let _ = collector.post(large.json()).expect(202);
    let small = || collector.post(Batch::new().event("a", json!({})).json()).status;
    assert!((0..3).any(|_| small() == 429));
}

#[test]
fn whoever_sends_too_much_is_told_to_wait_and_neighbours_too() {
    let limited = ["--limit", "2", "--trusted-proxy", "127.0.0.1"];
    let mut collector = TestCollector::start_with(|_| options(&limited));
    let send = |address: &str| {
        let body = Batch::new().event("a", json!({})).json();
        collector.send("POST", "/p/e", &[("x-forwarded-for", address)], body.as_bytes())
    };
    let taken = (0..60).filter(|_| send("192.0.2.1").status == 202).count();
    assert!((20..30).contains(&taken), "{taken} of a burst of 20 and 2 a second");
    let refused = send("192.0.2.77");
    assert_eq!(refused.status, 429, "a neighbour shares the limit");
    assert_eq!(refused.header("retry-after"), "1");
    assert_eq!(refused.header("connection"), "close", "its body is not read");
    let _ = send("192.0.3.1").expect(202);
    let _ = send("2001:db8::1").expect(202);
    assert_eq!(collector.stop_and_read().len(), taken + 2);
}

#[test]
fn a_burst_of_its_own_is_what_is_taken_at_once() {
    let collector =
        TestCollector::start_with(|_| options(&["--limit", "0.01", "--limit-burst", "3"]));
    let send = || collector.post(Batch::new().event("a", json!({})).json()).status.as_u16();
    let answers: Vec<_> = (0..6).map(|_| send()).collect();
    assert_eq!(answers, [202, 202, 202, 429, 429, 429]);
}

#[test]
fn whoever_asks_what_anybody_may_ask_too_often_is_told_to_wait_and_still_gets_to_send() {
    let limited = ["--limit", "2", "--trusted-proxy", "127.0.0.1"];
    let collector = TestCollector::start_with(|_| options(&limited));
    let from = |address: &'static str| [("x-forwarded-for", address)];
    for (path, address) in [
        ("/readyz", "192.0.2.1"),
        ("/p/rules/shop", "198.51.100.1"),
        ("/privacy", "203.0.113.1"),
        ("/p/percorso.js", "192.0.3.1"),
    ] {
        let ask = || collector.get(path, &from(address));
        let answered = (0..40).filter(|_| ask().status != 429).count();
        assert!((20..30).contains(&answered), "{path}: {answered} of a burst of 20 and 2 a second");
        assert_eq!(ask().header("retry-after"), "1", "{path}");
        let _ = collector.get("/healthz", &from(address)).expect(200);
        let body = Batch::new().event("a", json!({})).json();
        let _ = collector.send("POST", "/p/e", &from(address), body.as_bytes()).expect(202);
    }
    // This machine's own monitor is none of them.
    for _ in 0..60 {
        let _ = collector.get("/readyz", &[]).expect(200);
    }
}

#[test]
fn what_a_till_sends_is_held_to_its_sites_limit_and_to_the_sites_there_are() {
    let collector = TestCollector::start_with(|folder| {
        let file = folder.join("percorso.toml");
        fs::write(&file, "limits.site_events_per_second = 0.1\n[[site]]\nname = \"shop\"\n")
            .unwrap();
        vec!["--config".into(), file.into()]
    });
    let db = collector.db().to_str().unwrap();
    let made = run(&["--db", db, "token", "create", "--scope", "write"]);
    let bearer = format!("Bearer {}", String::from_utf8(made.stdout).unwrap().trim());
    let send = |site: &str, id: &str| {
        let body = json!({ "site": site, "events": [{ "id": id, "event": "purchase" }] });
        let headers = [("authorization", bearer.as_str())];
        collector.send("POST", "/v1/events", &headers, body.to_string().as_bytes())
    };
    let unknown = send("shpo", "1").expect(422).text();
    assert!(unknown.contains("no [[site]] of the settings is called \"shpo\""), "{unknown}");
    let _ = send("shop", "1").expect(202);
    let refused = send("shop", "2").expect(429);
    assert!(refused.header("retry-after").parse::<u64>().unwrap() > 1);
}
