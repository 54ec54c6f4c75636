//! What a funnel's step asks of an event, and how it is written.
//!
//! ```text
//! step         = alternative *( "," alternative )      any of them
//! alternative  = term *( "&" term )                    all of them, of one event
//! term         = name                                  the event's name
//!              | "event:" name                         the same, for names that look like another term
//!              | "touchpoint:" name                    the touchpoint the event is about
//!              | "page:" path                          the path of its page; "*" stands for anything
//!              | "item:" id                            the item_id of one of its items
//! ```
//!
//! Blanks around a term are ignored. A backslash takes the character after it as it is: `\,` `\&` `\\`.
//! Case counts. Only the four prefixes above are special: `shop:opened` is an event's name.

use std::fmt;
use std::str::FromStr;

/// One step of a funnel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    label: String,
    alternatives: Vec<Vec<Term>>,
}

/// One condition on an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// Its name.
    Event(String),
    /// The touchpoint it is about.
    Touchpoint(String),
    /// The path of its page, where `*` stands for anything.
    Page(String),
    /// The `item_id` of one of its items.
    Item(String),
}

/// What is wrong with a step.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StepError {
    /// A term is missing: nothing at all, or nothing beside a `,` or `&`.
    #[error("step {0:?} lacks an event between its commas and ampersands")]
    Empty(String),
    /// A prefix without a value.
    #[error("step {step:?} says {prefix} of nothing; write {prefix}NAME")]
    NoValue {
        /// The step.
        step: String,
        /// The prefix.
        prefix: &'static str,
    },
    /// Two names joined by `&`.
    #[error("step {0:?} asks one event to have two names; write a,b for either of them")]
    TwoNames(String),
    /// A backslash with nothing after it.
    #[error("step {0:?} ends in a backslash; write \\\\ for one")]
    Backslash(String),
}

impl Step {
    /// The step as it was written.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Any of these will do; all terms of one must hold.
    pub(super) fn alternatives(&self) -> &[Vec<Term>] {
        &self.alternatives
    }

    /// The first term that asks for more than an event's name, which is all that files have.
    #[must_use]
    pub fn beyond_name(&self) -> Option<&Term> {
        self.alternatives.iter().flatten().find(|term| !matches!(term, Term::Event(_)))
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Event(name) => write!(f, "event:{name}"),
            Self::Touchpoint(name) => write!(f, "touchpoint:{name}"),
            Self::Page(path) => write!(f, "page:{path}"),
            Self::Item(id) => write!(f, "item:{id}"),
        }
    }
}

impl FromStr for Step {
    type Err = StepError;

    fn from_str(text: &str) -> Result<Self, StepError> {
        let mut alternatives = vec![Vec::new()];
        let mut term = String::new();
        let mut characters = text.chars();
        loop {
            let character = characters.next();
            match character {
                Some('\\') => {
                    let escaped =
                        characters.next().ok_or_else(|| StepError::Backslash(text.to_owned()))?;
                    term.push(escaped);
                }
                None | Some(',' | '&') => {
                    let terms = alternatives.last_mut().map(|terms| {
                        terms.push(parse_term(&term, text)?);
                        let names = terms.iter().filter(|term| matches!(term, Term::Event(_)));
                        if names.count() > 1 {
                            return Err(StepError::TwoNames(text.to_owned()));
                        }
                        Ok(())
                    });
                    terms.transpose()?;
                    term.clear();
                    match character {
                        None => break,
                        Some(',') => alternatives.push(Vec::new()),
                        Some(_) => {}
                    }
                }
                Some(other) => term.push(other),
            }
        }
        Ok(Self { label: text.trim().to_owned(), alternatives })
    }
}

fn parse_term(term: &str, step: &str) -> Result<Term, StepError> {
    let term = term.trim();
    if term.is_empty() {
        return Err(StepError::Empty(step.to_owned()));
    }
    let value = |prefix| match term.strip_prefix(prefix).map(str::trim) {
        Some("") => Some(Err(StepError::NoValue { step: step.to_owned(), prefix })),
        value => value.map(|value| Ok(value.to_owned())),
    };
    if let Some(name) = value("event:") {
        name.map(Term::Event)
    } else if let Some(name) = value("touchpoint:") {
        name.map(Term::Touchpoint)
    } else if let Some(path) = value("page:") {
        path.map(Term::Page)
    } else if let Some(id) = value("item:") {
        id.map(Term::Item)
    } else {
        Ok(Term::Event(term.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn event(name: &str) -> Term {
        Term::Event(name.to_owned())
    }

    fn parse(text: &str) -> Vec<Vec<Term>> {
        text.parse::<Step>().unwrap().alternatives
    }

    #[test]
    fn names_alternatives_and_conditions() {
        assert_eq!(parse("view_item"), [[event("view_item")]]);
        assert_eq!(parse(" a , b "), [[event("a")], [event("b")]]);
        assert_eq!(
            parse("view_item & item:SKU-1, page:/checkout/*&touchpoint:size-guide"),
            [
                [event("view_item"), Term::Item("SKU-1".into())],
                [Term::Page("/checkout/*".into()), Term::Touchpoint("size-guide".into())],
            ]
        );
    }

    #[test]
    fn only_known_prefixes_are_special() {
        assert_eq!(parse("shop:opened"), [[event("shop:opened")]]);
        assert_eq!(parse("event:page:turned"), [[event("page:turned")]]);
        assert_eq!(parse("pages"), [[event("pages")]]);
        assert_eq!(parse(r"a\,b\&c\\"), [[event(r"a,b&c\")]]);
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for text in ["", " ", ",", "a,", "a,,b", "&a", "a&"] {
            assert_eq!(text.parse::<Step>(), Err(StepError::Empty(text.into())));
        }
        assert_eq!("a&b".parse::<Step>(), Err(StepError::TwoNames("a&b".into())));
        assert_eq!(r"a\".parse::<Step>(), Err(StepError::Backslash(r"a\".into())));
        let error = "item:".parse::<Step>().unwrap_err();
        assert_eq!(error.to_string(), r#"step "item:" says item: of nothing; write item:NAME"#);
    }

    proptest! {
        #[test]
        fn reading_never_panics(text in r"[a-c:,&\\* ]{0,24}|.{0,40}") {
            if let Ok(step) = text.parse::<Step>() {
                prop_assert!(step.alternatives.iter().all(|terms| !terms.is_empty()));
            }
        }

        /// Any name at all can be asked for, once its special characters are escaped.
        #[test]
        fn every_name_can_be_written(name in r"\S(.{0,20}\S)?") {
            prop_assume!(name.trim() == name && !name.is_empty());
            let mut text = String::from("event:");
            for character in name.chars() {
                if matches!(character, ',' | '&' | '\\') {
                    text.push('\\');
                }
                text.push(character);
            }
            prop_assert_eq!(parse(&text), [[Term::Event(name)]]);
        }
    }
}
