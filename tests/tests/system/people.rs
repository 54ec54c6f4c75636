//! What a request tells ends up in columns: device, browser, system, country, robots; and each event's
//! phase and channel, by rules.

use std::fs;

use percorso_tests::harness::{BROWSER, Batch, TestCollector};
use serde_json::{Value, json};

fn send(collector: &TestCollector, headers: &[(&str, &str)], batch: &Batch) {
    let plain = [("content-type", "text/plain")];
    let headers: Vec<_> = plain.iter().chain(headers).copied().collect();
    let _ = collector.send("POST", "/p/e", &headers, batch.json().as_bytes()).expect(202);
}

fn view() -> Batch {
    Batch::new().event("page_view", json!({}))
}

fn of<'a>(rows: &'a [Value], column: &str) -> Vec<&'a str> {
    rows.iter().map(|row| row[column].as_str().unwrap_or_default()).collect()
}

#[test]
fn the_browser_tells_device_and_system_and_the_owners_file_the_country() {
    let countries = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/countries.mmdb");
    let mut collector = TestCollector::start_with(|_| vec!["--geo".into(), countries.into()]);
    let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 \
                 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
    send(&collector, &[("user-agent", BROWSER)], &view());
    send(&collector, &[("user-agent", phone)], &view());
    let rows = collector.stop_and_read();
    assert_eq!(of(&rows, "device"), ["desktop", "mobile"]);
    assert_eq!(of(&rows, "browser"), ["Chrome", "Safari"]);
    assert_eq!(of(&rows, "system"), ["Linux", "iOS"]);
    assert_eq!(of(&rows, "country"), ["FR", "FR"], "127.0.0.0/8 in the test's database");
    assert_eq!(of(&rows, "robot"), ["", ""]);
}

#[test]
fn a_file_that_is_no_database_is_named_at_the_start() {
    let collector = TestCollector::start_with(|folder| {
        fs::write(folder.join("a.mmdb"), "no database").unwrap();
        Vec::new()
    });
    let file = collector.folder().join("a.mmdb").display().to_string();
    let other = collector.folder().join("other.duckdb").display().to_string();
    let start = ["--db", &other, "serve", "--listen", "127.0.0.1:0", "--geo", &file];
    let output = percorso_tests::harness::collector::run(&start);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        !output.status.success() && said.contains("a.mmdb is no database in MaxMind's"),
        "{said}"
    );
}

#[test]
fn robots_are_marked_with_the_reason_and_left_out_of_the_views() {
    let mut collector = TestCollector::start();
    let browser = ("user-agent", BROWSER);
    let headless = BROWSER.replace("Chrome/", "HeadlessChrome/");
    let spam = view().field("referrer", "http://forum.semalt.com/?u=shop");
    send(&collector, &[browser], &view());
    send(&collector, &[("user-agent", "Mozilla/5.0 (compatible; AnyBot/1.0)")], &view());
    send(&collector, &[("user-agent", &headless)], &view());
    send(&collector, &[("user-agent", "")], &view());
    send(&collector, &[browser, ("sec-purpose", "prefetch;prerender")], &view());
    send(&collector, &[browser, ("purpose", "prefetch")], &view());
    send(&collector, &[browser], &view().field("webdriver", true));
    send(&collector, &[browser], &spam);
    let rows = collector.stop_and_read();
    let reasons =
        ["", "declared", "headless", "nameless", "prefetch", "prefetch", "webdriver", "spam"];
    assert_eq!(of(&rows, "robot"), reasons);
    let store = duckdb::Connection::open(collector.db()).unwrap();
    let views = "SELECT sum(page_views)::BIGINT FROM sessions";
    assert_eq!(store.query_row::<i64, _, _>(views, [], |row| row.get(0)).unwrap(), 1);
}

#[test]
fn the_owners_rules_say_channel_and_phase_and_who_sends_spam() {
    let mut collector = TestCollector::start_with(|folder| {
        let rules = "spammers = \"more.txt\"\n\
            [[channel]]\nchannel = \"Flyer\"\nsource = \"flyer-*\"\n\
            [[phase]]\nphase = \"loyalty\"\npath = \"/club/*\"\n";
        fs::write(folder.join("rules.toml"), rules).unwrap();
        fs::write(folder.join("more.txt"), "spam.example\n").unwrap();
        vec!["--rules".into(), folder.join("rules.toml").into()]
    });
    let at = |url: &str| view().url(url);
    send(&collector, &[], &at("https://shop.example/club/new?utm_source=Flyer-May"));
    send(&collector, &[], &at("https://shop.example/cart").event("add_to_cart", json!({})));
    send(&collector, &[], &view().field("referrer", "https://a.spam.example/"));
    let rows = collector.stop_and_read();
    assert_eq!(of(&rows, "channel")[0], "Flyer");
    assert_eq!(of(&rows, "phase")[..3], ["loyalty", "decision", "decision"]);
    assert_eq!(of(&rows, "robot"), ["", "", "", "spam"]);
}

#[test]
fn a_phase_has_a_name_in_each_naming_of_five() {
    let mut collector = TestCollector::start();
    assert!(collector.stop().success());
    let store = duckdb::Connection::open(collector.db()).unwrap();
    let names = |naming: &str| {
        let sql = "SELECT string_agg(phase_name(?, phase), ', ') FROM unnest(['awareness', \
            'research', 'consideration', 'decision', 'purchase', 'experience', 'loyalty']) AS t(phase)";
        store.query_row::<String, _, _>(sql, [naming], |row| row.get(0)).unwrap()
    };
    let discovery = "discovery, evaluation, evaluation, purchase, purchase, experience, loyalty";
    assert_eq!(names("discovery"), discovery);
    assert!(names("awareness").ends_with("decision, decision, post-purchase, post-purchase"));
    assert!(names("contact").contains("purchase and checkout, post-purchase and retention"));
    assert!(names("none").starts_with("awareness, research"));
}
