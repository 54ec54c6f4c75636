//! Reads the rule file, and says of what is wrong in it where that is and what to write instead.

mod hooks;
mod said;

use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::LazyLock;

use percorso_protocol::vocabulary::is_name;
use serde::Deserialize;
use toml::Spanned;

use super::when::Ordered;
use super::{Rule, Rules};
use crate::ingest::phase::Phase;
pub use said::asked;
use said::{CHANNEL, KEEP, KIND, Label, PHASE, Section};

/// Rules in one file: each of a site's goes into every page of it.
pub const MOST: usize = 200;
/// Characters of a selector.
const SELECTOR: usize = 256;

/// Why a rule file is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct RuleError {
    /// Where, from 1.
    pub line: usize,
    /// What is wrong, and what to do.
    pub what: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    spammers: Option<String>,
    #[serde(default)]
    touchpoint: Vec<Spanned<Entry>>,
    #[serde(default)]
    channel: Vec<Spanned<said::Entry>>,
    #[serde(default)]
    kind: Vec<Spanned<said::Entry>>,
    #[serde(default)]
    phase: Vec<Spanned<said::Entry>>,
    #[serde(default)]
    keep: Vec<Spanned<said::Entry>>,
    #[serde(default)]
    webhook: Vec<Spanned<said::Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    site: Option<Spanned<String>>,
    name: Spanned<String>,
    selector: Option<Spanned<String>>,
    rename: Option<Spanned<String>>,
    silence: Option<Spanned<bool>>,
}

/// The rules that every shop begins with.
static SHIPPED: LazyLock<Rules> = LazyLock::new(|| {
    let shipped = include_str!("../../../rules.toml").parse::<Own>();
    // A test reads the file; without its rules every event would be a first contact.
    shipped.map(|own| own.0).unwrap_or_else(|_| Rules::empty())
});

impl Default for Rules {
    fn default() -> Self {
        SHIPPED.clone()
    }
}

impl FromStr for Rules {
    type Err = RuleError;

    /// The owner's rules, and after them those that every shop begins with.
    fn from_str(text: &str) -> Result<Self, RuleError> {
        let mut rules = text.parse::<Own>()?.0;
        rules.channels.0.extend(SHIPPED.channels.iter().cloned());
        rules.kinds.0.extend(SHIPPED.kinds.iter().cloned());
        rules.phases.0.extend(SHIPPED.phases.iter().cloned());
        Ok(rules)
    }
}

/// The rules of one file alone.
pub(super) struct Own(pub(super) Rules);

impl FromStr for Own {
    type Err = RuleError;

    fn from_str(text: &str) -> Result<Self, RuleError> {
        let at = |offset: usize, what: String| RuleError { line: line(text, offset), what };
        let file: File = toml::from_str(text).map_err(|error| {
            at(error.span().map_or(0, |span| span.start), error.message().replace('\n', "; "))
        })?;
        let mut rules = Rules::empty();
        let mut lines = BTreeMap::new();
        for (count, entry) in file.touchpoint.into_iter().enumerate() {
            let start = entry.span().start;
            if count == MOST {
                return Err(at(start, format!("more than {MOST} rules; leave some out")));
            }
            let entry = entry.into_inner();
            let (place, name) = (entry.name.span().start, entry.name.get_ref().clone());
            let site = entry.site.as_ref().map(|site| site.get_ref().clone());
            for (word, key) in [(Some(&entry.name), "name"), (entry.site.as_ref(), "site")] {
                checked_name(word, key).map_err(|(place, what)| at(place, what))?;
            }
            let rule = rule(entry).map_err(|(place, what)| at(place.unwrap_or(start), what))?;
            if let Some(first) = lines.insert((site.clone(), name.clone()), line(text, place)) {
                let what = format!("{name:?} has a rule on line {first} already; keep one of them");
                return Err(at(place, what));
            }
            match site {
                None => rules.general.insert(name, rule),
                Some(site) => rules.sites.entry(site).or_default().insert(name, rule),
            };
        }
        rules.check_renames(&lines)?;
        rules.spammers_file = file.spammers;
        let wrong = |(place, what)| at(place, what);
        rules.channels = labels(&CHANNEL, file.channel).map_err(wrong)?;
        rules.kinds = labels(&KIND, file.kind).map_err(wrong)?;
        rules.phases = said::read::<Phase>(&PHASE, file.phase).map_err(wrong)?;
        rules.keeps = said::read(&KEEP, file.keep).map_err(wrong)?;
        rules.webhooks = hooks::read(file.webhook, |offset| line(text, offset)).map_err(wrong)?;
        Ok(Self(rules))
    }
}

