//! A WebDriver server for one browser: Firefox's and WebKit's hold no more than one session each.

use std::path::Path;
use std::process::Command;

use rustix::process::Signal;

use super::Engine;
use super::process::Process;
use super::sockets::listening_port;
use crate::harness::{PATIENCE, wait_for};

/// The server; it and its browser end with this, then the screen that they were on.
pub(super) struct Driver {
    _server: Process,
    _screen: Option<Process>,
    url: String,
}

/// How often chromedriver is started where it finds its port taken.
const TRIES: usize = 5;
/// Built by scripts/setup from its crate, and found whether or not scripts/env.sh was read.
const GECKODRIVER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../.cache/tools/bin/geckodriver");

impl Driver {
    /// Starts one on a port of its own, for a browser with this profile.
    pub(super) fn start(engine: Engine, profile: &Path) -> Self {
        let (server, screen, port) = match engine {
            Engine::Chromium => {
                let (server, port) = chromedriver();
                (server, None, port)
            }
            Engine::Firefox => {
                // The second port, for a protocol not used here, is a fixed one unless told.
                let arguments = ["--port=0", "--websocket-port=0"];
                let server = serve(Command::new(GECKODRIVER).args(arguments));
                let port = server.announces(|line| port(line, "Listening on 127.0.0.1:"));
                (server, None, port)
            }
            Engine::WebKit => {
                let (screen, display) = screen();
                let server = serve(webkit(&display, profile).arg("--port=0"));
                // It takes any port like the others, but does not say which.
                let port =
                    wait_for("WebKitWebDriver to listen", PATIENCE, || listening_port(server.id()));
                (server, Some(screen), port)
            }
        };
        Self { _server: server, _screen: screen, url: format!("http://127.0.0.1:{port}") }
    }

    /// Where it listens.
    pub(super) fn url(&self) -> &str {
        &self.url
    }
}

fn serve(command: &mut Command) -> Process {
    Process::start(command, Signal::KILL)
}

/// Started again where it ends at once: it takes a free port of IPv4, and gives up where somebody has the same
/// port of IPv6, which it takes as well.
fn chromedriver() -> (Process, u16) {
    let started = std::iter::repeat_with(|| serve(Command::new("chromedriver").arg("--port=0")));
    let listening = started.take(TRIES).find_map(|server| {
        let port = server.announced(|line| port(line, "started successfully on port "))?;
        Some((server, port))
    });
    listening.unwrap_or_else(|| panic!("chromedriver has ended {TRIES} times before it listened"))
}

fn port(line: &str, after: &str) -> Option<u16> {
    line.split_once(after)?.1.trim_end_matches('.').parse().ok()
}

/// A screen in memory, and the display's name: WebKit can't do without one.
fn screen() -> (Process, String) {
    let mut command = Command::new("Xvfb");
    command.args(["-displayfd", "1", "-screen", "0", "1400x1200x24", "-nolisten", "tcp"]);
    // Asked to end, it takes its socket along.
    let screen = Process::start(&mut command, Signal::TERM);
    let display = screen.announces(|line| line.parse::<u32>().ok());
    (screen, format!(":{display}"))
}

fn webkit(display: &str, profile: &Path) -> Command {
    // What is clicked stands still: its driver aims once, while a page still scrolls smoothly.
    let settings = profile.join("gtk-3.0");
    std::fs::create_dir(&settings).expect("the profile is a new folder");
    std::fs::write(settings.join("settings.ini"), "[Settings]\ngtk-enable-animations=0\n")
        .expect("the profile can be written");
    let mut command = Command::new("WebKitWebDriver");
    for folder in ["XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"] {
        command.env(folder, profile);
    }
    command.env_remove("WAYLAND_DISPLAY").envs([
        ("DISPLAY", display),
        ("GDK_BACKEND", "x11"),
        // No graphics card, and nobody who needs the screen read out.
        ("LIBGL_ALWAYS_SOFTWARE", "1"),
        ("WEBKIT_DISABLE_DMABUF_RENDERER", "1"),
        ("NO_AT_BRIDGE", "1"),
    ]);
    command
}
