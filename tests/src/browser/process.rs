//! A program that runs beside the tests, in a process group of its own that ends with it.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Instant;

use rustix::process::{Pid, Signal, kill_process_group};

use crate::harness::PATIENCE;

/// The program; it and all that it started end with this.
pub(super) struct Process {
    child: Child,
    program: String,
    lines: Receiver<String>,
    end: Signal,
}

impl Process {
    /// Starts it; `end` is the signal that ends it.
    pub(super) fn start(command: &mut Command, end: Signal) -> Self {
        let program = command.get_program().to_string_lossy().into_owned();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            // A group of its own, so that nothing of it outlives us.
            .process_group(0)
            .spawn()
            .unwrap_or_else(|error| {
                panic!("{program} does not start ({error}): run scripts/setup tests")
            });
        let (hears, lines) = channel();
        let stdout = BufReader::new(child.stdout.take().expect("stdout is piped"));
        std::thread::spawn(move || {
            // Read to the end, so that the program never writes into a closed pipe.
            for line in stdout.lines().map_while(Result::ok) {
                let _ = hears.send(line);
            }
        });
        Self { child, program, lines, end }
    }

    /// Waits until it writes a line in which something is found.
    pub(super) fn announces<T>(&self, find: impl Fn(&str) -> Option<T>) -> T {
        self.announced(find)
            .unwrap_or_else(|| panic!("{} ended and did not say where it listens", self.program))
    }

    /// The same of a program that may end before: nothing then.
    pub(super) fn announced<T>(&self, find: impl Fn(&str) -> Option<T>) -> Option<T> {
        let until = Instant::now() + PATIENCE;
        loop {
            let line = self.lines.recv_timeout(until.saturating_duration_since(Instant::now()));
            match line {
                Ok(line) => match find(&line) {
                    None => {}
                    found => return found,
                },
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => {
                    panic!("{} did not say where it listens in time", self.program)
                }
            }
        }
    }

    /// Its id.
    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let group = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        if let Some(group) = group {
            let _ = kill_process_group(group, self.end);
        }
        let _ = self.child.wait();
    }
}
