//! Funnels saved by name: by the command and over HTTP, with the collector running and without.

use percorso_tests::harness::collector::run;
use percorso_tests::harness::{Batch, TestCollector};
use serde_json::{Value, json};

fn percorso(collector: &TestCollector, words: &[&str]) -> String {
    let db = collector.db().to_str().unwrap().to_owned();
    let output = run(&[&["--db", &db], words].concat());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_funnel_is_saved_and_asked_again_by_name() {
    let mut collector = TestCollector::start();
    let batch = Batch::new().event("view_item", json!({})).event("purchase", json!({}));
    let _ = collector.post(batch.json()).expect(202);
    let asked = ["funnel", "--format", "json", "--by", "session"];
    let steps = ["--step", "view_item", "--step", "purchase", "--window", "1h"];
    let told = percorso(&collector, &[&asked[..], &steps, &["--save", "buying"]].concat());
    let by_name = || percorso(&collector, &["funnel", "--format", "json", "--saved", "buying"]);
    assert_eq!(by_name(), told);
    let over_http = collector.get("/v1/reports/funnel?saved=buying", &[]).expect(200).text();
    let same: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&over_http).unwrap(), same);
    assert_eq!(same["steps"][1]["reached"], 1);
    // What is asked beside it comes in addition.
    let nobody = collector.get("/v1/reports/funnel?saved=buying&site=nobody", &[]).expect(200);
    assert!(nobody.text().contains("\"users\":0"), "{}", nobody.text());
    let twice = collector.get("/v1/reports/funnel?saved=buying&window=2h", &[]).expect(400);
    assert!(twice.text().contains("window is given twice"), "{}", twice.text());
    assert!(
        percorso(&collector, &["funnels", "--format", "csv"]).contains("buying,step=view_item")
    );
    // Who may not change anything may not save.
    let put = collector.send("PUT", "/v1/funnels/mine", &[], b"step=a");
    assert!(put.status == 401 || put.status == 403, "{}", put.status);

    assert!(collector.stop().success());
    let same = percorso(&collector, &["funnel", "--format", "json", "--saved", "buying"]);
    assert_eq!(same, told);
    percorso(&collector, &["funnel", "--delete", "buying"]);
    let db = collector.db().to_str().unwrap().to_owned();
    let gone = run(&["--db", &db, "funnel", "--saved", "buying"]);
    assert!(!gone.status.success());
    assert!(String::from_utf8_lossy(&gone.stderr).contains("there is no funnel \"buying\""));
}
