//! Returns: rate, reasons, time to resolve.

use super::{Answer, Report};

pub(super) const REPORT: Report = Report {
    name: "returns",
    about: "How many orders come back, why, and how long does it take to settle?",
    options: &[],
    columns: &[
        ("reason", "The reason told with return_requested, not told, or all."),
        ("orders", "Orders made in the period."),
        ("returned", "Those of them that were asked to be taken back."),
        ("return_rate", "Their share of all orders."),
        ("resolved", "How many are settled."),
        ("hours_p50", "Median hours from request to settlement."),
        ("hours_p90", "Hours within which nine of ten are settled."),
        ("currency", "Currency of value, or mixed."),
        ("value", "Worth of the orders that came back."),
    ],
    answer: Answer::Sql(include_str!("../../../sql/report/returns.sql")),
};
