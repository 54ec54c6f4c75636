//! SQL that is costly to plan: DuckDB cannot be interrupted before it has begun, so a statement may come to
//! no more than is planned within seconds.

use std::io::Write;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use percorso_tests::harness::{Answer, PATIENCE, TestCollector, wait_for};
use serde_json::json;

/// By how much the costliest statement that is let through may go over its time. On two cores at rest it is
/// 2 s at most; the tests run beside each other.
const OVER: Duration = Duration::from_secs(20);

/// A chain of tables, each equal to the next.
fn joined(tables: usize) -> String {
    let from: Vec<_> = (0..tables).map(|n| format!("events e{n}")).collect();
    let each = |n| format!("e{n}.event_id = e{}.event_id", n + 1);
    let equal: Vec<_> = (0..tables - 1).map(each).collect();
    format!("SELECT count(*) AS n FROM {} WHERE {}", from.join(", "), equal.join(" AND "))
}

/// The costliest there is: as many as may be joined, of the macro with the most joins of its own.
fn costly() -> String {
    let from: Vec<_> =
        (0..30).map(|n| format!("friction_met(NULL, NULL, NULL, NULL) m{n}")).collect();
    format!("SELECT count(*) AS n FROM {}", from.join(", "))
}

fn kind() -> [(&'static str, &'static str); 1] {
    [("content-type", "text/plain")]
}

fn ask(collector: &TestCollector, sql: &str) -> Answer {
    let body = json!({ "sql": sql, "seconds": 1 }).to_string();
    collector.send("POST", "/v1/sql", &[("content-type", "application/json")], body.as_bytes())
}

#[test]
fn more_tables_than_are_soon_planned_are_refused_at_once() {
    let collector = TestCollector::start();
    let many = joined(30);
    // With all the time there is: the tests run beside each other.
    let whole = |sql: &str| collector.send("POST", "/v1/sql", &kind(), sql.as_bytes()).expect(200);
    assert_eq!(whole(&many).text().matches("\"n\":0").count(), 1);
    let sides = vec!["SELECT count(*) FROM events"; 100].join(" UNION ALL ");
    let _ = whole(&sides);
    let one_more = format!("{sides} UNION ALL SELECT count(*) FROM events");
    let within = format!("SELECT (SELECT count(*) FROM events) AS a FROM ({many})");
    // What is in no table is joined as well.
    let made: Vec<_> = (0..31).map(|n| format!("(VALUES ({n})) v{n}(x)")).collect();
    let queried: Vec<_> = (0..31).map(|n| format!("(SELECT {n} AS x) q{n}")).collect();
    let [made, queried] = [made, queried].map(|from| format!("SELECT 1 FROM {}", from.join(", ")));
    for sql in [joined(31), joined(100), one_more, within, made, queried] {
        let begun = Instant::now();
        let answer = ask(&collector, &sql).expect(400);
        assert!(answer.text().contains("joins at most 30 tables"), "{}", answer.text());
        assert!(begun.elapsed() < Duration::from_secs(5), "it took {:?}", begun.elapsed());
    }
}

#[test]
fn the_costliest_to_plan_ends_soon_after_its_time_or_its_client() {
    let collector = TestCollector::start();
    let sql = costly();
    let begun = Instant::now();
    let answer = ask(&collector, &sql);
    let took = begun.elapsed();
    assert!(answer.status == 422 || answer.status == 200, "{}", answer.text());
    assert!(took < Duration::from_secs(1) + OVER, "it took {took:?}");
    let under_way = |n: &str| {
        let text = collector.get("/metrics", &[]).expect(200).text();
        text.contains(&format!("percorso_questions{{queue=\"sql\"}} {n}\n")).then_some(())
    };
    let mut client = TcpStream::connect(collector.address()).unwrap();
    let head = "POST /v1/sql HTTP/1.1\r\nhost: localhost\r\ncontent-type: text/plain\r\n";
    write!(client, "{head}content-length: {}\r\n\r\n{sql}", sql.len()).unwrap();
    wait_for("it to be under way", PATIENCE, || under_way("1"));
    drop(client);
    wait_for("it to end", OVER, || under_way("0"));
    let text = collector.get("/metrics", &[]).expect(200).text();
    assert!(text.contains("percorso_questions_left_total{queue=\"sql\"} 1\n"), "{text}");
}
