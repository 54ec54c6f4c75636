//! Random moments that can be had again by their seed, and how often a test tries them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How often: `PERCORSO_ROUNDS`, or the few that a test can afford.
#[must_use]
pub fn rounds(few: usize) -> usize {
    std::env::var("PERCORSO_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(few)
}

/// Numbers by `PERCORSO_SEED`, or by the time.
pub struct Random {
    seed: u64,
    state: u64,
}

impl Random {
    /// Begins; the seed is to be printed, so that a failure can be had again.
    #[must_use]
    pub fn seeded() -> Self {
        let given = std::env::var("PERCORSO_SEED").ok().and_then(|seed| seed.parse().ok());
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        let seed = given.unwrap_or(u64::try_from(now).unwrap_or_default()).max(1);
        Self { seed, state: seed }
    }

    /// What to set `PERCORSO_SEED` to.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// A number below another (xorshift64).
    pub fn below(&mut self, end: u64) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        self.state % end.max(1)
    }

    /// A time between two numbers of milliseconds.
    pub fn up_to(&mut self, from: u64, to: u64) -> Duration {
        Duration::from_micros(from * 1000 + self.below((to - from) * 1000 + 1))
    }
}
