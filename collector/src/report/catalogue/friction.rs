//! Friction with its price, what each kind weighs, and the visits it made hardest.

use super::{Answer, Report};
use crate::report::question::{Kind, Opt};

pub(super) const REPORT: Report = Report {
    name: "friction",
    about: "Which friction costs how much, where?",
    options: &[Opt {
        name: "by",
        kind: Kind::Choice(&["all", "device", "browser", "step", "payment", "delivery"]),
        default: Some("all"),
        about: "What it is told apart by; step puts all kinds of a step together",
    }],
    columns: &[
        (
            "part",
            "The device, browser, way to pay or to deliver; or all. At steps before the one where the way is said, all.",
        ),
        ("kind", "The kind of friction, as the view friction names it; any where parted by step."),
        (
            "step",
            "Where it was met: landing, view_item, add_to_cart, or the checkout's step, told or implied by begin_checkout and what comes after it. Each is that of the visit's furthest way so far.",
        ),
        ("affected", "Visits that met it there."),
        ("others", "Visits that came to the same step and did not."),
        ("times", "How often it was met."),
        (
            "conversion_without",
            "Share of the others that ordered, weighted to the devices of the affected. Where everybody met it nobody tells, and it is empty with all that follows from it.",
        ),
        ("conversion_with", "Share of the affected that ordered."),
        ("lost_orders", "Affected times the difference of the two shares, where that is above 0."),
        (
            "lost_orders_low",
            "Lower end of its 95 % interval (Newcombe 1998, method 10, with Kish's effective number for the weighted share).",
        ),
        ("lost_orders_high", "Upper end."),
        (
            "value",
            "Mean worth of the affected visits' carts; where none had one, of all at the step.",
        ),
        ("value_median", "The median of the same, less moved by single large carts."),
        ("currency", "Currency of value, or mixed."),
        (
            "revenue_at_risk",
            "lost_orders times value: up to so much is lost. Frictions met together both count here; see revenue_once.",
        ),
        (
            "revenue_at_risk_low",
            "Lower end of its 95 % interval, with the uncertainty of value (MOVER, Zou and Donner 2008). The ranking goes by it.",
        ),
        ("revenue_at_risk_high", "Upper end."),
        ("stopped", "Affected visits that came no further than this step."),
        ("stopped_first", "Those of them whose first friction at the step this was."),
        (
            "revenue_once",
            "revenue_at_risk times stopped_first of stopped: each visit belongs to the first friction where it ended, so that these may be added up.",
        ),
    ],
    answer: Answer::Sql(include_str!("../../../sql/report/friction.sql")),
};

pub(super) const WEIGHTS_REPORT: Report = Report {
    name: "friction-weights",
    about: "How much does each kind of friction weigh, and on what evidence?",
    options: &[],
    columns: &[
        ("kind", "The kind of friction."),
        ("step", "Where it was met, as in friction."),
        ("weight", "Learned: the logarithm of odds_ratio, at least 0. Until then default_weight."),
        ("is_learned", "Whether the step has 200 orders to learn from."),
        (
            "default_weight",
            "By severity: high 1, medium 0.5, low 0.25, in the proportion of published scores (a rage click twice a dead one).",
        ),
        (
            "odds_ratio",
            "Odds of not ordering with it against without, over devices (Mantel and Haenszel 1959); empty where a cell is.",
        ),
        ("odds_ratio_low", "Lower end of its 95 % interval (Robins, Breslow and Greenland 1986)."),
        ("odds_ratio_high", "Upper end."),
        ("affected", "Visits that met it there."),
        ("others", "Visits that came to the same step and did not."),
        ("step_orders", "Orders of visits that came to the step."),
    ],
    answer: Answer::Sql(include_str!("../../../sql/report/friction_weights.sql")),
};

pub(super) const SCORES_REPORT: Report = Report {
    name: "friction-scores",
    about: "Which visits were the hardest?",
    options: &[Opt {
        name: "limit",
        kind: Kind::Whole,
        default: Some("100"),
        about: "How many visits",
    }],
    columns: &[
        ("site", "The shop."),
        ("session_id", "The visit."),
        ("frictions", "How often it met friction, each kind at a step counted up to three times."),
        ("kinds", "The kinds it met."),
        (
            "score",
            "0 to 100: the part of its odds to order that the friction takes away, 100 (1 - exp(-sum of weight times frictions)).",
        ),
    ],
    answer: Answer::Sql(include_str!("../../../sql/report/friction_scores.sql")),
};
