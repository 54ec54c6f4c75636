//! Notes of what the shop has changed, by name.

use duckdb::params;
use serde::{Deserialize, Serialize};

use super::StoreError;
use super::upkeep::Upkeep;

const KEEP: &str = include_str!("../../sql/store/annotation_keep.sql");
const FORGET: &str = include_str!("../../sql/store/annotation_forget.sql");

/// A change that the shop has made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Annotation {
    /// The first day with it, as in 2026-01-31.
    pub on: String,
    /// What was changed.
    pub note: Option<String>,
    /// At which site; all where there is none.
    pub site: Option<String>,
    /// The stage from which visits are looked at.
    pub step: Option<String>,
    /// The saved segment that it concerns.
    pub segment: Option<String>,
}

impl Upkeep {
    /// Keeps a note; one of that name is replaced.
    ///
    /// # Errors
    /// What DuckDB says.
    pub fn annotate(&self, name: &str, kept: &Annotation, now: i64) -> Result<(), StoreError> {
        let (name, kept) = (name.to_owned(), kept.clone());
        self.change_alone(move |connection| {
            connection.execute(FORGET, params![name])?;
            let Annotation { on, note, site, step, segment } = kept;
            connection.execute(KEEP, params![name, on, note, site, step, segment, now]).map(|_| ())
        })
    }

    /// Takes a note away; tells whether it was there.
    ///
    /// # Errors
    /// What DuckDB says.
    pub fn drop_annotation(&self, name: &str) -> Result<bool, StoreError> {
        let name = name.to_owned();
        self.change_alone(move |connection| Ok(connection.execute(FORGET, params![name])? > 0))
    }
}
