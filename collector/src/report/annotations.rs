//! Notes of changes: checked, and kept under a name.

use chrono::NaiveDate;
use percorso_protocol::vocabulary::is_name;

use crate::journey::disconnect::STAGES;
use crate::store::StoreError;
use crate::store::annotations::Annotation;
use crate::store::upkeep::Upkeep;

/// Characters of a note at most.
const NOTE: usize = 500;

/// Why a change is not noted.
#[derive(Debug, thiserror::Error)]
pub enum AnnotationError {
    /// What is asked can't be: the sentence says what can.
    #[error("{0}")]
    Usage(String),
    /// There is none of this name.
    #[error(
        "there is no change {0:?}; percorso changes and GET /v1/reports/changes tell those there are"
    )]
    Absent(String),
    /// It can't be written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Keeps a note; one of that name is replaced.
///
/// # Errors
/// When something of it can't be, or it can't be written.
pub fn save(
    upkeep: &Upkeep,
    name: &str,
    kept: &Annotation,
    now: i64,
) -> Result<(), AnnotationError> {
    let wrong = |sentence: String| Err(AnnotationError::Usage(sentence));
    if !is_name(name) {
        return wrong(format!(
            "{name:?} is no name of a change; it is 1 to 64 of letters, digits, `_`, `.`, `:` and `-`"
        ));
    }
    if NaiveDate::parse_from_str(&kept.on, "%Y-%m-%d").is_err() {
        return wrong(format!("{:?} is no day; write on as in 2026-01-31", kept.on));
    }
    if kept.note.as_ref().is_some_and(|note| note.chars().count() > NOTE) {
        return wrong(format!("a note has at most {NOTE} characters"));
    }
    let stages = STAGES.iter().filter(|stage| !stage.is_empty() && **stage != "purchase");
    if let Some(step) = &kept.step
        && !stages.clone().any(|stage| stage == step)
    {
        let known: Vec<_> = stages.copied().collect();
        return wrong(format!("there is no step {step:?}; there are {}", known.join(", ")));
    }
    if let Some(segment) = &kept.segment
        && !upkeep.segments()?.iter().any(|known| known.segment == *segment)
    {
        return wrong(format!("there is no segment {segment:?}; save it first"));
    }
    Ok(upkeep.annotate(name, kept, now)?)
}

/// Takes a note away.
///
/// # Errors
/// When there is none of this name.
pub fn delete(upkeep: &Upkeep, name: &str) -> Result<(), AnnotationError> {
    match upkeep.drop_annotation(name)? {
        true => Ok(()),
        false => Err(AnnotationError::Absent(name.to_owned())),
    }
}
