//! What differs from one browser engine to the next: how it is told to start.

use std::path::Path;

use fantoccini::wd::Capabilities;
use serde_json::{Value, json};

use crate::harness::BROWSER;

/// A browser engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Chromium by chromedriver.
    Chromium,
    /// Firefox by geckodriver.
    Firefox,
    /// WebKit for GTK, in its own small browser, by WebKitWebDriver.
    WebKit,
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

const FIREFOX: [&str; 3] = ["-headless", "--width=1280", "--height=1024"];

impl Engine {
    /// What the driver is asked for.
    pub(super) fn capabilities(self, start: &Start, profile: &Path) -> Capabilities {
        let asked = match self {
            Self::Chromium => chromium(start, profile),
            Self::Firefox => firefox(start, profile),
            Self::WebKit => webkit(start),
        };
        let Value::Object(asked) = asked else { unreachable!("an object was written") };
        asked
    }
}

fn chromium(start: &Start, profile: &Path) -> Value {
    let mut arguments: Vec<String> = CHROMIUM.map(str::to_owned).into();
    arguments.push(format!("--user-data-dir={}", profile.display()));
    // Without a window it calls itself HeadlessChrome, and robots are left out of the views.
    let name = start.user_agent.as_deref().unwrap_or(BROWSER);
    arguments.push(format!("--user-agent={name}"));
    json!({ "goog:chromeOptions": { "args": arguments } })
}

/// The driver itself turns off what would ask for hosts of the maker's.
fn firefox(start: &Start, profile: &Path) -> Value {
    let mut arguments: Vec<String> = FIREFOX.map(str::to_owned).into();
    arguments.extend(["-profile".to_owned(), profile.display().to_string()]);
    let mut options = json!({ "args": arguments });
    if let Some(name) = &start.user_agent {
        options["prefs"] = json!({ "general.useragent.override": name });
    }
    json!({ "moz:firefoxOptions": options })
}

/// Under automation it keeps nothing, and its driver knows where it is; the driver has the profile.
fn webkit(start: &Start) -> Value {
    let mut arguments = vec!["--automation".to_owned()];
    arguments.extend(start.user_agent.iter().map(|name| format!("--user-agent={name}")));
    json!({ "webkitgtk:browserOptions": { "args": arguments } })
}
