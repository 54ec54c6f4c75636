//! What can be wrong with a batch as a whole, or with one event in it.

use std::fmt;

use crate::{VERSION, limits};

/// Why a whole batch is refused. The text is for whoever reads the browser's network panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The body is over [`limits::BODY_BYTES`].
    TooLarge,
    /// The body is not JSON, or a field is not of its type; with where and what.
    Malformed(String),
    /// A required field is missing.
    Missing(&'static str),
    /// A field is there and can't be right.
    Invalid(&'static str),
    /// The batch holds more than [`limits::EVENTS`].
    TooManyEvents(usize),
    /// The batch was written by a newer tracker than this collector knows.
    NewerVersion(u64),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => write!(f, "the body is over {} bytes; split it", limits::BODY_BYTES),
            Self::Malformed(what) => write!(f, "the body is not a batch: {what}"),
            Self::Missing(field) => write!(f, "the batch has no field \"{field}\""),
            Self::Invalid(field) => write!(f, "the batch's field \"{field}\" is not valid"),
            Self::TooManyEvents(n) => {
                write!(f, "the batch holds {n} events; at most {} are taken", limits::EVENTS)
            }
            Self::NewerVersion(v) => {
                write!(f, "the batch is of version {v}; this collector knows up to {VERSION}")
            }
        }
    }
}

impl std::error::Error for Refusal {}

/// Why one event of an accepted batch was dropped. The names are what the header and metrics say; there
/// are no other reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Drop {
    /// It is not `[name, milliseconds, {parameters}]`.
    BadEvent,
    /// Its name is empty, too long, or has characters no name has.
    BadName,
    /// Its parameters are over [`limits::PARAMS_BYTES`] as text.
    ParamsTooLarge,
    /// It has more keys than [`limits::PARAMS_KEYS`].
    TooManyKeys,
    /// It has more items than [`limits::ITEMS`].
    TooManyItems,
    /// Its parameters nest deeper than [`limits::PARAMS_DEPTH`].
    TooDeep,
    /// It has no id, or one too long: what a server sends must be known when it is sent again.
    BadId,
    /// Its time cannot be read, lies in the future, or before 2000.
    BadTime,
    /// It is about a touchpoint that a rule of the owner's silences.
    Silenced,
    /// It is of a site, or from an origin, that the owner has not named.
    Refused,
}

impl Drop {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::BadEvent,
        Self::BadName,
        Self::ParamsTooLarge,
        Self::TooManyKeys,
        Self::TooManyItems,
        Self::TooDeep,
        Self::BadId,
        Self::BadTime,
        Self::Silenced,
        Self::Refused,
    ];

    /// The reason in one word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BadEvent => "bad_event",
            Self::BadName => "bad_name",
            Self::ParamsTooLarge => "params_too_large",
            Self::TooManyKeys => "too_many_keys",
            Self::TooManyItems => "too_many_items",
            Self::TooDeep => "too_deep",
            Self::BadId => "bad_id",
            Self::BadTime => "bad_time",
            Self::Silenced => "silenced",
            Self::Refused => "refused",
        }
    }
}
