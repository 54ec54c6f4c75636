//! The command over files: every format, every way to write a time, ClickHouse's answers and our own.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use duckdb::Connection;
use tempfile::tempdir;

use super::command::{percorso, printed, word};
use super::fixtures::{self, levels, step};

const COLUMNS: [&str; 6] = ["--user", "user", "--time", "time", "--event", "event"];

/// Writes the events as CSV, as NDJSON and as Parquet.
fn write(folder: &Path, events: &[(u64, i64, String)]) -> [PathBuf; 3] {
    let paths = ["csv", "ndjson", "parquet"].map(|end| folder.join(format!("events.{end}")));
    let [csv, ndjson, parquet] = &paths;
    let (mut rows, mut lines) = (String::from("user,time,event\n"), String::new());
    for (user, time, event) in events {
        writeln!(rows, "{user},{time},{event}").unwrap();
        writeln!(lines, r#"{{"event":"{event}","time":{time},"user":{user}}}"#).unwrap();
    }
    fs::write(csv, rows).unwrap();
    fs::write(ndjson, lines).unwrap();
    let copy = format!(
        "COPY (SELECT user::UBIGINT AS user, time::BIGINT AS time, event::VARCHAR AS event \
         FROM read_csv('{}', all_varchar = true, header = true)) TO '{}'",
        word(csv),
        word(parquet)
    );
    Connection::open_in_memory().unwrap().execute_batch(&copy).unwrap();
    paths
}

/// The words that ask for levels as ClickHouse means them.
fn words(file: &Path, steps: &[Vec<String>], window: u64, modes: &[String]) -> Vec<String> {
    let mut words: Vec<String> =
        ["funnel", "--compat", "clickhouse", "--levels", "--input", word(file)]
            .into_iter()
            .chain(COLUMNS)
            .map(str::to_owned)
            .collect();
    words.extend(steps.iter().flat_map(|names| ["--step".to_owned(), step(names)]));
    words.extend(["--window".to_owned(), format!("{window}s")]);
    if !modes.is_empty() {
        words.extend(["--mode".to_owned(), modes.join(",")]);
    }
    words
}

#[test]
fn clickhouses_own_cases_out_of_each_format() {
    let Some(cases) = fixtures::cases() else { return };
    let folder = tempdir().unwrap();
    for case in cases {
        for path in write(folder.path(), &case.events) {
            let words = words(&path, &case.steps, case.window, &case.modes);
            let levels = levels(&printed(words.iter().map(String::as_str)));
            assert_eq!(levels, case.expect, "{} out of {}", case.name, path.display());
        }
    }
}

/// All vectors that ask the same are users of one file.
#[test]
fn the_random_users_out_of_files() {
    let Some(vectors) = fixtures::vectors() else { return };
    let mut questions: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for vector in &vectors {
        let question = (&vector.modes, vector.window, &vector.steps);
        questions.entry(question).or_default().push(vector);
    }
    let folder = tempdir().unwrap();
    for ((modes, window, steps), vectors) in questions {
        let users = (0..).zip(&vectors);
        let events: Vec<_> = users
            .flat_map(|(user, v)| v.events.iter().map(move |(t, e)| (user, *t, e.clone())))
            .collect();
        let [csv, ..] = write(folder.path(), &events);
        let words = words(&csv, steps, window, modes);
        let levels = levels(&printed(words.iter().map(String::as_str)));
        for (user, vector) in vectors.iter().enumerate().filter(|(_, v)| !v.events.is_empty()) {
            assert_eq!(levels[&user.to_string()], vector.level, "{vector:?}");
        }
    }
}

fn own(path: &Path, words: &[&str]) -> BTreeMap<String, usize> {
    let file = ["funnel", "--levels", "--input", word(path)];
    levels(&printed(file.into_iter().chain(COLUMNS).chain(words.iter().copied())))
}

#[test]
fn percorsos_own_meaning() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("events.csv");
    // 1: one event cannot be two steps. 2: two events of one instant can, but not with growing times.
    // 3: the start slides. 4: too late. 5: never in it.
    let rows =
        "user,time,event\n1,0,a\n2,5,a\n2,5,a\n3,0,a\n3,90,a\n3,100,a\n4,0,a\n4,11,a\n5,0,x\n";
    fs::write(&path, rows).unwrap();
    let expect = |levels: [usize; 5]| -> BTreeMap<String, usize> {
        (1..).map(|user: u64| user.to_string()).zip(levels).collect()
    };
    let steps = ["--step", "a", "--step", "b,a"];
    assert_eq!(own(&path, &[&steps[..], &["--window", "10"]].concat()), expect([1, 2, 2, 1, 0]));
    let strict = [&steps[..], &["--window", "10", "--mode", "strict_increase"]].concat();
    assert_eq!(own(&path, &strict), expect([1, 1, 2, 1, 0]));
}

