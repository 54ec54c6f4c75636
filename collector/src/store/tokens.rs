//! Tokens for who asks from elsewhere: a small file beside the store, readable by its owner alone.
//!
//! Beside and not inside: a token can be made and revoked while the collector has the store. Only a
//! token's hash is kept. It is 256 random bits, so a plain hash is as good as a slow one.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::{StoreError, place, secret};

/// What a token is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Ask: pages, reports, SQL, metrics.
    Read,
    /// Send events for others: `POST /v1/events`.
    Write,
    /// Everything, also what changes or takes away.
    Admin,
}

impl Scope {
    /// Whether a token of this scope opens what asks for `needed`.
    #[must_use]
    pub fn opens(self, needed: Self) -> bool {
        self == Self::Admin || self == needed
    }

    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Admin => "admin",
        }
    }
}

/// A token as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Eight letters that name it; no secret.
    pub id: String,
    /// What it was made for, in the owner's words.
    pub name: String,
    /// What it is good for.
    pub scope: Scope,
    /// When it was made, microseconds since 1970.
    pub made_at: i64,
    hash: String,
}

/// Begins every token, so that scanners for leaked secrets find it.
const PREFIX: &str = "percorso_";

/// The tokens of a store, read again whenever their file has changed.
pub struct Tokens {
    path: PathBuf,
    read: Mutex<(Option<Stamp>, Vec<Token>)>,
}

/// Another file, or another content.
type Stamp = (SystemTime, u64);

impl Tokens {
    /// The tokens of this store.
    #[must_use]
    pub fn of(store: &Path) -> Self {
        Self { path: secret::beside(store, "tokens"), read: Mutex::new((None, Vec::new())) }
    }

    /// All there are.
    ///
    /// # Errors
    /// [`StoreError::File`] where the file can't be read or holds something else.
    pub fn all(&self) -> Result<Vec<Token>, StoreError> {
        let Some(bytes) = secret::read(&self.path)? else { return Ok(Vec::new()) };
        let wrong =
            |error: serde_json::Error| StoreError::file("understand", &self.path)(error.into());
        serde_json::from_slice(&bytes).map_err(wrong)
    }

    /// Makes one, and tells its text, which is kept nowhere.
    ///
    /// # Errors
    /// [`StoreError::File`] where the file can't be read or written.
    pub fn create(
        &self,
        name: &str,
        scope: Scope,
        now: i64,
    ) -> Result<(Token, String), StoreError> {
        let id: String = hex(&secret::random::<4>());
        let text = format!("{PREFIX}{id}_{}", hex(&secret::random::<32>()));
        let (name, hash) = (name.to_owned(), hashed(&text));
        let token = Token { id, name, scope, made_at: now, hash };
        let _alone = self.alone()?;
        let mut all = self.all()?;
        all.push(token.clone());
        self.write(&all)?;
        Ok((token, text))
    }

    /// Takes one back; tells whether there was one of this id.
    ///
    /// # Errors
    /// [`StoreError::File`] where the file can't be read or written.
    pub fn revoke(&self, id: &str) -> Result<bool, StoreError> {
        let _alone = self.alone()?;
        let mut all = self.all()?;
        let before = all.len();
        all.retain(|token| token.id != id);
        if all.len() == before {
            return Ok(false);
        }
        self.write(&all)?;
        Ok(true)
    }

    /// What this text is good for, if it is a token's.
    ///
    /// # Errors
    /// [`StoreError::File`] where the file can't be read: then nobody gets in.
    pub fn scope(&self, text: &str) -> Result<Option<Scope>, StoreError> {
        let stamp =
            fs::metadata(&self.path).and_then(|file| Ok((file.modified()?, file.len()))).ok();
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if stamp.is_none() || read.0 != stamp {
            *read = (stamp, self.all()?);
        }
        let hash = hashed(text);
        // Hashes of what is shown say nothing about hashes that are kept, however long comparing takes.
        Ok(read.1.iter().find(|token| token.hash == hash).map(|token| token.scope))
    }

    /// Keeps other commands from changing the list until it is dropped; the folder is what is locked, for
    /// the list's own file is exchanged.
    fn alone(&self) -> Result<fs::File, StoreError> {
        let folder = place::folder(&self.path);
        let locked = fs::File::open(folder).and_then(|folder| folder.lock().map(|()| folder));
        locked.map_err(StoreError::file("lock", folder))
    }

    fn write(&self, tokens: &[Token]) -> Result<(), StoreError> {
        let text = serde_json::to_vec_pretty(tokens);
        let text = text.map_err(|error| StoreError::file("write", &self.path)(error.into()))?;
        secret::write(&self.path, &text)
    }
}

fn hashed(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_known_and_taken_back_while_another_reads() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("s.duckdb");
        let (ours, theirs) = (Tokens::of(&store), Tokens::of(&store));
        assert_eq!(theirs.scope("percorso_x").unwrap(), None);
        let (token, text) = ours.create("dashboard", Scope::Read, 7).unwrap();
        let (other, _) = ours.create("till", Scope::Write, 8).unwrap();
        assert_eq!(theirs.scope(&text).unwrap(), Some(Scope::Read));
        assert_eq!(theirs.scope(&text.replace(&token.id, &other.id)).unwrap(), None);
        let kept = fs::read_to_string(folder.path().join("s.duckdb.tokens")).unwrap();
        assert!(!kept.contains(&text) && !kept.contains(text.rsplit('_').next().unwrap()));
        assert_eq!(ours.all().unwrap().len(), 2);
        assert!(ours.revoke(&token.id).unwrap() && !ours.revoke(&token.id).unwrap());
        assert_eq!(theirs.scope(&text).unwrap(), None);
    }

    #[test]
    fn commands_at_once_lose_nothing_of_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("s.duckdb");
        std::thread::scope(|threads| {
            for _ in 0..8 {
                threads.spawn(|| {
                    let tokens = Tokens::of(&store);
                    for _ in 0..5 {
                        let (gone, _) = tokens.create("", Scope::Read, 1).unwrap();
                        tokens.create("kept", Scope::Read, 1).unwrap();
                        assert!(tokens.revoke(&gone.id).unwrap());
                    }
                });
            }
        });
        let all = Tokens::of(&store).all().unwrap();
        assert_eq!((all.len(), all.iter().filter(|t| t.name == "kept").count()), (40, 40));
    }

    #[test]
    fn what_a_scope_opens() {
        use Scope::{Admin, Read, Write};
        let opened =
            [Read, Write, Admin].map(|scope| [Read, Write, Admin].map(|for_| scope.opens(for_)));
        assert_eq!(opened, [[true, false, false], [false, true, false], [true, true, true]]);
    }

    #[test]
    fn a_file_that_is_no_list_lets_nobody_in() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("s.duckdb");
        fs::write(folder.path().join("s.duckdb.tokens"), "[").unwrap();
        let error = Tokens::of(&store).scope("x").unwrap_err().to_string();
        assert!(error.contains("s.duckdb.tokens"), "{error}");
    }
}
