//! What time it is, as everything here counts it: it never goes back, and a clock that jumps and jumps
//! back leaves no trace.
//!
//! The system's clock is followed while it runs as time runs. One that has jumped is believed after a
//! minute: forward at once, backward by going at half speed until it has caught up. One that has gone back
//! further than a restart would hold to was wrong before: it is followed at once, as a restart does it, and
//! this is the one case in which time goes back.

use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::DateTime;
use rustix::time::{ClockId, clock_gettime};
use tracing::warn;

const SECOND: i64 = 1_000_000;
/// How far the two clocks may be apart before it is a jump: daemons that set the clock do it gently.
const SLACK: i64 = SECOND;
/// How long a jump must last to be believed.
const BELIEF: i64 = 60 * SECOND;
/// How far ahead of the clock a store's last event may be and still be held to at start.
const HELD: i64 = 60 * 60 * SECOND;

static STEADY: Mutex<Option<Steady>> = Mutex::new(None);

/// Microseconds since 1970; not less than before in this process, unless the clock was wrong by hours.
#[must_use]
pub fn now() -> i64 {
    let (system, running) = (system(), running());
    let mut steady = STEADY.lock().unwrap_or_else(PoisonError::into_inner);
    steady.get_or_insert_with(|| Steady::new(system, running)).tell(system, running)
}

/// How far what is told is ahead of the system's clock, in seconds; below 0, behind it.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "microseconds of a few centuries")]
pub fn ahead() -> f64 {
    now().saturating_sub(system()) as f64 / SECOND as f64
}

/// Nothing shall be told before this moment, which was told before a restart. One far ahead is a clock's
/// mistake of then, and not held to.
pub fn not_before(moment: i64) {
    let ahead = moment.saturating_sub(now());
    if ahead > HELD {
        warn!(
            seconds = ahead / SECOND,
            "the last stored event is from the future: this machine's clock was, or is, wrong"
        );
    } else if let Some(steady) = &mut *STEADY.lock().unwrap_or_else(PoisonError::into_inner) {
        steady.told = steady.told.max(moment);
    }
}

/// A time as RFC 3339 writes it, in microseconds since 1970.
#[must_use]
pub fn parsed(text: &str) -> Option<i64> {
    DateTime::parse_from_rfc3339(text).ok().map(|time| time.timestamp_micros())
}

fn system() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}

/// Microseconds since the machine was started, its sleep included; no one sets this clock.
fn running() -> i64 {
    let since = clock_gettime(ClockId::Boottime);
    since.tv_sec.saturating_mul(SECOND).saturating_add(since.tv_nsec / 1000)
}

/// The time that is told, from one clock that can be set and one that only runs.
#[derive(Debug)]
struct Steady {
    /// What was told last.
    told: i64,
    /// What makes the running clock the time.
    offset: i64,
    /// When the running clock was last looked at.
    seen: i64,
    /// Since when the system's clock is elsewhere, by the running clock.
    apart_since: Option<i64>,
    /// Whether it was said that it has gone back.
    is_said: bool,
}

impl Steady {
    fn new(system: i64, running: i64) -> Self {
        Self {
            told: system,
            offset: system.saturating_sub(running),
            seen: running,
            apart_since: None,
            is_said: false,
        }
    }

    fn tell(&mut self, system: i64, running: i64) -> i64 {
        let apart = system.saturating_sub(running.saturating_add(self.offset));
        if apart.abs() <= SLACK {
            self.offset = self.offset.saturating_add(apart);
            self.apart_since = None;
            self.is_said = false;
        } else {
            let since = *self.apart_since.get_or_insert(running);
            if running.saturating_sub(since) >= BELIEF {
                self.believe(apart, running);
            }
        }
        self.seen = running;
        self.told = self.told.max(running.saturating_add(self.offset));
        self.told
    }

    fn believe(&mut self, apart: i64, running: i64) {
        if apart > 0 {
            warn!(
                seconds = apart / SECOND,
                "the system's clock has gone ahead and stays there: followed"
            );
            self.offset = self.offset.saturating_add(apart);
            self.apart_since = None;
        } else if apart < -HELD {
            warn!(
                seconds = -apart / SECOND,
                "the system's clock was far ahead and has gone back: followed, times before it are of the future"
            );
            self.offset = self.offset.saturating_add(apart);
            self.told = running.saturating_add(self.offset);
            self.apart_since = None;
        } else {
            if !self.is_said {
                self.is_said = true;
                warn!(
                    seconds = -apart / SECOND,
                    "the system's clock has gone back and stays there: followed at half speed"
                );
            }
            let slower = running.saturating_sub(self.seen) / 2;
            self.offset = self.offset.saturating_sub(slower.min(apart.saturating_neg()));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const START: i64 = 1_800_000_000 * SECOND;
    const HOUR: i64 = 3600 * SECOND;

    #[test]
    fn a_jump_there_and_back_leaves_no_trace() {
        for jump in [-400 * 24 * HOUR, -HOUR, HOUR, 400 * 24 * HOUR] {
            let mut steady = Steady::new(START, 0);
            for second in 1..200 {
                let at = second * SECOND;
                let jumped = if (50..100).contains(&second) { jump } else { 0 };
                assert_eq!(
                    steady.tell(START + at + jumped, at),
                    START + at,
                    "{jump} at {second} s"
                );
            }
        }
    }

    #[test]
    fn a_clock_set_ahead_is_followed_and_one_set_back_is_waited_for() {
        let mut ahead = Steady::new(START, 0);
        let mut back = Steady::new(START, 0);
        let mut last = (0, 0);
        for second in 1..8000 {
            let at = second * SECOND;
            last = (ahead.tell(START + at + HOUR, at), back.tell(START + at - HOUR, at));
        }
        assert_eq!(last.0, START + 7999 * SECOND + HOUR);
        assert!((last.1 - (START + 7999 * SECOND - HOUR)).abs() <= SLACK, "{}", last.1);
    }

    #[test]
    fn a_clock_that_was_far_ahead_is_followed_back_at_once() {
        let mut steady = Steady::new(START + 400 * 24 * HOUR, 0);
        let told: Vec<_> =
            (1..200).map(|second| steady.tell(START + second * SECOND, second * SECOND)).collect();
        let back = told.iter().position(|told| *told < START + HOUR).unwrap();
        assert!((60..=61).contains(&back), "{back}");
        assert!(
            told[back..]
                .iter()
                .zip(back..)
                .all(|(told, at)| { *told == START + (i64::try_from(at).unwrap() + 1) * SECOND })
        );
    }

    proptest! {
        #[test]
        fn time_never_goes_back(steps in prop::collection::vec((0..100 * SECOND, -HOUR / 2..HOUR / 2), 1..200)) {
            let (mut steady, mut running, mut told) = (Steady::new(START, 0), 0, START);
            for (pause, jump) in steps {
                running += pause;
                let now = steady.tell(START + running + jump, running);
                prop_assert!(now >= told);
                // Whatever the system's clock says, no further off than it ever was.
                prop_assert!((now - START - running).abs() <= HOUR / 2);
                told = now;
            }
        }
    }
}