/// The same two events 1.5 seconds apart, in each way a file can say when.
#[test]
fn every_way_to_write_a_time() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("times.csv");
    for (first, second) in [
        ("10.25", "11.75"),
        ("1735689600", "1735689601.5"),
        ("2026-01-31 10:00:00", "2026-01-31 10:00:01.5"),
        ("2026-01-31T10:00:00Z", "2026-01-31T10:00:01.500Z"),
        ("2026-01-31T12:00:00+02:00", "2026-01-31 10:00:01.5 UTC"),
    ] {
        fs::write(&path, format!("user,time,event\nu,{second},b\nu,{first},a\n")).unwrap();
        let level = |window| own(&path, &["--step", "a", "--step", "b", "--window", window])["u"];
        assert_eq!((level("1.5s"), level("1.499999s")), (2, 1), "{first} and {second}");
    }
    let seconds = "user,time,event\nu,-3,a\nu,-1,b\n";
    fs::write(&path, seconds).unwrap();
    let level = |window| own(&path, &["--step", "a", "--step", "b", "--window", window])["u"];
    assert_eq!((level("2"), level("1.999")), (2, 1));
}

/// A period holds for numbers of seconds, with a fraction or without, as it does for timestamps.
#[test]
fn a_period_of_a_file() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("period.csv");
    for times in [["4", "5"], ["4.9", "5.0"], ["1970-01-01 00:00:04.9", "1970-01-01 00:00:05"]] {
        let rows = times.map(|time| format!("{time},{time},a\n")).concat();
        fs::write(&path, format!("user,time,event\n{rows}")).unwrap();
        let users = |words: &[&str]| -> Vec<String> {
            own(&path, &[&["--step", "a"], words].concat()).into_keys().collect()
        };
        assert_eq!(users(&["--since", "1970-01-01 00:00:05"]), [times[1]]);
        assert_eq!(users(&["--until", "1970-01-01 00:00:05"]), [times[0]]);
        assert_eq!(users(&["--until", "1970-01-01"]).len(), 2);
    }
}

/// The types Parquet has for times and users.
#[test]
fn typed_columns() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("typed.parquet");
    let connection = Connection::open_in_memory().unwrap();
    for time in ["TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMPTZ", "DATE"]
    {
        for user in ["UTINYINT", "INTEGER", "BIGINT", "UBIGINT", "VARCHAR"] {
            let copy = format!(
                "COPY (SELECT u::{user} AS user, t::{time} AS time, e AS event FROM (VALUES \
                 (8, '2026-01-31', 'a'), (8, '2026-02-01', 'b'), (9, '2026-02-01', 'a'), \
                 (9, '2026-01-31', 'b'), (NULL, '2026-01-31', 'a')) v(u, t, e)) TO '{}'",
                word(&path)
            );
            connection.execute_batch(&copy).unwrap();
            let levels = own(&path, &["--step", "a", "--step", "b", "--window", "1d"]);
            let expected = BTreeMap::from([("8".to_owned(), 2), ("9".to_owned(), 1)]);
            assert_eq!(levels, expected, "{user} {time}");
        }
    }
}

