//! Carts: how many are ordered, abandoned and recovered, and their worth.

use super::{Answer, Report};
use crate::report::question::{Kind, Opt};

pub(super) const REPORT: Report = Report {
    name: "carts",
    about: "How many carts are ordered, abandoned and recovered, and for how much?",
    options: &[
        Opt {
            name: "by",
            kind: Kind::Choice(&["all", "day", "week", "month", "device"]),
            default: Some("all"),
            about: "What the carts are told apart by",
        },
        Opt {
            name: "idle",
            kind: Kind::Length,
            default: Some("1h"),
            about: "A cart not changed for so long is abandoned",
        },
        Opt {
            name: "recover",
            kind: Kind::Length,
            default: Some("7d"),
            about: "An order that still comes within so long recovers it",
        },
    ],
    columns: &[
        ("part", "The day, first day of the week or month of their making, the device, or all."),
        (
            "carts",
            "Carts made: something was put in, a checkout begun, or a cart with a value looked at.",
        ),
        ("open", "Still open: changed within the idle time."),
        ("ordered", "Ordered without ever being abandoned."),
        ("recovered", "Ordered after they had been abandoned."),
        ("abandoned", "Abandoned, and not ordered so far."),
        (
            "emptied",
            "All that was put in was taken out again, by its worth: neither abandoned nor ordered.",
        ),
        (
            "abandonment_rate",
            "Share of abandoned among those neither open nor emptied: 1 - orders / carts.",
        ),
        ("checkout_abandonment_rate", "The same of carts with which a checkout was begun."),
        ("recovery_rate", "Share of recovered among recovered and abandoned."),
        ("currency", "Currency of the values, or mixed."),
        ("value_abandoned", "Last known worth of the abandoned carts."),
        ("value_recovered", "Last known worth of the recovered ones."),
    ],
    answer: Answer::Sql(include_str!("../../../sql/report/cart_rates.sql")),
};
