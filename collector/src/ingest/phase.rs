//! The seven phases of a journey. Which one an event belongs to is said by the rules.

use std::fmt;
use std::str::FromStr;

/// A phase, in the order in which a journey comes through them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Phase {
    /// A first contact.
    #[default]
    Awareness,
    /// Looking around: lists, searches, guides.
    Research,
    /// Looking closely: products, reviews, comparisons.
    Consideration,
    /// Making up one's mind: cart, delivery, doubts.
    Decision,
    /// Paying.
    Purchase,
    /// Delivery, help, returns.
    Experience,
    /// Coming back, telling others.
    Loyalty,
}

impl Phase {
    /// All of them, in order.
    pub const ALL: [Self; 7] = [
        Self::Awareness,
        Self::Research,
        Self::Consideration,
        Self::Decision,
        Self::Purchase,
        Self::Experience,
        Self::Loyalty,
    ];

    /// Its name, as it is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Awareness => "awareness",
            Self::Research => "research",
            Self::Consideration => "consideration",
            Self::Decision => "decision",
            Self::Purchase => "purchase",
            Self::Experience => "experience",
            Self::Loyalty => "loyalty",
        }
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Phase {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|phase| phase.as_str() == text);
        found.ok_or_else(|| {
            let all = Self::ALL.map(Self::as_str).join(", ");
            format!("{text:?} is no phase; write one of {all}")
        })
    }
}
