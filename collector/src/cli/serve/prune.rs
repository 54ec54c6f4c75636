//! What is done by the rules in force: once a day what is too old goes, and segments
//! are looked for again; their kinds stand in the file.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::watch;
use tracing::{info, warn};

use crate::clock;
use crate::ingest::rules::Rules;
use crate::report::segments;
use crate::store::prune::Daily;
use crate::store::upkeep::Upkeep;

const DAY: i64 = 24 * 60 * 60 * 1_000_000;
/// How long what has failed waits for another try.
const PAUSE: Duration = Duration::from_secs(60 * 60);

/// Puts the rules that questions ask for into the file, now and whenever they change.
pub(super) async fn publish(upkeep: Arc<Upkeep>, mut rules: watch::Receiver<Arc<Rules>>) {
    loop {
        let (upkeep, now) = (Arc::clone(&upkeep), Arc::clone(&rules.borrow_and_update()));
        let outcome = tokio::task::spawn_blocking(move || upkeep.publish(&now)).await;
        if let Ok(Err(error)) = outcome {
            warn!(%error, "the rules for kinds of touchpoints could not be written");
        }
        if rules.changed().await.is_err() {
            return;
        }
    }
}

/// Looks once a minute whether a day has begun that it has not been done on; the first is today.
pub(super) async fn every_day(upkeep: Arc<Upkeep>, rules: watch::Receiver<Arc<Rules>>) {
    let mut every = tokio::time::interval(Duration::from_secs(60));
    let mut days = Days::default();
    loop {
        every.tick().await;
        let now = clock::now();
        if !days.is_due(now, Instant::now()) {
            continue;
        }
        let (upkeep, segmented) = (Arc::clone(&upkeep), Arc::clone(&upkeep));
        let rules = Arc::clone(&rules.borrow());
        let pruned = tokio::task::spawn_blocking(move || upkeep.prune_daily(&rules, now)).await;
        match &pruned {
            Ok(Ok(Daily::Done(pruned))) if pruned.events > 0 => {
                info!(events = pruned.events, "took away what was too old");
            }
            Ok(Ok(Daily::Held(hole))) => warn!(
                days = hole.days,
                until = hole.until(),
                "what is too old stays: there are days without events, and the clock may be wrong"
            ),
            Ok(Err(error)) => warn!(%error, "what is too old could not be taken away"),
            _ => {}
        }
        // After it: a visit that is gone belongs to no segment.
        let again =
            tokio::task::spawn_blocking(move || segments::refresh_all(&segmented, now)).await;
        if let Ok(Err(error)) = &again {
            warn!(%error, "the segments could not be looked for again");
        }
        let well = matches!(pruned, Ok(Ok(_))) && matches!(again, Ok(Ok(_)));
        days.ended(now, well, Instant::now());
    }
}

/// The days it was done on, and when it is tried again.
#[derive(Debug, Default)]
struct Days {
    done: Option<i64>,
    again: Option<Instant>,
}

impl Days {
    fn is_due(&self, now: i64, at: Instant) -> bool {
        self.done != Some(now / DAY) && self.again.is_none_or(|again| at >= again)
    }

    fn ended(&mut self, now: i64, well: bool, at: Instant) {
        if well {
            self.done = Some(now / DAY);
        }
        self.again = (!well).then(|| at + PAUSE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_failed_is_tried_again_in_an_hour_and_what_is_done_tomorrow() {
        let (mut days, begun) = (Days::default(), Instant::now());
        let minute = |n: u64| begun + Duration::from_secs(60 * n);
        assert!(days.is_due(0, begun));
        days.ended(0, false, begun);
        assert!(!days.is_due(0, minute(1)) && !days.is_due(0, minute(59)));
        assert!(!days.is_due(DAY, minute(59)), "midnight is no reason to try sooner");
        assert!(days.is_due(0, minute(60)));
        days.ended(0, true, minute(60));
        assert!(!days.is_due(DAY - 1, minute(600)) && days.is_due(DAY, minute(600)));
        // A clock that is put right has another day.
        assert!(days.is_due(-DAY, minute(61)));
    }
}
