//! What follows an order or a question: delivery, return, review, answers. Decided by address, so that
//! the truth and the events read the same numbers.

use super::draw::{Dice, For, whole};
use super::model::calendar::DAY;
use super::model::shop::RETURN_REASONS;

/// Share of orders that are sent back.
pub const RETURNS: f64 = 0.09;
/// Share of orders that are reviewed.
pub const REVIEWS: f64 = 0.14;
/// Share of orders whose way is looked up.
pub const TRACKS: f64 = 0.45;
/// Share of buyers who answer on the thank-you page how likely they are to recommend the shop.
pub const SURVEYS: f64 = 0.25;
/// Share of buyers who say there how easy it was.
pub const EFFORTS: f64 = 0.10;
/// Share of those who look where their order is who say how satisfied they are.
pub const SATISFACTIONS: f64 = 0.20;
/// Share of buyers who tell others.
pub const SHARES: f64 = 0.06;
/// Share of chats that are answered.
pub const REPLIES: f64 = 0.95;
/// Half of the answers come within so many seconds.
pub const REPLY_SECONDS: f64 = 75.0;
/// Half of the returns are settled within so many days.
pub const RESOLVE_DAYS: f64 = 4.0;

/// What follows an order. Times are microseconds after it.
#[derive(Debug, Clone, Copy)]
pub struct After {
    /// Delivered.
    pub delivered: i64,
    /// Looked where it is.
    pub track: Option<i64>,
    /// Asked to send it back, why, and until it was settled.
    pub returned: Option<(i64, &'static str, i64)>,
    /// Reviewed, with so many stars.
    pub review: Option<(i64, i64)>,
    /// How likely to recommend, 0 to 10, had nothing gone wrong (NPS).
    recommend: Option<i64>,
    /// How easy it was, 1 to 7, had nothing gone wrong (CES).
    effort: Option<i64>,
    /// How satisfied, 1 to 5, asked where the order is looked up (CSAT).
    pub satisfied: Option<i64>,
    /// Told others.
    pub shares: bool,
}

impl After {
    /// What follows this order.
    #[must_use]
    pub fn of(seed: u64, person: u32, order: u8, shipping_tier: &str) -> Self {
        let mut dice = Dice::new(seed, For::After, u64::from(person), u64::from(order));
        let days = match shipping_tier {
            "express" => 1.4,
            "pickup" => 2.4,
            _ => 3.5,
        };
        let day = DAY as f64;
        let delivered = whole((0.6 + dice.gamma(4.0, days - 0.6)) * day);
        let tracked = whole(delivered as f64 * (0.2 + 0.6 * dice.unit()));
        let track = dice.chance(TRACKS).then_some(tracked);
        let asked = delivered + whole((0.5 + dice.gamma(2.0, 4.0)) * day);
        let reason = dice.pick(&RETURN_REASONS, |reason| reason.1).0;
        let resolved = asked + whole(dice.around(RESOLVE_DAYS, 0.6) * day);
        let returned = dice.chance(RETURNS).then_some((asked, reason, resolved));
        let reviewed = delivered + whole((2.0 + dice.gamma(2.0, 6.0)) * day);
        let stars = if returned.is_some() { dice.between(1, 3) } else { dice.between(3, 5) };
        let review = dice.chance(REVIEWS).then_some((reviewed, stars));
        let score = dice.between(6, 10);
        let recommend = dice.chance(SURVEYS).then_some(score);
        let shares = dice.chance(SHARES);
        let (easy, content) = (dice.between(4, 7), dice.between(2, 5));
        let effort = dice.chance(EFFORTS).then_some(easy);
        let satisfied = dice.chance(SATISFACTIONS).then_some(content).filter(|_| track.is_some());
        Self { delivered, track, returned, review, recommend, effort, satisfied, shares }
    }

    /// The answer on recommending the shop, two less for each friction on the way.
    #[must_use]
    pub fn recommends(&self, frictions: u32) -> Option<i64> {
        self.recommend.map(|score| (score - 2 * i64::from(frictions)).max(0))
    }

    /// The answer on how easy it was, one less for each friction on the way.
    #[must_use]
    pub fn effort(&self, frictions: u32) -> Option<i64> {
        self.effort.map(|score| (score - i64::from(frictions)).max(1))
    }
}

/// A chat of a visit: when it was answered after it was opened, in microseconds.
#[must_use]
pub fn chat_reply(seed: u64, person: u32, ordinal: u16) -> Option<i64> {
    let mut dice = Dice::new(seed, For::Chat, u64::from(person), u64::from(ordinal));
    let micros = whole(dice.around(REPLY_SECONDS, 0.9).min(900.0) * 1e6);
    dice.chance(REPLIES).then_some(micros)
}

/// How long each touchpoint of a visit was looked at, in milliseconds, one after another.
pub(super) fn looks(seed: u64, person: u32, ordinal: u16) -> Dice {
    Dice::new(seed, For::Look, u64::from(person), u64::from(ordinal))
}

/// A look from which on a touchpoint has taken too long, in milliseconds.
pub const LONG_LOOK_MS: i64 = 15_000;
