//! What pseudonyms are made with: a salt of the day, and a key that lasts.
//!
//! A salt is destroyed after the next day. The key is for visitors who consented to being recognised;
//! it is made once, because with another one they would all be strangers.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::{StoreError, secret};
use crate::ingest::visitor::{SALT_BYTES, Salts};

const DAY: i64 = 24 * 60 * 60 * 1_000_000;
/// The day 2026-01-01: no clock that is right is earlier.
const FIRST: i64 = 20_454;

/// Keeps the key, and the salts, which it changes at midnight UTC.
pub struct SaltKeeper {
    path: PathBuf,
    lasting: [u8; SALT_BYTES],
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
    /// Takes up the secrets beside the store, or makes the first.
    ///
    /// # Errors
    /// [`StoreError::File`] where a file can't be read or written, [`StoreError::Key`] where the key's
    /// file holds none.
    pub fn open(store: &Path, now: i64) -> Result<Self, StoreError> {
        let path = secret::beside(store, "salt");
        // An unreadable file means one day's visitors are counted anew, no more.
        let kept = secret::read(&path)?.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let fresh = kept.is_none();
        let kept = kept.unwrap_or_else(|| Kept {
            day: now / DAY,
            today: secret::random(),
            yesterday: None,
        });
        let keeper = Self { path, lasting: key(store)?, kept: Mutex::new(kept.clone()) };
        if fresh {
            keeper.write(&kept)?;
        }
        Ok(keeper)
    }

    /// The salts of `now`. A clock that went back keeps those of the later day; but not those of a day that
    /// a wrong clock made, which would live until that day has come. A machine that has no clock of its own
    /// starts before any day of ours, and changes nothing.
    ///
    /// # Errors
    /// [`StoreError::File`] where a new day's salt can't be written.
    pub fn salts(&self, now: i64) -> Result<Salts, StoreError> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let day = now / DAY;
        if day > kept.day || kept.day > day + 1 && day >= FIRST {
            let yesterday = (day == kept.day + 1).then_some(kept.today);
            let next = Kept { day, today: secret::random(), yesterday };
            self.write(&next)?;
            *kept = next;
        }
        Ok(Salts { today: kept.today, yesterday: kept.yesterday, lasting: self.lasting })
    }

    fn write(&self, kept: &Kept) -> Result<(), StoreError> {
        let text = serde_json::to_vec(kept)
            .map_err(|error| StoreError::file("write", &self.path)(error.into()))?;
        secret::write(&self.path, &text)
    }
}

/// The day a salt's file is of, where it can be read.
#[must_use]
pub fn day_of(bytes: &[u8]) -> Option<i64> {
    serde_json::from_slice::<Kept>(bytes).ok().map(|kept| kept.day)
}

/// The key that lasts. A file with something else in it is not written over: the key may yet be found.
fn key(store: &Path) -> Result<[u8; SALT_BYTES], StoreError> {
    let path = secret::beside(store, "key");
    match secret::read(&path)? {
        Some(bytes) => bytes.try_into().map_err(|_| StoreError::Key(path)),
        None => {
            let key = secret::random();
            secret::write(&path, &key)?;
            Ok(key)
        }
    }
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
        let far = keeper.salts((FIRST + 400) * DAY).unwrap();
        assert_eq!(keeper.salts(0).unwrap().today, far.today, "no clock at all");
        let back = keeper.salts((FIRST + 20) * DAY).unwrap();
        assert_ne!(back.today, far.today, "the salt of a wrong clock's day");
        assert_eq!(keeper.salts((FIRST + 21) * DAY).unwrap().yesterday, Some(back.today));
    }
    #[test]
    fn the_key_lasts_is_the_owners_alone_and_is_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("s.duckdb");
        let first = SaltKeeper::open(&store, 0).unwrap().salts(0).unwrap().lasting;
        let again = SaltKeeper::open(&store, 90 * DAY).unwrap().salts(90 * DAY).unwrap().lasting;
        assert_eq!(first, again);
        let path = folder.path().join("s.duckdb.key");
        #[cfg(unix)]
        {
            let mode = std::os::unix::fs::PermissionsExt::mode(
                &std::fs::metadata(&path).unwrap().permissions(),
            );
            assert_eq!(mode & 0o777, 0o600);
        }
        std::fs::write(&path, "half a key").unwrap();
        let error = SaltKeeper::open(&store, 0).err().unwrap().to_string();
        assert!(error.contains("s.duckdb.key") && error.contains("delete it"), "{error}");
        assert_eq!(std::fs::read(&path).unwrap(), b"half a key");
    }
}
