//! Puts a copy in the store's place: a kill at any moment leaves the old store or the new one.
//!
//! Once it is made and checked the copy gets a name that says where it is to go. From then on whoever comes
//! first, this command or the next that opens the store, does what is left: what is there goes aside, log
//! and all, and the copy gets the store's name.

use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use super::backup::{self, Copied, sync};
use super::place::LOGS;
use super::secret::beside;
use super::{Access, StoreError, open, place};

/// The name beside the store of a whole copy that is to be the store. It was last changed, its owner says,
/// at the second that names what goes aside.
const COMING: &str = "coming";

/// A moment of a restore, at which a kill must do no harm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The copy is made and checked.
    Copied,
    /// It is to be the store.
    Decided,
    /// A part of the old log is aside.
    LogAside,
    /// The old store is aside.
    StoreAside,
    /// The copy is the store.
    Placed,
}

/// A store that was put back.
#[derive(Debug)]
pub struct Restored {
    /// What is in it.
    pub copied: Copied,
    /// What was there before, if anything.
    pub kept: Option<PathBuf>,
}

/// Puts a copy in the store's place; `at` is told of every step. What was there stays beside it under
/// another name, log and all.
///
/// # Errors
/// Where the copy does not open, or a process has the store.
pub fn restore(
    copy_of: &Path,
    store: &Path,
    now: i64,
    at: &mut dyn FnMut(Step),
) -> Result<Restored, StoreError> {
    open::require(copy_of)?;
    finish(store)?;
    nobody_has(store)?;
    let made = beside(store, "restoring");
    backup::remove(&made);
    let copied = backup::copy(copy_of, &made)?;
    at(Step::Copied);
    // Copying takes its time: a collector may have been started.
    nobody_has(store)?;
    let mut second = u64::try_from(now / 1_000_000).unwrap_or_default();
    while is_taken(&aside(store, second)) {
        second += 1;
    }
    let decide = || {
        File::open(&made)?.set_modified(UNIX_EPOCH + Duration::from_secs(second))?;
        fs::rename(&made, beside(store, COMING))?;
        sync(place::folder(store))
    };
    decide().map_err(StoreError::file("write", store))?;
    at(Step::Decided);
    let kept = put(store, at)?;
    Ok(Restored { copied, kept })
}

/// Does what a restore has left to do that was killed; nothing where there was none.
///
/// # Errors
/// Where another process is just doing it, or the disk does not let it.
pub(super) fn finish(store: &Path) -> Result<(), StoreError> {
    put(store, &mut |_| {}).map(drop)
}

/// Puts the copy that has been decided on in its place; says where what was there is now.
fn put(store: &Path, at: &mut dyn FnMut(Step)) -> Result<Option<PathBuf>, StoreError> {
    let coming = beside(store, COMING);
    let failed = |cause| StoreError::file("put in its place", &coming)(cause);
    let file = match File::open(&coming) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(StoreError::file("look beside the store for", &coming)(error)),
    };
    // Two at a time could take the new store for the old one.
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(StoreError::Restoring(store.to_owned())),
        Err(TryLockError::Error(error)) => return Err(failed(error)),
    }
    let copy = file.metadata().map_err(failed)?;
    match fs::metadata(&coming) {
        Ok(there) if (there.dev(), there.ino()) == (copy.dev(), copy.ino()) => {}
        // Somebody else has just done it.
        _ => return Ok(None),
    }
    let aside = aside(store, u64::try_from(copy.mtime()).unwrap_or_default());
    let mut kept = None;
    // The log first: alone, without a store, it would be in danger.
    for log in LOGS {
        if let Some(moved) = set_aside(&beside(store, log), &beside(&aside, log))? {
            kept = Some(moved);
            at(Step::LogAside);
        }
    }
    if let Some(moved) = set_aside(store, &aside)? {
        kept = Some(moved);
        at(Step::StoreAside);
    }
    fs::rename(&coming, store).map_err(failed)?;
    sync(place::folder(store)).map_err(failed)?;
    at(Step::Placed);
    Ok(kept)
}

fn set_aside(from: &Path, to: &Path) -> Result<Option<PathBuf>, StoreError> {
    if !from.exists() {
        return Ok(None);
    }
    if to.exists() {
        return Err(StoreError::Present(to.to_owned()));
    }
    fs::rename(from, to).map_err(StoreError::file("set aside", from))?;
    Ok(Some(to.to_owned()))
}

/// Where what is there goes: under a name by which DuckDB finds its log, too.
fn aside(store: &Path, second: u64) -> PathBuf {
    beside(store, &format!("before-{second}"))
}

fn is_taken(aside: &Path) -> bool {
    aside.exists() || LOGS.iter().any(|log| beside(aside, log).exists())
}

fn nobody_has(store: &Path) -> Result<(), StoreError> {
    match store.exists().then(|| open::as_it_is(store, Access::ReadOnly)) {
        Some(Err(locked @ StoreError::Locked { .. })) => Err(locked),
        _ => Ok(()),
    }
}
