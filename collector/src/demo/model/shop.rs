//! What the shop sells, and how it is paid for and delivered.

use crate::demo::draw::{Dice, For};

/// A product.
#[derive(Debug, Clone, PartialEq)]
pub struct Product {
    /// `item_id`.
    pub id: String,
    /// `item_name`.
    pub name: String,
    /// Path of its page.
    pub path: String,
    /// Place of its category in [`CATEGORIES`].
    pub category: usize,
    /// Price in cents.
    pub cents: i64,
    /// What is left of the price when it is sold, as a share.
    pub margin: f64,
    /// How much it is wanted, against others.
    pub weight: f64,
}

/// Categories, with how many products, their usual price in euros, and their margin.
pub const CATEGORIES: [(&str, usize, f64, f64); 6] = [
    ("Mugs", 12, 16.0, 0.55),
    ("Plates", 10, 22.0, 0.50),
    ("Bowls", 8, 19.0, 0.50),
    ("Table linen", 8, 34.0, 0.45),
    ("Kitchen tools", 10, 13.0, 0.40),
    ("Lamps", 6, 78.0, 0.35),
];

/// Ways to pay: the share who choose each, and how many times as often as others it fails.
pub const PAYMENT_TYPES: [(&str, f64, f64); 4] = [
    ("card", 0.55, 1.1),
    ("paypal", 0.25, 0.5),
    ("klarna", 0.12, 2.0),
    ("bank_transfer", 0.08, 0.4),
];

/// Ways of delivery: the share who choose each, and its price in cents.
pub const SHIPPING_TIERS: [(&str, f64, i64); 3] =
    [("home", 0.68, 490), ("express", 0.14, 990), ("pickup", 0.18, 0)];

/// Why things are sent back.
pub const RETURN_REASONS: [(&str, f64); 5] = [
    ("not_as_described", 0.28),
    ("wrong_size", 0.26),
    ("damaged", 0.20),
    ("changed_mind", 0.18),
    ("late", 0.08),
];

const SHADES: [&str; 12] = [
    "white", "sand", "sea", "clay", "slate", "moss", "rose", "night", "honey", "smoke", "sage",
    "plum",
];

/// The catalogue of a seed.
#[must_use]
pub fn catalogue(seed: u64) -> Vec<Product> {
    let mut products = Vec::new();
    for (category, (name, many, euros, margin)) in CATEGORIES.into_iter().enumerate() {
        for place in 0..many {
            let mut dice = Dice::new(seed, For::Shop, category as u64, place as u64);
            let shade = SHADES.get(place).copied().unwrap_or("plain");
            let euros = dice.around(euros, 0.35).max(3.0);
            products.push(Product {
                id: format!("SKU-{}{place:02}", category + 1),
                name: format!("{name}, {shade}"),
                path: format!("/p/{}-{shade}", name.to_lowercase().replace(' ', "-")),
                category,
                // Prices end in 90 cents.
                cents: crate::demo::draw::whole(euros) * 100 - 10,
                margin,
                weight: 1.0 / (1.0 + place as f64).sqrt(),
            });
        }
    }
    products
}

/// One line of a cart: place in the catalogue and how many.
pub type Line = (usize, i64);

/// What somebody puts into a cart.
pub(in crate::demo) fn basket(products: &[Product], dice: &mut Dice) -> Vec<Line> {
    let lines = *dice.pick(&[1usize, 2, 3, 4], |lines| 1.0 / (lines * lines) as f64);
    let mut basket: Vec<Line> = Vec::with_capacity(lines);
    while basket.len() < lines {
        let product = dice.place(products, |product| product.weight);
        if basket.iter().all(|(other, _)| *other != product) {
            basket.push((product, *dice.pick(&[1i64, 2, 4], |n| 1.0 / (n * n) as f64)));
        }
    }
    basket
}

/// What it is worth, in cents.
#[must_use]
pub fn worth(products: &[Product], basket: &[Line]) -> i64 {
    basket.iter().filter_map(|(place, many)| Some(products.get(*place)?.cents * many)).sum()
}
