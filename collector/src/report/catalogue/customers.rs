//! Customers: recency, frequency, worth, and the segment these make.

use super::{Answer, Report};

pub(super) const REPORT: Report = Report {
    name: "customers",
    about: "Who are the customers, by recency, frequency and worth?",
    options: &[],
    columns: &[
        ("site", "The shop."),
        ("person_id", "Pseudonym of the person, one across devices."),
        ("identity", "Who it is to the shop: the hash that identify made; empty where not told."),
        ("first_order", "Day of the first order, UTC."),
        ("last_order", "Day of the last order, UTC."),
        ("orders", "How many orders."),
        ("frequency", "Days with an order after the first one (Lifetimes: frequency)."),
        ("recency_days", "Days from the first order to the last (Lifetimes: recency)."),
        (
            "age_days",
            "Days from the first order to the end of the period (Lifetimes: T): until, or today where that lies before; without until, the last day with an event.",
        ),
        ("idle_days", "Days from the last order to the end of the period."),
        ("revenue", "Worth of all orders, without tax and shipping, before refunds."),
        ("order_value", "Mean worth of an order, of those that have one."),
        ("currency", "Currency of revenue, or mixed."),
        (
            "recency_score",
            "1 to 5: fifth by idle_days, 5 the most recent; equal numbers score alike.",
        ),
        (
            "frequency_score",
            "1 to 5: fifth by orders; equal numbers score alike, by the lowest of their places.",
        ),
        ("monetary_score", "1 to 5: fifth by revenue, ties as in frequency_score."),
        (
            "segment",
            "Cell of the common recency-frequency grid: champions, loyal, potential loyalists, new, promising, need attention, about to sleep, at risk, cannot lose, hibernating.",
        ),
    ],
    answer: Answer::Sql(include_str!("../../../sql/report/customers.sql")),
};
