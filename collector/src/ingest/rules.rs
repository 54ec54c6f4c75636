//! The owner's rules for touchpoints: which to find, to rename and to silence, without touching a page.
//!
//! The tracker asks for them and applies them; renaming and silencing are done once more on arrival,
//! because a tracker may have asked before the rules were changed, and its fallback never asks.

mod read;

pub use read::{MOST, RuleError};

use std::collections::BTreeMap;

use serde::Serialize;

/// What is to be done with a touchpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// Find it by this CSS selector.
    Find(String),
    /// Call it by this name.
    Rename(String),
    /// Let it be.
    Silence,
}

/// The rules of all sites: those without a site hold for every site that says nothing else of a name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rules {
    general: BTreeMap<String, Rule>,
    sites: BTreeMap<String, BTreeMap<String, Rule>>,
}

/// A site's rules in the words of the tracker.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Told<'a> {
    /// Name and selector of touchpoints to find.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub find: BTreeMap<&'a str, &'a str>,
    /// New name of a touchpoint; empty where it is to be silent.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub name: BTreeMap<&'a str, &'a str>,
}

/// What parts of shops are called, in several languages: list, meaning, pattern. The first that is in an
/// element's traits holds. The tracker knows none of them itself, to be small.
pub const WORDS: &str = include_str!("../../words.json");

impl Rules {
    /// The rule for a touchpoint of a site.
    #[must_use]
    pub fn rule(&self, site: &str, name: &str) -> Option<&Rule> {
        let own = self.sites.get(site).and_then(|rules| rules.get(name));
        own.or_else(|| self.general.get(name))
    }

    /// All that holds for a site. One that is not named anywhere is told what every other is.
    #[must_use]
    pub fn told(&self, site: &str) -> Told<'_> {
        let mut told = Told::default();
        for (name, rule) in self.general.iter().chain(self.sites.get(site).into_iter().flatten()) {
            // A site's own rule stands in place of the general one, of whichever kind that is.
            told.find.remove(name.as_str());
            told.name.remove(name.as_str());
            match rule {
                Rule::Find(selector) => told.find.insert(name, selector),
                Rule::Rename(to) => told.name.insert(name, to),
                Rule::Silence => told.name.insert(name, ""),
            };
        }
        told
    }

    /// How many rules there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.general.len() + self.sites.values().map(BTreeMap::len).sum::<usize>()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests;
