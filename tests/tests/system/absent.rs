//! Names that nothing has: said to be so, by every way of asking, and not passed for an answer of nothing.

use std::process::Command;

use percorso_tests::harness::collector::{binary, run};
use percorso_tests::harness::{Batch, TestCollector};
use serde_json::{Value, json};

fn said(output: &std::process::Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_site_and_a_step_mistyped_are_told() {
    let mut collector = TestCollector::start();
    let batch = Batch::new().event("page_view", json!({})).event("view_item", json!({}));
    let _ = collector.post(batch.json()).expect(202);
    let note = |path: &str| -> Value {
        let answer = collector.get(path, &[]).expect(200);
        serde_json::from_slice::<Value>(&answer.body).unwrap()["note"].clone()
    };
    let site = r#"no event is of the site "shpo"; there are events of shop"#;
    let step = r#"no event there is matches the step "view-item""#;
    assert_eq!(note("/v1/reports/channels?site=shpo"), site);
    assert_eq!(note("/v1/reports/channels?site=shop"), Value::Null);
    assert_eq!(note("/v1/reports/funnel?step=page_view&step=view-item"), step);
    assert_eq!(note("/v1/reports/funnel?step=page_view&step=view-item&site=shpo"), site);
    // Nobody came that way, but the names are right.
    assert_eq!(note("/v1/reports/funnel?step=view_item&step=page_view"), Value::Null);
    let unknown = collector.get("/v1/reports/chanels", &[]).expect(404).text();
    assert_eq!(unknown, "there is no report \"chanels\"; GET /v1/reports lists those there are\n");

    // The command says it beside the answer, whether it asks the collector or the file.
    let db = collector.db().to_str().unwrap().to_owned();
    let channels = || said(&run(&["--db", &db, "channels", "--site", "shpo", "--format", "csv"]));
    let funnel =
        || said(&run(&["--db", &db, "funnel", "--step", "page_view", "--step", "view-item"]));
    assert_eq!(
        (channels(), funnel()),
        (format!("percorso: {site}\n"), format!("percorso: {step}\n"))
    );
    assert!(collector.stop().success());
    assert_eq!(
        (channels(), funnel()),
        (format!("percorso: {site}\n"), format!("percorso: {step}\n"))
    );
}

/// As `percorso config | head -n 1` has it.
#[test]
fn a_reader_who_has_seen_enough_is_no_failure() {
    for words in [&["config"][..], &["channels", "--help"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = Command::new(binary()).args(words).stdout(writer).output().unwrap();
        assert_eq!((said(&output).as_str(), output.status.code()), ("", Some(0)), "{words:?}");
    }
}
