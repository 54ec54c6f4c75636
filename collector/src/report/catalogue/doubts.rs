//! Doubts and detours: who left the checkout for which information, and who came back.

use super::{Answer, Report};
use crate::report::question::{Kind, Opt};

pub(super) const REPORT: Report = Report {
    name: "doubts",
    about: "Who left the checkout for which information, came back, and ordered?",
    options: &[Opt {
        name: "hesitation",
        kind: Kind::Length,
        default: Some("10s"),
        about: "From how long on waiting at a card's field is a doubt",
    }],
    columns: &[
        (
            "about",
            "security, returns, delivery, contact, payment, help as the event doubt tells them; coupon: a code was looked for; card: a card's field was hesitated at.",
        ),
        (
            "how",
            "left: such a link was followed; hovered, opened: only looked at; hunted; hesitated.",
        ),
        ("visits", "Visits with the doubt."),
        ("share_of_checkouts", "Their share of visits that came to the checkout."),
        ("left_checkout", "Those who left for it."),
        ("came_back", "Those of them who came back to a step of the checkout."),
        ("came_back_rate", "Their share of those who left."),
        ("ordered", "Visits that ordered after the doubt."),
        ("conversion", "Their share of the visits."),
        ("conversion_low", "Lower end of its 95 % interval (Wilson 1927)."),
        ("conversion_high", "Upper end."),
        ("checkout_conversion", "Share of all visits to the checkout that ordered."),
        ("currency", "Currency of value_left, or mixed."),
        ("value_left", "Worth of the carts of those who did not order after it."),
    ],
    answer: Answer::Sql(include_str!("../../../sql/report/doubts.sql")),
};
