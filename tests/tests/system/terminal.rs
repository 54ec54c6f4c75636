//! `percorso sql` at a terminal: statements over several lines, commands, a history, Ctrl-C and Ctrl-D.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::thread;
use std::time::Duration;

use percorso_tests::harness::terminal::Terminal;
use percorso_tests::harness::{Batch, TestCollector};
use serde_json::json;

const PROMPT: &str = "percorso> ";
const ENDLESS: &str =
    "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range + b.range = -1;\r";
const CTRL_C: &str = "\u{3}";
const CTRL_D: &str = "\u{4}";
const UP: &str = "\u{1b}[A";

/// Begins a question that does not end by itself, ends it, and asks another.
fn break_off(terminal: &mut Terminal) {
    terminal.keys(ENDLESS);
    terminal.wait_for_question();
    thread::sleep(Duration::from_millis(300));
    terminal.keys(CTRL_C);
    terminal.hear("the question was broken off");
    terminal.hear(PROMPT);
    terminal.keys("SELECT 6 * 7 AS answer;\r");
    terminal.hear("42");
    terminal.hear(PROMPT);
}

#[test]
fn statements_are_answered_kept_and_broken_off() {
    let mut collector = TestCollector::start();
    let _ = collector.post(Batch::new().event("view_item", json!({})).json()).expect(202);
    let db = collector.db().to_str().unwrap().to_owned();
    let home = tempfile::tempdir().unwrap();
    let start = || Terminal::start(home.path(), &["sql", "--db", &db]);

    let mut terminal = start();
    terminal.hear(PROMPT);
    terminal.keys("SELECT event, 20 +\r");
    terminal.hear("...> ");
    terminal.keys("3 AS more FROM events;\r");
    for said in ["1 row", "event", "more", "view_item", "23", PROMPT] {
        terminal.hear(said);
    }
    for (command, said) in
        [(".help", "ended by a semicolon"), (".tables", "touchpoints"), (".schema", "page_path")]
    {
        terminal.keys(&format!("{command}\r"));
        terminal.hear(said);
        terminal.hear(PROMPT);
    }
    terminal.keys("SELEKT 1;\r");
    terminal.hear("percorso: ");
    terminal.hear(PROMPT);
    break_off(&mut terminal);
    // Ctrl-C amid a statement gives it up.
    terminal.keys("SELECT\r");
    terminal.hear("...> ");
    terminal.keys(CTRL_C);
    terminal.hear(PROMPT);
    terminal.keys(CTRL_D);
    assert_eq!(terminal.end().code(), Some(0));

    let history = home.path().join(".percorso_history");
    let kept = fs::read_to_string(&history).unwrap();
    assert!(kept.contains("SELECT event, 20 +") && kept.contains("3 AS more"), "{kept}");
    assert_eq!(fs::metadata(&history).unwrap().permissions().mode() & 0o777, 0o600);

    // The same of a file that no collector has.
    assert!(collector.stop().success());
    let mut terminal = start();
    terminal.hear(PROMPT);
    terminal.keys(&format!("{UP}\r"));
    terminal.hear("42");
    terminal.hear(PROMPT);
    break_off(&mut terminal);
    terminal.keys(".quit\r");
    assert_eq!(terminal.end().code(), Some(0));
}
