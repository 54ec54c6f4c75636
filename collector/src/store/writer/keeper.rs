//! The store as the writing thread keeps it: opened, watched, and opened again when it fell out of order.
//!
//! Whatever happens to the file or the disk, the thread lives on, says what is the matter, and takes
//! events again when it is over. A log is never deleted: what can't be replayed may yet be.

mod anew;
mod rescue;
#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use duckdb::Connection;
use tracing::{error, info};

use super::super::opened::Opened;
use super::super::place::{self, Found, Identity, Probe};
use super::super::{Access, StoreError, memory, migrate, open, secret};
use super::group::{Group, Tables};
use crate::clock;

/// How often a store that is out of order is looked at.
const LOOK: Duration = Duration::from_millis(500);
/// How long it takes at most until a file that would not open is tried again unchanged.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long DuckDB may keep what it has read and written.
const GIVE_BACK: Duration = Duration::from_secs(5);
/// Bytes that DuckDB may hold nevertheless, until the file is opened anew. It may keep 48 MB in any case.
const MOST_HELD: u64 = 80_000_000;

/// What the writing thread keeps.
pub(super) struct Keeper {
    path: PathBuf,
    opened: Opened,
    /// Known from the first time the file was open; kept while it is closed.
    group: Option<Group>,
    identity: Option<Identity>,
    /// Of the disk while the file is open.
    probe: Probe,
    /// Whether DuckDB's log was there when it was last looked for.
    logged: bool,
    looked: Instant,
    gave_back: Instant,
    /// After a file would not open: what it was like, when it may be tried again, and the pause.
    refused: Option<(Stamp, Instant, Duration)>,
}

type Stamp = [Option<(u64, u64, i64, i64)>; 2];

impl Keeper {
    /// Opens the store. What an operator has to set right (another process, a later version) is an
    /// error; a store that can't be read or written is kept closed and tried again.
    pub(super) fn start(path: PathBuf, opened: Opened) -> Result<Self, StoreError> {
        let looked = Instant::now();
        let mut keeper = Self {
            path,
            opened,
            group: None,
            identity: None,
            probe: Probe::default(),
            logged: false,
            looked,
            gave_back: looked,
            refused: None,
        };
        match keeper.open() {
            Ok(()) => Ok(keeper),
            // One that never was a store is a mistake in --db.
            Err(error)
                if error.is_of_the_file() && secret::beside(&keeper.path, "key").exists() =>
            {
                keeper.say(Some(&error.to_string()));
                error!(
                    "quarantine: the store is left as it is, its log too; nothing is taken until it opens. \
                     `percorso doctor` says what is wrong and what to do"
                );
                Ok(keeper)
            }
            Err(error) => Err(error),
        }
    }

    /// The open tables, with what is remembered; nothing while the store is out of order.
    pub(super) fn ready(&mut self) -> Option<&mut Group> {
        if !self.is_open() {
            return None;
        }
        // Asked each time, which takes microseconds: where DuckDB finds out by itself that its disk has become
        // read-only, it ends the process.
        if let Err(fault) = self.disk_takes(place::RESERVE) {
            self.say(Some(&fault.to_string()));
            return None;
        }
        self.group.as_mut()
    }

    /// Whether what was just committed is in a file that will be found again. Called before the answer.
    pub(super) fn is_kept(&mut self, wrote: bool) -> Result<(), StoreError> {
        // A system that has made the disk read-only meanwhile may say of any sync that all was well.
        self.disk_takes(0)?;
        let Some(identity) = self.identity else { return Ok(()) };
        let logged = place::log(&self.path).exists();
        let expected = std::mem::replace(&mut self.logged, logged) || wrote;
        match identity.look(&self.path) {
            Found::Same if logged || !expected => Ok(()),
            // A checkpoint has just emptied the log, or somebody has taken it away: then all of it goes
            // into the file, which costs nothing where nothing is missing.
            Found::Same => self.tables()?.checkpoint(),
            Found::Missing => self.rescue(),
            Found::Other => Err(StoreError::Replaced(self.path.clone())),
        }
    }

    /// A commit failed, or what it wrote can't be found: if the fault is the store's, nothing more is
    /// taken until it is mended.
    pub(super) fn failed(&mut self, error: &StoreError) {
        let fault = match place::try_to_write(&self.path) {
            Err(cause) => StoreError::file("write beside", &self.path)(cause).to_string(),
            Ok(()) if error.is_of_the_disk() || self.is_sound().is_err() => error.to_string(),
            Ok(()) => return,
        };
        self.say(Some(&fault));
    }

    /// Now and then, between two commits: has DuckDB give back what it keeps in case it is asked for again.
    pub(super) fn give_back(&mut self) {
        if self.gave_back.elapsed() < GIVE_BACK {
            return;
        }
        let Some(held) = self.opened.give_back() else { return };
        self.gave_back = Instant::now();
        if held > MOST_HELD
            && let Err(fault) = self.open_anew()
        {
            self.say(Some(&fault.to_string()));
        }
    }

