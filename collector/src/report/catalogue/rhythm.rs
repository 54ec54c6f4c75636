//! The rhythm of the shop: hour by weekday.

use super::{Answer, Report};
use crate::report::question::{Kind, Opt};

pub(super) const REPORT: Report = Report {
    name: "rhythm",
    about: "When do people come and order?",
    options: &[
        Opt {
            name: "by",
            kind: Kind::Choice(&["all", "device", "browser", "country", "channel"]),
            default: Some("all"),
            about: "What the visits are told apart by",
        },
        Opt {
            name: "utc-offset",
            kind: Kind::Offset,
            default: Some("0"),
            about: "Hours that the shop's clock is ahead of UTC",
        },
    ],
    columns: &[
        ("part", "The device, browser, country or channel, or all."),
        ("weekday", "1 is Monday, 7 Sunday (ISO 8601)."),
        ("hour", "Hour of the day in which the visit began, 0 to 23."),
        ("visits", "Visits."),
        ("orders", "Orders made in them."),
        ("conversion", "Share of the visits with an order."),
        ("currency", "Currency of revenue, or mixed."),
        ("revenue", "Worth of the orders, before refunds."),
    ],
    answer: Answer::Sql(include_str!("../../../sql/report/rhythm.sql")),
};
