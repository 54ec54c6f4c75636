//! What else lies in the store's folder and may tell of somebody who is forgotten: backups, exports, and
//! the store's own former selves, which a restore or a new schema has left beside it.
//!
//! `forget` changes the store alone; of the rest it says what to do.

use std::ffi::OsStr;
use std::fs::{self, DirEntry, File};
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::store::{StoreError, place, secret};

/// Folders below the store's that are looked into, one in the other: backups lie in one, by month in two.
const DEPTH: usize = 3;
/// What lies beside a store under its name and belongs to it, besides DuckDB's logs.
const OWN: [&str; 6] = ["run", "salt", "key", "tokens", "forgotten", "tmp"];

/// Endings of files whose texts lie in them as they are.
const PLAIN: [&str; 8] = ["csv", "tsv", "json", "ndjson", "jsonl", "html", "sql", "txt"];

/// A file beside the store that is none of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Copy {
    /// Its texts can be searched.
    Plain(PathBuf),
    /// As well, but for what is too short to be searched for.
    Half(PathBuf),
    /// A DuckDB file, a backup or an export: it may hold anything, packed.
    Store(PathBuf),
    /// A packed file, Parquet or compressed.
    Packed(PathBuf),
    /// A folder that could not be looked into: not readable, on another disk, or too deep.
    Unseen(PathBuf),
}

impl Copy {
    /// What to do with it, for whoever has had somebody forgotten.
    #[must_use]
    pub fn advice(&self) -> String {
        match self {
            Self::Plain(path) => format!("{} holds something of them: delete it", path.display()),
            Self::Half(path) => format!(
                "{} could not be searched for what is too short: if it was exported from this store, delete \
                 it, or export it anew",
                path.display()
            ),
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
            Self::Unseen(path) => format!(
                "{} was not looked into (not readable, on another disk, or {DEPTH} folders down): delete \
                 what was exported or copied there from this store",
                path.display()
            ),
        }
    }
}

/// Whether what lies beside a store under this name is a part of it: DuckDB's logs, what is kept beside.
pub(super) fn is_own(store: &Path, name: &OsStr) -> bool {
    let own = store.file_name().unwrap_or_default();
    let kinds = OWN.iter().chain(&place::LOGS);
    name == own || kinds.map(|kind| secret::beside(Path::new(own), kind)).any(|part| part == name)
}

/// The files beside the store, and in folders below, that may be copies of what is in it.
///
/// # Errors
/// Where the store's own folder cannot be read.
pub(super) fn beside(store: &Path) -> Result<Vec<Copy>, StoreError> {
    let folder = place::folder(store);
    let failed = |cause| StoreError::file("search", folder)(cause);
    let disk = fs::metadata(folder).map_err(failed)?.dev();
    let entries = |folder: &Path| {
        fs::read_dir(folder).map(|entries| entries.filter_map(Result::ok).collect::<Vec<_>>())
    };
    let (mut copies, mut level) = (Vec::new(), entries(folder).map_err(failed)?);
    for depth in 0..=DEPTH {
        let mut below = Vec::new();
        let is_other = |entry: &&DirEntry| depth > 0 || !is_own(store, &entry.file_name());
        for entry in level.iter().filter(is_other) {
            match entry.file_type() {
                Ok(kind) if kind.is_file() => copies.extend(kind_of(store, entry)),
                Ok(kind) if kind.is_dir() => {
                    // The whole of a machine, its devices and its processes too, could lie below.
                    let is_near = depth < DEPTH && entry.metadata().is_ok_and(|m| m.dev() == disk);
                    match is_near.then(|| entries(&entry.path())) {
                        Some(Ok(more)) => below.extend(more),
                        _ => copies.push(Copy::Unseen(entry.path())),
                    }
                }
                _ => {}
            }
        }
        level = below;
    }
    copies.sort_by_key(Copy::advice);
    Ok(copies)
}

/// What a file is, where it may hold something.
fn kind_of(store: &Path, entry: &DirEntry) -> Option<Copy> {
    let own = store.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let path = entry.path();
    // What the store leaves under its name, the log of a former one or half a copy, whatever its ending.
    let is_left = path.parent() == Some(place::folder(store))
        && entry.file_name().to_string_lossy().starts_with(&own);
    kind(&path).or(is_left.then_some(Copy::Plain(path)))
}

fn kind(path: &Path) -> Option<Copy> {
    let named = path.to_owned();
    let head = head(path).unwrap_or_default();
    if head.get(8..12) == Some(b"DUCK") {
        return Some(Copy::Store(named));
    }
    let packed: [&[u8]; 3] = [b"PAR1", &[0x1f, 0x8b], &[0x28, 0xb5, 0x2f, 0xfd]];
    if packed.iter().any(|magic| head.starts_with(magic)) {
        return Some(Copy::Packed(named));
    }
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    PLAIN.contains(&ending.as_str()).then_some(Copy::Plain(named))
}

fn head(path: &Path) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    File::open(path)?.take(12).read_to_end(&mut head)?;
    Ok(head)
}
