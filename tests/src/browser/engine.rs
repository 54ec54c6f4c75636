//! What differs from one browser engine to the next: its driver, and how it is told to start.

use std::path::Path;

use fantoccini::wd::Capabilities;
use serde_json::{Value, json};

/// A browser engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Chromium by chromedriver.
    Chromium,
}

/// How a browser is to start.
#[derive(Clone, Debug)]
pub struct Start {
    /// The engine.
    pub engine: Engine,
    /// Another user agent than its own: to the collector, another visitor.
    pub user_agent: Option<String>,
}

impl Default for Start {
    fn default() -> Self {
        Self { engine: Engine::Chromium, user_agent: None }
    }
}

/// Without these a headless browser asks for hosts of its maker's all the time.
const CHROMIUM: [&str; 10] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--window-size=1280,1024",
];

impl Engine {
    /// The driver's program and its arguments for any free port.
    pub(super) fn driver(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::Chromium => ("chromedriver", &["--port=0"]),
        }
    }

    /// The port in a line of the driver's output, once it is there.
    pub(super) fn port(self, line: &str) -> Option<u16> {
        let before = match self {
            Self::Chromium => "started successfully on port ",
        };
        line.split_once(before)?.1.trim_end_matches('.').parse().ok()
    }

    /// What the driver is asked for.
    pub(super) fn capabilities(self, start: &Start, profile: &Path) -> Capabilities {
        let asked = match self {
            Self::Chromium => chromium(start, profile),
        };
        let Value::Object(asked) = asked else { unreachable!("an object was written") };
        asked
    }
}

fn chromium(start: &Start, profile: &Path) -> Value {
    let mut arguments: Vec<String> = CHROMIUM.map(str::to_owned).into();
    arguments.push(format!("--user-data-dir={}", profile.display()));
    arguments.extend(start.user_agent.iter().map(|name| format!("--user-agent={name}")));
    json!({ "goog:chromeOptions": { "args": arguments } })
}
