//! Reads the rules that say something when facts are so: `[[channel]]`, `[[kind]]`, `[[phase]]`,
//! `[[keep]]`, `[[webhook]]`.

use std::collections::BTreeMap;
use std::str::FromStr;

use percorso_protocol::limits::NAME_CHARS;
use serde::Deserialize;
use toml::Spanned;

use super::MOST;
use crate::ingest::rules::pattern::{Pattern, Patterns};
use crate::ingest::rules::when::{Fact, Ordered, When};

/// Characters of a pattern.
const PATTERN: usize = 256;

/// An entry: what it says under its own key, and the facts it asks for.
pub(super) type Entry = BTreeMap<String, Spanned<OneOrMany>>;

/// A text or several.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

/// A kind of rules.
pub(super) struct Section {
    /// The key of what it says.
    pub(super) name: &'static str,
    /// Keys that are read elsewhere.
    pub(super) also: &'static [&'static str],
    /// The facts it may ask for.
    pub(super) facts: &'static [Fact],
}

/// Channels are told by how a visit came.
pub(super) const CHANNEL: Section = Section {
    name: "channel",
    also: &[],
    facts: &[
        Fact::Campaign,
        Fact::ClickId,
        Fact::Medium,
        Fact::Path,
        Fact::Referrer,
        Fact::Site,
        Fact::Source,
    ],
};

/// Kinds of touchpoints, by their name; or of what led to the shop, by its channel.
pub(super) const KIND: Section =
    Section { name: "kind", also: &[], facts: &[Fact::Channel, Fact::Site, Fact::Touchpoint] };

/// Phases, by what happened where.
pub(super) const PHASE: Section = Section {
    name: "phase",
    also: &[],
    facts: &[
        Fact::Action,
        Fact::Channel,
        Fact::Event,
        Fact::Kind,
        Fact::Path,
        Fact::Site,
        Fact::Step,
        Fact::Touchpoint,
    ],
};

/// How long something is kept, by what it is.
pub(super) const KEEP: Section =
    Section { name: "age", also: &[], facts: &[Fact::Event, Fact::Site] };

/// Where what is stored is sent on to, by what it is.
pub(super) const WEBHOOK: Section = Section {
    name: "url",
    also: &["secret_env"],
    facts: &[
        Fact::Action,
        Fact::Channel,
        Fact::Event,
        Fact::Kind,
        Fact::Path,
        Fact::Phase,
        Fact::Site,
        Fact::Step,
        Fact::Touchpoint,
    ],
};

/// What may be said: a phase, or a name.
pub(super) struct Label(pub(super) String);

impl FromStr for Label {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let length = text.chars().count();
        if text.trim() != text
            || !(1..=NAME_CHARS).contains(&length)
            || text.chars().any(char::is_control)
        {
            return Err(format!("write 1 to {NAME_CHARS} characters, without space around them"));
        }
        Ok(Self(text.to_owned()))
    }
}

/// The rules of a section, in their order; or where something is wrong, and what.
pub(super) fn read<T: FromStr<Err = String>>(
    section: &Section,
    entries: Vec<Spanned<Entry>>,
) -> Result<Ordered<T>, (usize, String)> {
    let mut rules = Vec::with_capacity(entries.len());
    for entry in entries {
        let start = entry.span().start;
        if rules.len() == MOST {
            return Err((start, format!("more than {MOST} rules; leave some out")));
        }
        let (mut when, mut says) = (When::default(), None);
        for (key, value) in entry.into_inner() {
            let place = value.span().start;
            let texts = match value.into_inner() {
                OneOrMany::One(text) => vec![text],
                OneOrMany::Many(texts) => texts,
            };
            if key == section.name {
                let [text] = texts.as_slice() else {
                    return Err((place, format!("{key} must be one text")));
                };
                says = Some(text.parse().map_err(|what| (place, format!("{key}: {what}")))?);
            } else if let Some(fact) = Fact::of(&key, section.facts) {
                when.0.push((fact, patterns(&key, &texts).map_err(|what| (place, what))?));
            } else {
                let facts = section.facts.iter().map(|fact| fact.word());
                let may: Vec<_> = facts.chain(section.also.iter().copied()).collect();
                let what = format!(
                    "unknown field `{key}`; beside `{}` there may be {}",
                    section.name,
                    may.join(", ")
                );
                return Err((place, what));
            }
        }
        let Some(says) = says else {
            return Err((start, format!("missing field `{}`", section.name)));
        };
        if when.0.is_empty() {
            let what =
                "the rule asks for nothing; where it is to hold for everything, write site = \"*\"";
            return Err((start, what.to_owned()));
        }
        rules.push((when, says));
    }
    Ok(Ordered(rules))
}

/// What a query asks for, in the words of `[[webhook]]`; one that comes again is good in either case.
///
/// # Errors
/// Where a word is unknown, or a pattern too long.
pub fn asked<K: AsRef<str>, V: AsRef<str>>(
    pairs: impl IntoIterator<Item = (K, V)>,
) -> Result<When, String> {
    let mut all = BTreeMap::<String, Vec<String>>::new();
    for (key, text) in pairs {
        all.entry(key.as_ref().to_owned()).or_default().push(text.as_ref().to_owned());
    }
    let mut when = When::default();
    for (key, texts) in all {
        let Some(fact) = Fact::of(&key, WEBHOOK.facts) else {
            let words: Vec<_> = WEBHOOK.facts.iter().map(|fact| fact.word()).collect();
            return Err(format!("unknown parameter {key:?}; there are {}", words.join(", ")));
        };
        when.0.push((fact, patterns(&key, &texts)?));
    }
    Ok(when)
}

fn patterns(key: &str, texts: &[String]) -> Result<Patterns, String> {
    if texts.is_empty() {
        return Err(format!("{key} names nothing; leave it out, or write \"*\" for anything"));
    }
    let fits = |text: &String| (1..=PATTERN).contains(&text.chars().count());
    if !texts.iter().all(fits) {
        return Err(format!("{key} must be texts of 1 to {PATTERN} characters"));
    }
    Ok(Patterns::new(texts.iter().map(|text| Pattern::new(text)).collect()))
}
