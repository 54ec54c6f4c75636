//! The funnel: how far did each user come through an ordered list of steps, within a window?
//!
//! One user's events go in, in the order of time; the level (how many steps in a row) comes out.
//! Percorso's own meaning is the clean one: the longest chain of *distinct* events that match the steps
//! in order, from first to last within the window. ClickHouse's `windowFunnel` is there beside it,
//! exactly, quirks included, for those who compare.

use std::fmt;

pub use modes::{ModeError, Modes};

mod chain;
mod clickhouse;
mod distinct;
mod matching;
mod modes;
mod once;

#[cfg(test)]
mod tests;

/// Most steps a funnel can have: one bit each in [`Event::steps`].
pub const MAX_STEPS: usize = 32;

/// One event as the funnel sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// Whose it is; the funnel leaves it to the caller to keep users apart.
    pub user: u64,
    /// When, in the unit the window is given in.
    pub time: i64,
    /// Bit `i` is set when the event matches step `i`.
    pub steps: u32,
}

/// Which chains of events count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Semantics {
    /// Distinct events, times that never decrease: two events of the same instant may follow each other.
    Distinct,
    /// Distinct events, times that strictly increase.
    Increasing,
    /// ClickHouse's `windowFunnel` with these modes.
    ClickHouse(Modes),
}

impl Semantics {
    /// Whether events that match no step change the answer, and so must be fed too.
    #[must_use]
    pub fn minds_other_events(self) -> bool {
        matches!(self, Self::ClickHouse(modes) if modes.order)
    }
}

/// Why a funnel cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FunnelError {
    /// The number of steps is zero or above [`MAX_STEPS`].
    Steps(usize),
}

impl fmt::Display for FunnelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Steps(0) => write!(f, "a funnel needs at least one step"),
            Self::Steps(n) => write!(f, "a funnel has at most {MAX_STEPS} steps, this one has {n}"),
        }
    }
}

impl std::error::Error for FunnelError {}

/// A funnel, ready to be asked about one user after the other.
#[derive(Debug)]
pub struct Funnel {
    engine: Engine,
}

#[derive(Debug)]
enum Engine {
    Distinct(distinct::Distinct),
    Increasing(distinct::Increasing),
    Greedy(clickhouse::Greedy),
    Once(once::Once),
}

impl Funnel {
    /// A funnel of `steps` steps whose first and last event are at most `window` apart.
    ///
    /// # Errors
    /// When there is no step, or more than [`MAX_STEPS`].
    pub fn new(steps: usize, window: u64, semantics: Semantics) -> Result<Self, FunnelError> {
        if steps == 0 || steps > MAX_STEPS {
            return Err(FunnelError::Steps(steps));
        }
        let engine = match semantics {
            Semantics::Distinct => Engine::Distinct(distinct::Distinct::new(steps, window)),
            Semantics::Increasing => Engine::Increasing(distinct::Increasing::new(steps, window)),
            Semantics::ClickHouse(modes) if !modes.once => {
                Engine::Greedy(clickhouse::Greedy::new(steps, window, modes))
            }
            // Without order and deduplication, ClickHouse's strict_once means what Percorso means.
            Semantics::ClickHouse(modes) if modes.order || modes.deduplication => {
                Engine::Once(once::Once::new(steps, window, modes))
            }
            Semantics::ClickHouse(modes) if modes.increase => {
                Engine::Increasing(distinct::Increasing::new(steps, window))
            }
            Semantics::ClickHouse(_) => Engine::Distinct(distinct::Distinct::new(steps, window)),
        };
        Ok(Self { engine })
    }

    /// How many steps this user reached: `events` are all of one user, in the order of time.
    pub fn level(&mut self, events: &[Event]) -> usize {
        match &mut self.engine {
            Engine::Distinct(engine) => engine.level(events),
            Engine::Increasing(engine) => engine.level(events),
            Engine::Greedy(engine) => engine.level(events),
            Engine::Once(engine) => engine.level(events),
        }
    }
}
