//! Secrets beside the store: files only their owner may read, written whole or not at all.
//!
//! Beside and not inside: the store is copied into backups and exports, where a secret must never be.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::StoreError;

/// The secret's file beside the store.
pub(super) fn beside(store: &Path, kind: &str) -> PathBuf {
    let mut path = store.as_os_str().to_owned();
    path.push(".");
    path.push(kind);
    PathBuf::from(path)
}

/// What the file holds, or nothing where there is none.
pub(super) fn read(path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreError::file("read", path)(error)),
    }
}

/// Writes beside and renames, so that a kill leaves the old file or the new one.
pub(super) fn write(path: &Path, content: &[u8]) -> Result<(), StoreError> {
    let mut beside = path.as_os_str().to_owned();
    beside.push("-new");
    let beside = PathBuf::from(beside);
    let write = || -> std::io::Result<()> {
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&beside)?;
        file.write_all(content)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    write().map_err(StoreError::file("write", path))
}

/// Bytes nobody can guess.
pub(super) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    #[expect(clippy::expect_used, reason = "a system without randomness can keep no pseudonyms")]
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes
}