impl Rules {
    /// A new name must stay: what the tracker has renamed is renamed again on arrival.
    fn check_renames(
        &self,
        lines: &BTreeMap<(Option<String>, String), usize>,
    ) -> Result<(), RuleError> {
        let sites = self.sites.iter().map(|(site, rules)| (Some(site), rules));
        // A site's new name may meet a general rule, and a general new name a site's rule.
        let all = self.sites.keys().map(|site| (Some(site), &self.general));
        for (site, rules) in std::iter::once((None, &self.general)).chain(sites).chain(all) {
            for (name, rule) in rules {
                let Rule::Rename(to) = rule else { continue };
                let then = self.rule(site.map_or("", String::as_str), to);
                if !matches!(then, Some(Rule::Rename(_) | Rule::Silence)) {
                    continue;
                }
                let own = lines.get(&(site.cloned(), name.clone()));
                let line = own.or_else(|| lines.get(&(None, name.clone()))).copied();
                return Err(RuleError {
                    line: line.unwrap_or(1),
                    what: format!(
                        "{name:?} becomes {to:?}, which has a rule of its own; say at once what \
                         {name:?} is to become"
                    ),
                });
            }
        }
        Ok(())
    }
}

fn labels(
    section: &Section,
    entries: Vec<Spanned<said::Entry>>,
) -> Result<Ordered<String>, Wrong<usize>> {
    let rules = said::read::<Label>(section, entries)?;
    Ok(Ordered(rules.0.into_iter().map(|(when, label)| (when, label.0)).collect()))
}

/// A place in the text, where it is known, and what is wrong there.
type Wrong<P> = (P, String);

fn checked_name(word: Option<&Spanned<String>>, key: &str) -> Result<(), Wrong<usize>> {
    match word {
        Some(word) if !is_name(word.get_ref()) => Err((
            word.span().start,
            format!("{key} must be 1 to 64 of letters, digits, _ . : and -"),
        )),
        _ => Ok(()),
    }
}

/// The one thing an entry says.
fn rule(entry: Entry) -> Result<Rule, Wrong<Option<usize>>> {
    let Entry { selector, rename, silence, .. } = entry;
    match (selector, rename, silence) {
        (Some(selector), None, None) => {
            check_selector(selector.get_ref())
                .map_err(|what| (Some(selector.span().start), what))?;
            Ok(Rule::Find(selector.into_inner()))
        }
        (None, Some(to), None) => {
            checked_name(Some(&to), "rename").map_err(|(place, what)| (Some(place), what))?;
            Ok(Rule::Rename(to.into_inner()))
        }
        (None, None, Some(silence)) if *silence.get_ref() => Ok(Rule::Silence),
        (None, None, Some(silence)) => {
            let what = "silence can only be true; without the rule the touchpoint is not silent";
            Err((Some(silence.span().start), what.to_owned()))
        }
        (None, None, None) => {
            let what = "the rule says nothing; add one of selector, rename and silence = true";
            Err((None, what.to_owned()))
        }
        _ => {
            let what = "selector, rename and silence exclude each other; keep one of them";
            Err((None, what.to_owned()))
        }
    }
}

/// Only what can't be a selector: the browser knows the rest, and passes over what it does not.
fn check_selector(selector: &str) -> Result<(), String> {
    let length = selector.chars().count();
    if selector.trim().is_empty() || length > SELECTOR {
        return Err(format!("selector must be 1 to {SELECTOR} characters"));
    }
    if selector.chars().any(|c| c.is_control() || matches!(c, '{' | '}' | ';' | '<')) {
        return Err("selector must be a CSS selector alone, without { } ; < in it".to_owned());
    }
    let mut open = Vec::new();
    let mut chars = selector.chars();
    while let Some(c) = chars.next() {
        match (c, open.last()) {
            ('\\', _) => drop(chars.next()),
            ('"' | '\'', Some(quote)) if *quote == c => drop(open.pop()),
            (_, Some('"' | '\'')) => {}
            ('"' | '\'', _) => open.push(c),
            ('(', _) => open.push(')'),
            ('[', _) => open.push(']'),
            (')' | ']', Some(wanted)) if *wanted == c => drop(open.pop()),
            (')' | ']', _) => return Err(format!("selector has a {c} too many")),
            _ => {}
        }
    }
    open.pop().map_or(Ok(()), |wanted| Err(format!("selector lacks a {wanted}")))
}

/// The line of a place in the text, from 1.
fn line(text: &str, offset: usize) -> usize {
    let before = text.as_bytes().get(..offset).unwrap_or(text.as_bytes());
    before.iter().filter(|byte| **byte == b'\n').count() + 1
}
