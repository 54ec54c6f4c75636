//! Kinds of contacts: digital, physical and hybrid ones, and what they are about.

use super::{Answer, Report};

pub(super) const REPORT: Report = Report {
    name: "kinds",
    about: "Of what kind are the contacts, digital or physical, and who orders after them?",
    options: &[],
    columns: &[
        (
            "medium",
            "digital, physical (kinds store, call and print) or hybrid (kind receipt: codes on paper, too).",
        ),
        (
            "kind",
            "By the rules: table, video, buying_guide, testimonial, review, …, of what is met and of the ways that lead to the shop; other where none holds.",
        ),
        ("names", "How many touchpoints and channels are of it."),
        ("visits", "Visits that met one of them, or came by one."),
        ("visitors", "Visitors of those visits."),
        ("orders", "Those of the visits with an order."),
        ("conversion", "Their share; touchpoints holds it against visits that came as far."),
    ],
    answer: Answer::Sql(include_str!("../../../sql/report/kinds.sql")),
};
