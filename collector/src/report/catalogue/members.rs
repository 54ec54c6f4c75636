//! Members: the visits of a segment, one a row, to be taken elsewhere.

use super::{Answer, Report};

pub(super) const REPORT: Report = Report {
    name: "members",
    about: "Which visits are in the segment asked for (without one: all), and whose are they?",
    options: &[],
    columns: &[
        ("site", "The shop."),
        ("session_id", "The visit."),
        ("visitor_id", "Pseudonym of who visited."),
        (
            "person_id",
            "Pseudonym of the person, over devices; the visitor's own where it has no other.",
        ),
        ("identity", "The hash of the shop's own id of the customer, where identify has told it."),
        ("started_at", "When the visit began, UTC."),
        ("channel", "The way it came."),
        ("device", "Kind of device."),
        ("country", "Country."),
        ("orders", "Orders made in it."),
        ("currency", "Currency of value, or mixed."),
        ("value", "Worth of the orders, without tax and shipping, before refunds."),
    ],
    answer: Answer::Sql(include_str!("../../../sql/report/members.sql")),
};
