//! SQL of others: what it answers while events arrive, and that it can neither write nor get out.

use percorso_tests::harness::collector::run;
use percorso_tests::harness::{Batch, PATIENCE, TestCollector, wait_for};
use serde_json::{Value, json};

fn ask(collector: &TestCollector, sql: &str) -> percorso_tests::harness::Answer {
    collector.send("POST", "/v1/sql", &[("content-type", "text/plain")], sql.as_bytes())
}

fn shop() -> TestCollector {
    let collector = TestCollector::start();
    let both = Batch::new().event("view_item", json!({})).event("purchase", json!({}));
    let _ = collector.post(both.json()).expect(202);
    collector
}

fn rows(collector: &TestCollector, sql: &str) -> Value {
    let answer = ask(collector, sql).expect(200);
    serde_json::from_slice::<Value>(&answer.body).unwrap()["rows"].take()
}

#[test]
fn sees_every_event_as_soon_as_it_is_acknowledged() {
    let collector = TestCollector::start();
    for n in 1..=20 {
        let _ = collector.post(Batch::new().event("view_item", json!({})).json()).expect(202);
        assert_eq!(rows(&collector, "SELECT count(*) AS n FROM events"), json!([{ "n": n }]));
    }
}

#[test]
fn answers_as_accept_asks_and_to_the_row_limit() {
    let collector = shop();
    let question = |accept: &str, body: &str, kind: &str| {
        let headers = [("content-type", kind), ("accept", accept)];
        collector.send("POST", "/v1/sql", &headers, body.as_bytes())
    };
    let sql = "SELECT '=1+1' AS a, -3 AS b, NULL AS c";
    let csv = question("text/csv", sql, "text/plain").expect(200);
    assert_eq!(csv.text(), "a,b,c\n'=1+1,-3,\n");
    let lines = question("application/x-ndjson", sql, "text/plain").expect(200);
    assert_eq!(lines.text(), "{\"a\":\"=1+1\",\"b\":-3,\"c\":null}\n");
    let most = json!({ "sql": "FROM range(10)", "rows": 3 }).to_string();
    let whole: Value =
        serde_json::from_slice(&question("*/*", &most, "application/json").expect(200).body)
            .unwrap();
    assert_eq!((whole["rows"].as_array().unwrap().len(), &whole["truncated"]), (3, &json!(true)));
    let _ = question("image/png", sql, "text/plain").expect(406);
    let _ = question("*/*", sql, "text/html").expect(415);
    let _ = question("*/*", "{\"sq\":1}", "application/json").expect(400);
    assert_eq!(collector.get("/v1/sql", &[]).status, 405);
}

#[test]
fn rows_that_are_left_out_are_told_of_in_every_form() {
    let mut collector = shop();
    let db = collector.db().to_str().unwrap().to_owned();
    let sql = "SELECT range || E'\\n\"' AS a FROM range(5)";
    let asked = |format: &str, rows: &str| {
        let ended = run(&["--db", &db, "sql", sql, "--format", format, "--rows", rows]);
        assert!(ended.status.success());
        [ended.stdout, ended.stderr].map(|bytes| String::from_utf8(bytes).unwrap())
    };
    // By the collector, then from the file: the same.
    for collected in [true, false] {
        for (format, three) in [
            ("csv", "a\n\"0\n\"\"\"\n\"1\n\"\"\"\n\"2\n\"\"\"\n"),
            ("ndjson", "{\"a\":\"0\\n\\\"\"}\n{\"a\":\"1\\n\\\"\"}\n{\"a\":\"2\\n\\\"\"}\n"),
        ] {
            let [out, said] = asked(format, "3");
            assert_eq!(
                (out.as_str(), said.as_str()),
                (three, "3 rows, and there are more (--rows)\n")
            );
            let [out, said] = asked(format, "5");
            assert!(out.starts_with(three) && said.is_empty(), "{said}");
        }
        if collected {
            let body = json!({ "sql": sql, "rows": 3 }).to_string();
            let headers = [("content-type", "application/json"), ("accept", "text/csv")];
            let answer = collector.send("POST", "/v1/sql", &headers, body.as_bytes()).expect(200);
            assert_eq!(answer.header("percorso-rows-limit"), "3");
            assert!(collector.stop().success());
        }
    }
}

#[test]
fn strangers_are_refused() {
    let collector = shop();
    let headers = [("content-type", "text/plain"), ("x-forwarded-for", "192.0.2.1")];
    let _ = collector.send("POST", "/v1/sql", &headers, b"SELECT 1").expect(401);
}

