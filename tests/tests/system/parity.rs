//! Every report there is, by command, over HTTP and in SQL: one answer, of everybody and of a segment.

use std::path::Path;

use percorso::report::catalogue::{Answer, REPORTS, Report};
use percorso::report::question::Question;
use percorso_tests::harness::TestCollector;
use percorso_tests::harness::clients::run_with;
use percorso_tests::harness::collector::run;
use serde_json::{Value, json};

type Pairs<'a> = Vec<(&'a str, &'a str)>;

/// Said outright, so that no answer hangs on when it is asked.
const PERIOD: [(&str, &str); 2] = [("since", "2026-07-01"), ("until", "2026-10-31")];

/// What a report needs to have an answer here, or to have it soon.
fn own(report: &str) -> Pairs<'static> {
    match report {
        "touchpoint" => vec![("name", "reviews")],
        "disconnections" => vec![("permutations", "19"), ("alpha", "1")],
        "friction" => vec![("by", "device")],
        "evolution" => vec![("every", "week")],
        _ => Vec::new(),
    }
}

fn done(words: &[&str]) -> String {
    let ended = run(words);
    assert!(ended.status.success(), "{words:?}: {}", String::from_utf8_lossy(&ended.stderr));
    String::from_utf8(ended.stdout).unwrap()
}

/// A made-up shop with something saved of each kind.
fn made_up(folder: &Path) -> String {
    let db = folder.join("shop.duckdb").to_str().unwrap().to_owned();
    let percorso = |words: &[&str]| done(&[&["--db", &db], words].concat());
    percorso(&["demo", "--until", "2026-11-01", "--visitors", "1500"]);
    percorso(&["segment", "save", "phones", "device=mobile"]);
    percorso(&["goal", "set", "enough", "--figure", "orders", "--at-least", "5"]);
    percorso(&["annotate", "save", "shorter", "--on", "2026-09-01"]);
    percorso(&["funnel", "--step", "view_item", "--step", "purchase", "--save", "buying"]);
    db
}

fn rows(told: &str) -> Vec<Value> {
    let told: Value = serde_json::from_str(told).unwrap_or_else(|_| panic!("{told}"));
    serde_json::from_value(told["rows"].clone()).unwrap()
}

/// The statement of a report that is a macro's, with what is asked written into it.
fn statement(report: &'static Report, pairs: &Pairs<'_>) -> Option<String> {
    let sql = match report.answer {
        Answer::Sql(sql) => sql,
        Answer::Code(_) if report.name == "response-times" => {
            include_str!("../../../collector/sql/report/response_times.sql")
        }
        Answer::Code(_) => return None,
    };
    let question = Question::from_pairs(report, pairs.iter().copied()).unwrap();
    let asked = question.understood();
    let mut out = String::new();
    let mut parts = sql.split('$');
    out.push_str(parts.next().unwrap());
    for part in parts {
        let end = part.find(|c: char| c != '_' && !c.is_ascii_alphanumeric()).unwrap();
        let (name, rest) = part.split_at(end);
        out.push_str(&match asked.get(&name.replace('_', "-")) {
            _ if name == "now" => "now()".to_owned(),
            Some(Value::String(text)) => format!("'{}'", text.trim_end_matches('Z')),
            Some(value) => value.to_string(),
            None => panic!("{} asks for {name}", report.name),
        });
        out.push_str(rest);
    }
    Some(out)
}

/// Sums of many numbers differ in their last digits with the order in which threads add them.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap(), b.as_f64().unwrap());
            (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}

fn agree(report: &str, ways: &str, one: &[Value], other: &[Value]) {
    assert_eq!(one.len(), other.len(), "{report}: {ways}");
    for (one, other) in one.iter().zip(other) {
        assert!(same(one, other), "{report}: {ways}\n{one}\n{other}");
    }
}

#[test]
fn every_report_says_the_same_by_command_over_http_and_in_sql() {
    let mut by_command = Vec::new();
    let mut pages = Vec::new();
    let segments: [Pairs<'_>; 2] = [Vec::new(), vec![("segment", "phones")]];
    let collector = TestCollector::start_with(|folder| {
        let db = made_up(folder);
        for report in REPORTS {
            for segment in &segments {
                let pairs = [&PERIOD[..], &own(report.name), segment].concat();
                let words = pairs.iter().map(|(name, value)| format!("--{name}={value}"));
                let words: Vec<_> = words.collect();
                let words: Vec<_> = words.iter().map(String::as_str).collect();
                let asked = [&["--db", &db, report.name, "--format", "json"], &words[..]].concat();
                by_command.push((*report, pairs, rows(&done(&asked))));
            }
        }
        for segment in [&[][..], &["--segment", "phones"]] {
            let month = ["--db", &db, "report", "--month", "2026-10", "--lang", "it"];
            pages.push(done(&[&month, segment].concat()));
        }
        Vec::new()
    });
    let url = |path: &str, pairs: &Pairs<'_>| {
        let pairs = pairs.iter().map(|(name, value)| format!("{name}={value}"));
        format!("{path}?{}", pairs.collect::<Vec<_>>().join("&"))
    };
    let get = |path: &str| collector.get(path, &[]).expect(200).text();
    let db = collector.db().to_str().unwrap();
    let (mut answered, mut in_sql, mut parted) = (0, 0, 0);
    for asked in by_command.chunks(2) {
        for (report, pairs, told) in asked {
            let over_http = rows(&get(&url(&format!("/v1/reports/{}", report.name), pairs)));
            agree(report.name, "command and HTTP", told, &over_http);
            answered += usize::from(!told.is_empty());
            let Some(sql) = statement(report, pairs) else { continue };
            let ended = run_with(&["sql", "--db", db, "--format", "json"], &sql);
            let said = String::from_utf8_lossy(&ended.stderr).into_owned();
            assert!(ended.status.success(), "{}: {said}\n{sql}", report.name);
            let by_macro = rows(&String::from_utf8(ended.stdout).unwrap());
            agree(report.name, "command and macro", told, &by_macro);
            in_sql += 1;
        }
        parted += usize::from(asked[0].2 != asked[1].2);
    }
    println!("{answered} answers, {in_sql} by macro, {parted} reports differ by segment");
    assert!(answered >= 2 * REPORTS.len() - 8, "{answered} of {}", 2 * REPORTS.len());
    assert!(in_sql >= 40 && parted >= REPORTS.len() - 8, "{in_sql} {parted}");

    // The page of a month, and its panels on the first page.
    let plain = |page: &str| {
        let texts = page.split('<').filter_map(|part| part.split_once('>'));
        let texts = texts.map(|(_, text)| text.trim()).filter(|text| !text.is_empty());
        texts.collect::<Vec<_>>().join("\n")
    };
    for (page, segment) in pages.iter().zip(&segments) {
        let asked = [&[("period", "2026-10"), ("lang", "it")], &segment[..]].concat();
        let (served, panels) = (get(&url("/report", &asked)), get(&url("/ui/panels", &asked)));
        let panels = plain(&panels);
        assert!(panels.len() > 2_000, "{panels}");
        assert!(plain(page).contains(&panels), "{segment:?}: the command's page\n{panels}");
        assert!(plain(&served).contains(&panels), "{segment:?}: the served page\n{panels}");
    }
    assert_ne!(plain(&pages[0]), plain(&pages[1]));
    let none = url("/report", &vec![("period", "2026-10"), ("segment", "nobody")]);
    assert_eq!(collector.get(&none, &[]).status, 400);
    assert_eq!(json!(collector.get("/ui/panels?segment=nobody", &[]).status.as_u16()), 400);
}
