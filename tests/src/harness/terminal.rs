//! The program at a terminal, typed at and read as a person would.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustix::fs::OFlags;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use super::collector::binary;
use super::wait_for;

/// How long something may be waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// A command at a pseudo-terminal of its own.
pub struct Terminal {
    keys: File,
    child: Child,
    said: Arc<Mutex<String>>,
    /// How much of what was said has been waited for.
    heard: usize,
}

impl Terminal {
    /// Starts `percorso` with these arguments for somebody whose home this is.
    #[must_use]
    pub fn start(home: &Path, arguments: &[&str]) -> Self {
        let keys = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("there are terminals");
        grantpt(&keys).and_then(|()| unlockpt(&keys)).expect("it is ours");
        let size = Winsize { ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&keys, size).expect("a terminal has a size");
        let name = ptsname(&keys, Vec::new()).expect("it has a name");
        let mut options = OpenOptions::new();
        options.read(true).write(true).custom_flags(OFlags::NOCTTY.bits().cast_signed());
        let screen = options.open(OsStr::from_bytes(name.as_bytes())).expect("it can be opened");
        let again = || screen.try_clone().expect("a file can be had twice");
        // A session of its own, so that Ctrl-C ends what runs there.
        let mut command = Command::new("setsid");
        command.arg("--ctty").arg(binary()).args(arguments).env("HOME", home).env("TERM", "xterm");
        command.stdin(again()).stdout(again()).stderr(again());
        let child = command.spawn().expect("util-linux's setsid is there");
        let keys = File::from(keys);
        let said = Arc::<Mutex<String>>::default();
        let (mut from, to) = (keys.try_clone().expect("a file can be had twice"), said.clone());
        std::thread::spawn(move || {
            let mut piece = [0; 4096];
            // It fails when nobody has the terminal any more.
            while let Ok(count @ 1..) = from.read(&mut piece) {
                let text = String::from_utf8_lossy(piece.get(..count).unwrap_or_default());
                to.lock().unwrap_or_else(PoisonError::into_inner).push_str(&text);
            }
        });
        Self { keys, child, said, heard: 0 }
    }

    /// Types.
    pub fn keys(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).expect("a terminal takes keys");
    }

    /// Waits until this is said after all that was waited for before.
    ///
    /// # Panics
    /// Where it is not.
    pub fn hear(&mut self, text: &str) {
        let heard = self.heard;
        let found = wait_for(&format!("{text:?} at the terminal"), PATIENCE, || {
            let said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
            let rest = said.get(heard..).unwrap_or_default();
            rest.find(text).map(|place| heard + place + text.len())
        });
        self.heard = found;
    }

    /// Waits until the program has started another one, which answers.
    pub fn wait_for_question(&self) {
        let pid = self.child.id();
        let children = format!("/proc/{pid}/task/{pid}/children");
        wait_for("a question to be under way", PATIENCE, || {
            let child = std::fs::read_to_string(&children).unwrap_or_default();
            let name = std::fs::read_to_string(format!("/proc/{}/comm", child.trim()));
            name.is_ok_and(|name| name.trim() == "percorso").then_some(())
        });
    }

    /// Waits until it has ended.
    #[must_use]
    pub fn end(mut self) -> ExitStatus {
        wait_for("the end", PATIENCE, || self.child.try_wait().expect("it is ours"))
    }
}
