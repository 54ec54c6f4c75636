//! The phase of each row by the rules that every shop begins with, each different question asked once.

use std::collections::HashMap;

use crate::ingest::phase::Phase;
use crate::ingest::row::Row;
use crate::ingest::rules::{Happened, Rules};

/// Phases, by what decides them: a made-up shop has few different events, and the rules are many.
#[derive(Default)]
pub(super) struct Phases {
    rules: Rules,
    known: HashMap<String, Phase>,
    asked: String,
}

impl Phases {
    /// The phase of a row.
    pub(super) fn of(&mut self, row: &Row) -> Phase {
        let step = step(row);
        let happened = Happened::of(row, step.as_deref());
        self.asked.clear();
        let Happened { event, touchpoint, action, path, channel, step, .. } = happened;
        for part in [Some(event), touchpoint, action, path, channel, step] {
            self.asked.push_str(part.unwrap_or_default());
            self.asked.push('\n');
        }
        if let Some(phase) = self.known.get(&self.asked) {
            return *phase;
        }
        let phase = self.rules.phase(happened);
        self.known.insert(self.asked.clone(), phase);
        phase
    }
}

/// The checkout's step, of an event about one.
fn step(row: &Row) -> Option<String> {
    let params = row.params.as_deref().filter(|_| row.event == "checkout_step")?;
    let params: serde_json::Value = serde_json::from_str(params).ok()?;
    params.get("step")?.as_str().map(str::to_owned)
}
