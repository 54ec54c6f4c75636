//! Returns: rate, reasons, time to resolve.

use super::{Answer, Report};

pub(super) const REPORT: Report = Report {
    name: "returns",
    about: "How many orders come back, why, and how long does it take to settle?",
    options: &[],
    columns: &[
        ("reason", "The reason told with return_requested or refund, not told, or all."),
        ("orders", "Orders made in the period."),
        (
            "returned",
            "Those of them that were asked to be taken back, or that a refund was told of, of a part too.",
        ),
        ("return_rate", "Their share of all orders."),
        ("resolved", "How many are settled: by return_resolved, else by a refund."),
        ("hours_p50", "Median hours from request to settlement, of those whose request was told."),
        ("hours_p90", "Hours within which nine of ten are settled."),
        ("currency", "Currency of value, or mixed."),
        ("value", "Worth of the orders that came back; of what refunds tell a worth of, that."),
    ],
    answer: Answer::Sql(include_str!("../../../sql/report/returns.sql")),
};
