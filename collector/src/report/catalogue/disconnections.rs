//! Disconnections: drops at a step, of a part of the visits, between two dates, that nobody asked about.

use serde_json::{Value, json};

use super::{Answer, Failure, Report};
use crate::journey::disconnect::{DIMENSIONS, Finding, Part, STAGES, Search, Visits, find};
use crate::query::span::written;
use crate::query::table::Table;
use crate::query::{Connection, currency, stages};
use crate::report::question::{Kind, Opt, Question};

const COLUMNS: [(&str, bool); 14] = [
    ("step", false),
    ("next", false),
    ("segment", false),
    ("first_day", false),
    ("last_day", false),
    ("visits", true),
    ("passed", true),
    ("rate_inside", true),
    ("rate_expected", true),
    ("rate_outside", true),
    ("p_value", true),
    ("lost_orders", true),
    ("currency", false),
    ("lost_revenue", true),
];

pub(super) const REPORT: Report = Report {
    name: "disconnections",
    about: "Where, for whom and when did fewer go on than should have, and what did it cost?",
    options: &[
        Opt {
            name: "alpha",
            kind: Kind::Number,
            default: Some("0.01"),
            about: "Leave out what chance makes as often as this or oftener, anywhere at all",
        },
        Opt {
            name: "permutations",
            kind: Kind::Whole,
            default: Some("199"),
            about: "How often the days are put into another order to see what chance does, 19 to 9999",
        },
    ],
    columns: &[
        (
            "step",
            "The stage these visits came to: visit, view_item, add_to_cart, view_cart, checkout, delivery, payment.",
        ),
        ("next", "The stage they did not come to."),
        (
            "segment",
            "For whom: values of device, browser, system, country, channel, payment_type, shipping_tier; all.",
        ),
        ("first_day", "First day, UTC."),
        ("last_day", "Last day."),
        ("visits", "Visits that came to the step in these days."),
        ("passed", "How many of them went on."),
        ("rate_inside", "Their share."),
        (
            "rate_expected",
            "The share that should have gone on, as others did at that time (all: as usual in the weeks around).",
        ),
        ("rate_outside", "The share on all other days."),
        (
            "p_value",
            "How often chance makes as great a lack at any step, for anybody, at any time (Kulldorff's scan, by permutation of days).",
        ),
        ("lost_orders", "Orders that would have come of those who should have gone on."),
        ("currency", "Currency of all orders of the period, or mixed."),
        ("lost_revenue", "Their worth, by the segment's mean order."),
    ],
    answer: Answer::Code(run),
};

fn run(connection: &Connection, question: &Question) -> Result<Table, Failure> {
    let permutations = question.whole("permutations").and_then(|n| usize::try_from(n).ok());
    let permutations = permutations.unwrap_or(199);
    if !(19..=9_999).contains(&permutations) {
        let sentence = format!("permutations cannot be {permutations}; it is 19 to 9999");
        return Err(Failure::Usage(sentence));
    }
    let alpha = question.number("alpha").unwrap_or(0.01);
    let visits = stages::visits(connection, &|name| question.param(name))?;
    let currency = currency::currency(connection, &|name| question.param(name))?;
    // The same question has the same answer.
    let found = find(&visits, Search { permutations, alpha, seed: 1 });
    Ok(Table::of(&COLUMNS, found.iter().map(|finding| line(&visits, &currency, finding)).collect()))
}

fn line(visits: &Visits, currency: &Value, finding: &Finding) -> Vec<Value> {
    let stage = |stage: usize| json!(STAGES.get(stage).copied().unwrap_or_default());
    let share = |part: f64| json!((finding.came > 0.0).then(|| part / finding.came));
    vec![
        stage(finding.from_stage),
        stage(finding.to_stage),
        json!(segment(visits, finding.part)),
        json!(day(finding.first)),
        json!(day(finding.last)),
        json!(finding.came),
        json!(finding.passed),
        share(finding.passed),
        share(finding.expected),
        json!(finding.outside),
        json!(finding.p),
        json!(finding.lost_orders),
        currency.clone(),
        json!(finding.lost_revenue),
    ]
}

/// "device=mobile & browser=Safari", or "all".
fn segment(visits: &Visits, part: Part) -> String {
    let values = part.of.into_iter().flatten().filter_map(|(dimension, value)| {
        let value = visits.values.get(usize::from(value).checked_sub(1)?)?;
        Some(format!("{}={value}", DIMENSIONS.get(dimension)?))
    });
    let all = values.collect::<Vec<_>>().join(" & ");
    if all.is_empty() { "all".to_owned() } else { all }
}

fn day(days: i32) -> String {
    written(i64::from(days) * 86_400_000_000).chars().take(10).collect()
}
