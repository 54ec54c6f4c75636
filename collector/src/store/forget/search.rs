//! Searches the bytes of a store's files, to prove that something is in none of them.
//!
//! Not to be called in a process that has the store open: closing a file drops the process's locks on it.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use aho_corasick::AhoCorasick;

use super::copies;
pub use super::copies::Copy;
use super::{Asked, Forgotten, Kind};
use crate::store::{StoreError, place};

/// Bytes read at a time.
const PIECE: usize = 1 << 20;

/// A text shorter than this is in any file by chance.
const TELLING: usize = 6;
/// And so is a number below this one; visitors' are hashes.
const GREAT: u64 = 1 << 32;

/// What must be nowhere when somebody is forgotten.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Needles {
    /// What is looked for in the files' bytes.
    pub bytes: Vec<Vec<u8>>,
    /// What is in any file by chance, so that only the store itself can be asked for it.
    pub short: Vec<(Kind, String)>,
}

/// Who was asked for, also by the shop's own name, and what that led to, numbers as text and as DuckDB writes
/// them. A visitor who was asked for is looked for also where no event of theirs is left.
#[must_use]
pub fn needles(asked: &Asked, also: Option<&str>, gone: &Forgotten) -> Needles {
    let mut needles = Needles::default();
    let meant = (asked.kind == Kind::Visitor).then(|| asked.name.parse().ok()).flatten();
    for visitor in gone.visitors.iter().copied().chain(meant) {
        if visitor < GREAT {
            needles.short.push((Kind::Visitor, visitor.to_string()));
        } else {
            needles.bytes.push(visitor.to_string().into_bytes());
            needles.bytes.push(visitor.to_le_bytes().to_vec());
        }
    }
    let orders = gone.orders.iter().filter(|order| !gone.named.contains(order));
    let orders = orders.map(|order| (Kind::Order, order.as_str()));
    let name = (asked.kind != Kind::Visitor).then_some((asked.kind, asked.name.as_str()));
    // The shop's own name for a customer is in no column that could be asked.
    let also = also.filter(|text| text.len() >= TELLING).map(|text| (Kind::Identity, text));
    for (kind, text) in orders.chain(name).chain(also) {
        if text.len() < TELLING {
            needles.short.push((kind, text.to_owned()));
        } else {
            needles.bytes.push(text.as_bytes().to_vec());
        }
    }
    needles.short.sort();
    needles.short.dedup();
    needles
}

/// What a search has found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Searched {
    /// Bytes looked through.
    pub bytes: u64,
    /// Files of the store in which one of the needles is.
    pub found: Vec<String>,
    /// Files beside it which have one, or may have.
    pub copies: Vec<Copy>,
}

/// Looks for the needles in the files of the store, and in what lies beside it.
///
/// # Errors
/// Where a file of the store can't be read, or there are too many to be looked for.
pub fn search(store: &Path, needles: &Needles) -> Result<Searched, StoreError> {
    let longest = needles.bytes.iter().map(Vec::len).max().unwrap_or(0);
    let is_whole = needles.short.is_empty();
    let needles = AhoCorasick::new(&needles.bytes)
        .map_err(|error| StoreError::file("search", store)(io::Error::other(error)))?;
    let (mut searched, mut found) = (0, Vec::new());
    for path in files(store)? {
        let failed = StoreError::file("search", &path);
        match is_in(&path, &needles, longest) {
            Ok((bytes, is_in)) => {
                searched += bytes;
                if is_in {
                    found.push(path.display().to_string());
                }
            }
            // DuckDB takes its log away when it is in the file.
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(failed(error)),
        }
    }
    let copies = copies::beside(store)?.into_iter().filter_map(|copy| match copy {
        Copy::Plain(path) => match is_in(&path, &needles, longest) {
            Ok((bytes, false)) => {
                searched += bytes;
                (!is_whole).then_some(Copy::Half(path))
            }
            // One that cannot be read is told of rather than left out.
            _ => Some(Copy::Plain(path)),
        },
        copy => Some(copy),
    });
    let copies = copies.collect();
    Ok(Searched { bytes: searched, found, copies })
}

