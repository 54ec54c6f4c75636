//! Frictions: where they happen, to how many, and how many of them leave because of it.

use super::stage::Stage;

/// One friction. Whoever reaches its stage meets it by a coin of its own; whoever meets it leaves by
/// another, which is its causal effect.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Friction {
    /// The kind, as the view `friction` names it.
    pub kind: &'static str,
    /// Where it happens.
    pub stage: Stage,
    /// Share of those there on a desktop who meet it.
    pub rate: f64,
    /// How many times as often on a mobile device: above 1, comparing without regard to the device
    /// takes the device's doing for the friction's.
    pub mobile: f64,
    /// Share of those who meet it who leave because of it. 0: it looks bad and does no harm.
    pub leave: f64,
}

/// The kind of which incidents make more.
pub const PAYMENT_ERROR: &str = "payment_error";

/// The frictions there are unless told otherwise, at most 32.
pub const FRICTIONS: [Friction; 15] = [
    friction("zero_results", Stage::Land, 0.06, 1.0, 0.30),
    friction("js_error", Stage::Land, 0.05, 1.0, 0.0),
    friction("poor_lcp", Stage::Product, 0.06, 2.5, 0.20),
    friction("dead", Stage::Product, 0.06, 1.0, 0.15),
    friction("slow", Stage::Product, 0.08, 1.5, 0.0),
    friction("coupon_error", Stage::Cart, 0.07, 1.0, 0.25),
    friction("stock_error", Stage::Cart, 0.03, 1.0, 0.50),
    friction("rage", Stage::Cart, 0.04, 1.6, 0.30),
    friction("validation", Stage::Address, 0.20, 1.3, 0.15),
    friction("error", Stage::Address, 0.03, 1.0, 0.35),
    friction("price_change", Stage::Delivery, 0.10, 1.0, 0.30),
    friction("request_failed", Stage::Delivery, 0.03, 1.0, 0.25),
    friction("doubt", Stage::Payment, 0.10, 1.0, 0.20),
    friction("payment_error", Stage::Payment, 0.08, 1.0, 0.35),
    friction("request_slow", Stage::Payment, 0.06, 1.0, 0.0),
];

const fn friction(
    kind: &'static str,
    stage: Stage,
    rate: f64,
    mobile: f64,
    leave: f64,
) -> Friction {
    Friction { kind, stage, rate, mobile, leave }
}
