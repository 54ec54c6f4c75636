//! Saved funnels: kept as the question that is asked over HTTP, and asked again by name.

use percorso_protocol::vocabulary::is_name;
use url::form_urlencoded;

use super::query::{FunnelQuery, UsageError};
use crate::query::{Connection, QueryError, saved};
use crate::store::StoreError;
use crate::store::upkeep::Upkeep;

/// Why a funnel is not kept, or not found.
#[derive(Debug, thiserror::Error)]
pub enum SavedError {
    /// What is asked can't be.
    #[error(transparent)]
    Usage(#[from] UsageError),
    /// No name.
    #[error(
        "{0:?} is no name of a funnel; it is 1 to 64 of letters, digits, `_`, `.`, `:` and `-`"
    )]
    Name(String),
    /// There is none of this name.
    #[error(
        "there is no funnel {0:?}; percorso funnels and GET /v1/reports/funnels tell those there are"
    )]
    Absent(String),
    /// It can't be read.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// It can't be written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A question as text, as a URL's query has it.
pub fn written<K: AsRef<str>, V: AsRef<str>>(pairs: impl IntoIterator<Item = (K, V)>) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// Keeps a funnel; one of that name is replaced.
///
/// # Errors
/// When the name or the question can't be, or it can't be written.
pub fn save(upkeep: &Upkeep, name: &str, question: &str, now: i64) -> Result<(), SavedError> {
    if !is_name(name) {
        return Err(SavedError::Name(name.to_owned()));
    }
    FunnelQuery::from_pairs(form_urlencoded::parse(question.as_bytes()))?;
    Ok(upkeep.keep_funnel(name, question, now)?)
}

/// Takes a funnel away.
///
/// # Errors
/// When there is none of this name.
pub fn delete(upkeep: &Upkeep, name: &str) -> Result<(), SavedError> {
    match upkeep.drop_funnel(name)? {
        true => Ok(()),
        false => Err(SavedError::Absent(name.to_owned())),
    }
}

/// Reads a question that may name a saved funnel: what is asked beside it comes in addition.
///
/// # Errors
/// When there is no such funnel, or something is asked that can't be.
pub fn read<K: AsRef<str>, V: AsRef<str>>(
    connection: &Connection,
    pairs: impl IntoIterator<Item = (K, V)>,
) -> Result<FunnelQuery, SavedError> {
    let own = |(name, value): (K, V)| (name.as_ref().to_owned(), value.as_ref().to_owned());
    let (named, others): (Vec<_>, Vec<_>) =
        pairs.into_iter().map(own).partition(|(name, _)| name == "saved");
    let mut all = Vec::new();
    for (_, name) in named {
        let question = saved::funnel(connection, &name)?.ok_or(SavedError::Absent(name))?;
        all.extend(form_urlencoded::parse(question.as_bytes()).into_owned());
    }
    all.extend(others);
    Ok(FunnelQuery::from_pairs(all)?)
}
