//! Who may do what: tokens with a scope, made and taken back while the collector runs; origins; and whose
//! word on an address counts.

use std::ffi::OsString;
use std::fs;

use percorso_tests::harness::collector::run;
use percorso_tests::harness::{Batch, TestCollector};
use serde_json::{Value, json};

/// A request from elsewhere: this machine's pages are open to read.
const ELSEWHERE: (&str, &str) = ("host", "stats.shop.example");

fn options(list: &[&str]) -> Vec<OsString> {
    list.iter().map(OsString::from).collect()
}

fn token(collector: &TestCollector, arguments: &[&str]) -> String {
    let db = collector.db().to_str().unwrap();
    let made = run(&[&["--db", db, "token"], arguments].concat());
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    String::from_utf8(made.stdout).unwrap().trim().to_owned()
}

fn bearer(token: &str) -> String {
    format!("Bearer {token}")
}

#[test]
fn a_token_opens_what_its_scope_says_until_it_is_revoked() {
    let collector = TestCollector::start();
    let read = token(&collector, &["create", "--scope", "read", "--name", "dashboard"]);
    let write = token(&collector, &["create", "--scope", "write"]);
    let admin = token(&collector, &["create", "--scope", "admin"]);
    let ask = |token: &str| {
        collector
            .get("/v1/reports/channels", &[ELSEWHERE, ("authorization", &bearer(token))])
            .status
    };
    let send = |token: &str| {
        let body = json!({ "site": "shop", "events": [] }).to_string();
        let headers = [ELSEWHERE, ("authorization", &bearer(token))];
        collector.send("POST", "/v1/events", &headers, body.as_bytes()).status
    };
    assert_eq!(collector.get("/v1/reports/channels", &[ELSEWHERE]).status, 401);
    assert_eq!([&read, &write, &admin].map(|token| ask(token).as_u16()), [200, 403, 200]);
    assert_eq!([&read, &write, &admin].map(|token| send(token).as_u16()), [403, 202, 202]);
    // To write needs a token from this machine too.
    assert_eq!(collector.send("POST", "/v1/events", &[], b"{}").status, 401);

    let listed = token(&collector, &["list"]);
    assert!(listed.contains("dashboard") && !listed.contains(&read), "{listed}");
    let id = read.split('_').nth(1).unwrap();
    token(&collector, &["revoke", id]);
    assert_eq!(ask(&read), 401);
    let beside = fs::read_to_string(collector.folder().join("shop.duckdb.tokens")).unwrap();
    assert!(!beside.contains(&admin) && !collector.log().contains(&admin));
}

