//! When a rule holds: all the facts it names are as it says.

use std::borrow::Cow;

use super::pattern::{Pattern, Patterns};

/// A fact that a rule may ask for, by its word in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    /// `action`: what was done with the touchpoint.
    Action,
    /// `campaign`: utm_campaign.
    Campaign,
    /// `channel`: by which way the visit came.
    Channel,
    /// `click_id`: name of the advertiser's click id.
    ClickId,
    /// `event`: what happened.
    Event,
    /// `kind`: kind of the touchpoint.
    Kind,
    /// `medium`: utm_medium.
    Medium,
    /// `path`: path of the page.
    Path,
    /// `phase`: phase of the journey.
    Phase,
    /// `referrer`: host the visit came from.
    Referrer,
    /// `site`: the shop.
    Site,
    /// `source`: utm_source, or whose click id it is.
    Source,
    /// `step`: step of the checkout.
    Step,
    /// `touchpoint`: name of the touchpoint.
    Touchpoint,
}

impl Fact {
    const ALL: [(&'static str, Self); 14] = [
        ("action", Self::Action),
        ("campaign", Self::Campaign),
        ("channel", Self::Channel),
        ("click_id", Self::ClickId),
        ("event", Self::Event),
        ("kind", Self::Kind),
        ("medium", Self::Medium),
        ("path", Self::Path),
        ("phase", Self::Phase),
        ("referrer", Self::Referrer),
        ("site", Self::Site),
        ("source", Self::Source),
        ("step", Self::Step),
        ("touchpoint", Self::Touchpoint),
    ];

    /// The fact of a word, if it is among those that may be asked for here.
    pub(super) fn of(word: &str, allowed: &[Self]) -> Option<Self> {
        let found = Self::ALL.iter().find(|(name, _)| *name == word).map(|(_, fact)| *fact);
        found.filter(|fact| allowed.contains(fact))
    }

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, fact)| *fact == self).map_or("", |(word, _)| word)
    }
}

/// The facts of one event, in small letters; what there is none of is empty.
#[derive(Debug, Clone, Default)]
pub struct Facts<'a>([Cow<'a, str>; Fact::ALL.len()]);

impl<'a> Facts<'a> {
    /// Adds a fact.
    #[must_use]
    pub fn with(mut self, fact: Fact, text: Option<&'a str>) -> Self {
        let Some(text) = text.filter(|text| !text.is_empty()) else { return self };
        let text = if fact == Fact::Path { plain_path(text) } else { small(text) };
        if let Some(place) = self.0.get_mut(fact as usize) {
            *place = text;
        }
        self
    }

    fn get(&self, fact: Fact) -> &str {
        self.0.get(fact as usize).map_or("", |text| text)
    }
}

/// A path as rules see it: in small letters, with a `/` at its end. Of one that is so already it is the same,
/// so whoever asks for many events of a page makes it once.
#[must_use]
pub fn plain_path(path: &str) -> Cow<'_, str> {
    let mut path = small(path);
    if !path.is_empty() && !path.ends_with('/') {
        path.to_mut().push('/');
    }
    path
}

fn small(text: &str) -> Cow<'_, str> {
    match text.bytes().any(|b| b.is_ascii_uppercase() || !b.is_ascii()) {
        true => Cow::Owned(text.to_lowercase()),
        false => Cow::Borrowed(text),
    }
}

/// What a rule asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct When(pub(super) Vec<(Fact, Patterns)>);

impl When {
    /// Whether all of it is so. A fact that is not there is as no pattern says.
    #[must_use]
    pub fn holds(&self, facts: &Facts<'_>) -> bool {
        self.0.iter().all(|(fact, patterns)| {
            let text = facts.get(*fact);
            !text.is_empty() && patterns.any_is(text)
        })
    }

    /// What it asks of one fact.
    #[must_use]
    pub fn patterns(&self, fact: Fact) -> &[Pattern] {
        let found = self.0.iter().find(|(own, _)| *own == fact);
        found.map_or(&[], |(_, patterns)| patterns.all())
    }
}

/// Rules in their order: the first that holds says what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ordered<T>(pub(super) Vec<(When, T)>);

impl<T> Default for Ordered<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Ordered<T> {
    /// What the first rule says that holds.
    #[must_use]
    pub fn first(&self, facts: &Facts<'_>) -> Option<&T> {
        self.0.iter().find(|(when, _)| when.holds(facts)).map(|(_, says)| says)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &(When, T)> {
        self.0.iter()
    }
}
