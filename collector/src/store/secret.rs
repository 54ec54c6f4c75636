//! Secrets beside the store: files only their owner may read, written whole or not at all.
//!
//! Beside and not inside: the store is copied into backups and exports, where a secret must never be.

use std::fs;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, fchown};
use std::path::{Path, PathBuf};

use super::{StoreError, place};

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

/// Writes beside and renames, so that a kill leaves the old file or the new one; and has the folder on disk,
/// so that a loss of power does not bring the old one back.
pub(super) fn write(path: &Path, content: &[u8]) -> Result<(), StoreError> {
    let mut beside = path.as_os_str().to_owned();
    beside.push("-new");
    let beside = PathBuf::from(beside);
    let write = || -> std::io::Result<()> {
        // What a kill has left. A new file and never one that is there: the folder may be another user's, who
        // could have put a link in its place.
        if let Err(error) = fs::remove_file(&beside)
            && error.kind() != ErrorKind::NotFound
        {
            return Err(error);
        }
        let mut file =
            fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
        give(&file, path)?;
        file.write_all(content)?;
        file.sync_all()?;
        fs::rename(&beside, path)?;
        fs::File::open(place::folder(path))?.sync_all()
    };
    write().map_err(StoreError::file("write", path))
}

/// A file that root makes belongs to whoever has the store: a collector that runs as a user of its own could
/// not read it otherwise.
fn give(file: &fs::File, path: &Path) -> std::io::Result<()> {
    // The store's name is the secret's without its last part.
    let Ok(store) = fs::metadata(path.with_extension("")) else { return Ok(()) };
    let is_roots = file.metadata()?.uid() == 0;
    if is_roots && store.uid() != 0 {
        fchown(file, Some(store.uid()), Some(store.gid()))?;
    }
    Ok(())
}

/// Bytes nobody can guess.
pub(super) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    #[expect(clippy::expect_used, reason = "a system without randomness can keep no pseudonyms")]
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{chown, symlink};

    use super::*;

    #[test]
    fn what_root_makes_belongs_to_whoever_has_the_store() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("s.duckdb");
        fs::write(&store, "").unwrap();
        if chown(&store, Some(4711), Some(4712)).is_err() {
            println!("skipped: only root can give files away");
            return;
        }
        let path = beside(&store, "tokens");
        for content in ["first", "second"] {
            write(&path, content.as_bytes()).unwrap();
            let made = fs::metadata(&path).unwrap();
            assert_eq!((made.uid(), made.gid(), made.mode() & 0o777), (4711, 4712, 0o600));
            assert_eq!(read(&path).unwrap().unwrap(), content.as_bytes());
        }
    }

    #[test]
    fn a_link_that_lies_in_the_way_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (other, path) = (folder.path().join("other"), folder.path().join("s.duckdb.tokens"));
        fs::write(&other, "not ours").unwrap();
        symlink(&other, folder.path().join("s.duckdb.tokens-new")).unwrap();
        write(&path, b"ours").unwrap();
        assert_eq!(fs::read(&other).unwrap(), b"not ours");
        assert_eq!(fs::read(&path).unwrap(), b"ours");
    }
}
