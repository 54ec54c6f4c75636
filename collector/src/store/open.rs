//! Opens the store's file with the settings Percorso wants.

use std::fs;
use std::path::Path;

use duckdb::{AccessMode, Config, Connection};

use super::opened::Opened;
use super::place::Identity;
use super::upkeep::{self, Upkeep};
use super::{StoreError, backup, migrate, place, restore, secret};

/// What the file is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// To write: the file is made when absent and its schema brought up to date.
    ReadWrite,
    /// To write small groups all day while others ask. As [`Access::ReadWrite`], on one thread: waking
    /// the others costs a commit of 30 rows half as much again (4.7 against 3.2 ms of CPU), and a
    /// question that may not take every core leaves one for what arrives.
    Serve,
    /// To read: the file must be there, with this program's schema.
    ReadOnly,
}

/// Memory DuckDB may take before it spills to disk; its own default is 80 % of the machine.
const MEMORY: &str = "1GB";
/// Log size that brings a checkpoint about. Rarer ones make the slow moments rarer; a longer log
/// takes longer to replay after a kill (about 3 s for 50 MB).
const CHECKPOINT_AT: &str = "64MB";
/// A log that was longer than this when the store was opened is put into the file at once: who is killed
/// again and again would otherwise replay the same log each time, and ever more of it.
const LONG: u64 = 4 << 20;

/// Opens the store. A file of an earlier schema is copied before it is changed; the copy goes when the
/// change is made.
///
/// # Errors
/// [`StoreError::Locked`] where another process has the file, and what else its kinds say.
pub fn open(path: &Path, access: Access) -> Result<Connection, StoreError> {
    let log = fs::metadata(place::log(path)).map_or(0, |log| log.len());
    let mut connection = as_it_is(path, access)?;
    if access == Access::ReadOnly {
        migrate::require_current(&connection)?;
        return Ok(connection);
    }
    let copy = match migrate::to_be_changed(&connection)? {
        Some(found) => {
            // Copied closed: closing any file of a process drops its locks on it.
            close(connection)?;
            let copy = secret::beside(path, &format!("schema-{found}"));
            backup::before_a_change(path, &copy)?;
            connection = as_it_is(path, access)?;
            Some(copy)
        }
        None => None,
    };
    let mut is_changed = false;
    migrate::migrate(&mut connection, &mut |_| is_changed = true)?;
    // What making tables, views and macros takes is held as long as it is open: 10 MB of an idle collector's.
    if is_changed && access == Access::Serve {
        close(connection)?;
        connection = as_it_is(path, access)?;
    }
    if let Some(copy) = copy {
        backup::remove(&copy);
    }
    // Without room it must not be tried: it would take the whole database out of order.
    if log > LONG && place::room(path).is_none_or(|room| room > place::RESERVE + log) {
        connection
            .execute_batch("CHECKPOINT")
            .map_err(StoreError::duckdb("put the log into the file"))?;
    }
    upkeep::tidy(&connection)?;
    let own = connection.try_clone().map_err(StoreError::duckdb("connect twice"))?;
    Upkeep::new(path, Opened::with(own), None).catch_up()?;
    Ok(connection)
}

fn close(connection: Connection) -> Result<(), StoreError> {
    connection.close().map_err(|(_, cause)| StoreError::duckdb("close the store")(cause))
}

/// Refuses where there is no store, once a copy that is on its way there has come.
///
/// # Errors
/// [`StoreError::Absent`], [`StoreError::Lost`], or what kept the copy from coming.
pub fn require(path: &Path) -> Result<(), StoreError> {
    restore::finish(path)?;
    place::is_not_lost(path)?;
    if path.exists() { Ok(()) } else { Err(StoreError::Absent(path.to_owned())) }
}

/// Opens the file with whatever schema it has, and changes nothing but what its log asks for.
///
/// # Errors
/// As [`open`].
pub(super) fn as_it_is(path: &Path, access: Access) -> Result<Connection, StoreError> {
    match require(path) {
        Err(StoreError::Absent(_)) if access != Access::ReadOnly => {}
        required => required?,
    }
    if !place::folder(path).is_dir() {
        return Err(StoreError::NoFolder(place::folder(path).to_owned()));
    }
    place::require_store(path)?;
    // Whole, so that nothing before a colon in it is taken for the name of an extension.
    let whole = std::path::absolute(path).map_err(StoreError::file("find", path))?;
    let opened = config(access).and_then(|config| Connection::open_with_flags(whole, config));
    let connection = opened.map_err(|cause| {
        locked(path, &cause).unwrap_or(StoreError::Duckdb { doing: "open the store", cause })
    })?;
    require_file(&connection, path)?;
    if access != Access::ReadOnly {
        clear(path);
    }
    Ok(connection)
}

/// Removes what DuckDB had no room for in memory and a process that was killed has left beside the store. Who opens
/// the store to write is alone with it.
fn clear(path: &Path) {
    // What cannot be removed is told by `doctor`, and harms nothing.
    let _ = std::fs::remove_dir_all(secret::beside(path, "tmp"));
}

/// Refuses a database that lies elsewhere than asked for, or nowhere.
fn require_file(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let file: Option<String> = connection
        .query_row("PRAGMA database_list", [], |row| row.get("file"))
        .map_err(StoreError::duckdb("say which file it has"))?;
    let identity = file.and_then(|file| Identity::of(Path::new(&file)));
    match identity.is_some() && identity == Identity::of(path) {
        true => Ok(()),
        false => Err(StoreError::NoStore(path.to_owned())),
    }
}

fn config(access: Access) -> duckdb::Result<Config> {
    let config = match access {
        Access::ReadWrite => Config::default().access_mode(AccessMode::ReadWrite)?,
        // Sealed: whatever a question of others comes to, this DuckDB reads and writes its own file alone.
        Access::Serve => Config::default()
            .access_mode(AccessMode::ReadWrite)?
            .threads(1)?
            .enable_external_access(false)?,
        Access::ReadOnly => Config::default().access_mode(AccessMode::ReadOnly)?,
    };
    config
        .max_memory(MEMORY)?
        .enable_autoload_extension(false)?
        .with("autoinstall_known_extensions", "false")?
        .with("wal_autocheckpoint", CHECKPOINT_AT)
}

/// DuckDB tells a lock only by its words: "Conflicting lock is held in … (PID 123)".
fn locked(path: &Path, error: &duckdb::Error) -> Option<StoreError> {
    let text = error.to_string();
    let (_, after) = text.split_once("Could not set lock on file")?;
    let holder = after
        .split_once("(PID ")
        .and_then(|(_, rest)| rest.split_once(')'))
        .and_then(|(pid, _)| pid.parse().ok());
    Some(StoreError::Locked { path: path.to_owned(), holder })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_in_memory_or_in_another_file_is_no_store() {
        let folder = tempfile::tempdir().unwrap();
        let [one, other] = ["one.duckdb", "a:b.duckdb"].map(|name| folder.path().join(name));
        let connection = as_it_is(&one, Access::ReadWrite).unwrap();
        assert!(require_file(&connection, &one).is_ok());
        assert!(require_file(&connection, &other).is_err());
        let _other = as_it_is(&other, Access::ReadWrite).unwrap();
        assert!(require_file(&connection, &other).is_err());
        let nowhere = Connection::open_in_memory().unwrap();
        assert!(matches!(require_file(&nowhere, &one), Err(StoreError::NoStore(_))));
    }
}
