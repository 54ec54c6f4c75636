//! Saved funnels, by name.

use duckdb::params;

use super::StoreError;
use super::upkeep::Upkeep;

const KEEP: &str = include_str!("../../sql/store/funnel_keep.sql");
const FORGET: &str = include_str!("../../sql/store/funnel_forget.sql");

impl Upkeep {
    /// Keeps a funnel; one of that name is replaced.
    ///
    /// # Errors
    /// What DuckDB says.
    pub fn keep_funnel(&self, name: &str, question: &str, now: i64) -> Result<(), StoreError> {
        let (name, question) = (name.to_owned(), question.to_owned());
        self.change_alone(move |connection| {
            connection.execute(FORGET, params![name])?;
            connection.execute(KEEP, params![name, question, now]).map(|_| ())
        })
    }

    /// Takes a funnel away; tells whether it was there.
    ///
    /// # Errors
    /// What DuckDB says.
    pub fn drop_funnel(&self, name: &str) -> Result<bool, StoreError> {
        let name = name.to_owned();
        self.change_alone(move |connection| Ok(connection.execute(FORGET, params![name])? > 0))
    }
}
