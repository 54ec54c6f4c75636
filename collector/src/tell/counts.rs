//! What became of events that were to be sent on.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;

/// How a delivery ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The receiver took it.
    Delivered,
    /// The receiver answered that it will not take it.
    Refused,
    /// Nobody answered, or with an error, however often it was tried.
    Failed,
    /// Too many waited for that receiver, or it stands in the rules no more.
    Dropped,
    /// So much was stored at once that it was not even looked at; any event, asked for or not.
    Missed,
}

impl Outcome {
    const ALL: [Self; 5] =
        [Self::Delivered, Self::Refused, Self::Failed, Self::Dropped, Self::Missed];

    fn as_str(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::Dropped => "dropped",
            Self::Missed => "missed",
        }
    }
}

/// The label of an outcome.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub struct Ended {
    outcome: &'static str,
}

/// Deliveries; clones count together.
#[derive(Clone)]
pub struct Counts {
    /// Those that wait for their receiver or are under way.
    pub waiting: Gauge,
    /// Those that have ended.
    pub ended: Family<Ended, Counter>,
}

impl Default for Counts {
    fn default() -> Self {
        let it = Self { waiting: Gauge::default(), ended: Family::default() };
        // From the first look on: a rate from nothing to one cannot be reckoned.
        Outcome::ALL.into_iter().for_each(|outcome| it.end(outcome, 0));
        it
    }
}

impl Counts {
    pub(super) fn end(&self, outcome: Outcome, events: u64) {
        self.ended.get_or_create(&Ended { outcome: outcome.as_str() }).inc_by(events);
    }
}
