//! Retention: cohorts by day, week or month, bounded or not.

use super::{Answer, Report};
use crate::report::question::{Kind, Opt};

pub(super) const REPORT: Report = Report {
    name: "retention",
    about: "How many come or order again, by the period in which they began?",
    options: &[
        Opt {
            name: "every",
            kind: Kind::Choice(&["day", "week", "month"]),
            default: Some("month"),
            about: "Length of a period",
        },
        Opt {
            name: "of",
            kind: Kind::Choice(&["visit", "order"]),
            default: Some("visit"),
            about: "What counts as coming again",
        },
        Opt {
            name: "unbounded",
            kind: Kind::Flag,
            default: None,
            about: "Count who came in that period or any later one, not just in it",
        },
    ],
    columns: &[
        (
            "cohort",
            "First day of the period in which these people began, UTC; weeks begin on Monday.",
        ),
        ("age", "Periods since then; 0 is the first itself."),
        (
            "people",
            "How many began in it: visitors who can be recognised, one person across devices.",
        ),
        ("returned", "How many of them came (or ordered) then; with unbounded, then or later."),
        ("rate", "Their share."),
        ("complete", "Whether the period is over; the newest in the data is not."),
    ],
    answer: Answer::Sql(include_str!("../../../sql/report/retention.sql")),
};
