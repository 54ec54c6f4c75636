//! Costs over HTTP: kept while the collector runs, asked of in attribution.

use percorso_tests::harness::TestCollector;
use percorso_tests::harness::clients::token;
use percorso_tests::harness::collector::run;
use serde_json::{Value, json};

#[test]
fn costs_are_kept_by_who_may_and_told_in_attribution() {
    let collector = TestCollector::start();
    let db = collector.db().to_str().unwrap();
    let bearer = |scope: &str| format!("Bearer {}", token(db, scope));
    let (write, admin) = (bearer("write"), bearer("admin"));
    let put = |token: &str, csv: &str| {
        let headers = [("authorization", token), ("content-type", "text/csv")];
        collector.send("PUT", "/v1/costs", &headers, csv.as_bytes())
    };
    let csv = "day,channel,cost\n2026-01-10,Display,5.25\n2026-01-11,Display,4\n";
    assert_eq!(put(&write, csv).status, 403);
    let refused = put(&admin, "day,channel,cost\n2026-01-10,Display,much\n");
    assert_eq!(refused.status, 400);
    assert!(refused.text().contains("line 2: \"much\" is no cost"), "{}", refused.text());
    let kept: Value = serde_json::from_slice(&put(&admin, csv).expect(200).body).unwrap();
    let expected = json!({
        "lines": 2, "channels": ["Display"], "first": "2026-01-10", "last": "2026-01-11"
    });
    assert_eq!(kept, expected);
    let cost = || {
        let path = "/v1/reports/attribution?model=linear&until=2026-01-10";
        let told: Value =
            serde_json::from_slice(&collector.get(path, &[]).expect(200).body).unwrap();
        told["rows"][0]["cost"].clone()
    };
    assert_eq!(cost(), 5.25);
    // The command gives its file to the collector that has the store.
    let file = collector.folder().join("costs.csv");
    std::fs::write(&file, "day,channel,cost\n2026-01-10,Display,6\n").unwrap();
    let said = run(&["--db", db, "costs", file.to_str().unwrap()]);
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    assert_eq!(cost(), 6.0);
}
