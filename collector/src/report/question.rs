//! What a report is asked: the same words, defaults and errors from the command line and from a URL.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::catalogue::Report;
use crate::clock::now;
use crate::query::span::{End, SpanError, length, moment, written};
use crate::query::table::Param;

/// Something a report can be asked beyond `site`, `since`, `until` and `segment`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opt {
    /// Its name, as `--name` and as a URL's parameter; in SQL, `$name` with `_` for each `-`.
    pub name: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// What it is where it is not given, as it would be written; nothing: it is left NULL.
    pub default: Option<&'static str>,
    /// What it means, with its unit: a sentence without a full stop.
    pub about: &'static str,
}

/// What an option takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Any text.
    Text,
    /// A whole number that is not negative.
    Whole,
    /// A number.
    Number,
    /// Hours ahead of UTC.
    Offset,
    /// A length of time, as in 30d; in SQL, microseconds.
    Length,
    /// A moment, as in 2026-01-31.
    Moment,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// `true` or `false`, or `yes` or `no`; on the command line, there or not.
    Flag,
}

/// What every report can be asked.
pub const COMMON: [Opt; 4] = [
    Opt { name: "site", kind: Kind::Text, default: None, about: "Only this site" },
    Opt {
        name: "since",
        kind: Kind::Moment,
        default: None,
        about: "Only from then on: how long ago (30d), a date, or a time in UTC",
    },
    Opt {
        name: "until",
        kind: Kind::Moment,
        default: None,
        about: "Only before then; a date counts to its end",
    },
    Opt { name: "segment", kind: Kind::Text, default: None, about: "Only visits of this segment" },
];

/// What is wrong with a question.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuestionError {
    /// An option the report does not have.
    #[error("{report} has no parameter {name:?}; there are {known}")]
    Unknown {
        /// The report.
        report: &'static str,
        /// What was given.
        name: String,
        /// What there is.
        known: String,
    },
    /// An option given twice.
    #[error("{0} is given twice")]
    Twice(&'static str),
    /// A value an option cannot take.
    #[error("{name} cannot be {value:?}; it is {takes}")]
    Value {
        /// The option.
        name: &'static str,
        /// What was given.
        value: String,
        /// What it takes.
        takes: String,
    },
    /// A time that cannot be read.
    #[error("{name}: {error}")]
    Span {
        /// The option.
        name: &'static str,
        /// What is wrong with it.
        error: SpanError,
    },
    /// A period that ends before it begins.
    #[error("until is not after since: no event can be between them")]
    Period,
}

/// A question to a report, complete with defaults.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// When it is asked, in microseconds since 1970.
    pub now: i64,
    values: BTreeMap<&'static str, Param>,
}

impl Question {
    /// Reads a question to `report` from pairs of a name and a value, as a URL's query has them.
    ///
    /// # Errors
    /// When something is asked that cannot be; the error says what can.
    pub fn from_pairs<K, V>(
        report: &Report,
        pairs: impl IntoIterator<Item = (K, V)>,
    ) -> Result<Self, QuestionError>
    where
        K: AsRef<str>,
        V: AsRef<str>,
    {
        let now = now();
        let mut values = BTreeMap::new();
        for (name, value) in pairs {
            let name = name.as_ref();
            let option = report.options().find(|option| option.name == name);
            let option = option.ok_or_else(|| unknown(report, name))?;
            let value = option.read(value.as_ref(), now)?;
            if values.insert(option.name, value).is_some() {
                return Err(QuestionError::Twice(option.name));
            }
        }
        for option in report.options() {
            if !values.contains_key(option.name) {
                let value =
                    option.default.map_or(Ok(Param::Null), |text| option.read(text, now))?;
                values.insert(option.name, value);
            }
        }
        let question = Self { now, values };
        match (question.whole("since"), question.whole("until")) {
            (Some(since), Some(until)) if until <= since => Err(QuestionError::Period),
            _ => Ok(question),
        }
    }