/// As where `--db` was forgotten: a list beside no store opens nothing.
#[test]
fn where_there_is_no_store_no_token_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("shop.duckdb");
    for command in [&["create", "--scope", "read"][..], &["list"], &["revoke", "1f2e3d4c"]] {
        let told = run(&[&["--db", db.to_str().unwrap(), "token"], command].concat());
        let said = String::from_utf8(told.stderr).unwrap();
        assert!(!told.status.success() && said.contains("does not exist"), "{command:?}: {said}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_time_beyond_all_years_is_told_and_nothing_is_done() {
    let collector = TestCollector::start();
    let admin = bearer(&token(&collector, &["create", "--scope", "admin"]));
    let headers = [("authorization", admin.as_str()), ("content-type", "application/json")];
    for since in [i64::MAX, i64::MIN] {
        let body = json!({ "since": since, "only_tell": true }).to_string();
        let answer = collector.send("POST", "/v1/enrich", &headers, body.as_bytes()).expect(400);
        assert!(answer.text().contains("years 1 to 9999"), "{}", answer.text());
    }
    let body = json!({ "only_tell": true }).to_string();
    let _ = collector.send("POST", "/v1/enrich", &headers, body.as_bytes()).expect(200);
}

#[test]
fn guessing_tokens_is_slowed() {
    let collector = TestCollector::start();
    let good = token(&collector, &["create", "--scope", "read"]);
    let ask = |token: &str| {
        collector.get("/v1/reports/channels", &[ELSEWHERE, ("authorization", &bearer(token))])
    };
    let refused: Vec<_> = (0..15).map(|n| ask(&format!("percorso_{n}")).status.as_u16()).collect();
    assert_eq!(refused[..10], [401; 10]);
    assert_eq!(refused[10..], [429; 5]);
    let answer = ask("percorso_more");
    assert!(answer.header("retry-after").parse::<u64>().unwrap() > 0);
    // A right one is no guess, and who guesses beside it is not to keep it out.
    let _ = ask(&good).expect(200);
    assert_eq!(ask("percorso_still").status, 429);
}

#[test]
fn who_guesses_tokens_from_everywhere_keeps_no_right_one_out() {
    let collector = TestCollector::start_with(|_| options(&["--trusted-proxy", "127.0.0.1"]));
    let write = token(&collector, &["create", "--scope", "write"]);
    let ask = |from: &str, token: &str| {
        let shown = bearer(token);
        let headers = [ELSEWHERE, ("x-forwarded-for", from), ("authorization", shown.as_str())];
        collector.send("POST", "/v1/events", &headers, br#"{"site":"shop","events":[]}"#).status
    };
    let wrong = |n: u32| ask(&format!("198.{}.{}.1", 18 + n / 250, n % 250), "percorso_x");
    assert!((0..2000).any(|n| wrong(n) == 429), "all networks together are slowed");
    assert_eq!(ask("203.0.113.9", &write), 202);
}

#[test]
fn this_machine_needs_a_token_where_the_owner_says_so() {
    let collector = TestCollector::start_with(|_| options(&["--require-token"]));
    assert_eq!(collector.get("/", &[]).status, 401);
    let read = token(&collector, &["create", "--scope", "read"]);
    assert_eq!(collector.get("/", &[("authorization", &bearer(&read))]).status, 200);
    let lower = format!("bearer {read}");
    assert_eq!(collector.get("/", &[("authorization", &lower)]).status, 200, "in any case");
    // Commands on this machine have the note beside the store.
    let db = collector.db().to_str().unwrap();
    assert!(run(&["--db", db, "channels"]).status.success());
}

#[test]
fn behind_a_proxy_with_tls_the_first_page_shows_the_tag_with_https() {
    let proxied = ["--trusted-proxy", "127.0.0.1"];
    let collector = TestCollector::start_with(|_| options(&proxied));
    let read = bearer(&token(&collector, &["create", "--scope", "read"]));
    let headers = [ELSEWHERE, ("authorization", read.as_str()), ("x-forwarded-proto", "https")];
    let shows = |tag: &str, headers: &[(&str, &str)]| {
        collector.get("/", headers).expect(200).text().contains(tag)
    };
    assert!(shows("https://stats.shop.example/p/percorso", &headers));
    assert!(shows("http://stats.shop.example/p/percorso", &headers[..2]));
}

#[test]
fn where_a_proxy_or_a_site_is_named_this_machine_needs_a_token_unless_the_owner_says_otherwise() {
    let opened = |given: &[&str], settings: &str| {
        let collector = TestCollector::start_with(|folder| {
            let file = folder.join("percorso.toml");
            fs::write(&file, settings).unwrap();
            [options(given), vec!["--config".into(), file.into()]].concat()
        });
        // As a proxy on this machine asks that says nothing of whom it asks for.
        collector.get("/v1/reports/channels", &[]).status.as_u16()
    };
    let site = "[[site]]\nname = \"shop\"\n";
    assert_eq!(opened(&[], ""), 200);
    assert_eq!(opened(&["--trusted-proxy", "127.0.0.1"], ""), 401);
    assert_eq!(opened(&[], site), 401);
    assert_eq!(opened(&[], &format!("require_token = false\n{site}")), 200);
    assert_eq!(opened(&["--require-token=false", "--trusted-proxy", "127.0.0.1"], site), 200);
    assert_eq!(opened(&["--require-token"], "require_token = false"), 401);
}

#[test]
fn a_refusal_names_the_scope_and_what_is_not_asked_that_way_is_told_to_everybody() {
    let collector = TestCollector::start();
    let read = bearer(&token(&collector, &["create", "--scope", "read"]));
    let put = |headers: &[(&str, &str)]| collector.send("PUT", "/v1/costs", headers, b"channel");
    let said = put(&[ELSEWHERE]).expect(401).text();
    assert!(said.contains("a token of scope admin") && said.contains("--scope admin"), "{said}");
    let said = put(&[ELSEWHERE, ("authorization", &read)]).expect(403).text();
    assert!(said.contains("of scope read, and admin is needed"), "{said}");
    let answer = collector.get("/v1/costs", &[ELSEWHERE]).expect(405);
    assert_eq!(answer.header("allow"), "PUT");
    assert_eq!(collector.get("/v1/nowhere", &[ELSEWHERE]).status, 404);
}

#[test]
fn sites_take_from_their_origins_and_nobody_learns_which_there_are() {
    let mut collector = TestCollector::start_with(|folder| {
        let file = folder.join("percorso.toml");
        let text = "[[site]]\nname = \"shop\"\norigins = [\"https://shop.example\"]\n";
        fs::write(&file, text).unwrap();
        vec!["--config".into(), file.into()]
    });
    let send = |site: &str, origin: Option<&str>| {
        let body = Batch::new().field("site", site).event("a", json!({})).json();
        let headers: Vec<_> = origin.map(|origin| ("origin", origin)).into_iter().collect();
        let answer = collector.send("POST", "/p/e", &headers, body.as_bytes()).expect(202);
        // What is said, all of it: the time of day alone may differ.
        let headers = answer.headers.iter().filter(|(name, _)| *name != "date");
        (headers.map(|(name, value)| format!("{name}: {value:?}")).collect::<Vec<_>>(), answer.body)
    };
    let taken = send("shop", Some("https://shop.example"));
    let elsewhere = "https://evil.example";
    let strange = [
        send("shop", Some(elsewhere)),
        send("shop", None),
        send("shop", Some("null")),
        send("shop", Some("https://shop.example.evil.example")),
        send("nobody", Some(elsewhere)),
        send("nobody", None),
        send("nobody", Some("https://shop.example")),
    ];
    assert!(strange.iter().all(|answer| *answer == taken), "{strange:?} beside {taken:?}");
    let read = bearer(&token(&collector, &["create", "--scope", "read"]));
    let metrics = collector.get("/metrics", &[("authorization", &read)]).expect(200).text();
    assert!(metrics.contains("percorso_events_dropped_total{reason=\"refused\"} 7"), "{metrics}");
    assert_eq!(collector.stop_and_read().len(), 1);
}

#[test]
fn an_address_is_taken_from_a_trusted_proxy_alone() {
    let visitors = |given: &[&str]| {
        let mut collector = TestCollector::start_with(|_| options(given));
        for forwarded in ["192.0.2.1", "198.51.100.7, 192.0.2.1", "203.0.113.9"] {
            let body = Batch::new().event("a", json!({})).json();
            let headers = [("x-forwarded-for", forwarded), ("user-agent", "one and the same")];
            let _ = collector.send("POST", "/p/e", &headers, body.as_bytes()).expect(202);
        }
        let rows = collector.stop_and_read();
        let mut visitors: Vec<_> = rows.iter().map(|row| row["visitor_id"].to_string()).collect();
        visitors.sort();
        visitors.dedup();
        visitors.len()
    };
    // What the client wrote itself, left of the proxy's word, is nobody's.
    assert_eq!(visitors(&["--trusted-proxy", "127.0.0.1"]), 2);
    assert_eq!(visitors(&["--trusted-proxy", "10.0.0.0/8"]), 1);
    assert_eq!(visitors(&[]), 1);
}

#[test]
fn what_a_till_tells_is_stored_once_with_its_own_time_and_person() {
    let mut collector = TestCollector::start();
    let write = token(&collector, &["create", "--scope", "write", "--name", "till"]);
    let send = |body: &Value| {
        let headers = [("authorization", bearer(&write))];
        let headers = headers.each_ref().map(|(name, value)| (*name, value.as_str()));
        collector.send("POST", "/v1/events", &headers, body.to_string().as_bytes())
    };
    let body = json!({ "site": "shop", "events": [
        { "id": "till-1", "event": "purchase", "time": "2026-01-31T18:00:00+01:00", "customer": " Anna ",
          "channel": "QR and Receipt Codes",
          "params": { "transaction_id": "T1", "value": 12.5, "currency": "EUR", "till": "3" } },
        { "id": "call-1", "event": "phone_call", "customer": "anna", "params": { "note": "call 4111111111111111" } },
        { "id": "", "event": "a" },
        { "id": "x", "event": "a", "time": "2999-01-01T00:00:00Z" },
        { "id": "y", "event": "a b" }
    ] });
    let first: Value = serde_json::from_slice(&send(&body).expect(202).body).unwrap();
    let dropped = json!([{ "place": 2, "reason": "bad_id" }, { "place": 3, "reason": "bad_time" },
                         { "place": 4, "reason": "bad_name" }]);
    assert_eq!(first, json!({ "stored": 2, "known": 0, "dropped": dropped }));
    let again: Value = serde_json::from_slice(&send(&body).expect(202).body).unwrap();
    assert_eq!((&again["stored"], &again["known"]), (&json!(0), &json!(2)));
    assert_eq!(send(&json!({ "site": "shop", "event": [] })).status, 400);
    assert_eq!(send(&json!({ "site": "a shop", "events": [] })).status, 422);

    let rows = collector.stop_and_read();
    assert_eq!(rows.len(), 2);
    let (till, call) = (&rows[0], &rows[1]);
    assert_eq!(till["occurred_at"], "2026-01-31 17:00:00");
    assert_eq!((&till["source"], &till["transaction_id"]), (&json!("server"), &json!("T1")));
    assert_eq!(till["identity"], call["identity"], "one person, however the id is written");
    assert_eq!(till["visitor_id"], call["visitor_id"]);
    assert!(!call.to_string().contains("4111"), "{call}");
}
