//! The map of touchpoints, and the sheet of one.

use super::{Answer, Report};
use crate::report::question::{Kind, Opt};

pub(super) const REPORT: Report = Report {
    name: "touchpoints",
    about: "Which touchpoints help, which hinder, and which are passed by?",
    options: &[],
    columns: &[
        ("touchpoint", "Its name."),
        (
            "kind",
            "Its kind by the rules: table, video, buying_guide, testimonial, review, …; empty where none holds.",
        ),
        ("phase", "The phase of the journey most of its events belong to."),
        ("step", "The step at which most visits first met it, as in friction."),
        (
            "class",
            "positive or problematic where q_value is below 0.05 and odds_ratio above or below 1; else neutral.",
        ),
        ("visits", "Visits that met it before any order."),
        ("reach", "Their share of all visits."),
        ("stop_rate", "Of those who had it in view, the share whose scrolling it ended."),
        ("action_rate", "Share of them that acted on it."),
        ("attended_seconds", "Median seconds it was attended to, of those who did."),
        (
            "stuck_rate",
            "Share that attended to it for 15 s or more, came no further than the step they were at and ordered nothing.",
        ),
        ("friction_rate", "Share with a friction signal after they met it."),
        ("orders", "Visits that ordered after meeting it."),
        ("conversion", "Their share."),
        (
            "expected_conversion",
            "Share of orders among visits that came to the same step on the same kind of device without it, weighted to those who met it.",
        ),
        ("lift", "The one less the other."),
        ("lift_low", "Lower end of its 95 % interval (Newcombe 1998, method 10)."),
        ("lift_high", "Upper end."),
        (
            "odds_ratio",
            "Odds to order with it against without, over steps and devices (Mantel and Haenszel 1959).",
        ),
        ("odds_ratio_low", "Lower end of its 95 % interval (Robins, Breslow and Greenland 1986)."),
        ("odds_ratio_high", "Upper end."),
        ("p_value", "Two-sided, of odds_ratio against 1."),
        (
            "q_value",
            "p_value corrected for the number of touchpoints (Benjamini and Hochberg 1995).",
        ),
        ("others", "Visits that came to the same steps and had not met it by then."),
        (
            "voice",
            "0 to 100: mean of survey answers (nps and others 0 to 10, csat 1 to 5, ces 1 to 7, each brought to this scale; those off theirs are left out) and reviews (stars) about it, or given after it in the same visit.",
        ),
        ("voices", "How many answers and reviews."),
    ],
    answer: Answer::Sql(include_str!("../../../sql/report/touchpoints.sql")),
};

pub(super) const ONE_REPORT: Report = Report {
    name: "touchpoint",
    about: "Who meets one touchpoint, where, and what then?",
    options: &[Opt { name: "name", kind: Kind::Text, default: None, about: "Which touchpoint" }],
    columns: &[
        (
            "section",
            "all, or what it is parted by: step, device, browser, channel, action, attention, month.",
        ),
        ("part", "The part."),
        ("visits", "Visits that met it before any order."),
        ("stop_rate", "Of those who had it in view, the share whose scrolling it ended."),
        ("action_rate", "Share of them that acted on it."),
        ("attended_seconds", "Median seconds it was attended to, of those who did."),
        (
            "stuck_rate",
            "Share that attended to it for 15 s or more, came no further and ordered nothing.",
        ),
        ("progress_rate", "Share that came to a further step, or ordered."),
        ("orders", "Visits that ordered after meeting it."),
        ("conversion", "Their share."),
        ("conversion_low", "Lower end of its 95 % interval (Wilson 1927)."),
        ("conversion_high", "Upper end."),
    ],
    answer: Answer::Sql(include_str!("../../../sql/report/touchpoint.sql")),
};
