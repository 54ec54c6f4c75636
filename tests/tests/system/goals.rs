//! Goals set by the command and over HTTP, with the collector running and without.

use percorso_tests::harness::collector::run;
use percorso_tests::harness::{Batch, TestCollector};
use serde_json::{Value, json};

#[test]
fn a_goal_is_set_and_asked_alike_by_command_and_route() {
    let mut collector = TestCollector::start();
    let batch = Batch::new().event("page_view", json!({})).event("view_item", json!({}));
    let _ = collector.post(batch.json()).expect(202);
    let db = collector.db().to_str().unwrap().to_owned();
    let percorso = |words: &[&str]| {
        let output = run(&[&["--db", &db], words].concat());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), String::from_utf8(output.stdout).unwrap(), said)
    };
    let set =
        ["goal", "set", "seen", "--figure", "page_views", "--at-least", "1", "--every", "day"];
    let (code, _, said) = percorso(&set);
    assert_eq!(code, Some(0), "{said}");
    let (_, told, _) = percorso(&["goals", "--format", "json"]);
    let told: Value = serde_json::from_str(&told).unwrap();
    let over_http = collector.get("/v1/reports/goals", &[]).expect(200).text();
    assert_eq!(serde_json::from_str::<Value>(&over_http).unwrap(), told);
    let row = &told["rows"][0];
    assert_eq!(
        [&row["name"], &row["value"], &row["met"]],
        [&json!("seen"), &json!(1.0), &json!(true)]
    );
    // Who may not change anything may not set one.
    let put =
        collector.send("PUT", "/v1/goals/mine", &[], br#"{"figure": "orders", "at_least": 1}"#);
    assert!(put.status == 401 || put.status == 403, "{}", put.status);
    let (code, _, said) = percorso(&["goal", "set", "nothing", "--figure", "orders"]);
    assert!(code == Some(1) && said.contains("a goal needs at_least"), "{said}");

    assert!(collector.stop().success());
    let (_, same, _) = percorso(&["goal", "list", "--format", "json"]);
    assert_eq!(serde_json::from_str::<Value>(&same).unwrap(), told);
    assert_eq!(percorso(&["goal", "delete", "seen"]).0, Some(0));
    let (code, _, said) = percorso(&["goal", "delete", "seen"]);
    assert!(code == Some(1) && said.contains("there is no goal \"seen\""), "{said}");
}
