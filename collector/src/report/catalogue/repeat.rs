//! Repeat rate: who orders again, how soon, and for how much.

use super::{Answer, Report};

pub(super) const REPORT: Report = Report {
    name: "repeat",
    about: "How many customers order again, how soon, and what is that worth?",
    options: &[],
    columns: &[
        ("customers", "People with an order."),
        (
            "recognised_customers",
            "Those who can be met again on another day: with consent, an identity, or by import.",
        ),
        ("repeat_customers", "People with a second order."),
        ("repeat_rate", "Share of the recognised customers with a second order."),
        ("orders", "Orders."),
        ("orders_per_customer", "Mean number of orders."),
        ("median_days_between", "Median days between an order and the next of the same person."),
        ("currency", "Currency of revenue, or mixed."),
        ("revenue", "Worth of all orders, before refunds."),
        ("repeat_revenue", "Worth of the second and later ones, before refunds."),
    ],
    answer: Answer::Sql(include_str!("../../../sql/report/repeat_rate.sql")),
};
