//! Paths: journeys laid side by side, as a Sankey drawing wants them.

use serde_json::{Value, json};

use super::{Answer, Failure, Report};
use crate::journey::paths::sankey::{Layout, Sankey, Stop};
use crate::query::table::Table;
use crate::query::{Connection, steps};
use crate::report::question::{Kind, Opt, Question};

/// What a step is; the same for every report of journeys.
pub(super) const OF: Opt = Opt {
    name: "of",
    kind: Kind::Choice(&["event", "page", "touchpoint", "channel", "phase"]),
    default: Some("event"),
    about: "What a step is",
};
/// Whose journeys; the same for every report of them.
pub(super) const BY: Opt = Opt {
    name: "by",
    kind: Kind::Choice(&["visitor", "session"]),
    default: Some("visitor"),
    about: "Whose journeys: a person's, across visits and devices, or a visit's",
};
/// Whether repeats count; the same for every report of journeys.
pub(super) const REPEATS: Opt = Opt {
    name: "repeats",
    kind: Kind::Flag,
    default: None,
    about: "Count a step repeated at once again; without, it counts once",
};

const COLUMNS: [(&str, bool); 7] = [
    ("column", true),
    ("from", false),
    ("to", false),
    ("journeys", true),
    ("share", true),
    ("conversion", true),
    ("median_seconds", true),
];

pub(super) const REPORT: Report = Report {
    name: "paths",
    about: "Which ways do people take from the start, from a step on, or up to their end?",
    options: &[
        OF,
        BY,
        Opt {
            name: "start",
            kind: Kind::Text,
            default: None,
            about: "Begin at this step, where it first stands; without, where the journey begins",
        },
        Opt {
            name: "end",
            kind: Kind::Text,
            default: None,
            about: "Go back from this step, where it last stands",
        },
        Opt {
            name: "columns",
            kind: Kind::Whole,
            default: Some("6"),
            about: "Steps side by side, 2 to 20",
        },
        Opt {
            name: "keep",
            kind: Kind::Whole,
            default: Some("8"),
            about: "Steps of a column told by name; the less frequent are (other)",
        },
        REPEATS,
    ],
    columns: &[
        ("column", "Where it begins, from 0; with end, counted backwards from there."),
        ("from", "The step."),
        (
            "to",
            "The next one; with end, the one before. (left): the journey ends; (other): a rare step.",
        ),
        ("journeys", "Journeys that go this way."),
        ("share", "Their share of all that are laid out."),
        ("conversion", "Share of them with an order, anywhere."),
        ("median_seconds", "Median seconds from one to the other."),
    ],
    answer: Answer::Code(run),
};

fn run(connection: &Connection, question: &Question) -> Result<Table, Failure> {
    let whole = |name| question.whole(name).and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
    let (columns, keep) = (whole("columns"), whole("keep").max(1));
    if !(2..=20).contains(&columns) {
        return Err(Failure::Usage(format!("columns cannot be {columns}; it is 2 to 20")));
    }
    let (start, end) = (question.text("start"), question.text("end"));
    if start.is_some() && end.is_some() {
        return Err(Failure::Usage("start and end cannot go together: give one".to_owned()));
    }
    let journeys = steps::journeys(connection, &|name| question.param(name))?;
    let names = journeys.names.clone();
    let named = |step: &str| names.iter().position(|name| name == step);
    let anchor = match start.or(end) {
        None => None,
        Some(step) => match named(step).and_then(|place| u32::try_from(place).ok()) {
            Some(anchor) => Some(anchor),
            // Nobody has been there: nothing to lay out.
            None => return Ok(Table::of(&COLUMNS, Vec::new())),
        },
    };
    let collapse = !question.flag("repeats");
    let mut sankey =
        Sankey::new(Layout { from_end: end.is_some(), anchor, columns, keep, collapse });
    journeys.each(|journey| sankey.add(journey));
    let links = sankey.links();
    let all: u64 =
        links.iter().filter(|((column, ..), _)| *column == 0).map(|(_, l)| l.journeys).sum();
    let line = |((column, from, to), link): (&(usize, Stop, Stop), &_)| -> Vec<Value> {
        let link: &crate::journey::paths::sankey::Link = link;
        vec![
            json!(column),
            json!(text(*from, &names)),
            json!(text(*to, &names)),
            json!(link.journeys),
            json!(share(link.journeys, all)),
            json!(share(link.ordered, link.journeys)),
            json!(link.gaps.median()),
        ]
    };
    let mut rows: Vec<_> = links.iter().collect();
    rows.sort_by_key(|((column, from, to), link)| (*column, u64::MAX - link.journeys, *from, *to));
    Ok(Table::of(&COLUMNS, rows.into_iter().map(line).collect()))
}

fn text(stop: Stop, names: &[String]) -> &str {
    match stop {
        Stop::Step(number) => usize::try_from(number)
            .ok()
            .and_then(|place| names.get(place))
            .map_or("", String::as_str),
        Stop::Other => "(other)",
        Stop::Left => "(left)",
    }
}

/// A part of a whole; of nothing, nothing.
#[expect(clippy::cast_precision_loss, reason = "counts of journeys are far below 2^53")]
pub(super) fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}
