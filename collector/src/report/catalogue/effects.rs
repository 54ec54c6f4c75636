//! What is lost without a touchpoint: its removal effect, over journeys of what people met.

use serde_json::json;

use super::{Answer, Failure, Report};
use crate::journey::attribution::removal::{Cut, Effect, Ways};
use crate::query::table::{Param, Table};
use crate::query::{Connection, steps};
use crate::report::question::{Kind, Opt, Question};

const COLUMNS: [(&str, bool); 5] = [
    ("touchpoint", false),
    ("journeys", true),
    ("orders", true),
    ("removal_effect", true),
    ("lost_orders", true),
];

pub(super) const REPORT: Report = Report {
    name: "touchpoint-effects",
    about: "How many of the orders run through each touchpoint, and would be lost where it ends?",
    options: &[Opt {
        name: "lookback",
        kind: Kind::Length,
        default: Some("90d"),
        about: "What was met longer before an order has no part in it",
    }],
    columns: &[
        ("touchpoint", "Its name; (other): all after the 300 most met."),
        (
            "journeys",
            "Journeys that come to it: what a person acted on or attended to, a touchpoint once a visit, up to an order or to the end. What led to a visit's first order led to its next.",
        ),
        ("orders", "Those of them that end with an order."),
        (
            "removal_effect",
            "Share of all orders that would be lost if whoever comes to it went no further: a Markov chain of first order, solved exactly (Anderl et al. 2016). Orders before which nothing was met are never lost. It says how much runs through it, not what it brings about: lift in touchpoints is held against visits that came as far.",
        ),
        ("lost_orders", "That share of all orders of the period."),
    ],
    answer: Answer::Code(run),
};

fn run(connection: &Connection, question: &Question) -> Result<Table, Failure> {
    let lookback = question.whole("lookback").unwrap_or_default();
    let since = question.whole("since");
    // What led to the period's first orders was met before it.
    let earlier = since.map_or(Param::Null, |since| Param::Moment(since.saturating_sub(lookback)));
    let asked = question.clone().with("since", earlier);
    let journeys = steps::touches(connection, &|name| asked.param(name))?;
    let names = journeys.names.clone();
    let mut ways = Ways::new(names.len(), Cut { from: since.unwrap_or(i64::MIN), lookback });
    journeys.each(|journey| ways.add(journey));
    let (orders, effects) = ways.effects();
    let mut rows: Vec<_> = names.iter().zip(effects).filter(|(_, e)| e.journeys > 0).collect();
    rows.sort_by(|(a, x), (b, y)| y.removal.total_cmp(&x.removal).then(a.cmp(b)));
    let line = |(name, effect): (&String, Effect)| {
        vec![
            json!(name),
            json!(effect.journeys),
            json!(effect.orders),
            json!(effect.removal),
            json!(effect.removal * orders),
        ]
    };
    Ok(Table::of(&COLUMNS, rows.into_iter().map(line).collect()))
}
