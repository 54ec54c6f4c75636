//! Shoppers: where they live, their devices, whether they have an account, what they have consented to.

use super::shop::{PAYMENT_TYPES, SHIPPING_TIERS};
use crate::demo::config::Config;
use crate::demo::draw::{Dice, For, hash};

/// A device with its browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Device {
    /// `desktop`, `mobile`, `tablet`.
    pub kind: &'static str,
    /// Browser.
    pub browser: &'static str,
    /// System.
    pub system: &'static str,
    /// What was said to being recognised; None where the question was not answered.
    pub consent: Option<bool>,
}

impl Device {
    /// Whether it is held in the hand.
    #[must_use]
    pub fn is_mobile(&self) -> bool {
        self.kind == "mobile"
    }
}

/// One shopper.
#[derive(Debug, Clone, Copy)]
pub struct Person {
    /// Number among all.
    pub number: u32,
    /// Country, ISO 3166.
    pub country: &'static str,
    /// The device mostly used, and another.
    pub devices: [Device; 2],
    /// Share of visits with the other one.
    pub other: f64,
    /// Whether they log in before they pay.
    pub account: bool,
    /// How ready to buy, in log odds at every stage; nobody can see it.
    pub ready: f64,
    /// How they pay.
    pub payment_type: &'static str,
    /// How they have it delivered.
    pub shipping_tier: &'static str,
}

/// Countries and their shares.
pub const COUNTRIES: [(&str, f64); 6] =
    [("IT", 0.55), ("DE", 0.15), ("FR", 0.12), ("ES", 0.08), ("GB", 0.06), ("US", 0.04)];

/// Kinds of device and their shares.
pub const DEVICES: [(&str, f64); 3] = [("mobile", 0.58), ("desktop", 0.36), ("tablet", 0.06)];

/// Browsers and systems by kind of device, and their shares.
pub const BROWSERS: [(&str, &str, &str, f64); 12] = [
    ("mobile", "Safari", "iOS", 0.42),
    ("mobile", "Chrome", "Android", 0.44),
    ("mobile", "Samsung Internet", "Android", 0.08),
    ("mobile", "Firefox", "Android", 0.06),
    ("desktop", "Chrome", "Windows", 0.46),
    ("desktop", "Chrome", "Macintosh", 0.12),
    ("desktop", "Safari", "Macintosh", 0.15),
    ("desktop", "Edge", "Windows", 0.15),
    ("desktop", "Firefox", "Windows", 0.08),
    ("desktop", "Firefox", "Linux", 0.04),
    ("tablet", "Safari", "iOS", 0.65),
    ("tablet", "Chrome", "Android", 0.35),
];

/// Share with a second device.
pub const SECOND_DEVICE: f64 = 0.3;
/// Share with an account.
pub const ACCOUNT: f64 = 0.6;
/// Shares of devices on which being recognised was granted and denied; the rest was never asked.
pub const CONSENT: (f64, f64) = (0.6, 0.15);
/// Spread of readiness between shoppers.
pub const READY: f64 = 0.5;

impl Person {
    /// The shopper of this number.
    #[must_use]
    pub fn new(config: &Config, number: u32) -> Self {
        let mut person = Self::draw(config.seed, number);
        if config.recognised {
            (person.account, person.other) = (true, 0.0);
            for device in &mut person.devices {
                device.consent = Some(true);
            }
        }
        person
    }

    fn draw(seed: u64, number: u32) -> Self {
        let mut dice = Dice::new(seed, For::Person, u64::from(number), 0);
        let kind = dice.pick(&DEVICES, |kind| kind.1).0;
        let other = if kind == "mobile" { "desktop" } else { "mobile" };
        Self {
            number,
            country: dice.pick(&COUNTRIES, |country| country.1).0,
            devices: [device(kind, &mut dice), device(other, &mut dice)],
            other: if dice.chance(SECOND_DEVICE) { 0.4 } else { 0.0 },
            account: dice.chance(ACCOUNT),
            ready: dice.normal() * READY,
            payment_type: dice.pick(&PAYMENT_TYPES, |way| way.1).0,
            shipping_tier: dice.pick(&SHIPPING_TIERS, |way| way.1).0,
        }
    }

    /// Who the collector takes it for: the same on every day with consent, else another every day.
    #[must_use]
    pub fn visitor_id(&self, key: u64, device: usize, day: Option<i64>) -> u64 {
        let owner = u64::from(self.number) << 1 | device as u64;
        hash(key, For::Visitor, owner, day.map_or(0, |day| day.unsigned_abs() + 1))
    }

    /// Who it is to the shop, as `identify` would have hashed it.
    #[must_use]
    pub fn identity(&self, key: u64) -> String {
        let part = |place| hash(key, For::Identity, u64::from(self.number), place);
        format!("{:016x}{:016x}{:016x}{:016x}", part(0), part(1), part(2), part(3))
    }
}

fn device(kind: &'static str, dice: &mut Dice) -> Device {
    let of = |entry: &(&str, &str, &str, f64)| if entry.0 == kind { entry.3 } else { 0.0 };
    let (_, browser, system, _) = *dice.pick(&BROWSERS, of);
    let said = dice.unit();
    let consent = match said {
        said if said < CONSENT.0 => Some(true),
        said if said < CONSENT.0 + CONSENT.1 => Some(false),
        _ => None,
    };
    Device { kind, browser, system, consent }
}
