//! Advocacy: who speaks for the shop, and who orders after.

use super::{Answer, Report};

pub(super) const REPORT: Report = Report {
    name: "advocacy",
    about: "Who shares, reviews and recommends the shop, who comes by a friend's link, and who orders after?",
    options: &[],
    columns: &[
        (
            "act",
            "share (GA4's event), review (review_submitted), promoter, passive and detractor (answers to the survey nps, in whatever letters, of 9 and 10, 7 and 8, 6 and less), referred (a visit by a link with utm_medium refer, refer-a-friend, friend, invite or share).",
        ),
        ("times", "How often; of referred, visits."),
        ("people", "Who did it, told apart as far as they are recognised."),
        ("mean_score", "Mean stars of reviews, mean answer of surveys."),
        ("ordered_after", "Those of the people who ordered after the first time."),
        ("ordered_after_rate", "Their share."),
        ("ordered_after_low", "Lower end of its 95 % interval (Wilson)."),
        ("ordered_after_high", "Upper end."),
        ("orders_after", "Orders they made after it."),
        ("currency", "Currency of revenue_after, or mixed."),
        ("revenue_after", "Worth of these orders, without tax and shipping, before refunds."),
    ],
    answer: Answer::Sql(include_str!("../../../sql/report/advocacy.sql")),
};
