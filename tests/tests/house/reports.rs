//! `docs/REPORTS.md` tells of every report what the program does, because it is written from it.

use std::fmt::Write as _;
use std::fs;

use percorso::report::catalogue::{Answer, REPORTS, Report};
use percorso::report::question::{COMMON, Kind, Opt};

use super::{root, text};

const FILE: &str = "docs/REPORTS.md";

const HEAD: &str = "\
# Reports

Each report is a command (`percorso NAME --since 30d`), a route (`GET /v1/reports/NAME?since=30d`, the \
same options as parameters, the same numbers) and, where its text below says so, a macro any DuckDB \
client calls. `--format` is `table`, `json`, `csv`, `ndjson` or, with `--out FILE`, `parquet`. The funnel has a grammar of its own: \
[developers.md](developers.md). `GET /v1/reports` lists them.

The route answers with `report`, `question` (as understood, with defaults), `columns` and `rows`, an \
array of objects, and `note` where the question names a site or a touchpoint that no event is of (the command says it \
on stderr); 400 with a sentence where something cannot be asked. Times are UTC; whole numbers beyond 2^53 \
are text.

Every report can be asked:

";

/// Of reports that a function answers: the macro that has the answer, or (false) only what it is reckoned from.
const ANSWERED: [(&str, &str, bool); 10] = [
    ("goals", "evolution", false),
    ("disconnections", "visit_stages", false),
    ("attribution", "contacts", false),
    ("touchpoint-effects", "touches", false),
    ("paths", "steps", false),
    ("flow", "steps", false),
    ("next-steps", "steps", false),
    ("durations", "waits", false),
    ("changes", "visit_stages", false),
    ("response-times", "response_times", true),
];

/// Where SQL has a report's answer.
fn in_sql(report: &Report) -> String {
    let (name, is_whole) = match report.answer {
        Answer::Sql(sql) => {
            let from = sql.split_once("FROM ").unwrap().1;
            let end = from.find(|c: char| c != '_' && !c.is_ascii_alphanumeric());
            (&from[..end.unwrap_or(from.len())], true)
        }
        Answer::Code(_) => ANSWERED
            .iter()
            .find(|(name, ..)| *name == report.name)
            .map(|(_, from, is_whole)| (*from, *is_whole))
            .unwrap_or_else(|| panic!("say from what {} is reckoned", report.name)),
    };
    let schema = text("docs/SQL.md");
    let kind = if schema.contains(&format!("\n| `{name}(")) {
        "macro"
    } else {
        assert!(schema.contains(&format!("\n### {name}\n\nA table.")), "what is {name}?");
        "table"
    };
    match is_whole {
        true => format!("In SQL: the {kind} [`{name}`](SQL.md)."),
        false => format!(
            "No macro has its answer, which is reckoned from the rows of the {kind} [`{name}`](SQL.md)."
        ),
    }
}

/// The file as it must be.
fn written() -> String {
    let mut out = HEAD.to_owned();
    options(&mut out, &COMMON);
    for report in REPORTS {
        describe(&mut out, report);
    }
    out
}

fn describe(out: &mut String, report: &Report) {
    write!(out, "\n## {}\n\n{} {}\n", report.name, report.about, in_sql(report)).unwrap();
    if !report.options.is_empty() {
        out.push('\n');
        options(out, report.options);
    }
    out.push_str("\n| column | meaning |\n|---|---|\n");
    for (column, meaning) in report.columns {
        writeln!(out, "| `{column}` | {} |", meaning.replace('|', "\\|")).unwrap();
    }
}

fn options(out: &mut String, options: &[Opt]) {
    out.push_str("| option | takes | default | meaning |\n|---|---|---|---|\n");
    for option in options {
        let takes = match option.kind {
            Kind::Text => "text".to_owned(),
            Kind::Whole => "a whole number".to_owned(),
            Kind::Number => "a number".to_owned(),
            Kind::Offset => "hours, -14 to 14".to_owned(),
            Kind::Length => "a length of time".to_owned(),
            Kind::Moment => "a moment".to_owned(),
            Kind::Choice(words) => format!("`{}`", words.join("`, `")),
            Kind::Flag => "nothing; in a URL `true`".to_owned(),
        };
        let default = option.default.map(|default| format!("`{default}`")).unwrap_or_default();
        writeln!(out, "| `--{}` | {takes} | {default} | {} |", option.name, option.about).unwrap();
    }
}

#[test]
fn the_page_of_reports_is_as_the_program_has_them() {
    let wanted = written();
    if std::env::var_os("PERCORSO_WRITE_DOCS").is_some() {
        fs::write(root().join(FILE), &wanted).unwrap();
    }
    assert!(
        text(FILE) == wanted,
        "{FILE} is not as the program has it: run PERCORSO_WRITE_DOCS=1 cargo test -p percorso-tests --test house reports"
    );
}
