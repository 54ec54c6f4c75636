//! Where the store lies on the disk: whether its file is still the one that was opened, and whether
//! the disk takes more.

use std::fs::{self, File, Metadata};
use std::io::{self, Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, Mode, OFlags, openat};
use rustix::io::Errno;

use super::StoreError;
use super::secret::beside;

/// Room that must be free before anything is taken. A checkpoint that finds no room takes the whole
/// database out of order, and one of the longest log writes less than this.
pub const RESERVE: u64 = 64 << 20;
/// What every file of DuckDB's has behind the sum of its first block.
const MAGIC: &[u8] = b"DUCK";
const MAGIC_AT: usize = 8;
/// The parts of DuckDB's log; all but the first are there during checkpoints and recoveries alone.
pub(super) const LOGS: [&str; 3] = ["wal", "wal.checkpoint", "wal.recovery"];
/// What a trial write writes.
const TRIAL: usize = 64 << 10;
/// Bytes of a probe at most.
const PROBED: u64 = 1 << 30;

/// What became of the store's file since it was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// It is there.
    Same,
    /// There is none of its name.
    Missing,
    /// There is another one of its name.
    Other,
}

/// The file's identity on its disk, whatever its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    device: u64,
    inode: u64,
}

impl Identity {
    /// Of the file that has this name now.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        fs::metadata(path).ok().map(|file| Self { device: file.dev(), inode: file.ino() })
    }

    /// Whether the name still leads to the file.
    #[must_use]
    pub fn look(self, path: &Path) -> Found {
        match fs::metadata(path) {
            Ok(file) if (file.dev(), file.ino()) == (self.device, self.inode) => Found::Same,
            Ok(_) => Found::Other,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Found::Missing,
            // Out of reach for a moment, as on a network's disk: the commit itself will tell.
            Err(_) => Found::Same,
        }
    }
}

/// Refuses a name by which DuckDB would keep everything in memory, and lose it with the process.
///
/// # Errors
/// [`StoreError::NoName`].
pub fn require_name(store: &Path) -> Result<(), StoreError> {
    let name = store.as_os_str().as_bytes();
    match name.is_empty() || name.starts_with(b":memory:") {
        true => Err(StoreError::NoName(store.to_owned())),
        false => Ok(()),
    }
}

/// Refuses, too, a file that is there and is not DuckDB's own: of CSV, JSON or Parquet it would make views
/// in memory, and acknowledge what it keeps nowhere. Not to be asked while this process has the file open:
/// closing it here would drop the lock.
///
/// # Errors
/// [`StoreError::NoName`], [`StoreError::NoStore`].
pub fn require_store(store: &Path) -> Result<(), StoreError> {
    require_name(store)?;
    let mut head = [0; MAGIC_AT + MAGIC.len()];
    match File::open(store).and_then(|mut file| file.read_exact(&mut head)) {
        Ok(()) if head.ends_with(MAGIC) => Ok(()),
        // What can't be read is told by whoever opens it.
        Err(error) if error.kind() != io::ErrorKind::UnexpectedEof && !store.is_dir() => Ok(()),
        _ => Err(StoreError::NoStore(store.to_owned())),
    }
}

/// DuckDB's log beside the store.
#[must_use]
pub fn log(store: &Path) -> PathBuf {
    beside(store, "wal")
}

/// Refuses a store that is gone while its log is there: DuckDB would make an empty file of its name, and
/// delete the log.
///
/// # Errors
/// [`StoreError::Lost`].
pub(super) fn is_not_lost(store: &Path) -> Result<(), StoreError> {
    if store.try_exists().unwrap_or(true) {
        return Ok(());
    }
    match LOGS.map(|log| beside(store, log)).into_iter().find(|log| log.exists()) {
        Some(log) => Err(StoreError::Lost { path: store.to_owned(), log }),
        None => Ok(()),
    }
}

/// What changes when somebody puts another file or log in place: sizes, times, identities.
#[must_use]
pub fn stamp(store: &Path) -> [Option<(u64, u64, i64, i64)>; 2] {
    let of = |file: Metadata| (file.ino(), file.len(), file.mtime(), file.mtime_nsec());
    [store.to_owned(), log(store)].map(|path| fs::metadata(path).ok().map(of))
}

