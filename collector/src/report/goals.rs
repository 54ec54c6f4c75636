//! Goals: checked, and kept under a name.

use percorso_protocol::vocabulary::is_name;

use super::catalogue::{EVERY, FIGURES};
use crate::store::StoreError;
use crate::store::goals::Goal;
use crate::store::upkeep::Upkeep;

/// Why a goal is not kept.
#[derive(Debug, thiserror::Error)]
pub enum GoalError {
    /// What is asked can't be: the sentence says what can.
    #[error("{0}")]
    Usage(String),
    /// There is none of this name.
    #[error(
        "there is no goal {0:?}; percorso goals and GET /v1/reports/goals tell those there are"
    )]
    Absent(String),
    /// It can't be written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Keeps a goal; one of that name is replaced.
///
/// # Errors
/// When something of it can't be, or it can't be written.
pub fn save(upkeep: &Upkeep, name: &str, kept: &Goal, now: i64) -> Result<(), GoalError> {
    let wrong = |sentence: String| Err(GoalError::Usage(sentence));
    if !is_name(name) {
        return wrong(format!(
            "{name:?} is no name of a goal; it is 1 to 64 of letters, digits, `_`, `.`, `:` and `-`"
        ));
    }
    let known = |what: &str, given: &str, words: &[&str]| match words.contains(&given) {
        true => Ok(()),
        false => wrong(format!("there is no {what} {given:?}; there are {}", words.join(", "))),
    };
    known("figure", &kept.figure, FIGURES)?;
    known("period", kept.every.as_deref().unwrap_or("month"), EVERY)?;
    match (kept.at_least, kept.at_most) {
        (None, None) => return wrong("a goal needs at_least, at_most or both".to_owned()),
        (Some(least), Some(most)) if least > most => {
            return wrong(format!("no figure is at least {least} and at most {most}"));
        }
        (least, most) if [least, most].into_iter().flatten().any(|bound| !bound.is_finite()) => {
            return wrong("at_least and at_most are numbers".to_owned());
        }
        _ => {}
    }
    if let Some(segment) = &kept.segment
        && !upkeep.segments()?.iter().any(|known| known.segment == *segment)
    {
        return wrong(format!("there is no segment {segment:?}; save it first"));
    }
    Ok(upkeep.keep_goal(name, kept, now)?)
}

/// Takes a goal away.
///
/// # Errors
/// When there is none of this name.
pub fn delete(upkeep: &Upkeep, name: &str) -> Result<(), GoalError> {
    match upkeep.drop_goal(name)? {
        true => Ok(()),
        false => Err(GoalError::Absent(name.to_owned())),
    }
}
