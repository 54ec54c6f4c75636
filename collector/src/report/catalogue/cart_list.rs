//! The list of carts: what was left, by whom, for follow-up.

use super::{Answer, Report};
use crate::report::question::{Kind, Opt};

pub(super) const REPORT: Report = Report {
    name: "cart-list",
    about: "Which carts were left, for follow-up?",
    options: &[
        Opt {
            name: "state",
            kind: Kind::Choice(&["open", "ordered", "recovered", "abandoned", "emptied"]),
            default: Some("abandoned"),
            about: "Which carts",
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
        ("site", "The shop."),
        ("person_id", "Pseudonym of the person, one across devices."),
        ("identity", "Who it is to the shop: the hash that identify made; empty where not told."),
        ("session_id", "The visit in which it was made."),
        ("device", "Device of that visit."),
        ("created_at", "When it was made, UTC."),
        ("updated_at", "When it was last changed, looked at or paid for, UTC."),
        ("ordered_at", "When it was ordered, UTC."),
        ("state", "open, ordered, recovered, abandoned, or emptied: all taken out again."),
        ("checkout", "Whether a checkout was begun with it."),
        ("changes", "How often something was put in or taken out."),
        ("lines", "Lines of it, as last told."),
        ("value", "Last known worth."),
        ("currency", "Currency of value."),
        ("transaction_id", "The order's number in the shop."),
    ],
    answer: Answer::Sql(include_str!("../../../sql/report/cart_list.sql")),
};