    /// Whether events are taken.
    pub(super) fn is_open(&self) -> bool {
        self.opened.trouble().is_none()
    }

    /// What who sends events now is told.
    pub(super) fn out_of_order(&self) -> StoreError {
        StoreError::OutOfOrder(self.opened.trouble().unwrap_or_default())
    }

    /// Looks whether the store can be used again.
    pub(super) fn mend(&mut self) {
        if self.is_open() || self.looked.elapsed() < LOOK {
            return;
        }
        self.looked = Instant::now();
        match self.try_to_mend() {
            Ok(true) => {
                self.say(None);
                self.refused = None;
            }
            Ok(false) => {}
            Err(error) => self.say(Some(&error.to_string())),
        }
    }

    /// Puts the log into the file and closes it.
    pub(super) fn close(mut self) -> Result<(), StoreError> {
        if let Some(why) = self.opened.trouble() {
            return Err(StoreError::OutOfOrder(why));
        }
        self.is_kept(false)?;
        self.tables()?.checkpoint()
    }

    /// Whether it is in order again; not before its time where the same file was refused a moment ago.
    fn try_to_mend(&mut self) -> Result<bool, StoreError> {
        self.disk_takes(place::RESERVE)?;
        place::try_to_write(&self.path).map_err(StoreError::file("write beside", &self.path))?;
        if self.is_sound().is_ok() {
            return self.is_kept(false).map(|()| true);
        }
        self.shut()?;
        let stamp = place::stamp(&self.path);
        if let Some((before, again, _)) = &self.refused
            && *before == stamp
            && Instant::now() < *again
        {
            return Ok(false);
        }
        self.open().map(|()| true).inspect_err(|_| {
            let pause = self.refused.map_or(LOOK, |(_, _, pause)| (2 * pause).min(PATIENCE));
            self.refused = Some((stamp, Instant::now() + pause, pause));
        })
    }

    fn open(&mut self) -> Result<(), StoreError> {
        let reader = self.connect()?;
        self.opened.open(reader);
        Ok(())
    }

    /// The writer's connections to the file, and one for who reads.
    fn connect(&mut self) -> Result<Connection, StoreError> {
        let connection = open(&self.path, Access::Serve)?;
        let identity = Identity::of(&self.path);
        let again = || connection.try_clone().map_err(StoreError::duckdb("connect once more"));
        let (lookup, reader) = (again()?, again()?);
        match &mut self.group {
            // The same file: what is remembered is more than what could be read again, for it has the
            // events of commits that failed and may yet have been stored.
            Some(group) if identity == self.identity => {
                group.tables = Some(Tables::new(connection, lookup)?);
            }
            _ => {
                let seen = memory::seen(&connection)?;
                if let Some(latest) = seen.last_received() {
                    clock::not_before(latest);
                }
                let sessions = memory::sessions(&connection, clock::now())?;
                let tables = Some(Tables::new(connection, lookup)?);
                self.group = Some(Group { tables, seen, sessions });
            }
        }
        self.identity = identity;
        self.probe = Probe::beside(&self.path);
        Ok(reader)
    }

    /// Closes the file: questions under way end by themselves, none begin.
    fn shut(&mut self) -> Result<(), StoreError> {
        self.opened.close();
        self.let_go()
    }

    fn let_go(&mut self) -> Result<(), StoreError> {
        if let Some(group) = &mut self.group {
            group.tables = None;
        }
        match self.identity {
            Some(identity) if place::is_open_here(identity) => Err(StoreError::StillOpen),
            _ => Ok(()),
        }
    }

    /// Whether DuckDB still answers. After a fatal error it answers nothing any more.
    fn is_sound(&self) -> Result<(), StoreError> {
        migrate::require_current(self.tables()?.lookup())
    }

    fn tables(&self) -> Result<&Tables, StoreError> {
        let tables = self.group.as_ref().and_then(|group| group.tables.as_ref());
        tables.ok_or_else(|| self.out_of_order())
    }

    /// Whether the disk can be written to, and has room where that is `needed`.
    fn disk_takes(&mut self, needed: u64) -> Result<(), StoreError> {
        if self.probe.is_refused() {
            return Err(StoreError::ReadOnly(self.path.clone()));
        }
        match place::room(&self.path) {
            Some(free) if free < needed => {
                Err(StoreError::Full { path: self.path.clone(), free, needed })
            }
            _ => Ok(()),
        }
    }

    fn say(&self, trouble: Option<&str>) {
        if !self.opened.set_trouble(trouble) {
            return;
        }
        match trouble {
            Some(trouble) => error!(%trouble, "the store takes nothing"),
            None => info!("the store takes events again"),
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        // The reader's connection would keep the file open, and locked, for as long as handlers live.
        self.opened.close();
    }
}
