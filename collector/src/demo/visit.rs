//! What is kept of each contact between deciding it and writing its events.

use super::draw::{Dice, For};
use super::model::people::Person;
use super::model::shop::{Line, Product, basket};
use super::model::stage::Stage;

/// What a contact is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Looking around, perhaps buying.
    Shop,
    /// The same, begun by the e-mail about a cart left behind.
    Recover,
    /// The shop's server tells that an order was delivered.
    Delivered,
    /// Looking where the order is.
    Track,
    /// Asking to send an order back.
    Return,
    /// The shop's server tells that this is settled.
    Resolved,
    /// Writing a review.
    Review,
    /// Buying in the shop in town, known by the loyalty card.
    Till,
    /// Calling.
    Call,
}

/// A cart at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cart {
    /// The shopper's first, second, …
    pub number: u8,
    /// How many more of the first line were added later.
    pub extra: u8,
    /// Whether its last line was taken out.
    pub cut: bool,
}

/// A contact.
#[derive(Debug, Clone, Copy)]
pub struct Visit {
    /// Whose.
    pub person: u32,
    /// Number among the shopper's.
    pub ordinal: u16,
    /// When it begins, in microseconds since 1970.
    pub at: i64,
    /// What it is about.
    pub kind: Kind,
    /// Which of the shopper's devices.
    pub device: u8,
    /// Place of its channel.
    pub channel: u8,
    /// Which of the channel's campaigns.
    pub campaign: u8,
    /// Whether it is the device's first, where consent is asked for.
    pub first: bool,
    /// Where it begins.
    pub start: Stage,
    /// The stage it did not pass.
    pub reached: Stage,
    /// Frictions met, a bit each.
    pub frictions: u32,
    /// Touchpoints met.
    pub touchpoints: u16,
    /// Interventions met.
    pub interventions: u8,
    /// Those of them that were held back.
    pub held: u8,
    /// Incidents met.
    pub incidents: u8,
    /// The cart as it was found.
    pub before: Option<Cart>,
    /// The cart as it was left, or bought.
    pub cart: Option<Cart>,
    /// The order made, or the one it is about: the shopper's first, second, …
    pub order: Option<u8>,
    /// What the cart is worth, or the order, in cents.
    pub cents: i64,
}

impl Visit {
    /// Whether it is a visit to the shop's pages, not what the shop's server tells.
    #[must_use]
    pub fn is_visit(&self) -> bool {
        !matches!(self.kind, Kind::Delivered | Kind::Resolved | Kind::Till | Kind::Call)
    }

    /// Whether the shopper says in it who they are: on the address form or on the account's pages.
    #[must_use]
    pub fn identifies(&self, person: &Person) -> bool {
        let account = matches!(self.kind, Kind::Track | Kind::Return | Kind::Review);
        person.account
            && (account
                || matches!(self.kind, Kind::Till | Kind::Call)
                || self.is_shopping() && self.reached >= Stage::Address)
    }

    /// Whether it is one that might have bought.
    #[must_use]
    pub fn is_shopping(&self) -> bool {
        matches!(self.kind, Kind::Shop | Kind::Recover)
    }

    /// Whether it came to an order.
    #[must_use]
    pub fn buys(&self) -> bool {
        self.is_shopping() && self.reached == Stage::Done
    }
}

impl Cart {
    /// What is in it.
    #[must_use]
    pub fn lines(&self, seed: u64, person: u32, products: &[Product]) -> Vec<Line> {
        let mut dice = Dice::new(seed, For::Basket, u64::from(person), u64::from(self.number));
        let mut lines = basket(products, &mut dice);
        if self.cut && lines.len() > 1 {
            lines.pop();
        }
        if let Some(line) = lines.first_mut() {
            line.1 += i64::from(self.extra);
        }
        lines
    }

    /// Its id in the shop.
    #[must_use]
    pub fn id(&self, person: u32) -> String {
        format!("C{person}-{}", self.number)
    }
}

/// The number of an order in the shop.
#[must_use]
pub fn transaction_id(person: u32, order: u8) -> String {
    format!("D{person}-{order}")
}