#[test]
fn users_stay_who_they_are() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("users.csv");
    let lines = |rows: &str| {
        fs::write(&path, format!("USER;time;event\n{rows}")).unwrap();
        printed(
            ["funnel", "--levels", "--step", "a", "--input", word(&path)]
                .into_iter()
                .chain(COLUMNS),
        )
    };
    let text = "{\"user\":\"007\",\"level\":1}\n{\"user\":\"7\",\"level\":0}\n";
    assert_eq!(lines("7;1;b\n007;1;a\n"), text);
    let numbers = "{\"user\":9,\"level\":1}\n{\"user\":10,\"level\":1}\n";
    assert_eq!(lines("10;1;a\n9;1;a\n"), numbers);
}

#[test]
fn a_reader_that_stops_reading_is_no_error() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("many.csv");
    let rows: String = (0..20_000).map(|user| format!("{user},1,a\n")).collect();
    fs::write(&path, format!("user,time,event\n{rows}")).unwrap();
    let command = format!(
        "'{}' funnel --levels --step a --input '{}' {} | head -n 1",
        env!("CARGO_BIN_EXE_percorso"),
        word(&path),
        COLUMNS.join(" ")
    );
    let output = std::process::Command::new("sh").args(["-c", &command]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "{\"user\":0,\"level\":1}\n");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn a_report_in_each_format() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("events.csv");
    let rows = "user,time,event\n1,1,a\n1,2,b\n2,1,a\n3,1,b\n4,1,x\n";
    fs::write(&path, rows).unwrap();
    let ask = |format: &[&str]| {
        let words = ["funnel", "--step", "a", "--step", "b", "--input", word(&path)];
        printed(words.into_iter().chain(COLUMNS).chain(format.iter().copied()))
    };
    let json: serde_json::Value = serde_json::from_str(&ask(&["--format", "json"])).unwrap();
    assert_eq!(json["by"], "user");
    assert_eq!(json["users"], 3, "4 has no event of any step");
    assert_eq!(json["window_seconds"], 2_592_000.0);
    assert_eq!(json["compat"], serde_json::Value::Null);
    let names: Vec<_> = json["steps"][1].as_object().unwrap().keys().collect();
    assert_eq!(names.len(), 9);
    let second = &json["steps"][1];
    assert_eq!(
        (&second["name"], &second["reached"], &second["dropped"]),
        (&"b".into(), &1.into(), &1.into())
    );
    assert_eq!((&second["rate"], &second["step_rate"]), (&0.5.into(), &0.5.into()));
    // SciPy: binomtest(1, 2).proportion_ci(0.95, method="wilson")
    let low = second["rate_low"].as_f64().unwrap();
    assert!((low - 0.094_531_205_734_230_74).abs() < 1e-12, "{low}");

    let csv = ask(&[]);
    assert_eq!(csv, ask(&["--format", "csv"]), "into a pipe it is CSV");
    assert!(csv.starts_with(
        "name,reached,rate,rate_low,rate_high,step_rate,step_low,step_high,dropped\na,2,1.0,"
    ));
    assert_eq!(ask(&["--format", "ndjson"]).lines().count(), 2);
    let table = ask(&["--format", "table"]);
    assert!(table.contains("3 users") && table.contains("50.0 %"), "{table}");
}

/// Bytes that are no file of that kind, cut files, odd names: a sentence, never a panic.
#[test]
fn odd_bytes() {
    let folder = tempdir().unwrap();
    for name in ["a.csv", "a.ndjson", "a.parquet", "it's.csv", "a.csv.gz"] {
        for bytes in [
            &b""[..],
            b"\0\xff\xfe",
            b"PAR1PAR1",
            b"user,time,event\n1,\"2",
            b"{\"user\":",
            b"[1]\n",
        ] {
            let path = folder.path().join(name);
            fs::write(&path, bytes).unwrap();
            let words = ["funnel", "--step", "a", "--input", word(&path)];
            let output = percorso(words.into_iter().chain(COLUMNS));
            let errors = String::from_utf8_lossy(&output.stderr);
            assert!(matches!(output.status.code(), Some(0 | 1)), "{name} {bytes:?}: {errors}");
            assert!(!errors.contains("panicked"), "{name} {bytes:?}: {errors}");
        }
    }
}