    /// An option's value as a statement's parameter, `_` standing for `-`.
    #[must_use]
    pub fn param(&self, name: &str) -> Option<Param> {
        if name == "now" {
            return Some(Param::Moment(self.now));
        }
        let found = self.values.iter().find(|(own, _)| own.replace('-', "_") == name);
        found.map(|(_, value)| value.clone())
    }

    /// A text, where one is given.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.values.get(name) {
            Some(Param::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// A whole number, a length or a moment (both in microseconds), where one is given.
    #[must_use]
    pub fn whole(&self, name: &str) -> Option<i64> {
        match self.values.get(name) {
            Some(Param::Whole(number) | Param::Moment(number)) => Some(*number),
            _ => None,
        }
    }

    /// A number, where one is given.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<f64> {
        match self.values.get(name) {
            Some(Param::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// Whether a flag is set.
    #[must_use]
    pub fn flag(&self, name: &str) -> bool {
        self.values.get(name) == Some(&Param::Flag(true))
    }

    /// The same question with another value for an option: a report that asks another.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: Param) -> Self {
        self.values.insert(name, value);
        self
    }

    /// The question as understood.
    #[must_use]
    pub fn understood(&self) -> Map<String, Value> {
        let value = |param: &Param| match param {
            Param::Null => Value::Null,
            Param::Text(text) => text.as_str().into(),
            Param::Whole(number) => (*number).into(),
            Param::Number(number) => (*number).into(),
            Param::Moment(micros) => written(*micros).into(),
            Param::Flag(flag) => (*flag).into(),
        };
        self.values.iter().map(|(name, param)| ((*name).to_owned(), value(param))).collect()
    }
}

impl Opt {
    fn read(&self, text: &str, now: i64) -> Result<Param, QuestionError> {
        let span = |error| QuestionError::Span { name: self.name, error };
        let wrong = |takes: &str| QuestionError::Value {
            name: self.name,
            value: text.to_owned(),
            takes: takes.to_owned(),
        };
        let end = if self.name == "until" { End::Until } else { End::Since };
        Ok(match self.kind {
            Kind::Text => Param::Text(text.to_owned()),
            Kind::Whole => {
                let number = text.parse::<u32>().map_err(|_| wrong("a whole number from 0"))?;
                Param::Whole(number.into())
            }
            Kind::Number => match text.parse::<f64>() {
                Ok(number) if number.is_finite() => Param::Number(number),
                _ => return Err(wrong("a number")),
            },
            Kind::Offset => match text.parse::<f64>() {
                Ok(hours) if (-14.0..=14.0).contains(&hours) => Param::Number(hours),
                _ => return Err(wrong("a number of hours from -14 to 14")),
            },
            Kind::Length => {
                let length = length(text).map_err(span)?;
                Param::Whole(i64::try_from(length).unwrap_or(i64::MAX))
            }
            Kind::Moment => Param::Moment(moment(text, end, now).map_err(span)?),
            Kind::Choice(words) if words.contains(&text) => Param::Text(text.to_owned()),
            Kind::Choice(words) => return Err(wrong(&words.join(" or "))),
            Kind::Flag => Param::Flag(flag(text).ok_or_else(|| wrong(FLAG))?),
        })
    }
}

/// What a flag takes, as a sentence says it.
pub(super) const FLAG: &str = "true or false, or yes or no";

/// Whether a flag is set, by any of the words for it; `?name` alone sets it, too.
pub(super) fn flag(text: &str) -> Option<bool> {
    match text {
        "true" | "yes" | "1" | "" => Some(true),
        "false" | "no" | "0" => Some(false),
        _ => None,
    }
}

fn unknown(report: &Report, name: &str) -> QuestionError {
    let known: Vec<_> = report.options().map(|option| option.name).collect();
    QuestionError::Unknown { report: report.name, name: name.to_owned(), known: known.join(", ") }
}

#[cfg(test)]
mod tests;
