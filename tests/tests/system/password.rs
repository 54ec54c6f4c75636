//! The pages in a browser: it shows the token as a password.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use percorso_tests::harness::clients::token;
use percorso_tests::harness::{Answer, TestCollector};

/// A request from elsewhere: this machine's pages are open to read.
const ELSEWHERE: (&str, &str) = ("host", "stats.shop.example");

#[test]
fn a_browser_shows_the_token_as_a_password_and_can_only_look() {
    let collector = TestCollector::start();
    let db = collector.db().to_str().unwrap();
    let read = token(db, "read");
    let admin = token(db, "admin");
    let basic = |token: &str| format!("Basic {}", BASE64_STANDARD.encode(format!("owner:{token}")));
    // Without it a browser shows the refusal and asks nobody for anything.
    let asks = |answer: Answer| {
        let ways = answer.headers.get_all("www-authenticate");
        ways.iter().any(|way| way.as_bytes().starts_with(b"Basic realm="))
    };
    assert!(asks(collector.get("/", &[ELSEWHERE]).expect(401)));
    let shown = basic(&read);
    let look = |path: &str, more: &[(&str, &str)]| {
        let own = [ELSEWHERE, ("authorization", shown.as_str())];
        collector.get(path, &[&own, more].concat()).status.as_u16()
    };
    assert_eq!(["/", "/report", "/v1/reports/channels"].map(|path| look(path, &[])), [200; 3]);
    // The browser adds it to what any page asks.
    assert_eq!(look("/", &[("sec-fetch-site", "cross-site")]), 403);
    assert_eq!(look("/", &[("origin", "https://evil.example")]), 403);
    assert_eq!(look("/", &[("origin", "https://stats.shop.example")]), 200);
    let change = |path: &str, body: &[u8]| {
        let shown = basic(&admin);
        let headers = [ELSEWHERE, ("authorization", shown.as_str())];
        assert!(!asks(collector.send("POST", path, &headers, body).expect(401)), "{path}");
    };
    change("/v1/sql", b"SELECT 1");
    change("/v1/events", br#"{"site":"shop","events":[]}"#);
    change("/v1/prune", br#"{"only_tell":true}"#);
    for wrong in ["Basic", "Basic ", "Basic !", "Basic b3duZXI=", &basic("percorso_none")] {
        let headers = [ELSEWHERE, ("authorization", wrong)];
        assert_eq!(collector.get("/", &headers).status, 401, "{wrong}");
    }
}
