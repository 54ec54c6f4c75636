//! Which channels carry people forward: visits, orders and their worth by the way the visit came.

use super::{Answer, Report};

pub(super) const REPORT: Report = Report {
    name: "channels",
    about: "Which channels bring visits, and which of these order?",
    options: &[],
    columns: &[
        ("channel", "The way the visit came, by GA4's default channel group and some more."),
        ("visits", "Visits to the shop's pages that came this way and began in the period."),
        ("visitors", "Different visitors among them."),
        (
            "orders",
            "Orders made in the period, by the channel of their visit; a till's receipts, too.",
        ),
        ("conversion", "Share of the visits with an order."),
        ("currency", "Currency of revenue, ISO 4217; empty where nothing was ordered."),
        ("revenue", "Worth of the orders in currency, without tax and shipping, before refunds."),
    ],
    answer: Answer::Sql(include_str!("../../../sql/report/channels.sql")),
};