/// Bytes the store takes, with its log.
#[must_use]
pub fn bytes(store: &Path) -> u64 {
    [store.to_owned(), log(store)].iter().flat_map(fs::metadata).map(|file| file.len()).sum()
}

/// Free bytes on the store's disk for who is not root; nothing where the system does not say.
#[must_use]
pub fn room(store: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder(store)).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// A nameless file on the store's disk, by which the disk is asked whether it still takes writes. A system
/// that has found a fault may say of a sync that all was well, and of the disk that it can be written to: only
/// what changes a file's size is told. It takes microseconds.
#[derive(Debug, Default)]
pub struct Probe {
    file: Option<File>,
    bytes: u64,
}

impl Probe {
    /// Asks the store's disk; where the system has no nameless files, nothing.
    #[must_use]
    pub fn beside(store: &Path) -> Self {
        let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
        let file = openat(CWD, folder(store), flags, Mode::RUSR | Mode::WUSR).ok();
        Self { file: file.map(File::from), bytes: 0 }
    }

    /// Whether nothing can be written any more.
    pub fn is_refused(&mut self) -> bool {
        let Some(file) = &self.file else { return false };
        // Longer each time, because the same length is no change; a file of holes takes no room.
        self.bytes = (self.bytes + 1) % PROBED;
        let refused = file.set_len(self.bytes).err().and_then(|error| Errno::from_io_error(&error));
        matches!(refused, Some(Errno::ROFS | Errno::IO))
    }
}

/// Writes a small file beside the store, has it synced, and takes it away again.
///
/// # Errors
/// What the system says: no room, read-only, no permission.
pub fn try_to_write(store: &Path) -> io::Result<()> {
    let path = beside(store, "trial");
    let write = || -> io::Result<()> {
        let mut file = File::create(&path)?;
        file.write_all(&vec![1; TRIAL])?;
        file.sync_all()
    };
    let outcome = write();
    let _ = fs::remove_file(&path);
    outcome
}

/// Whether this process still has the file open. Then it must not be opened again: the lock is the
/// process's, so a second open would succeed, and closing either file would drop it.
#[must_use]
pub fn is_open_here(identity: Identity) -> bool {
    // Each entry leads to the open file itself, also when its name is gone.
    let Ok(entries) = fs::read_dir("/proc/self/fd") else { return false };
    entries.flatten().any(|entry| Identity::of(&entry.path()) == Some(identity))
}

/// The bytes of a file that has lost its name while this process has it open, as a path to read.
#[must_use]
pub fn nameless(identity: Identity) -> Option<PathBuf> {
    let entries = fs::read_dir("/proc/self/fd").ok()?;
    entries.flatten().map(|entry| entry.path()).find(|path| Identity::of(path) == Some(identity))
}

/// The folder the store lies in.
#[must_use]
pub fn folder(store: &Path) -> &Path {
    match store.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_store_is_refused_and_what_is_not_there_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let there = |name: &str, content: &[u8]| {
            let path = folder.path().join(name);
            fs::write(&path, content).unwrap();
            require_store(&path)
        };
        assert!(there("a.json", b"[{\"a\": 1}, {\"a\": 2}]").is_err());
        assert!(there("a.csv", b"a").is_err());
        assert!(there("nothing.duckdb", b"").is_err());
        assert!(there("a.duckdb", b"12345678DUCK and so on").is_ok());
        assert!(require_store(folder.path()).is_err());
        assert!(require_store(&folder.path().join("new.csv")).is_ok());
        for name in ["", ":memory:", ":memory:shop"] {
            assert!(require_store(Path::new(name)).is_err(), "{name}");
        }
        assert!(require_store(Path::new("./:memory:")).is_ok());
    }

    #[test]
    fn a_file_is_known_again_and_another_of_its_name_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.duckdb");
        let file = File::create(&path).unwrap();
        let identity = Identity::of(&path).unwrap();
        assert_eq!(identity.look(&path), Found::Same);
        assert!(is_open_here(identity));
        fs::remove_file(&path).unwrap();
        assert_eq!(identity.look(&path), Found::Missing);
        assert!(is_open_here(identity), "it lives on without a name");
        assert!(nameless(identity).is_some());
        let _other = File::create(&path).unwrap();
        assert_eq!(identity.look(&path), Found::Other);
        drop(file);
        assert!(!is_open_here(identity));
        assert!(room(&path).unwrap() > 0);
        try_to_write(&path).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "the trial is taken away");
    }
}