/// The store, and what belongs to it: log, manifest, what was spilled.
fn files(store: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let folder = place::folder(store).to_owned();
    let mut files = Vec::new();
    let mut folders = vec![folder.clone()];
    while let Some(within) = folders.pop() {
        let entries = fs::read_dir(&within).map_err(StoreError::file("search", &within))?;
        for entry in entries.filter_map(Result::ok) {
            if within == folder && !copies::is_own(store, &entry.file_name()) {
                continue;
            }
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                Ok(kind) if kind.is_file() => files.push(entry.path()),
                _ => {}
            }
        }
    }
    Ok(files)
}

fn is_in(path: &Path, needles: &AhoCorasick, longest: usize) -> io::Result<(u64, bool)> {
    let (mut file, mut bytes, mut piece, mut kept) = (File::open(path)?, 0, vec![0; PIECE], 0);
    loop {
        let (_, room) = piece.split_at_mut(kept);
        let read = file.read(room)?;
        if read == 0 {
            return Ok((bytes, false));
        }
        bytes += read as u64;
        let here = piece.get(..kept + read).unwrap_or_default();
        if needles.is_match(here) {
            return Ok((bytes, true));
        }
        // A needle may lie across two pieces.
        let from = here.len().saturating_sub(longest.saturating_sub(1));
        let end = here.len();
        piece.copy_within(from..end, 0);
        kept = end - from;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(kind: Kind, name: &str) -> Asked {
        Asked { kind, name: name.to_owned(), site: None, only_tell: false }
    }

    #[test]
    fn a_visitor_asked_for_is_looked_for_also_where_no_event_is_left() {
        let mut gone = Forgotten::default();
        let visitor = 1_234_567_890_123_456_789_u64;
        let needles = |kind, name: &str, gone: &Forgotten| needles(&asked(kind, name), None, gone);
        let found = needles(Kind::Visitor, &visitor.to_string(), &gone).bytes;
        assert_eq!(found, [visitor.to_string().into_bytes(), visitor.to_le_bytes().to_vec()]);
        let seven = needles(Kind::Visitor, "7", &gone);
        assert!(seven.bytes.is_empty(), "in any file by chance");
        assert_eq!(seven.short, [(Kind::Visitor, "7".to_owned())]);
        gone.orders = ["A-10001", "A-10002"].map(str::to_owned).to_vec();
        gone.named = vec!["A-10002".to_owned()];
        let found = needles(Kind::Order, "A-10002", &gone).bytes;
        assert_eq!(found, [b"A-10001".to_vec(), b"A-10002".to_vec()], "what was asked for anyway");
        gone.orders = ["A-10001", "1001", "1002"].map(str::to_owned).to_vec();
        gone.named = vec!["1002".to_owned()];
        let found = needles(Kind::Order, "1001", &gone);
        assert_eq!(found.bytes, [b"A-10001".to_vec()]);
        assert_eq!(found.short, [(Kind::Order, "1001".to_owned())], "once, and not what stays");
    }

    #[test]
    fn what_lies_across_two_pieces_is_found_and_what_is_nowhere_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("s.duckdb");
        let mut bytes = vec![b'.'; 3 * PIECE];
        bytes[2 * PIECE - 3..][..6].copy_from_slice(b"needle");
        fs::write(&store, &bytes).unwrap();
        fs::write(folder.path().join("other"), "needle").unwrap();
        fs::write(folder.path().join("export.csv"), "a needle").unwrap();
        fs::write(folder.path().join("export.parquet"), "PAR1").unwrap();
        fs::write(folder.path().join("backup.duckdb"), "checksumDUCK").unwrap();
        let with = |text: &str, short| {
            let bytes = vec![text.as_bytes().to_vec()];
            search(&store, &Needles { bytes, short }).unwrap()
        };
        let needle = |text: &str| with(text, Vec::new());
        let there = needle("needle");
        assert!(there.bytes > PIECE as u64 && there.found == [store.display().to_string()]);
        let beside = |name: &str| folder.path().join(name);
        let packed = [Copy::Store(beside("backup.duckdb")), Copy::Packed(beside("export.parquet"))];
        assert!(there.copies.contains(&Copy::Plain(beside("export.csv"))));
        assert_eq!(needle("noodle").copies, packed);
        assert!(needle("noodle").found.is_empty());
        let short = with("noodle", vec![(Kind::Order, "1001".to_owned())]);
        assert!(short.copies.contains(&Copy::Half(beside("export.csv"))), "{short:?}");
    }
}
