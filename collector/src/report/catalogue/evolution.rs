//! Evolution: figures by period against the one before and the year before.

use super::{Answer, Report};
use crate::report::question::{Kind, Opt};

/// The figures there are.
pub const FIGURES: &[&str] = &[
    "visits",
    "visitors",
    "page_views",
    "visits_with_cart",
    "visits_with_checkout",
    "orders",
    "revenue",
    "conversion",
    "order_value",
    "payment_errors",
    "returns",
];
/// The periods they are told of.
pub const EVERY: &[&str] = &["day", "week", "month", "year"];
pub(super) const REPORT: Report = Report {
    name: "evolution",
    about: "How do the figures evolve, against the period before and the year before?",
    options: &[
        Opt {
            name: "every",
            kind: Kind::Choice(EVERY),
            default: Some("month"),
            about: "Length of a period",
        },
        Opt {
            name: "figure",
            kind: Kind::Choice(FIGURES),
            default: None,
            about: "One figure; without, all of them",
        },
    ],
    columns: &[
        (
            "period",
            "First day of the period; days and months begin at midnight UTC, whatever the shop's clock says, and weeks on Monday. The first is whole, also where since is within it.",
        ),
        (
            "figure",
            "Which figure; visits are those to the shop's pages, conversion is orders (a till's left out) by visits, revenue the worth of the orders, without tax and shipping, before refunds, and order_value the mean worth of one.",
        ),
        ("value", "Its value in the period."),
        ("currency", "Currency of revenue and order_value, or mixed; empty for other figures."),
        ("previous", "Its value in the period before."),
        (
            "change",
            "Relative change against that: 0.1 is 10 % more; empty where the currencies differ or are mixed, and against a period that is not in the data from its first day.",
        ),
        (
            "last_year",
            "Its value in the same month or year of the year before; of days and weeks, 364 days before.",
        ),
        ("year_change", "Relative change against that, empty as change is."),
        (
            "complete",
            "Whether the period is over and in the data from its first day: the first is not where the first event is of a later day, nor the newest, unless until is its end and past.",
        ),
    ],
    answer: Answer::Sql(include_str!("../../../sql/report/evolution.sql")),
};
