//! Saved segments: read from their words, looked for, kept under a name.

use percorso_protocol::vocabulary::is_name;

use crate::query::QueryError;
use crate::query::segment::{Rule, RuleError, members};
use crate::store::StoreError;
use crate::store::segments::Segment;
use crate::store::upkeep::Upkeep;

/// Why a segment is not saved.
#[derive(Debug, thiserror::Error)]
pub enum SegmentError {
    /// Its name is none.
    #[error(
        "{0:?} is no name of a segment; it is 1 to 64 of letters, digits, `_`, `.`, `:` and `-`"
    )]
    Name(String),
    /// Its rule can't be read.
    #[error("the rule {rule:?} can't be read: {cause}")]
    Rule {
        /// The rule.
        rule: String,
        /// What is wrong with it.
        cause: RuleError,
    },
    /// There is none of this name.
    #[error(
        "there is no segment {0:?}; percorso segment list and GET /v1/segments tell those there are"
    )]
    Absent(String),
    /// Its visits can't be looked for.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// It can't be written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SegmentError {
    /// Whether it is what was asked that can't be.
    #[must_use]
    pub fn is_usage(&self) -> bool {
        matches!(self, Self::Name(_) | Self::Rule { .. })
    }
}

/// Saves a segment with the visits it has now.
///
/// # Errors
/// When it has no name or no rule, or its visits can't be found or written.
pub fn save(upkeep: &Upkeep, name: &str, text: &str, now: i64) -> Result<Segment, SegmentError> {
    if !is_name(name) {
        return Err(SegmentError::Name(name.to_owned()));
    }
    let rule = read(text)?;
    upkeep.keep_segment(name, now, |connection, _| {
        Ok((text.trim().to_owned(), members(connection, &rule)?))
    })
}

/// Looks for a segment's visits again.
///
/// # Errors
/// When there is none of this name; as [`save`].
pub fn refresh(upkeep: &Upkeep, name: &str, now: i64) -> Result<Segment, SegmentError> {
    upkeep.keep_segment(name, now, |connection, known| {
        let known = known.ok_or_else(|| SegmentError::Absent(name.to_owned()))?;
        let rule = read(&known.definition)?;
        Ok((known.definition.clone(), members(connection, &rule)?))
    })
}

/// Looks for every segment's visits again.
///
/// # Errors
/// As [`refresh`], of the first that fails; the others are done.
pub fn refresh_all(upkeep: &Upkeep, now: i64) -> Result<Vec<Segment>, SegmentError> {
    let (mut done, mut failed) = (Vec::new(), None);
    for segment in upkeep.segments()? {
        match refresh(upkeep, &segment.segment, now) {
            Ok(segment) => done.push(segment),
            // Taken away meanwhile.
            Err(SegmentError::Absent(_)) => {}
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    failed.map_or(Ok(done), Err)
}

/// Takes a segment away.
///
/// # Errors
/// When there is none of this name.
pub fn delete(upkeep: &Upkeep, name: &str) -> Result<(), SegmentError> {
    match upkeep.drop_segment(name)? {
        true => Ok(()),
        false => Err(SegmentError::Absent(name.to_owned())),
    }
}

fn read(text: &str) -> Result<Rule, SegmentError> {
    text.parse().map_err(|cause| SegmentError::Rule { rule: text.to_owned(), cause })
}
