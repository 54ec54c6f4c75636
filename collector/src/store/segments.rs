//! Saved segments: a rule by name, and the visits that met it when it was last looked for.
//!
//! The visits are found by whoever asks and written by the writer, while no rewrite of events is under
//! way: nobody who is forgotten meanwhile comes back by a segment.

use duckdb::{Connection, params};
use serde::{Deserialize, Serialize};

use super::StoreError;
use super::opened::Lent;
use super::upkeep::Upkeep;

const ALL: &str = include_str!("../../sql/store/segments.sql");
const KEEP: &str = include_str!("../../sql/store/segment_keep.sql");
const FORGET: &str = include_str!("../../sql/store/segment_forget.sql");
const FORGET_MEMBERS: &str = include_str!("../../sql/store/segment_members_forget.sql");

/// A saved segment; times in microseconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// Its name.
    pub segment: String,
    /// Its rule.
    pub definition: String,
    /// When it was first saved.
    pub made_at: i64,
    /// When its visits were last looked for.
    pub reckoned_at: Option<i64>,
    /// How many they are.
    pub visits: u64,
}

/// All there are, by name.
///
/// # Errors
/// What DuckDB says.
pub fn all(connection: &Connection) -> Result<Vec<Segment>, StoreError> {
    let read = || -> duckdb::Result<Vec<Segment>> {
        let mut statement = connection.prepare(ALL)?;
        let segments = statement.query_map([], |row| {
            Ok(Segment {
                segment: row.get(0)?,
                definition: row.get(1)?,
                made_at: row.get(2)?,
                reckoned_at: row.get(3)?,
                visits: row.get(4)?,
            })
        })?;
        segments.collect()
    };
    read().map_err(StoreError::duckdb("read the segments"))
}

impl Upkeep {
    /// The segments there are.
    ///
    /// # Errors
    /// What DuckDB says.
    pub fn segments(&self) -> Result<Vec<Segment>, StoreError> {
        let (_turn, connection) = self.begin()?;
        all(&connection)
    }

    /// Saves a segment with the rule and the visits that `find` tells, who is told what is saved by that
    /// name so far; that is replaced. Nobody changes it between the two.
    ///
    /// # Errors
    /// What `find` or DuckDB says; what was there stays.
    pub fn keep_segment<E: From<StoreError>>(
        &self,
        name: &str,
        now: i64,
        find: impl FnOnce(&Connection, Option<&Segment>) -> Result<(String, Vec<u64>), E>,
    ) -> Result<Segment, E> {
        let (_turn, connection) = self.begin()?;
        let known = all(&connection)?.into_iter().find(|segment| segment.segment == name);
        let (definition, members) = find(&connection, known.as_ref())?;
        let kept = Segment {
            segment: name.to_owned(),
            definition,
            made_at: known.map_or(now, |known| known.made_at),
            reckoned_at: Some(now),
            visits: members.len() as u64,
        };
        let row = kept.clone();
        self.change(connection, move |connection| {
            take(connection, &row.segment)?;
            let values = params![row.segment, row.definition, row.made_at, now];
            connection.execute(KEEP, values)?;
            let mut rows = connection.appender("segment_members")?;
            for session in &members {
                rows.append_row(params![row.segment, session])?;
            }
            rows.flush()
        })?;
        Ok(kept)
    }

    /// Takes a segment away; tells whether it was there.
    ///
    /// # Errors
    /// What DuckDB says.
    pub fn drop_segment(&self, name: &str) -> Result<bool, StoreError> {
        let name = name.to_owned();
        self.change_alone(move |connection| take(connection, &name))
    }

    /// The same by a connection of its own.
    pub(super) fn change_alone<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> duckdb::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (_turn, connection) = self.begin()?;
        self.change(connection, work)
    }

    /// Has who writes change something small, in a transaction.
    fn change<T: Send + 'static>(
        &self,
        own: Lent,
        work: impl FnOnce(&Connection) -> duckdb::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let done = self.by_who_writes(own, move |connection| {
            let transaction = connection.transaction()?;
            let done = work(&transaction)?;
            transaction.commit()?;
            Ok(done)
        })?;
        done.map_err(StoreError::duckdb("change what is saved"))
    }
}

fn take(connection: &Connection, name: &str) -> duckdb::Result<bool> {
    connection.execute(FORGET_MEMBERS, params![name])?;
    Ok(connection.execute(FORGET, params![name])? > 0)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::thread;
    use std::time::Duration;

    use super::*;

    /// Looking for the visits of a rule takes seconds. What is saved meanwhile must not be lost to it.
    #[test]
    fn a_rule_saved_while_visits_are_looked_for_is_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let upkeep = Upkeep::alone(&folder.path().join("shop.duckdb")).unwrap();
        let save = |rule: &str| {
            let found = |_: &Connection, _: Option<&Segment>| Ok((rule.to_owned(), vec![7]));
            upkeep.keep_segment::<StoreError>("buyers", 1, found).unwrap()
        };
        save("purchase");
        let (looking, is_looking) = mpsc::channel();
        let (go, may_go) = mpsc::channel::<()>();
        let (saved, is_saved) = mpsc::channel();
        thread::scope(|scope| {
            let upkeep = &upkeep;
            scope.spawn(move || {
                let again = |_: &Connection, known: Option<&Segment>| {
                    looking.send(()).unwrap();
                    may_go.recv().unwrap();
                    Ok((known.unwrap().definition.clone(), vec![7, 8]))
                };
                upkeep.keep_segment::<StoreError>("buyers", 2, again).unwrap()
            });
            is_looking.recv().unwrap();
            scope.spawn(|| saved.send(save("view_item").definition).unwrap());
            assert!(
                is_saved.recv_timeout(Duration::from_millis(200)).is_err(),
                "it waits its turn"
            );
            go.send(()).unwrap();
            assert_eq!(is_saved.recv().unwrap(), "view_item");
        });
        let kept = upkeep.segments().unwrap();
        assert_eq!((kept[0].definition.as_str(), kept[0].visits), ("view_item", 1));
    }
}
