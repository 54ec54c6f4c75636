//! What goes wrong is told in a sentence: by the exit code 2 when asked wrongly, else by 1.

use std::fs;

use tempfile::tempdir;

use super::command::{complaint, word};

#[test]
fn asked_wrongly() {
    for (words, says) in [
        (&["funnel"][..], "--step"),
        (&["funnel", "--step", "a,"], "lacks an event"),
        (&["funnel", "--step", "a", "--window", "soon"], "no length of time"),
        (&["funnel", "--step", "a", "--since", "soon"], "no time"),
        (&["funnel", "--step", "a", "--by", "user"], "visitor or session"),
        (&["funnel", "--step", "a", "--mode", "strict_order"], "add compat clickhouse"),
        (
            &["funnel", "--step", "a", "--compat", "clickhouse", "--mode", "allow_reentry"],
            "only together with strict_order",
        ),
        (&["funnel", "--step", "a", "--compat", "clickhouse", "--mode", "strict"], "now called"),
        (&["funnel", "--step", "a", "--format", "xml"], "ndjson"),
        (&["funnel", "--step", "a", "--input", "a.csv"], "--user"),
        (
            &[
                "funnel", "--step", "item:a", "--input", "a.csv", "--user", "u", "--time", "t",
                "--event", "e",
            ],
            "store only",
        ),
    ] {
        let (code, error) = complaint(words.iter().copied());
        assert_eq!(code, 2, "{words:?}: {error}");
        assert!(error.contains(says), "{words:?}: {error}");
    }
}

#[test]
fn files_that_cannot_be_read() {
    let folder = tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let ask = |path: &std::path::Path| {
        let columns = ["--user", "u", "--time", "t", "--event", "e"];
        let (code, error) =
            complaint(["funnel", "--step", "a", "--input", word(path)].into_iter().chain(columns));
        assert_eq!(code, 1, "{error}");
        assert!(error.starts_with("percorso: ") && error.lines().count() == 1, "{error}");
        error
    };

    let absent = ask(&folder.path().join("absent.csv"));
    assert!(absent.contains("No files found"), "{absent}");
    let unknown = ask(&file("events.xls", ""));
    assert!(unknown.contains("must end in .csv, .ndjson"), "{unknown}");
    let column = ask(&file("column.csv", "u,time,e\n1,1,a\n"));
    assert!(column.contains("no column \"t\"; it has u, time, e"), "{column}");
    let time = ask(&file("time.csv", "u,t,e\n1,2026-01-31,a\n1,soon,a\n2,later,a\n"));
    assert!(
        time.contains("2 of the times in column \"t\"") && time.contains("\"later\""),
        "{time}"
    );
    let number = ask(&file("number.csv", "u,t,e\n1,1,a\n1,2.5,a\n2,x,a\n"));
    assert!(number.contains("1 of the times") && number.contains("numbers of seconds"), "{number}");
    let none = ask(&file("none.csv", "u,t,e\n1,1,a\n2,,a\n"));
    assert!(none.contains("rows without a time"), "{none}");
    let kind = ask(&file("kind.ndjson", "{\"u\":1,\"t\":[1],\"e\":\"a\"}\n"));
    assert!(kind.contains("BIGINT[], which is no time"), "{kind}");
    let broken = ask(&file("broken.ndjson", "{\"u\":1,\n"));
    assert!(broken.contains("could not read"), "{broken}");
    let large = ask(&file("large.ndjson", "{\"u\":1,\"t\":1e300,\"e\":\"a\"}\n"));
    assert!(large.contains("could not read"), "{large}");
}

#[test]
fn no_store() {
    let folder = tempdir().unwrap();
    let db = folder.path().join("absent.duckdb");
    let (code, error) = complaint(["--db", word(&db), "funnel", "--step", "a"]);
    assert_eq!(code, 1);
    assert!(error.contains("does not exist"), "{error}");
    assert!(!db.exists());
}