#[test]
fn what_developers_ask_runs() {
    let collector = shop();
    for sql in include_str!("sql_allowed.sql").split("\n\n") {
        let answer = ask(&collector, sql);
        assert_eq!(answer.status, 200, "{sql}: {}", answer.text());
    }
}

/// Attempts to write or to get out, with a file that lies outside the store.
pub(super) fn attempts(outside: &std::path::Path) -> Vec<String> {
    let all = include_str!("sql_refused.sql").split("\n\n").map(str::trim);
    all.map(|sql| sql.replace("OUTSIDE", outside.to_str().unwrap())).collect()
}

#[test]
fn nothing_writes_and_nothing_gets_out() {
    let mut collector = shop();
    let outside = collector.folder().join("outside.csv");
    std::fs::write(&outside, "a\nsecret-of-another-file\n").unwrap();
    let all = attempts(&outside);
    assert!(all.len() >= 60);
    for sql in all {
        let answer = ask(&collector, &sql);
        assert_eq!(answer.status, 400, "{sql}: {}", answer.text());
        assert!(!answer.text().contains("secret-of-another-file"), "{sql}");
    }
    assert_eq!(rows(&collector, "SELECT count(*) AS n FROM events"), json!([{ "n": 2 }]));
    let mut here: Vec<_> =
        collector.folder().read_dir().unwrap().map(|e| e.unwrap().file_name()).collect();
    here.retain(|name| !name.to_str().unwrap().starts_with("shop.duckdb"));
    assert_eq!(here, ["outside.csv"], "nothing new was written");
    assert_eq!(collector.stop_and_read().len(), 2);
}

#[test]
fn a_question_without_end_is_ended_and_ingest_goes_on() {
    let collector = shop();
    let endless =
        "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range + b.range = -1";
    let body = json!({ "sql": endless, "seconds": 1 }).to_string();
    let client = collector.client();
    let asking = std::thread::spawn(move || {
        client.send("POST", "/v1/sql", &[("content-type", "application/json")], body.as_bytes())
    });
    while !asking.is_finished() {
        let _ = collector.post(Batch::new().event("view_item", json!({})).json()).expect(202);
    }
    let answer = asking.join().unwrap().unwrap().expect(422);
    assert!(answer.text().contains("longer than 1 s"), "{}", answer.text());
}

#[test]
fn a_client_that_leaves_takes_its_question_along() {
    use std::io::Write;
    let collector = shop();
    let endless =
        "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range + b.range = -1";
    // As many as are answered at a time, seen to be under way, because a third has no turn.
    let leave = (0..2).map(|_| {
        let mut connection = std::net::TcpStream::connect(collector.address()).unwrap();
        write!(
            connection,
            "POST /v1/sql HTTP/1.1\r\nhost: localhost\r\ncontent-type: text/plain\r\ncontent-length: {}\r\n\r\n{endless}",
            endless.len()
        )
        .unwrap();
        connection.flush().unwrap();
        connection
    });
    let leave: Vec<_> = leave.collect();
    wait_for("both to be under way", PATIENCE, || {
        (ask(&collector, "SELECT 1 AS one").status == 503).then_some(())
    });
    drop(leave);
    wait_for("a turn after they have left", PATIENCE, || {
        (ask(&collector, "SELECT 1 AS one").status == 200).then_some(())
    });
}

#[test]
fn the_command_asks_the_collector_and_the_file_alike() {
    let mut collector = shop();
    let db = collector.db().to_str().unwrap().to_owned();
    let sql = "SELECT event, count(*) AS n FROM events GROUP BY ALL ORDER BY event";
    let command = |format: &str, sql: &str| {
        let ended = run(&["sql", "--db", &db, "--format", format, sql]);
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
        String::from_utf8(ended.stdout).unwrap()
    };
    let all = ["table", "json", "csv", "ndjson"];
    let running: Vec<_> = all.iter().map(|format| command(format, sql)).collect();
    assert_eq!(running[2], "event,n\npurchase,1\nview_item,1\n");
    assert!(command("table", ".tables").contains("sessions"));
    assert!(command("csv", ".schema").contains("events,event_id"));
    let refused = run(&["sql", "--db", &db, "DROP TABLE events"]);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("only a SELECT"));
    assert!(collector.stop().success());
    let after: Vec<_> = all.iter().map(|format| command(format, sql)).collect();
    assert_eq!(after, running);
    let refused = run(&["sql", "--db", &db, "FROM read_text('/etc/hostname')"]);
    assert!(
        String::from_utf8_lossy(&refused.stderr).contains("nothing can be read from read_text()")
    );
}
