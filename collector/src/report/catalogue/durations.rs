//! From the need to its satisfaction: how long from first contact to order to delivery.

use serde_json::{Value, json};

use super::{Answer, Failure, Report, together};
use crate::journey::survival::Curve;
use crate::query::Connection;
use crate::query::table::Table;
use crate::query::waits::{self, Waits};
use crate::report::question::{Kind, Opt, Question};

const COLUMNS: [(&str, bool); 10] = [
    ("from", false),
    ("to", false),
    ("begun", true),
    ("happened", true),
    ("days_p25", true),
    ("days_p50", true),
    ("days_p75", true),
    ("within_1d", true),
    ("within_7d", true),
    ("within_30d", true),
];

pub(super) const REPORT: Report = Report {
    name: "durations",
    about: "How long from first contact to order to delivery, the unfinished included?",
    options: &[
        Opt {
            name: "from",
            kind: Kind::Text,
            default: None,
            about: "The event it begins with; first is the first contact",
        },
        Opt { name: "to", kind: Kind::Text, default: None, about: "The event it ends with" },
    ],
    columns: &[
        ("from", "What it begins with; first is a person's first contact."),
        (
            "to",
            "What it ends with; where that is what it begins with, the next: of purchase, another order.",
        ),
        (
            "begun",
            "People (orders, from purchase to delivery) with whom it began in the period; what a server tells of nobody known is none.",
        ),
        ("happened", "Those of them who came to the end so far."),
        (
            "days_p25",
            "Days by which a quarter has come to it (Kaplan and Meier 1958: who has not yet come is counted \
             as long as watched, which for a pseudonym of a day is that day); empty where fewer do.",
        ),
        ("days_p50", "Days by which half has."),
        ("days_p75", "Days by which three quarters have."),
        ("within_1d", "Share that comes to it within a day, by the same curve."),
        ("within_7d", "Share within 7 days."),
        ("within_30d", "Share within 30 days."),
    ],
    answer: Answer::Code(run),
};

fn run(connection: &Connection, question: &Question) -> Result<Table, Failure> {
    together(question, "from", "to")?;
    let waits = waits::waits(connection, &|name| question.param(name))?;
    let rows = waits.into_iter().map(line).collect();
    Ok(Table::of(&COLUMNS, rows))
}

fn line(Waits { from, to, each }: Waits) -> Vec<Value> {
    const DAY: f64 = 86_400.0;
    let begun = each.len();
    let happened = each.iter().filter(|wait| wait.happened).count();
    let curve = Curve::of(each);
    let days = |share| json!(curve.quantile(share).map(|seconds| seconds / DAY));
    let within = |days: f64| json!((begun > 0).then(|| curve.by(days * DAY)));
    vec![
        json!(from),
        json!(to),
        json!(begun),
        json!(happened),
        days(0.25),
        days(0.5),
        days(0.75),
        within(1.0),
        within(7.0),
        within(30.0),
    ]
}
