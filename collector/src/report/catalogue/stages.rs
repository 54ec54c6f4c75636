//! Stages: how far visits come, whatever a shop tells of its checkout.

use super::{Answer, Report};

pub(super) const REPORT: Report = Report {
    name: "stages",
    about: "How far do visits come on their way to an order?",
    options: &[],
    columns: &[
        ("stage", "Its number, 1 to 8; stages that the shop does not tell of are left out."),
        (
            "name",
            "visit, view_item, add_to_cart, view_cart, checkout, delivery, payment or purchase.",
        ),
        ("visits", "Visits to the shop's pages that came to it, or further."),
        ("share", "Their share of all visits."),
        ("passed", "Their share of those that came to the stage before."),
    ],
    answer: Answer::Sql(include_str!("../../../sql/report/stages.sql")),
};
