//! Flow: the graph of what follows what, with times, orders and turns back; and what comes next from a step.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::paths::{BY, OF, REPEATS, share};
use super::{Answer, Failure, Report};
use crate::journey::paths::flow::{Edge, Flow};
use crate::journey::stats::wilson;
use crate::query::table::Table;
use crate::query::{Connection, steps};
use crate::report::question::{Kind, Opt, Question};

const FLOW: [(&str, bool); 7] = [
    ("from", false),
    ("to", false),
    ("times", true),
    ("journeys", true),
    ("median_seconds", true),
    ("conversion", true),
    ("back", true),
];
const NEXT: [(&str, bool); 9] = [
    ("step", false),
    ("times", true),
    ("order_chance", true),
    ("order_low", true),
    ("order_high", true),
    ("next", false),
    ("probability", true),
    ("probability_low", true),
    ("probability_high", true),
];
const LEAST: Opt = Opt {
    name: "least",
    kind: Kind::Whole,
    default: Some("1"),
    about: "Leave out what happened less often",
};

pub(super) const REPORT: Report = Report {
    name: "flow",
    about: "What follows what, how soon, and with which outcome: the directly-follows graph?",
    options: &[OF, BY, REPEATS, LEAST],
    columns: &[
        ("from", "A step."),
        ("to", "The next one; (left): the journey ends."),
        ("times", "How often one followed the other (van der Aalst: directly-follows)."),
        ("journeys", "In how many journeys."),
        ("median_seconds", "Median seconds from one to the other."),
        ("conversion", "Share of these journeys in which an order came of it or after it."),
        (
            "back",
            "How often the first step came right again: there and back, a sign of a lost way.",
        ),
    ],
    answer: Answer::Code(flow),
};

pub(super) const NEXT_REPORT: Report = Report {
    name: "next-steps",
    about: "What will people do next from a step, and how likely is an order from here?",
    options: &[
        OF,
        BY,
        REPEATS,
        LEAST,
        Opt {
            name: "step",
            kind: Kind::Text,
            default: None,
            about: "From this step; without, from every",
        },
    ],
    columns: &[
        ("step", "Where people are."),
        ("times", "How often somebody was there."),
        ("order_chance", "Share of these times after which an order came, later in the journey."),
        ("order_low", "Lower end of its Wilson 95 % interval."),
        ("order_high", "Upper end of it."),
        ("next", "What came next; (left): the journey ends."),
        ("probability", "Share of the times at which this came next."),
        ("probability_low", "Lower end of its Wilson 95 % interval."),
        ("probability_high", "Upper end of it."),
    ],
    answer: Answer::Code(next),
};

fn graph(connection: &Connection, question: &Question) -> Result<(Vec<String>, Flow), Failure> {
    let journeys = steps::journeys(connection, &|name| question.param(name))?;
    let names = journeys.names.clone();
    let mut flow = Flow::new(!question.flag("repeats"));
    journeys.each(|journey| flow.add(journey));
    Ok((names, flow))
}

/// The edges worth telling, the most frequent first.
fn ranked(flow: &Flow, least: u64) -> Vec<(u32, Option<u32>, &Edge)> {
    let edges = flow.edges.iter().map(|((from, to), edge)| (*from, *to, edge));
    let mut edges: Vec<_> = edges.filter(|(.., edge)| edge.times >= least).collect();
    edges.sort_unstable_by_key(|(from, to, edge)| (u64::MAX - edge.times, *from, *to));
    edges
}

fn flow(connection: &Connection, question: &Question) -> Result<Table, Failure> {
    let (names, flow) = graph(connection, question)?;
    let line = |(from, to, edge): (u32, Option<u32>, &Edge)| {
        vec![
            json!(name(&names, from)),
            json!(to.map_or("(left)", |to| name(&names, to))),
            json!(edge.times),
            json!(edge.journeys),
            json!(edge.gaps.median()),
            json!(share(edge.ordered, edge.journeys)),
            json!(edge.back),
        ]
    };
    let rows = ranked(&flow, least(question)).into_iter().map(line).collect();
    Ok(Table::of(&FLOW, rows))
}

fn next(connection: &Connection, question: &Question) -> Result<Table, Failure> {
    let (names, flow) = graph(connection, question)?;
    let asked = question.text("step");
    let mut edges = ranked(&flow, least(question));
    edges.retain(|(from, ..)| asked.is_none_or(|step| step == name(&names, *from)));
    let times: HashMap<u32, u64> =
        flow.nodes.iter().map(|(step, node)| (*step, node.times)).collect();
    let of = |step: u32| times.get(&step).copied().unwrap_or_default();
    edges.sort_by_key(|(from, ..)| (u64::MAX - of(*from), *from));
    let line = |(from, to, edge): (u32, Option<u32>, &Edge)| {
        let node = flow.nodes.get(&from).copied().unwrap_or_default();
        let mut line = vec![json!(name(&names, from)), json!(node.times)];
        line.extend(estimate(node.ordered, node.times));
        line.push(json!(to.map_or("(left)", |to| name(&names, to))));
        line.extend(estimate(edge.times, node.times));
        line
    };
    Ok(Table::of(&NEXT, edges.into_iter().map(line).collect()))
}

/// A share with its interval.
fn estimate(part: u64, whole: u64) -> [Value; 3] {
    let interval = wilson(part, whole);
    [json!(share(part, whole)), json!(interval.map(|i| i.low)), json!(interval.map(|i| i.high))]
}

fn least(question: &Question) -> u64 {
    question.whole("least").and_then(|least| u64::try_from(least).ok()).unwrap_or(1)
}

fn name(names: &[String], number: u32) -> &str {
    usize::try_from(number).ok().and_then(|place| names.get(place)).map_or("", String::as_str)
}
