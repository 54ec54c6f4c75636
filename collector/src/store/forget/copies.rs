//! What else lies in the store's folder and may tell of somebody who is forgotten: backups, exports.
//!
//! `forget` changes the store alone; of the rest it says what to do.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::store::{StoreError, place};

/// Endings of files whose texts lie in them as they are.
const PLAIN: [&str; 8] = ["csv", "tsv", "json", "ndjson", "jsonl", "html", "sql", "txt"];

/// A file beside the store that is none of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Copy {
    /// Its texts can be searched.
    Plain(PathBuf),
    /// A DuckDB file, a backup or an export: it may hold anything, packed.
    Store(PathBuf),
    /// A packed file, Parquet or compressed.
    Packed(PathBuf),
}

impl Copy {
    /// What to do with it, for whoever has had somebody forgotten.
    #[must_use]
    pub fn advice(&self) -> String {
        match self {
            Self::Plain(path) => format!("{} holds something of them: delete it", path.display()),
            Self::Store(path) => format!(
                "{0} is another store and may hold them too: if it is a copy of this one, have it \
                 forget as well (the same command with --db {0}), or delete it",
                path.display()
            ),
            Self::Packed(path) => format!(
                "{} is packed and could not be searched: if it was exported from this store, delete \
                 it, or export it anew",
                path.display()
            ),
        }
    }
}

/// The files beside the store that may be copies of what is in it. Folders below are not looked into.
///
/// # Errors
/// Where the folder cannot be read.
pub(super) fn beside(store: &Path) -> Result<Vec<Copy>, StoreError> {
    let folder = place::folder(store);
    let own = store.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let entries = fs::read_dir(folder).map_err(StoreError::file("search", folder))?;
    let files = entries.filter_map(Result::ok).filter(|entry| {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        is_file && !entry.file_name().to_string_lossy().starts_with(&own)
    });
    let mut copies: Vec<_> = files.filter_map(|entry| kind(entry.path())).collect();
    copies.sort_by_key(Copy::advice);
    Ok(copies)
}

fn kind(path: PathBuf) -> Option<Copy> {
    let head = head(&path).unwrap_or_default();
    if head.get(8..12) == Some(b"DUCK") {
        return Some(Copy::Store(path));
    }
    let packed: [&[u8]; 3] = [b"PAR1", &[0x1f, 0x8b], &[0x28, 0xb5, 0x2f, 0xfd]];
    if packed.iter().any(|magic| head.starts_with(magic)) {
        return Some(Copy::Packed(path));
    }
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    PLAIN.contains(&ending.as_str()).then_some(Copy::Plain(path))
}

fn head(path: &Path) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    File::open(path)?.take(12).read_to_end(&mut head)?;
    Ok(head)
}
