//! Incidents: between two dates, one step fails for one segment.

use serde::Serialize;

use super::calendar::{Calendar, DAY, midnight};
use super::segment::Dimension::{Browser, Country, Device, PaymentType, ShippingTier, System};
use super::segment::Segment;
use super::stage::Stage;
use crate::demo::draw::{Dice, For};

/// What happens during an incident.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Harm {
    /// Paying fails for this share, and trying again mostly does too: so many of them leave.
    PaymentErrors {
        /// Of those who come to the stage.
        share: f64,
        /// Of those for whom it fails.
        leave: f64,
    },
    /// This share leaves, and no event says why.
    Leaves(f64),
}

/// One incident.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Incident {
    /// What one would call it.
    pub name: &'static str,
    /// The stage that fails.
    pub stage: Stage,
    /// Whom it fails.
    pub segment: Segment,
    /// Its first moment, in microseconds since 1970.
    pub from: i64,
    /// The moment after its last.
    pub to: i64,
    /// What happens.
    pub harm: Harm,
}

/// Two incidents at dates of the seed: one that shows in payment errors and one that is silent.
#[must_use]
pub fn planted(seed: u64, calendar: &Calendar) -> Vec<Incident> {
    let mut dice = Dice::new(seed, For::Incidents, 0, 0);
    let silent = [
        ("Checkout in Germany", Stage::Address, vec![(Country, "DE")], 16, 0.65),
        ("Pickup points", Stage::Delivery, vec![(ShippingTier, "pickup")], 18, 0.75),
        ("Cart on Android", Stage::Add, vec![(System, "Android")], 8, 0.55),
        ("PayPal", Stage::Payment, vec![(PaymentType, "paypal")], 10, 0.70),
        ("Checkout in Firefox", Stage::Cart, vec![(Browser, "Firefox")], 24, 0.75),
    ];
    let (name, stage, segment, days, share) = dice.pick(&silent, |_| 1.0).clone();
    let mut plant = |name, stage, segment, days: i64, harm| {
        // Neither at the very start nor at the very end, where there is nothing to set it against.
        let room = calendar.days() as i64 - days;
        let day = dice.between(room / 5, (room * 9 / 10).max(room / 5));
        let from = midnight(calendar.first()) + day * DAY;
        Incident { name, stage, segment, from, to: from + days * DAY, harm }
    };
    let safari = vec![(Device, "mobile"), (Browser, "Safari")];
    let harm = Harm::PaymentErrors { share: 0.85, leave: 0.8 };
    vec![
        plant("Mobile Safari payments", Stage::Payment, safari, 9, harm),
        plant(name, stage, segment, days, Harm::Leaves(share)),
    ]
}
