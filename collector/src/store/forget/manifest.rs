//! The manifest beside the store: whom it has been asked to forget, by marks.
//!
//! A mark is a hash under a key of the manifest's own: held against all there is in a file, it finds
//! whom it stands for, and nobody can read from it who that is.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use duckdb::Connection;
use serde::{Deserialize, Serialize};

use super::lists::Lists;
use crate::clock;
use crate::store::{StoreError, secret};

const KNOWN: &str = include_str!("../../../sql/forget/known.sql");
const HAD: &str = include_str!("../../../sql/forget/had.sql");

/// Whom a store has been asked to forget.
pub struct Manifest {
    path: PathBuf,
    written: Written,
}

#[derive(Serialize, Deserialize)]
struct Written {
    key: [u8; 32],
    forgotten: Vec<Marks>,
}

/// One request.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Marks {
    /// When it was asked, microseconds since 1970.
    at: i64,
    marks: Vec<String>,
}

impl Manifest {
    /// The manifest of a store; a new one where there is none.
    ///
    /// # Errors
    /// Where it can't be read.
    pub(super) fn of(store: &Path, connection: &Connection) -> Result<Self, StoreError> {
        let path = secret::beside(store, "forgotten");
        let new = || Written { key: secret::random(), forgotten: Vec::new() };
        let mut manifest = Self::there(store)?.unwrap_or_else(|| Self { path, written: new() });
        // One that was lost had requests that the file has had: they keep their places.
        let lost = had(connection)?.saturating_sub(manifest.written.forgotten.len());
        let nobody = Marks { at: 0, marks: Vec::new() };
        manifest.written.forgotten.extend(std::iter::repeat_n(nobody, lost));
        Ok(manifest)
    }

    /// The manifest of a store, if there is one.
    ///
    /// # Errors
    /// Where it can't be read: going on without would bring back whom it names.
    pub(super) fn there(store: &Path) -> Result<Option<Self>, StoreError> {
        let path = secret::beside(store, "forgotten");
        let Some(bytes) = secret::read(&path)? else { return Ok(None) };
        let written = serde_json::from_slice(&bytes)
            .map_err(|error| StoreError::file("understand", &path)(error.into()))?;
        Ok(Some(Self { path, written }))
    }

    /// Adds a request, on disk when it returns.
    pub(super) fn add(&mut self, lists: &Lists) -> Result<(), StoreError> {
        let visitors = lists.visitors.iter().map(|id| self.mark("visitor", &id.to_string()));
        let orders = lists.orders.iter().map(|order| self.mark("order", order));
        let identities = lists.identities.iter().map(|hash| self.mark("identity", hash));
        let marks = visitors.chain(orders).chain(identities).collect();
        self.written.forgotten.push(Marks { at: clock::now(), marks });
        let text = serde_json::to_vec_pretty(&self.written)
            .map_err(|error| StoreError::file("write", &self.path)(error.into()))?;
        secret::write(&self.path, &text)
    }

    /// The requests that this file has not had.
    pub(super) fn not_had(&self, connection: &Connection) -> Result<Vec<Marks>, StoreError> {
        Ok(self.written.forgotten.get(had(connection)?..).unwrap_or_default().to_vec())
    }

    fn mark(&self, kind: &str, name: &str) -> String {
        let mut hasher = blake3::Hasher::new_keyed(&self.written.key);
        hasher.update(kind.as_bytes()).update(&[0]).update(name.as_bytes());
        hasher.finalize().to_hex().to_string()
    }
}

/// How many requests the file has had.
fn had(connection: &Connection) -> Result<usize, StoreError> {
    let had = connection.query_row(HAD, [], |row| row.get::<_, u32>(0));
    had.map(|had| had as usize).map_err(StoreError::duckdb("ask what was forgotten"))
}

impl Marks {
    /// Whom the marks stand for, among all there are in the file.
    pub(super) fn find(
        &self,
        connection: &Connection,
        manifest: &Manifest,
    ) -> Result<Lists, StoreError> {
        let marks: HashSet<&str> = self.marks.iter().map(String::as_str).collect();
        let find = || -> duckdb::Result<Lists> {
            let mut lists = Lists::default();
            let mut statement = connection.prepare(KNOWN)?;
            let mut known = statement.query([])?;
            while let Some(row) = known.next()? {
                let (kind, name): (String, String) = (row.get(0)?, row.get(1)?);
                if !marks.contains(manifest.mark(&kind, &name).as_str()) {
                    continue;
                }
                match kind.as_str() {
                    "visitor" => lists.visitors.extend(name.parse::<u64>()),
                    "order" => lists.orders.push(name),
                    _ => lists.identities.push(name),
                }
            }
            Ok(lists)
        };
        find().map_err(StoreError::duckdb("find whom to forget"))
    }
}
