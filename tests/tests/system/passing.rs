//! While the store is out of order whatever is asked of it is answered 503, and a time to come again.

use std::fs;

use percorso_tests::harness::TestCollector;
use percorso_tests::harness::collector::run;

#[test]
fn reports_sql_and_what_changes_the_store_are_told_to_come_again() {
    let mut collector = TestCollector::start();
    let db = collector.db().to_str().unwrap().to_owned();
    let made = run(&["--db", &db, "token", "create", "--scope", "admin"]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let bearer = format!("Bearer {}", String::from_utf8(made.stdout).unwrap().trim());
    assert!(collector.stop().success());
    let mut torn = fs::read(collector.db()).unwrap();
    torn[..8192].fill(0x5a);
    fs::write(collector.db(), &torn).unwrap();
    collector.restart();
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    for (method, path, body) in [
        ("GET", "/v1/reports/evolution", ""),
        ("GET", "/v1/reports/funnel?step=a&step=b", ""),
        ("GET", "/", ""),
        ("GET", "/v1/findings", ""),
        ("GET", "/v1/segments", ""),
        ("POST", "/v1/sql", "{\"sql\":\"SELECT 1\"}"),
        ("POST", "/v1/prune", "{}"),
        ("POST", "/v1/forget", "{\"kind\":\"order\",\"name\":\"ORDER-1\"}"),
        ("PUT", "/v1/segments/all", "{\"rule\":\"device=mobile\"}"),
    ] {
        let answer = collector.send(method, path, &headers, body.as_bytes());
        assert_eq!(answer.status, 503, "{method} {path}: {}", answer.text());
        assert_ne!(answer.header("retry-after"), "", "{method} {path}");
    }
    let _ = collector.get("/healthz", &[]).expect(200);
    assert!(!collector.log().contains("panicked"), "{}", collector.log());
}
