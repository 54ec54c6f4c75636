//! What `percorso doctor` finds: one finding a thing that may be wrong, each with what to do.

mod clock;
mod secrets;

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use serde::Serialize;

use super::prune::Hole;
use super::tally::{read_all, tally};
use super::{Access, StoreError, migrate, open, place, restore};
pub use clock::{hole, last};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// As it should be.
    Good,
    /// Works, and wants to be looked at.
    Odd,
    /// Keeps the collector from taking events, or from starting.
    Bad,
}

/// One thing that was looked at.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    /// What was looked at.
    pub what: &'static str,
    /// How it is.
    pub grade: Grade,
    /// What was found, and what to do where something is wrong.
    pub said: String,
}

impl Finding {
    /// As it should be.
    #[must_use]
    pub fn good(what: &'static str, said: impl Into<String>) -> Self {
        Self { what, grade: Grade::Good, said: said.into() }
    }

    /// Works, and wants to be looked at.
    #[must_use]
    pub fn odd(what: &'static str, said: impl Into<String>) -> Self {
        Self { what, grade: Grade::Odd, said: said.into() }
    }

    /// Keeps the collector from its work.
    #[must_use]
    pub fn bad(what: &'static str, said: impl Into<String>) -> Self {
        Self { what, grade: Grade::Bad, said: said.into() }
    }
}

/// Whether the file could be opened.
#[derive(Debug)]
pub enum Holder {
    /// It was looked through, or can't be.
    Nobody,
    /// Another process has it.
    Process(Option<u32>),
}

/// Looks at the store from outside, and through it where nobody has it.
#[must_use]
pub fn examine(store: &Path, now: i64) -> (Vec<Finding>, Holder) {
    let mut findings = vec![folder(store)];
    // Of a folder that is shut nothing else can be told: all that is in it would seem not to be there.
    if fs::read_dir(place::folder(store)).is_err() {
        return (findings, Holder::Nobody);
    }
    findings.push(disk(store));
    findings.extend(secrets::examine(store, now));
    if let Err(error) = restore::finish(store) {
        findings.push(Finding::bad("restore", error.to_string()));
    }
    findings.extend(left(store));
    if let Err(lost) = place::is_not_lost(store) {
        findings.push(Finding::bad("file", lost.to_string()));
        return (findings, Holder::Nobody);
    }
    if !store.exists() {
        findings.push(Finding::odd(
            "file",
            format!("{} is not there yet; `percorso serve` makes it", store.display()),
        ));
        return (findings, Holder::Nobody);
    }
    findings.push(file(store));
    findings.push(log(store));
    match open::as_it_is(store, Access::ReadOnly) {
        Ok(connection) => {
            findings.push(schema(migrate::require_known(&connection)));
            match tally(&connection) {
                Ok(found) => findings.push(last(found.events, found.last_received, now)),
                Err(error) => findings.push(Finding::bad("events", error.to_string())),
            }
            // What can't be read is told of by then.
            findings.extend(Hole::find(&connection, now).ok().flatten().map(hole));
            findings.push(blocks(read_all(&connection).map(drop)));
            (findings, Holder::Nobody)
        }
        Err(StoreError::Locked { holder, .. }) => (findings, Holder::Process(holder)),
        Err(error) => {
            findings.push(Finding::bad("open", will_not_open(store, &error)));
            (findings, Holder::Nobody)
        }
    }
}

fn folder(store: &Path) -> Finding {
    let folder = place::folder(store);
    if !folder.is_dir() {
        return Finding::bad("folder", StoreError::NoFolder(folder.to_owned()).to_string());
    }
    match place::try_to_write(store) {
        Ok(()) => Finding::good("folder", format!("{} can be written to", folder.display())),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Finding::bad(
            "folder",
            format!(
                "{folder}, of user {owner}, cannot be written to by this user ({error}); run as that user, or give \
                 the folder and what is in it to the one the collector runs as: chown -R USER {folder} && \
                 chmod u+rwx {folder}",
                folder = folder.display(),
                owner = fs::metadata(folder).map_or(0, |folder| folder.uid()),
            ),
        ),
        Err(error) => Finding::bad(
            "folder",
            format!(
                "{} cannot be written to ({error}); where the disk is full, free some; where it is read-only, \
                 mount it to be written to",
                folder.display()
            ),
        ),
    }
}

