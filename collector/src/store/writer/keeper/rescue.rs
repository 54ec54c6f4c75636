//! The store's file was removed while it is open: it lives on without a name until it is closed, and
//! is given its name again before that.

use std::fs;
use std::io;
use std::path::Path;

use tracing::warn;

use super::super::super::StoreError;
use super::super::super::place::{self, Identity};
use super::super::super::secret::beside;
use super::Keeper;

impl Keeper {
    /// Puts everything into the nameless file, copies it to where it was, and opens the copy.
    pub(super) fn rescue(&mut self) -> Result<(), StoreError> {
        self.tables()?.checkpoint()?;
        let Some(identity) = self.identity else { return Ok(()) };
        let copy = beside(&self.path, "rescued");
        copy_to(identity, &copy).map_err(StoreError::file("write again", &self.path))?;
        // A link and not a renaming: a file that somebody has put there meanwhile stays.
        fs::hard_link(&copy, &self.path)
            .and_then(|()| fs::remove_file(&copy))
            .map_err(StoreError::file("write again", &self.path))?;
        set_aside(&place::log(&self.path))?;
        warn!(
            store = %self.path.display(),
            "the store's file was removed; it was written again with everything in it"
        );
        self.shut()?;
        // The copy holds what was remembered: another file, and the same content.
        self.identity = Identity::of(&self.path);
        self.open()
    }
}

fn copy_to(identity: Identity, to: &Path) -> io::Result<()> {
    let gone = || io::Error::other("it is not open any more");
    // DuckDB's lock on a file without a name guards nothing, so that reading it may end it.
    let from = place::nameless(identity).ok_or_else(gone)?;
    fs::copy(from, to)?;
    fs::File::open(to)?.sync_all()
}

/// A log that a checkpoint has left empty, or that belongs to a file of before: kept under another name.
fn set_aside(log: &Path) -> Result<(), StoreError> {
    if log.exists() {
        let mut kept = log.as_os_str().to_owned();
        kept.push(".old");
        fs::rename(log, kept).map_err(StoreError::file("set aside", log))?;
    }
    Ok(())
}
