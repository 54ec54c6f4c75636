//! What a visit must have to belong to a segment, and how it is written.
//!
//! ```text
//! segment     = alternative *( "," alternative )      any of them
//! alternative = condition *( "&" condition )          all of them, of one visit
//! condition   = [ "!" ] fact                          with "!", the visit has nothing of it
//! fact        = name | "event:" name                  an event of this name
//!             | "touchpoint:" name                    an event about this touchpoint
//!             | "page:" path                          a page; "*" stands for anything
//!             | "item:" id                            a product with this item_id
//!             | "friction:" kind                      a friction of this kind, of any with "*"
//!             | property "=" value                    what the visit is: see [`Property`]
//!             | "order>=" amount                      an order worth so much or more
//! ```
//!
//! Blanks around a condition are ignored. A backslash takes the character after it as it is.

mod find;
#[cfg(test)]
mod tests;

use std::str::FromStr;

pub use find::{is_there, members};

/// Which visits belong to a segment.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Any of these will do; all conditions of one must hold.
    alternatives: Vec<Vec<Condition>>,
}

/// One condition on a visit.
#[derive(Debug, Clone, PartialEq)]
struct Condition {
    fact: Fact,
    is_not: bool,
}

/// What a visit has or has not.
#[derive(Debug, Clone, PartialEq)]
enum Fact {
    Event(String),
    Touchpoint(String),
    Page(String),
    Item(String),
    Friction(String),
    Is(Property, String),
    Order(f64),
}

/// What a visit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Property {
    Site,
    Device,
    Browser,
    System,
    Country,
    Channel,
    Source,
    Medium,
    Campaign,
}

const PROPERTIES: [(&str, Property); 9] = [
    ("site", Property::Site),
    ("device", Property::Device),
    ("browser", Property::Browser),
    ("system", Property::System),
    ("country", Property::Country),
    ("channel", Property::Channel),
    ("utm_source", Property::Source),
    ("utm_medium", Property::Medium),
    ("utm_campaign", Property::Campaign),
];
const ORDER: &str = "order>=";
/// Conditions at most: each costs a look at every event.
const MOST: usize = 64;

/// What is wrong with a rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// A condition is missing: nothing at all, or nothing beside a `,` or `&`.
    #[error("the rule lacks a condition between its commas and ampersands")]
    Empty,
    /// A condition that asks for nothing.
    #[error(
        "{0:?} says nothing after its sign; write as in device=mobile, page:/checkout/*, order>=100"
    )]
    NoValue(String),
    /// A property there is not.
    #[error(
        "a visit has no property {0:?}; there are site, device, browser, system, country, channel, \
         utm_source, utm_medium, utm_campaign (an event's name with = in it is written event:NAME)"
    )]
    Property(String),
    /// No amount.
    #[error("{0:?} is no amount; write order>=100")]
    Amount(String),
    /// A backslash with nothing after it.
    #[error("the rule ends in a backslash; write \\\\ for one")]
    Backslash,
    /// Too many conditions.
    #[error("a rule has at most {MOST} conditions")]
    TooMany,
}

impl FromStr for Rule {
    type Err = RuleError;

    fn from_str(text: &str) -> Result<Self, RuleError> {
        let mut alternatives = vec![Vec::new()];
        let mut condition = String::new();
        let mut count = 0;
        let mut characters = text.chars();
        loop {
            match characters.next() {
                Some('\\') => condition.push(characters.next().ok_or(RuleError::Backslash)?),
                end @ (None | Some(',' | '&')) => {
                    count += 1;
                    if count > MOST {
                        return Err(RuleError::TooMany);
                    }
                    if let Some(last) = alternatives.last_mut() {
                        last.push(read(&condition)?);
                    }
                    condition.clear();
                    match end {
                        None => break,
                        Some(',') => alternatives.push(Vec::new()),
                        Some(_) => {}
                    }
                }
                Some(other) => condition.push(other),
            }
        }
        Ok(Self { alternatives })
    }
}

fn read(text: &str) -> Result<Condition, RuleError> {
    let text = text.trim();
    let (is_not, text) = match text.strip_prefix('!') {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text),
    };
    if text.is_empty() {
        return Err(RuleError::Empty);
    }
    Ok(Condition { fact: fact(text)?, is_not })
}

fn fact(text: &str) -> Result<Fact, RuleError> {
    let some = |value: &str| match value.trim() {
        "" => Err(RuleError::NoValue(text.to_owned())),
        value => Ok(value.to_owned()),
    };
    type Make = fn(String) -> Fact;
    let prefixes: [(&str, Make); 5] = [
        ("event:", Fact::Event),
        ("touchpoint:", Fact::Touchpoint),
        ("page:", Fact::Page),
        ("item:", Fact::Item),
        ("friction:", Fact::Friction),
    ];
    for (prefix, of) in prefixes {
        if let Some(value) = text.strip_prefix(prefix) {
            return some(value).map(of);
        }
    }
    if let Some(amount) = text.strip_prefix(ORDER) {
        let number = some(amount)?.parse().ok().filter(|n: &f64| n.is_finite());
        return number.map(Fact::Order).ok_or_else(|| RuleError::Amount(amount.to_owned()));
    }
    match text.split_once('=') {
        Some((name, value)) => {
            let name = name.trim();
            let known = PROPERTIES.iter().find(|(own, _)| *own == name);
            let (_, property) = known.ok_or_else(|| RuleError::Property(name.to_owned()))?;
            Ok(Fact::Is(*property, some(value)?))
        }
        None => some(text).map(Fact::Event),
    }
}
