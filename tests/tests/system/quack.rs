//! SQL by DuckDB's own protocol: who gets in, what is seen, and that nothing can be written.

use percorso_tests::harness::clients::{Clients, Door, token};
use percorso_tests::harness::collector::{binary, run};
use percorso_tests::harness::{Batch, TestCollector};
use serde_json::{Value, json};

use super::sql::attempts;

pub(super) fn serving() -> Option<(Clients, TestCollector, Door)> {
    serving_with(&[])
}

/// With `--sql-public` at every address of this machine.
pub(super) fn serving_with(more: &[&str]) -> Option<(Clients, TestCollector, Door)> {
    let clients = Clients::here()?;
    let (mut options, uri) = clients.serving();
    if more.contains(&"--sql-public") {
        options[1] = format!("0.0.0.0:{}", uri.rsplit(':').next()?).into();
    }
    options.extend(more.iter().map(Into::into));
    let collector = TestCollector::start_with(|_| options);
    let both = Batch::new().event("view_item", json!({})).event("purchase", json!({}));
    let _ = collector.post(both.json()).expect(202);
    let token = token(collector.db().to_str().unwrap(), "read");
    Some((clients, collector, Door { uri, token }))
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn error(answer: &Value) -> &str {
    answer["error"].as_str().unwrap_or_else(|| panic!("it was answered: {answer}"))
}

#[test]
fn an_attached_client_sees_every_commit() {
    let Some((clients, collector, door)) = serving() else { return };
    let count = texts(&["SELECT count(*) AS n FROM events", "SELECT count(*) AS n FROM sessions"]);
    for plans in ["client", "server"] {
        let before = clients.python(&door.uri, Some((&door, plans)), &count);
        let _ = collector.post(Batch::new().event("view_item", json!({})).json()).expect(202);
        let after = clients.python(&door.uri, Some((&door, plans)), &count);
        let n = |answers: &[Value]| {
            answers[0]["csv"].as_str().unwrap()["n\n".len()..].trim().parse::<u32>().unwrap()
        };
        assert_eq!(n(&after), n(&before) + 1, "{plans}");
    }
    let all = "SELECT count(DISTINCT view_name) FROM duckdb_views() WHERE NOT internal";
    let own = clients.python(&door.uri, Some((&door, "server")), &texts(&[all]));
    assert_eq!(own[0]["csv"].as_str().unwrap().lines().nth(1).unwrap(), "12");
}

#[test]
fn types_arrive_as_they_are() {
    let Some((clients, _collector, door)) = serving() else { return };
    let asked = "SELECT typeof(COLUMNS(*)) FROM (SELECT event_id, visitor_id, occurred_at, value, items, params, true AS b, \
        1::HUGEINT AS h, [1, 2] AS l, {'a': 1, 'b': 'x, \"y\"'} AS s, INTERVAL 1 DAY AS i, DATE '2026-01-31' AS d, \
        TIME '10:00:00.5' AS t, '\\x00a'::BLOB AS o, 'x'::ENUM ('x', 'y') AS e, 1.5::FLOAT AS f, MAP {'k': [NULL, 1]} AS m FROM events)";
    let inner = &asked["SELECT typeof(COLUMNS(*)) FROM (".len()..asked.len() - 1];
    let there = clients.python(&door.uri, Some((&door, "server")), &texts(&[asked]));
    let quoted = inner.replace('\'', "''");
    let here = format!("SELECT typeof(COLUMNS(*)) FROM shop.query('{quoted}')");
    let here = clients.python(&door.uri, Some((&door, "client")), &[here, inner.to_owned()]);
    let lines = |answer: &Value| {
        let csv = answer["csv"].as_str().unwrap_or_else(|| panic!("{answer}"));
        csv.lines().skip(1).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(lines(&here[0]), lines(&there[0]));
    let values = clients.python(&door.uri, Some((&door, "server")), &texts(&[inner]));
    assert_eq!(lines(&values[0]), lines(&here[1]), "values, by the server and by the client");
}

#[test]
fn nobody_gets_in_without_a_token_that_may_read() {
    let Some((clients, collector, door)) = serving() else { return };
    let db = collector.db().to_str().unwrap();
    let made = run(&["token", "--db", db, "create", "--scope", "write"]);
    let said = String::from_utf8_lossy(&made.stdout).into_owned();
    let write = said.split_whitespace().find(|word| word.starts_with("percorso_")).unwrap();
    for token in ["percorso_wrong", write] {
        let other = Door { uri: door.uri.clone(), token: token.to_owned() };
        let told = clients.cli(None, Some(&other), "SELECT 'in' FROM shop.events;\n");
        assert!(!told.contains("in\n"), "{told}");
    }
    let told = clients.cli(None, Some(&door), "SELECT 'in' FROM shop.events LIMIT 1;\n");
    assert!(told.contains("in\n"), "{told}");
    let id = door.token.split('_').nth(1).unwrap();
    assert!(run(&["token", "--db", db, "revoke", id]).status.success());
    let told = clients.cli(None, Some(&door), "SELECT 'in' FROM shop.events LIMIT 1;\n");
    assert!(!told.contains("in\n"), "a revoked token: {told}");
}

#[test]
fn a_revoked_token_ends_what_an_attached_client_may_ask() {
    let Some((clients, collector, door)) = serving() else { return };
    let (program, db) = (binary(), collector.db().display().to_string());
    let id = door.token.split('_').nth(1).unwrap();
    let ask = |word: &str| format!("FROM shop.query('SELECT ''{word}'' AS word');\n");
    let revoke = format!(".shell {} token --db {db} revoke {id}\n", program.display());
    let script = [ask("before"), ask("still"), revoke, ask("after")].concat();
    let told = clients.cli(None, Some(&door), &script);
    assert!(told.contains("before\n") && told.contains("still\n"), "{told}");
    assert!(!told.contains("after\n"), "{told}");
}

#[test]
fn nothing_writes_and_nothing_gets_out() {
    let Some((clients, mut collector, door)) = serving() else { return };
    let outside = collector.folder().join("outside.csv");
    std::fs::write(&outside, "a\nsecret-of-another-file\n").unwrap();
    let all = attempts(&outside);
    assert!(all.len() >= 60);
    let handed = clients.python(&door.uri, Some((&door, "server")), &all);
    assert_eq!(handed.len(), all.len());
    for (sql, answer) in all.iter().zip(&handed) {
        assert!(!error(answer).contains("secret-of-another-file"), "{sql}");
    }
    // What a client's own DuckDB makes of a write is refused as well.
    let writes = texts(&[
        "INSERT INTO shop.forgets VALUES (now(), 1)",
        "DELETE FROM shop.events",
        "UPDATE shop.events SET event = 'x'",
        "DROP TABLE shop.events",
        "DROP VIEW shop.sessions",
        "CREATE TABLE shop.x (a INTEGER)",
        "CREATE TABLE shop.x AS SELECT 1 AS a",
        "CREATE VIEW shop.x AS SELECT 1",
        "CREATE SCHEMA shop.x",
        "ALTER TABLE shop.events ADD COLUMN x INTEGER",
        "COPY (SELECT 1) TO 'shop.events'; COPY shop.forgets FROM '/dev/null'",
        "FROM shop.query('SELECT percorso_knows(''a'', ''b'', ''c'')')",
        "FROM shop.query('FROM percorso_answer(1)')",
        "FROM shop.query('CALL quack_stop(''quack:localhost'')')",
        "FROM shop.query('SET GLOBAL quack_authorization_function = ''quack_nop_authorization''')",
        "FROM shop.query(') ; DROP TABLE events; --')",
        "FROM shop.query('SELECT 1) UNION ALL (SELECT 2')",
    ]);
    let handed = clients.python(&door.uri, Some((&door, "client")), &writes);
    for (sql, answer) in writes.iter().zip(&handed) {
        assert!(!error(answer).is_empty(), "{sql}");
    }
    assert_eq!(collector.stop_and_read().len(), 2);
}

#[test]
fn a_store_without_the_extension_says_how_to_get_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let serve = ["serve", "--db", &path("shop.duckdb"), "--listen", "127.0.0.1:0", "--sql"];
    let refused = run(&[&serve[..], &["127.0.0.1:1", "--sql-extension", &path("none")]].concat());
    assert!(!refused.status.success());
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("httpfs") && said.contains("INSTALL httpfs; INSTALL quack"), "{said}");
}
