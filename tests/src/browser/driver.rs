//! A WebDriver server as a process of its own, shared by all sessions of a test run.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError, Weak, mpsc};

use rustix::process::{Pid, Signal, kill_process_group};

use super::Engine;
use crate::harness::PATIENCE;

/// The process; it and its browsers end with the last session.
pub(super) struct Driver {
    child: Child,
    engine: Engine,
    url: String,
}

impl Driver {
    /// The driver that runs, or a new one.
    pub(super) fn shared(engine: Engine) -> Arc<Self> {
        static RUNNING: Mutex<Weak<Driver>> = Mutex::new(Weak::new());
        let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        match running.upgrade() {
            Some(driver) if driver.engine == engine => driver,
            _ => {
                let driver = Arc::new(Self::start(engine));
                *running = Arc::downgrade(&driver);
                driver
            }
        }
    }

    /// Where it listens.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    fn start(engine: Engine) -> Self {
        let (program, arguments) = engine.driver();
        let mut child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            // A group of its own, so that nothing of it outlives us.
            .process_group(0)
            .spawn()
            .unwrap_or_else(|error| {
                panic!("{program} does not start ({error}): run scripts/setup tests")
            });
        let (found, announced) = mpsc::channel();
        let stdout = BufReader::new(child.stdout.take().expect("stdout is piped"));
        std::thread::spawn(move || {
            // Read to the end, so that the driver never writes into a closed pipe.
            for line in stdout.lines().map_while(Result::ok) {
                if let Some(port) = engine.port(&line) {
                    let _ = found.send(port);
                }
            }
        });
        let port = announced.recv_timeout(PATIENCE);
        let mut driver = Self { child, engine, url: String::new() };
        let port = port.unwrap_or_else(|_| panic!("{program} did not say where it listens"));
        driver.url = format!("http://127.0.0.1:{port}");
        driver
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let group = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        if let Some(group) = group {
            let _ = kill_process_group(group, Signal::KILL);
        }
        let _ = self.child.wait();
    }
}
