//! What is done by the rules in force: once a day what is too old goes, and segments
//! are looked for again; their kinds stand in the file.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tracing::{info, warn};

use crate::clock;
use crate::ingest::rules::Rules;
use crate::report::segments;
use crate::store::upkeep::Upkeep;

const DAY: i64 = 24 * 60 * 60 * 1_000_000;

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
    let mut done = None;
    loop {
        every.tick().await;
        let now = clock::now();
        if done == Some(now / DAY) {
            continue;
        }
        done = Some(now / DAY);
        let (upkeep, segmented) = (Arc::clone(&upkeep), Arc::clone(&upkeep));
        let rules = Arc::clone(&rules.borrow());
        match tokio::task::spawn_blocking(move || upkeep.prune(&rules, now, false)).await {
            Ok(Ok(pruned)) if pruned.events > 0 => {
                info!(events = pruned.events, "took away what was too old");
            }
            Ok(Err(error)) => warn!(%error, "what is too old could not be taken away"),
            _ => {}
        }
        // After it: a visit that is gone belongs to no segment.
        let again =
            tokio::task::spawn_blocking(move || segments::refresh_all(&segmented, now)).await;
        if let Ok(Err(error)) = again {
            warn!(%error, "the segments could not be looked for again");
        }
    }
}
