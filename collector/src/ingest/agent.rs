//! What a browser's name for itself tells: kind of device, browser, system, and whether it is a robot.
//!
//! Browsers and systems are told by uap-core's expressions, robots by crawler-user-agents'; names are
//! Google Analytics', so that reports join them with imports. Reading one takes tens of microseconds,
//! so the answers are kept: shoppers have few names between them.

mod device;
mod names;
mod robots;

use std::sync::{Arc, OnceLock};

use quick_cache::sync::Cache;
use serde::Deserialize;
use tracing::error;
use ua_parser::{os, user_agent};

use robots::Robots;

/// Names whose answers are kept, about 1 KB each.
const KEPT: usize = 4096;
/// Bytes of a name that are read: real ones are shorter, and longer ones cost time.
const READ: usize = 512;

const AGENTS: &str = include_str!("../../lists/agents.json");
const ROBOTS: &str = include_str!("../../lists/robots.txt");

/// What a name tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agent {
    /// Kind of device: desktop, mobile, tablet, tv, console.
    pub device: Option<&'static str>,
    /// Family of the browser.
    pub browser: Option<String>,
    /// Family of the operating system.
    pub system: Option<String>,
    /// Why it is no person's: `declared`, `headless` or `nameless`.
    pub robot: Option<&'static str>,
}

/// Reads names.
pub struct Agents {
    lists: OnceLock<Option<Lists>>,
    kept: Cache<Box<str>, Arc<Agent>>,
}

/// What the lists have become: 14 MB of expressions.
struct Lists {
    browsers: user_agent::Extractor<'static>,
    systems: os::Extractor<'static>,
    robots: Robots,
}

#[derive(Deserialize)]
struct File {
    user_agent_parsers: Vec<user_agent::Parser<'static>>,
    os_parsers: Vec<os::Parser<'static>>,
}

impl Lists {
    /// Those that are part of the program. That they are whole is held by the tests.
    fn new() -> Result<Self, String> {
        Self::of(AGENTS, ROBOTS)
    }

    fn of(agents: &str, robots: &str) -> Result<Self, String> {
        let wrong = |error: &dyn std::fmt::Display| format!("lists/agents.json: {error}");
        let file: File = serde_json::from_str(agents).map_err(|error| wrong(&error))?;
        let browsers = user_agent::Builder::new()
            .push_all(file.user_agent_parsers)
            .and_then(|builder| Ok(builder.build()?))
            .map_err(|error| wrong(&error))?;
        let systems = os::Builder::new()
            .push_all(file.os_parsers)
            .map_err(|error| wrong(&error))?
            .build()
            .map_err(|error| wrong(&error))?;
        Ok(Self { browsers, systems, robots: Robots::new(robots)? })
    }
}

impl Default for Agents {
    /// Takes up the lists that are part of the program as the first name is read: a collector to which
    /// nobody sends anything has no use for so much memory.
    fn default() -> Self {
        Self { lists: OnceLock::new(), kept: Cache::new(KEPT) }
    }
}

impl Agents {
    /// What the name tells; asked again, from memory.
    #[must_use]
    pub fn read(&self, name: &str) -> Arc<Agent> {
        let name = short(name.trim());
        if let Some(agent) = self.kept.get(name) {
            return agent;
        }
        let agent = Arc::new(self.look(name));
        self.kept.insert(name.into(), Arc::clone(&agent));
        agent
    }

    fn look(&self, name: &str) -> Agent {
        let device = device::kind(name);
        let taken_up = || {
            let broken = |why: &String| error!(%why, "browsers and robots can't be told");
            Lists::new().inspect_err(broken).ok()
        };
        let Some(lists) = self.lists.get_or_init(taken_up) else {
            return Agent { device, ..Agent::default() };
        };
        Agent {
            device,
            browser: lists.browsers.extract(name).map(|found| names::browser(&found.family)),
            system: lists.systems.extract(name).map(|found| names::system(&found.os)),
            robot: lists.robots.reason(name),
        }
    }
}

fn short(name: &str) -> &str {
    name.get(..name.floor_char_boundary(READ)).unwrap_or(name)
}

#[cfg(test)]
mod tests;
