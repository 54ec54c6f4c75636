//! A pointer that is thrown to and fro: the visitor waits, or is lost.

/// So many turns within [`WITHIN_MS`] of the first are a thrashed cursor (Amplitude's measure).
const TURNS: u32 = 20;
const WITHIN_MS: u32 = 2_000;

/// How often the pointer has turned round, and since when.
pub(crate) struct Pointer {
    since: u32,
    turns: u32,
}

impl Pointer {
    /// A pointer at rest.
    pub(crate) const fn new() -> Self {
        Self { since: 0, turns: 0 }
    }

    /// It turns round; whether that was once too often.
    pub(crate) fn turned(&mut self, ms: u32) -> bool {
        if ms.wrapping_sub(self.since) > WITHIN_MS {
            *self = Self { since: ms, turns: 0 };
        }
        self.turns = self.turns.wrapping_add(1);
        // The first turn only starts the clock.
        self.turns == TURNS + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_turns_in_two_seconds_are_thrashing_once() {
        let mut pointer = Pointer::new();
        let thrashed: Vec<u32> = (1..=45).filter(|n| pointer.turned(n * 90)).collect();
        assert_eq!(thrashed, [21, 43]);
    }

    #[test]
    fn a_calm_pointer_is_none() {
        let mut pointer = Pointer::new();
        assert!(!(1..=200).any(|n| pointer.turned(n * 101)));
    }
}