fn disk(store: &Path) -> Finding {
    let (Some(free), bytes) = (place::room(store), place::bytes(store)) else {
        return Finding::odd("disk", "this system does not say how much is free");
    };
    let said = format!("{} MB are free, the store takes {} MB", free >> 20, bytes >> 20);
    if free < place::RESERVE {
        let needed = place::RESERVE >> 20;
        let said = format!(
            "{said}; events are refused below {needed} MB: free some, nothing is to be started"
        );
        return Finding::bad("disk", said);
    }
    if free < bytes {
        let said =
            format!("{said}; there is no room for a copy, which a change of schema makes first");
        return Finding::odd("disk", said);
    }
    Finding::good("disk", said)
}

fn file(store: &Path) -> Finding {
    let Ok(file) = fs::metadata(store) else {
        return Finding::bad("file", format!("{} cannot be looked at", store.display()));
    };
    let said = format!("{}, {} MB, of user {}", store.display(), file.len() >> 20, file.uid());
    match fs::OpenOptions::new().append(true).open(store) {
        Ok(_) if file.mode() & 0o007 == 0 => Finding::good("file", said),
        Ok(_) => Finding::odd(
            "file",
            format!("{said}; others can read it: chmod o= {}", store.display()),
        ),
        Err(error) => Finding::bad(
            "file",
            format!(
                "{said}; this user cannot write to it ({error}): run as its owner, or chown it"
            ),
        ),
    }
}

fn log(store: &Path) -> Finding {
    match fs::metadata(place::log(store)) {
        Ok(log) => Finding::good(
            "log",
            format!(
                "{} KB that the file has not got yet; the next start or checkpoint puts them there. Never delete it",
                log.len() >> 10
            ),
        ),
        Err(_) => Finding::good("log", "empty: everything is in the file"),
    }
}

fn schema(found: Result<i32, StoreError>) -> Finding {
    match found {
        Ok(found) if found == migrate::newest() => {
            Finding::good("schema", format!("{found}, this program's"))
        }
        Ok(found) => Finding::odd(
            "schema",
            format!(
                "{found}; the next start of the collector copies the file and brings it to {}",
                migrate::newest()
            ),
        ),
        Err(error) => Finding::bad("schema", error.to_string()),
    }
}

fn blocks(read: Result<(), StoreError>) -> Finding {
    match read {
        Ok(()) => Finding::good("blocks", "every column of every event could be read"),
        Err(error) => Finding::bad(
            "blocks",
            format!(
                "{error}; copy the file and its log as they are, then `percorso restore` the last backup"
            ),
        ),
    }
}

/// What a file that does not open wants.
fn will_not_open(store: &Path, error: &StoreError) -> String {
    let text = error.to_string();
    if matches!(error, StoreError::NoStore(_)) {
        return text;
    }
    let store = store.display();
    if text.contains("WAL") {
        return format!(
            "{text}; the log {store}.wal cannot be replayed, and holds what was acknowledged since the last \
             checkpoint. Copy both files first. A newer percorso may replay it. To go on without it, move it \
             aside (mv {store}.wal {store}.wal.kept): what is in it is then missing until it can be replayed"
        );
    }
    if text.contains("Permission denied") || text.contains("Read-only") {
        return format!("{text}; give the file to this user, or mount its disk to be written to");
    }
    format!(
        "{text}; copy the file and its log as they are, then `percorso restore` the last backup: what is \
         there now is kept beside it"
    )
}

/// Files that were left beside the store, each with what it is.
fn left(store: &Path) -> Vec<Finding> {
    let name = store.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let Ok(entries) = fs::read_dir(place::folder(store)) else { return Vec::new() };
    let mut found: Vec<_> = entries
        .flatten()
        .filter_map(|entry| entry.file_name().to_str().map(str::to_owned))
        .filter_map(|file| {
            let kind = file.strip_prefix(&name)?.strip_prefix('.')?.to_owned();
            let what = match kind.as_str() {
                kind if kind.starts_with("schema-") => {
                    "a copy from before a change of schema that was broken off; it goes when the change is made"
                }
                kind if kind.contains("before-") => {
                    "what was there before `percorso restore`; take it away when it is not missed"
                }
                "wal.old" => "the emptied log of a file that was removed; take it away when nothing is missed",
                "part" | "restoring" | "restoring.part" | "rescued" => {
                    "a copy that was broken off; take it away when no copy is being made"
                }
                "tmp" => {
                    "what a question had no room for in memory; it goes with the question, or when a collector starts"
                }
                _ => return None,
            };
            Some(Finding::odd("left over", format!("{file}: {what}")))
        })
        .collect();
    found.sort_by(|one, other| one.said.cmp(&other.said));
    found
}
