//! Forgetting somebody: every event, order and visit of theirs, wherever it is, and the proof.
//!
//! The events are written anew without them, and what the file's free blocks held is written over;
//! [`search`] then looks through the bytes of all files of the store. The manifest beside the store notes it
//! by marks that nobody can read a name from, so that a file put back from a backup forgets again.

mod copies;
mod lists;
mod manifest;
pub mod search;

use duckdb::{Connection, params};
use serde::{Deserialize, Serialize};

use super::StoreError;
use super::upkeep::Upkeep;
use crate::clock;
use lists::{FILL, Lists};
pub use manifest::Manifest;

const KEEP: &str = include_str!("../../sql/forget/keep.sql");
const ELSEWHERE: &str = include_str!("../../sql/forget/elsewhere.sql");
const OWE: &str = include_str!("../../sql/forget/owe.sql");
const OWED: &str = include_str!("../../sql/forget/owed.sql");
const PAID: &str = include_str!("../../sql/forget/paid.sql");

/// Who is meant, in the words of whoever asks.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Asked {
    /// What `name` is.
    pub kind: Kind,
    /// The visitor's number, the identity's hash, or the order's number.
    pub name: String,
    /// At which site; at all without.
    pub site: Option<String>,
    /// Whether to tell what would go, and to leave it.
    #[serde(default)]
    pub only_tell: bool,
}

/// By what somebody is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// `visitor_id`.
    Visitor,
    /// `identity`.
    Identity,
    /// `transaction_id`.
    Order,
}

impl Kind {
    /// Its name in requests.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Visitor => "visitor",
            Self::Identity => "identity",
            Self::Order => "order",
        }
    }
}

impl Asked {
    /// With the name as the store has it: digits without zeros before them, a hash in small letters.
    ///
    /// # Errors
    /// A sentence, where it can be none: nobody would be found, and it would seem that nothing is stored of them.
    pub fn checked(self) -> Result<Self, &'static str> {
        let name = match self.kind {
            Kind::Visitor => {
                let number = self.name.trim().parse::<u64>().map(|number| number.to_string());
                number.map_err(|_| "a visitor's name is the number in visitor_id")?
            }
            Kind::Identity => hash(&self.name).ok_or(
                "an identity's name is the 64 digits of a hash, as the column identity has them",
            )?,
            Kind::Order if self.name.is_empty() => return Err("an order's name is its number"),
            Kind::Order => self.name,
        };
        Ok(Self { name, ..self })
    }
}

/// The hash that the text is, as the column `identity` has it.
#[must_use]
pub fn hash(text: &str) -> Option<String> {
    let text = text.trim();
    let is_hash = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hash.then(|| text.to_lowercase())
}

/// What became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forgotten {
    /// Events taken away.
    pub events: i64,
    /// Those of them that are of other visitors: what the shop's server told of the orders.
    #[serde(default)]
    pub of_others: i64,
    /// Visitors they were of.
    pub visitors: Vec<u64>,
    /// Numbers of their orders.
    pub orders: Vec<String>,
    /// Those of them that events of other visitors name, which stay.
    #[serde(default)]
    pub named: Vec<String>,
}

impl Upkeep {
    /// Forgets somebody; or tells what would go.
    ///
    /// # Errors
    /// What DuckDB or the disk says, or [`StoreError::StillRead`]: it can be asked again.
    pub fn forget(&self, asked: &Asked) -> Result<Forgotten, StoreError> {
        let (_turn, connection) = self.begin()?;
        let lists = Lists::find(&connection, asked)?;
        let tally = lists.tally(&connection)?;
        let mut outcome = Forgotten {
            events: tally.events,
            of_others: tally.of_others,
            visitors: lists.visitors.clone(),
            orders: lists.numbers().map(str::to_owned).collect(),
            named: tally.named,
        };
        if asked.only_tell {
            return Ok(outcome);
        }
        if tally.events > 0 {
            // First: killed in between, it is done as the store is opened again.
            Manifest::of(self.path(), &connection)?.add(&lists)?;
            outcome.events = self.take_away(&connection, &lists, &tally.sessions)?;
        }
        // Also where there was nothing to take away: it may have been before, and still lie in the file.
        self.overwrite(&connection)?;
        Ok(outcome)
    }

    /// Writes the events and every other table anew without those of the lists.
    fn take_away(
        &self,
        connection: &Connection,
        lists: &Lists,
        sessions: &str,
    ) -> Result<i64, StoreError> {
        let (late, sessions) = (lists.clone(), sessions.to_owned());
        let fill = |connection: &Connection, from, to| {
            connection.execute(FILL, params![from, to]).map(|_| ())
        };
        let late = move |connection: &Connection, from: i64, to: i64| {
            late.set(connection, &sessions)?;
            fill(connection, from, to)
        };
        let with = |connection: &Connection, fewer| {
            let statements: Option<String> =
                connection.query_row(ELSEWHERE, [], |row| row.get(0))?;
            connection.execute_batch(&statements.unwrap_or_default())?;
            connection.execute_batch(OWE)?;
            connection.execute(KEEP, params![clock::now(), fewer]).map(|_| ())
        };
        self.rewrite(connection, &fill, late, with)
    }

    /// Writes over what was taken away, and notes that it is.
    fn overwrite(&self, connection: &Connection) -> Result<(), StoreError> {
        self.overwrite_free(connection)?;
        connection.execute_batch(PAID).map_err(StoreError::duckdb("note what was written over"))
    }

    /// Forgets once more whom the manifest names, where the file has not: it was put back from a backup.
    /// And writes over what was taken away, where a kill or a full disk came in between.
    ///
    /// # Errors
    /// What DuckDB or the disk says.
    pub(super) fn catch_up(&self) -> Result<(), StoreError> {
        let (_turn, connection) = self.begin()?;
        if let Some(manifest) = Manifest::there(self.path())? {
            for marks in manifest.not_had(&connection)? {
                let lists = marks.find(&connection, &manifest)?;
                let tally = lists.tally(&connection)?;
                self.take_away(&connection, &lists, &tally.sessions)?;
            }
        }
        let owed = connection.query_row(OWED, [], |row| row.get(0));
        if owed.map_err(StoreError::duckdb("ask what is to be written over"))? {
            self.overwrite(&connection)?;
        }
        Ok(())
    }
}
