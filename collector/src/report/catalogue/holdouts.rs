//! Holdouts: what an intervention or a variant has done, against those from whom it was held back.

use super::{Answer, Report};

pub(super) const REPORT: Report = Report {
    name: "holdouts",
    about: "What has an intervention or a variant done, against those from whom it was held back?",
    options: &[],
    columns: &[
        ("site", "The shop."),
        (
            "experiment",
            "Its name: intervention of the event intervention, or experiment (experiment_id) of experiment, experiment_impression and experience_impression.",
        ),
        (
            "arm",
            "The group: arm, variant or variant_id of these events; a visit is of the first it was told.",
        ),
        (
            "against",
            "The group it is held against: held, holdout, control, original, baseline or 0, else the first by name.",
        ),
        ("first_at", "When it was told first, UTC."),
        ("last_at", "When it was told last."),
        ("visits", "Visits of the arm."),
        ("orders", "Those that ordered afterwards."),
        ("conversion", "Their share."),
        ("against_visits", "Visits of the group it is held against."),
        ("against_orders", "Those that ordered afterwards."),
        ("against_conversion", "Their share."),
        ("effect", "Difference of the two shares."),
        ("effect_low", "Lower end of its 95 % interval (Newcombe 1998)."),
        ("effect_high", "Upper end."),
        (
            "p_value",
            "How often chance alone makes as great a difference (two proportions, pooled).",
        ),
        ("orders_gained", "Orders that the arm has brought: effect times visits."),
        ("currency", "Currency of value_per_visit, or mixed."),
        ("value_per_visit", "Mean worth of orders a visit of the arm."),
    ],
    answer: Answer::Sql(include_str!("../../../sql/report/holdouts.sql")),
};
