//! Goals: what the shop wants a figure to be, by name.

use duckdb::params;
use serde::{Deserialize, Serialize};

use super::StoreError;
use super::upkeep::Upkeep;

const KEEP: &str = include_str!("../../sql/store/goal_keep.sql");
const FORGET: &str = include_str!("../../sql/store/goal_forget.sql");

/// What a figure is to be in each period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    /// Which figure, as the report evolution names it.
    pub figure: String,
    /// Length of a period; a month where it is not told.
    pub every: Option<String>,
    /// What it is to be at least.
    pub at_least: Option<f64>,
    /// What it is to be at most.
    pub at_most: Option<f64>,
    /// Of which site; all where there is none.
    pub site: Option<String>,
    /// The saved segment whose visits count.
    pub segment: Option<String>,
}

impl Upkeep {
    /// Keeps a goal; one of that name is replaced.
    ///
    /// # Errors
    /// What DuckDB says.
    pub fn keep_goal(&self, name: &str, kept: &Goal, now: i64) -> Result<(), StoreError> {
        let (name, kept) = (name.to_owned(), kept.clone());
        self.change_alone(move |connection| {
            connection.execute(FORGET, params![name])?;
            let Goal { figure, every, at_least, at_most, site, segment } = kept;
            let every = every.unwrap_or_else(|| "month".to_owned());
            let row = params![name, figure, every, at_least, at_most, site, segment, now];
            connection.execute(KEEP, row).map(|_| ())
        })
    }

    /// Takes a goal away; tells whether it was there.
    ///
    /// # Errors
    /// What DuckDB says.
    pub fn drop_goal(&self, name: &str) -> Result<bool, StoreError> {
        let name = name.to_owned();
        self.change_alone(move |connection| Ok(connection.execute(FORGET, params![name])? > 0))
    }
}
