//! Repeat rate: who orders again, how soon, and for how much.

use super::{Answer, Report};

pub(super) const REPORT: Report = Report {
    name: "repeat",
    about: "How many customers order again, how soon, and what is that worth?",
    options: &[],
    columns: &[
        ("customers", "People with an order."),
        ("repeat_customers", "Those with a second."),
        ("repeat_rate", "Their share."),
        ("orders", "Orders."),
        ("orders_per_customer", "Mean number of orders."),
        ("median_days_between", "Median days between an order and the next of the same person."),
        ("currency", "Currency of revenue, or mixed."),
        ("revenue", "Worth of all orders."),
        ("repeat_revenue", "Worth of the second and later ones."),
    ],
    answer: Answer::Sql(include_str!("../../../sql/report/repeat_rate.sql")),
};
