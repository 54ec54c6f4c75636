//! Goals: what figures were to be in each period, and were.

use serde_json::{Value, json};

use super::{Answer, Failure, Report, has_segment};
use crate::query::Connection;
use crate::query::table::{Param, Table};
use crate::report::question::Question;

const GOALS: &str = include_str!("../../../sql/query/goals.sql");
const FIGURES: &str = include_str!("../../../sql/query/goal_figures.sql");

const COLUMNS: [(&str, bool); 12] = [
    ("name", false),
    ("site", false),
    ("segment", false),
    ("figure", false),
    ("every", false),
    ("period", false),
    ("value", true),
    ("currency", false),
    ("at_least", true),
    ("at_most", true),
    ("met", false),
    ("complete", false),
];

pub(super) const REPORT: Report = Report {
    name: "goals",
    about: "Which goals are met, period by period?",
    options: &[],
    columns: &[
        ("name", "The goal, as percorso goal set or PUT /v1/goals/NAME has named it."),
        ("site", "The site it is set for, or asked of; empty for all."),
        ("segment", "The segment whose visits count; empty for all visits."),
        ("figure", "Which figure, as in evolution."),
        ("every", "Length of a period."),
        ("period", "First day of the period, UTC."),
        ("value", "The figure in the period."),
        ("currency", "Currency of revenue and order_value, or mixed; empty for other figures."),
        ("at_least", "What it was to be at least; empty for no bound."),
        ("at_most", "What it was to be at most; empty for no bound."),
        (
            "met",
            "Whether it was; empty where there is no value, as of a conversion of no visits, or one of mixed currencies.",
        ),
        ("complete", "Whether the period is over, as in evolution."),
    ],
    answer: Answer::Code(run),
};

/// Which goals the last whole period of each misses, and of which it tells nothing that could be held against a
/// bound, in a sentence; none where all are met.
#[must_use]
pub fn unmet(table: &Table) -> Option<String> {
    let mut last = std::collections::BTreeMap::new();
    for row in &table.rows {
        // Periods of a goal stand in their order.
        if let [Value::String(name), .., met, Value::Bool(true)] = row.as_slice() {
            last.insert(name.as_str(), met.as_bool());
        }
    }
    let told = [
        ("missed in the last whole period: ", Some(false)),
        ("nothing to tell in the last whole period: ", None),
    ];
    let sentences = told.map(|(what, wanted)| {
        let names: Vec<_> =
            last.iter().filter(|(_, met)| **met == wanted).map(|(name, _)| *name).collect();
        (!names.is_empty()).then(|| format!("{what}{}", names.join(", ")))
    });
    let sentences: Vec<_> = sentences.into_iter().flatten().collect();
    (!sentences.is_empty()).then(|| sentences.join("; "))
}

fn run(connection: &Connection, question: &Question) -> Result<Table, Failure> {
    let goals = Table::ask(connection, GOALS, &|name| question.param(name))?;
    let (mut rows, mut looked) = (Vec::new(), None);
    for goal in &goals.rows {
        let [name, site, segment, figure, every, at_least, at_most] = goal.as_slice() else {
            continue;
        };
        let own = |kept: &Value, name| question.text(name).or(kept.as_str()).map(str::to_owned);
        let (site, segment) = (own(site, "site"), own(segment, "segment"));
        // One look tells all figures, and goals of the same visits and periods stand beside each other.
        let key = (every.clone(), site.clone(), segment.clone());
        if looked.as_ref().is_none_or(|(known, _)| *known != key) {
            let text = |own: &Option<String>| own.clone().map_or(Param::Null, Param::Text);
            if let Some(segment) = &segment {
                has_segment(connection, segment)?;
            }
            let figures = Table::ask(connection, FIGURES, &|name| match name {
                "site" => Some(text(&site)),
                "segment" => Some(text(&segment)),
                "every" => Some(Param::Text(every.as_str().unwrap_or("month").to_owned())),
                name => question.param(name),
            })?;
            looked = Some((key, figures));
        }
        let figures = looked.as_ref().map(|(_, figures)| figures.rows.as_slice());
        for told in figures.unwrap_or_default() {
            let [period, known, value, currency, .., complete] = told.as_slice() else { continue };
            if known != figure {
                continue;
            }
            // A sum of several currencies is neither above a bound nor below it.
            let met = value.as_f64().filter(|_| currency != "mixed").map(|value| {
                at_least.as_f64().is_none_or(|bound| value >= bound)
                    && at_most.as_f64().is_none_or(|bound| value <= bound)
            });
            let (site, segment) = (json!(site), json!(segment));
            let own = [name.clone(), site, segment, figure.clone(), every.clone(), period.clone()];
            let bounds = [at_least.clone(), at_most.clone(), json!(met), complete.clone()];
            rows.push([&own[..], &[value.clone(), currency.clone()], &bounds].concat());
        }
    }
    let text = |row: &Vec<Value>, at: usize| row.get(at).map(Value::to_string);
    rows.sort_by_key(|row| (text(row, 0), text(row, 5)));
    Ok(Table::of(&COLUMNS, rows))
}
