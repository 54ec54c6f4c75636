//! The owner's rules: which touchpoints to find, rename and silence, without touching a page; and which
//! channel, kind and phase something is of; and where which events are sent on to.
//!
//! The tracker asks for the first and applies them; renaming and silencing are done once more on arrival,
//! because a tracker may have asked before the rules were changed, and its fallback never asks. The
//! others are for the collector alone; `collector/rules.toml` has those every shop begins with.

pub mod pattern;
mod read;
pub mod webhook;
pub mod when;

pub use read::{MOST, RuleError, asked};

use std::collections::BTreeMap;

use serde::Serialize;

use super::age::Age;
use super::phase::Phase;
use super::row::Row;
use super::spam::Spammers;
use webhook::Webhook;
use when::{Fact, Facts, Ordered, When};

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    general: BTreeMap<String, Rule>,
    sites: BTreeMap<String, BTreeMap<String, Rule>>,
    /// Channels of the owner's own, before GA4's.
    pub channels: Ordered<String>,
    /// Kinds of touchpoints.
    pub kinds: Ordered<String>,
    /// Phases of events.
    pub phases: Ordered<Phase>,
    /// How long which events are kept.
    pub keeps: Ordered<Age>,
    /// Which events are sent on, and where to; all that hold are heard.
    pub webhooks: Vec<(When, Webhook)>,
    /// Hosts that send faked referrers.
    pub spammers: Spammers,
    /// The file with more of them, as the rule file names it.
    pub spammers_file: Option<String>,
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

/// What of an event decides its phase.
#[derive(Debug, Clone, Copy, Default)]
pub struct Happened<'a> {
    /// The shop.
    pub site: &'a str,
    /// What happened.
    pub event: &'a str,
    /// The touchpoint concerned.
    pub touchpoint: Option<&'a str>,
    /// What was done with it.
    pub action: Option<&'a str>,
    /// Path of the page.
    pub path: Option<&'a str>,
    /// By which way the visit came, of an event that may begin one.
    pub channel: Option<&'a str>,
    /// The checkout's step.
    pub step: Option<&'a str>,
}

impl<'a> Happened<'a> {
    /// What of a row decides it; the step is among its parameters.
    #[must_use]
    pub fn of(row: &'a Row, step: Option<&'a str>) -> Self {
        Self {
            site: &row.site,
            event: &row.event,
            touchpoint: row.touchpoint.as_deref(),
            action: row.action.as_deref(),
            path: row.page.path.as_deref(),
            channel: row.channel.as_deref(),
            step,
        }
    }
}

impl Rules {
    fn empty() -> Self {
        Self {
            general: BTreeMap::new(),
            sites: BTreeMap::new(),
            channels: Ordered::default(),
            kinds: Ordered::default(),
            phases: Ordered::default(),
            keeps: Ordered::default(),
            webhooks: Vec::new(),
            spammers: Spammers::default(),
            spammers_file: None,
        }
    }

    /// The phase of an event: the first rule's that holds.
    #[must_use]
    pub fn phase(&self, happened: Happened<'_>) -> Phase {
        let Happened { site, event, touchpoint, action, path, channel, step } = happened;
        let kind = touchpoint.and_then(|touchpoint| self.kind(site, touchpoint));
        let facts = Facts::default()
            .with(Fact::Site, Some(site))
            .with(Fact::Event, Some(event))
            .with(Fact::Touchpoint, touchpoint)
            .with(Fact::Kind, kind)
            .with(Fact::Action, action)
            .with(Fact::Path, path)
            .with(Fact::Channel, channel)
            .with(Fact::Step, step);
        self.phases.first(&facts).copied().unwrap_or_default()
    }

    /// The kind of a touchpoint of a site.
    #[must_use]
    pub fn kind(&self, site: &str, touchpoint: &str) -> Option<&str> {
        let named =
            Facts::default().with(Fact::Site, Some(site)).with(Fact::Touchpoint, Some(touchpoint));
        self.kinds.first(&named).map(String::as_str)
    }

    /// From when events of this kind are kept at `now`, both in microseconds since 1970; for ever without
    /// a rule.
    #[must_use]
    pub fn keeps_from(&self, site: &str, event: &str, now: i64) -> Option<i64> {
        let facts = Facts::default().with(Fact::Site, Some(site)).with(Fact::Event, Some(event));
        self.keeps.first(&facts).map(|age| age.before(now))
    }

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

    /// How many rules for touchpoints there are.
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
