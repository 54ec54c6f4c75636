//! Segments over HTTP: saved while the collector runs, asked of in a report, forgotten with who was in them.

use percorso_tests::harness::clients::token;
use percorso_tests::harness::collector::run;
use percorso_tests::harness::{BROWSER, Batch, TestCollector};
use serde_json::{Value, json};

fn bearer(collector: &TestCollector, scope: &str) -> String {
    format!("Bearer {}", token(collector.db().to_str().unwrap(), scope))
}

#[test]
fn a_segment_is_saved_asked_of_and_taken_away() {
    let collector = TestCollector::start();
    // Two browsers are two visitors.
    for (event, system) in [("view_item", "Windows NT 10.0"), ("purchase", "Macintosh")] {
        let browser = BROWSER.replace("X11", system);
        let headers = [("content-type", "text/plain"), ("user-agent", browser.as_str())];
        let batch = Batch::new().event(event, json!({}));
        let _ = collector.send("POST", "/p/e", &headers, batch.json().as_bytes()).expect(202);
    }
    let (read, admin) = (bearer(&collector, "read"), bearer(&collector, "admin"));
    let ask = |method: &str, path: &str, token: &str, body: &Value| {
        let headers = [("authorization", token), ("content-type", "application/json")];
        collector.send(method, path, &headers, body.to_string().as_bytes())
    };
    let rule = json!({ "rule": "purchase & !view_item" });
    let path = "/v1/segments/buyers";
    assert_eq!(ask("PUT", path, &read, &rule).status, 403);
    assert_eq!(ask("PUT", path, &admin, &json!({ "rule": "colour=red" })).status, 400);
    let saved: Value =
        serde_json::from_slice(&ask("PUT", path, &admin, &rule).expect(200).body).unwrap();
    let visits = |path: &str| {
        let told: Value =
            serde_json::from_slice(&collector.get(path, &[]).expect(200).body).unwrap();
        told["rows"].as_array().unwrap().len()
    };
    assert_eq!(saved["visits"], 1);
    assert_eq!(visits("/v1/reports/members?segment=buyers"), 1);
    assert_eq!(visits("/v1/reports/members"), 2);
    assert_eq!(collector.get("/v1/reports/channels?segment=seller", &[]).status, 400);
    // The command asks the collector that has the file.
    let db = collector.db().to_str().unwrap();
    let listed = run(&["--db", db, "segment", "list", "--format", "json"]);
    let listed: Value = serde_json::from_slice(&listed.stdout).unwrap();
    assert_eq!(listed[0]["definition"], "purchase & !view_item");
    let again = run(&["--db", db, "segment", "refresh", "buyers"]);
    assert!(again.status.success(), "{}", String::from_utf8_lossy(&again.stderr));
    let none = ask("POST", "/v1/segments/none/refresh", &admin, &json!({})).expect(404).text();
    assert!(none.starts_with("there is no segment \"none\"; percorso segment list"), "{none}");
    assert_eq!(ask("DELETE", path, &admin, &json!({})).status, 204);
    assert_eq!(ask("DELETE", path, &admin, &json!({})).status, 404);
    assert_eq!(collector.get("/v1/segments", &[]).expect(200).body, b"[]");
}
