//! The note beside the store of a collector that runs: where it answers, and a secret of this run.
//!
//! DuckDB lets one process have the file. Whoever finds it locked reads the note and asks over HTTP.
//! Only the store's owner can read it, so whoever shows its token may do what the owner may.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{StoreError, secret};

/// A token of one run, in hexadecimal.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunToken(String);

impl RunToken {
    /// A new one, which nobody can guess.
    #[must_use]
    pub fn random() -> Self {
        Self(blake3::Hash::from_bytes(secret::random()).to_hex().to_string())
    }

    /// Its text, for a request's header.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is the token; takes as long for a near miss as for any.
    #[must_use]
    pub fn is(&self, other: &str) -> bool {
        blake3::hash(self.0.as_bytes()) == blake3::hash(other.as_bytes())
    }
}

/// A token has no place in a log.
impl std::fmt::Debug for RunToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RunToken")
    }
}

/// What the note says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Running {
    /// The collector's process.
    pub pid: u32,
    /// Its base address, without a slash at the end.
    pub url: String,
    /// What to show it.
    pub token: RunToken,
}

/// A note that lies there until this is dropped.
#[derive(Debug)]
pub struct Note {
    path: PathBuf,
}

impl Note {
    /// Says beside the store that this process has it, and where it answers. A note that a killed
    /// collector has left is written over: who has the file's lock is the only one.
    ///
    /// # Errors
    /// [`StoreError::File`] where it can't be written.
    pub fn write(store: &Path, url: String, token: RunToken) -> Result<Self, StoreError> {
        let path = place(store);
        let note = Running { pid: std::process::id(), url, token };
        let text = serde_json::to_vec(&note)
            .map_err(|error| StoreError::file("write", &path)(error.into()))?;
        secret::write(&path, &text)?;
        Ok(Self { path })
    }
}

impl Drop for Note {
    fn drop(&mut self) {
        // One that stays is recognised: nobody answers there, or not to its token.
        let _ = fs::remove_file(&self.path);
    }
}

/// The note beside the store, where there is one. It may be a killed collector's.
///
/// # Errors
/// [`StoreError::File`] where it is there and can't be read.
pub fn find(store: &Path) -> Result<Option<Running>, StoreError> {
    let bytes = secret::read(&place(store))?;
    // One that can't be understood is of another version, and no use.
    Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
}

fn place(store: &Path) -> PathBuf {
    secret::beside(store, "run")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lies_there_for_its_owner_alone_until_it_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("s.duckdb");
        assert!(find(&store).unwrap().is_none());
        let token = RunToken::random();
        let note = Note::write(&store, "http://127.0.0.1:1".to_owned(), token.clone()).unwrap();
        let found = find(&store).unwrap().unwrap();
        assert_eq!((found.pid, found.url.as_str()), (std::process::id(), "http://127.0.0.1:1"));
        assert!(found.token.is(token.as_str()) && !found.token.is("") && !found.token.is("x"));
        assert!(!format!("{found:?}").contains(token.as_str()), "a token is not printed");
        #[cfg(unix)]
        {
            let path = folder.path().join("s.duckdb.run");
            let permissions = fs::metadata(path).unwrap().permissions();
            assert_eq!(std::os::unix::fs::PermissionsExt::mode(&permissions) & 0o777, 0o600);
        }
        drop(note);
        assert!(find(&store).unwrap().is_none());
        fs::write(folder.path().join("s.duckdb.run"), "half a no").unwrap();
        assert!(find(&store).unwrap().is_none());
    }
}
