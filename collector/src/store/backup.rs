//! A copy of the store, also while a collector writes to it, checked by opening it.
//!
//! DuckDB writes what it says in the file at checkpoints alone, and between two of them its log only
//! grows. So the file, and then the log, are what a power cut would have left, if no checkpoint came in
//! between; the file's head tells, and then the copy is made again. It is the command's own process
//! that reads, never the collector's: closing a file drops the locks a process has on it.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use super::place::LOGS;
use super::secret::beside;
use super::tally::{Tally, tally};
use super::{Access, StoreError, migrate, open, place};

/// Where the store's file says which of its two headers counts; a checkpoint changes it.
const HEAD: usize = 3 * 4096;
/// How often a copy is made before a busy collector's checkpoints have it given up.
const TRIES: usize = 20;

/// A copy that was made and checked.
#[derive(Debug, Clone, Copy)]
pub struct Copied {
    /// What is in it.
    pub tally: Tally,
    /// Its size.
    pub bytes: u64,
}

/// Copies the store to `to`, opens the copy, and has its log put into it.
///
/// # Errors
/// Where `to` is there already, has no room, or the copy does not open.
pub fn copy(store: &Path, to: &Path) -> Result<Copied, StoreError> {
    open::require(store)?;
    if to.exists() {
        return Err(StoreError::Present(to.to_owned()));
    }
    let part = beside(to, "part");
    let outcome = copy_files(store, &part).and_then(|()| check(&part));
    match outcome {
        Ok(copied) => {
            fs::rename(&part, to).map_err(StoreError::file("write", to))?;
            sync(place::folder(to)).map_err(StoreError::file("write", to))?;
            Ok(copied)
        }
        Err(error) => {
            remove(&part);
            Err(error)
        }
    }
}

/// Copies the store's files as they stand, log and all, without opening them.
///
/// # Errors
/// Where there is no room, or checkpoints come too often.
fn copy_files(store: &Path, to: &Path) -> Result<(), StoreError> {
    let wrong = |cause| StoreError::file("copy", store)(cause);
    let needed = place::bytes(store) + place::RESERVE;
    if let Some(free) = place::room(to).filter(|free| *free < needed) {
        return Err(StoreError::NoRoom { to: to.to_owned(), free, needed });
    }
    for _ in 0..TRIES {
        remove(to);
        let before = head(store).map_err(wrong)?;
        fs::copy(store, to).map_err(wrong)?;
        for log in LOGS {
            match fs::copy(beside(store, log), beside(to, log)) {
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(wrong(error)),
            }
        }
        if head(store).map_err(wrong)? == before {
            sync(to).map_err(wrong)?;
            return Ok(());
        }
    }
    remove(to);
    Err(StoreError::TooBusy(store.to_owned()))
}

/// Copies a closed store before its schema is changed. One that is there already is taken away: it is of a
/// change that was broken off, and what was stored since is not in it.
///
/// # Errors
/// Where there is no room.
pub(super) fn before_a_change(store: &Path, copy: &Path) -> Result<(), StoreError> {
    remove(copy);
    let part = beside(copy, "part");
    copy_files(store, &part)?;
    for log in LOGS.iter().filter(|log| beside(&part, log).exists()) {
        fs::rename(beside(&part, log), beside(copy, log))
            .map_err(StoreError::file("write", copy))?;
    }
    fs::rename(&part, copy).map_err(StoreError::file("write", copy))
}

/// Opens the copy as a start after a power cut would, without changing its schema.
fn check(copy: &Path) -> Result<Copied, StoreError> {
    let connection = open::as_it_is(copy, Access::ReadWrite)?;
    let _ = migrate::require_known(&connection)?;
    let tally = tally(&connection)?;
    connection.execute_batch("CHECKPOINT").map_err(StoreError::duckdb("finish the copy"))?;
    connection.close().map_err(|(_, cause)| StoreError::duckdb("finish the copy")(cause))?;
    let bytes = fs::metadata(copy).map_err(StoreError::file("read", copy))?.len();
    sync(copy).map_err(StoreError::file("write", copy))?;
    Ok(Copied { tally, bytes })
}

fn head(store: &Path) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(HEAD);
    File::open(store)?.take(HEAD as u64).read_to_end(&mut head)?;
    Ok(head)
}

pub(super) fn sync(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Takes away a copy of ours that did not come to be, with its log.
pub(super) fn remove(copy: &Path) {
    let _ = fs::remove_file(copy);
    for log in LOGS {
        let _ = fs::remove_file(beside(copy, log));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_that_a_broken_change_has_left_is_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let (store, copy) = (folder.path().join("s"), folder.path().join("s.schema-3"));
        fs::write(&store, [7; 2 * HEAD]).unwrap();
        fs::write(beside(&store, "wal"), "of today").unwrap();
        fs::write(&copy, [1; HEAD]).unwrap();
        fs::write(beside(&copy, "wal"), "of weeks ago").unwrap();
        fs::write(beside(&copy, "wal.recovery"), "of weeks ago").unwrap();
        before_a_change(&store, &copy).unwrap();
        assert_eq!(fs::read(&copy).unwrap(), fs::read(&store).unwrap());
        assert_eq!(fs::read(beside(&copy, "wal")).unwrap(), b"of today");
        assert!(!beside(&copy, "wal.recovery").exists());
    }
}
