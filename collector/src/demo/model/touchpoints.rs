//! Touchpoints: where they are met, by how many, how long they are looked at, and what they do.

use super::stage::Stage;

/// One touchpoint. Who reaches its stage meets it or not by a coin of its own, so that what it does is
/// not mixed up with who meets it; those who come further meet more of them all the same.
#[derive(Debug, Clone, Copy)]
pub struct Touchpoint {
    /// Its name.
    pub name: &'static str,
    /// Where it is met.
    pub stage: Stage,
    /// Share of those there who meet it.
    pub rate: f64,
    /// What it does to passing on, in log odds.
    pub effect: f64,
    /// Half of those who meet it look at it for so many seconds.
    pub seconds: f64,
    /// Share of those who meet it who act on it.
    pub acted: f64,
}

/// Share of those who meet a touchpoint whose scrolling it stops.
pub const STOPPED: f64 = 0.25;

/// The touchpoints there are, at most 16.
pub const TOUCHPOINTS: [Touchpoint; 12] = [
    touchpoint("hero", Stage::Land, 0.70, 0.0, 3.0, 0.10),
    touchpoint("newsletter-popup", Stage::Land, 0.30, -0.45, 2.5, 0.04),
    touchpoint("buying-guide", Stage::Land, 0.12, 0.35, 24.0, 0.40),
    touchpoint("reviews", Stage::Product, 0.35, 0.45, 11.0, 0.20),
    touchpoint("size-guide", Stage::Product, 0.18, 0.50, 9.0, 0.60),
    touchpoint("video", Stage::Product, 0.20, 0.0, 26.0, 0.35),
    touchpoint("comparison-table", Stage::Product, 0.12, 0.40, 14.0, 0.15),
    touchpoint("stock-notice", Stage::Product, 0.25, -0.50, 4.0, 0.05),
    touchpoint("chat", Stage::Product, 0.05, 0.40, 40.0, 1.0),
    touchpoint("delivery-info", Stage::Cart, 0.40, 0.0, 5.0, 0.10),
    touchpoint("loyalty-offer", Stage::Cart, 0.20, 0.40, 6.0, 0.20),
    touchpoint("trust-badges", Stage::Payment, 0.50, 0.45, 2.0, 0.02),
];

const fn touchpoint(
    name: &'static str,
    stage: Stage,
    rate: f64,
    effect: f64,
    seconds: f64,
    acted: f64,
) -> Touchpoint {
    Touchpoint { name, stage, rate, effect, seconds, acted }
}
