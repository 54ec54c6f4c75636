//! The day's salt: made at random, kept in a file beside the store, destroyed after the next day.
//!
//! Beside and not inside: the store is copied into backups and exports, where a salt must never be.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::StoreError;
use crate::ingest::visitor::{SALT_BYTES, Salts};

const DAY: i64 = 24 * 60 * 60 * 1_000_000;

/// Keeps the salts and changes them at midnight UTC.
pub struct SaltKeeper {
    path: PathBuf,
    kept: Mutex<Kept>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Kept {
    /// Days since 1970 of `today`.
    day: i64,
    today: [u8; SALT_BYTES],
    yesterday: Option<[u8; SALT_BYTES]>,
}

impl SaltKeeper {
    /// Takes up the salts beside the store, or makes the first.
    ///
    /// # Errors
    /// [`StoreError::File`] where the file can't be read or written.
    pub fn open(store: &Path, now: i64) -> Result<Self, StoreError> {
        let mut path = store.as_os_str().to_owned();
        path.push(".salt");
        let path = PathBuf::from(path);
        let kept = match fs::read(&path) {
            // An unreadable file means one day's visitors are counted anew, no more.
            Ok(bytes) => serde_json::from_slice(&bytes).ok(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(StoreError::file("read", &path)(error)),
        };
        let fresh = kept.is_none();
        let kept = kept.unwrap_or(Kept { day: now / DAY, today: random(), yesterday: None });
        let keeper = Self { path, kept: Mutex::new(kept.clone()) };
        if fresh {
            keeper.write(&kept)?;
        }
        Ok(keeper)
    }

    /// The salts of `now`. A clock that went back keeps those of the later day.
    ///
    /// # Errors
    /// [`StoreError::File`] where a new day's salt can't be written.
    pub fn salts(&self, now: i64) -> Result<Salts, StoreError> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let day = now / DAY;
        if day > kept.day {
            let yesterday = (day == kept.day + 1).then_some(kept.today);
            let next = Kept { day, today: random(), yesterday };
            self.write(&next)?;
            *kept = next;
        }
        Ok(Salts { today: kept.today, yesterday: kept.yesterday })
    }

    /// Writes beside and renames, so that a kill leaves the old file or the new one.
    fn write(&self, kept: &Kept) -> Result<(), StoreError> {
        let beside = self.path.with_extension("salt-new");
        let write = || -> std::io::Result<()> {
            let mut options = fs::OpenOptions::new();
            options.write(true).create(true).truncate(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut file = options.open(&beside)?;
            file.write_all(serde_json::to_string(kept)?.as_bytes())?;
            file.sync_all()?;
            fs::rename(&beside, &self.path)
        };
        write().map_err(StoreError::file("write", &self.path))
    }
}

fn random() -> [u8; SALT_BYTES] {
    let mut salt = [0; SALT_BYTES];
    #[expect(clippy::expect_used, reason = "a system without randomness can keep no pseudonyms")]
    getrandom::fill(&mut salt).expect("the system gives random bytes");
    salt
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_at_midnight_and_survives_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("s.duckdb");
        let keeper = SaltKeeper::open(&store, 10 * DAY).unwrap();
        let first = keeper.salts(11 * DAY - 1).unwrap();
        let second = keeper.salts(11 * DAY).unwrap();
        assert_ne!(first.today, second.today);
        assert_eq!(second.yesterday, Some(first.today));
        let again = SaltKeeper::open(&store, 11 * DAY).unwrap().salts(11 * DAY).unwrap();
        assert_eq!((again.today, again.yesterday), (second.today, second.yesterday));
        assert_eq!(keeper.salts(10 * DAY).unwrap().today, second.today);
        assert_eq!(keeper.salts(20 * DAY).unwrap().yesterday, None);
    }
}
