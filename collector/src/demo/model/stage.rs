//! How far a visit comes: stages one after another, each with the chance to pass on.

use serde::Serialize;

/// A stage of a visit. Who passes one is in the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// On the landing page, in lists, searching.
    Land,
    /// On a product's page.
    Product,
    /// Something is in the cart.
    Add,
    /// In the cart: the checkout's step `cart`.
    Cart,
    /// The checkout's step `address`.
    Address,
    /// The checkout's step `delivery`.
    Delivery,
    /// The checkout's step `payment`.
    Payment,
    /// Bought.
    Done,
}

/// Stages that can be passed.
pub const STAGES: [Stage; 7] = [
    Stage::Land,
    Stage::Product,
    Stage::Add,
    Stage::Cart,
    Stage::Address,
    Stage::Delivery,
    Stage::Payment,
];

impl Stage {
    /// The stage after this one.
    #[must_use]
    pub fn next(self) -> Self {
        STAGES.get(self as usize + 1).copied().unwrap_or(Self::Done)
    }

    /// The step of the checkout, as `checkout_step` names it; none before the cart.
    #[must_use]
    pub fn step(self) -> Option<&'static str> {
        Some(match self {
            Self::Land | Self::Product | Self::Add => return None,
            Self::Cart => "cart",
            Self::Address => "address",
            Self::Delivery => "delivery",
            Self::Payment => "payment",
            Self::Done => "done",
        })
    }

    /// The chance of an ordinary shopper on a desktop to pass on, nothing helping or hindering.
    #[must_use]
    pub fn pass(self) -> f64 {
        match self {
            Self::Land => 0.50,
            Self::Product => 0.20,
            Self::Add => 0.80,
            Self::Cart => 0.66,
            Self::Address => 0.82,
            Self::Delivery => 0.90,
            Self::Payment => 0.90,
            Self::Done => 0.0,
        }
    }

    /// What a mobile device does to it, in log odds: small screens lose shoppers where they must read
    /// and type.
    #[must_use]
    pub fn mobile(self) -> f64 {
        match self {
            Self::Land => -0.1,
            Self::Product => -0.3,
            Self::Address => -0.4,
            _ => -0.15,
        }
    }
}
