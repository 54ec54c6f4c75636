//! Interventions: what the shop does from a day on, with or without a group from which it is held back.

use serde::Serialize;

use super::calendar::{Calendar, DAY, midnight};
use super::stage::Stage;

/// Something that is done for shoppers at a stage.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Intervention {
    /// Its name.
    pub name: &'static str,
    /// Where it is done.
    pub stage: Stage,
    /// From when on, in microseconds since 1970.
    pub from: i64,
    /// Its effect on passing on, in log odds.
    pub effect: f64,
    /// Share of shoppers for whom it is held back. 0: a change for everybody, to be judged by before
    /// and after alone.
    pub holdout: f64,
}

/// One that helps and one that does nothing, each with a holdout, and a change for everybody.
#[must_use]
pub fn planted(calendar: &Calendar) -> Vec<Intervention> {
    let days = calendar.days() as i64;
    let on = |share: i64| midnight(calendar.first()) + days * share / 10 * DAY;
    vec![
        Intervention {
            name: "free-delivery-note",
            stage: Stage::Cart,
            from: on(4),
            effect: 0.7,
            holdout: 0.3,
        },
        Intervention {
            name: "countdown",
            stage: Stage::Address,
            from: on(5),
            effect: 0.0,
            holdout: 0.5,
        },
        Intervention {
            name: "guest-checkout",
            stage: Stage::Cart,
            from: on(7),
            effect: 0.4,
            holdout: 0.0,
        },
    ]
}
