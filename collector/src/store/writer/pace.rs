//! How long commits take of late, so that what writes nothing is answered no sooner.
//!
//! Otherwise the time to an answer would tell strangers what is stored: a site that takes nothing from
//! them, or that is not there, would answer before the disk could. The wait is the writer's own, because a
//! commit, too, keeps those who come after it waiting.

use std::time::Duration;

/// Commits of few rows that are remembered.
const LATEST: u32 = 32;
/// Up to so many rows, a commit's time is that of the sync.
const FEW: usize = 16;
/// A row adds no more: a stall of the disk or the machine is not what rows cost, and whoever sends what is not
/// stored must not make the writer sleep by it.
const A_ROW: Duration = Duration::from_micros(50);
/// What a commit takes before any has been seen.
const USUAL: Duration = Duration::from_millis(2);

/// What is remembered of commits.
pub(super) struct Pace {
    /// Times of the latest commits of few rows.
    latest: [Duration; LATEST as usize],
    /// The one that is replaced next.
    next: usize,
    /// What a row adds, over the latest commits of many.
    a_row: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { latest: [USUAL; LATEST as usize], next: 0, a_row: Duration::ZERO }
    }
}

impl Pace {
    /// Learns from a group that took so long, or waits as long as it would have taken to write what was
    /// not: of `told` rows none where it wrote nothing, and never the `refused` ones.
    pub(super) fn keep(&mut self, took: Duration, wrote: bool, told: usize, refused: usize) {
        if let Some(wait) = self.wait(took, wrote, told, refused) {
            std::thread::sleep(wait);
        }
    }

    fn wait(
        &mut self,
        took: Duration,
        wrote: bool,
        told: usize,
        refused: usize,
    ) -> Option<Duration> {
        if wrote && refused == 0 {
            self.learn(took, told);
        }
        // A batch of many that is there already is a tracker's that lost the answer: it has waited enough.
        if refused == 0 && (told == 0 || told > FEW) {
            return None;
        }
        let rest = if wrote { Duration::ZERO } else { self.one().saturating_sub(took) };
        let wait = rest + self.a_row * u32::try_from(refused).unwrap_or(u32::MAX);
        (!wait.is_zero()).then_some(wait)
    }

    fn learn(&mut self, took: Duration, rows: usize) {
        if rows <= FEW {
            if let Some(oldest) = self.latest.get_mut(self.next) {
                *oldest = took;
            }
            self.next = (self.next + 1) % self.latest.len();
        } else if let Ok(rows) = u32::try_from(rows) {
            let sync = self.latest.iter().sum::<Duration>() / LATEST;
            let own = (took.saturating_sub(sync) / rows).min(A_ROW);
            self.a_row = (self.a_row * 7 + own) / 8;
        }
    }

    /// One of the latest times, each as often as the others: a mean would be told by being always the same.
    fn one(&self) -> Duration {
        let place = getrandom::u32().unwrap_or_default() as usize % self.latest.len();
        self.latest.get(place).copied().unwrap_or(USUAL)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    #[test]
    fn what_writes_nothing_takes_as_long_as_what_does() {
        let mut pace = Pace::default();
        (0..u64::from(LATEST)).for_each(|n| assert_eq!(pace.wait(ms(3 + n % 2), true, 1, 0), None));
        let waits: Vec<_> = (0..200).map(|_| pace.wait(ms(1), false, 0, 1).unwrap()).collect();
        assert!(waits.iter().all(|wait| [ms(2), ms(3)].contains(wait)), "{waits:?}");
        assert!(waits.contains(&ms(2)) && waits.contains(&ms(3)), "each of the latest, not a mean");
        assert!(pace.wait(ms(1), false, 1, 0).is_some(), "nor is what is known already told apart");
        assert_eq!(pace.wait(ms(9), false, 1, 0), None, "nobody waits longer than is needed");
        assert_eq!(pace.wait(ms(0), false, 1000, 0), None, "a large batch sent again");
        assert_eq!(pace.wait(ms(0), false, 0, 0), None, "the collector's own look at the file");
    }

    #[test]
    fn many_rows_refused_take_as_long_as_many_written() {
        let mut pace = Pace::default();
        (0..LATEST).for_each(|_| assert_eq!(pace.wait(ms(2), true, 1, 0), None));
        (0..100).for_each(|_| assert_eq!(pace.wait(ms(12), true, 500, 0), None));
        let wait = pace.wait(ms(0), false, 0, 500).unwrap();
        assert!(wait > ms(11) && wait < ms(13), "{wait:?}");
        let beside_others = pace.wait(ms(2), true, 1, 500).unwrap();
        assert!(beside_others > ms(9) && beside_others < ms(11), "{beside_others:?}");
    }

    #[test]
    fn a_stall_is_not_what_rows_cost() {
        let mut pace = Pace::default();
        (0..100).for_each(|_| assert_eq!(pace.wait(ms(1000), true, 20, 0), None));
        let wait = pace.wait(ms(1000), true, 1, 500).unwrap();
        assert!(wait <= ms(25), "{wait:?}");
    }
}
