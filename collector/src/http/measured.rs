//! What the metrics tell of commits, of queues and of the disk, beside what requests are counted by.

use std::sync::atomic::AtomicU64;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;

use super::error::Queue;
use super::live::LISTENERS;
use super::state::App;
use crate::clock;
use crate::query::quack::{Clients, Outcome};
use crate::tell::Counts;

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct By {
    queue: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Ended {
    outcome: &'static str,
}

/// Bytes, seconds: what is no count.
type Level = Gauge<f64, AtomicU64>;

/// Measured where it happens, or looked at when the metrics are asked for.
pub(super) struct Measured {
    commit: Histogram,
    events: Histogram,
    full: Family<By, Counter>,
    left: Family<By, Counter>,
    questions: Family<By, Gauge>,
    waiting: Family<By, Gauge>,
    quack: Family<Ended, Counter>,
    quack_seconds: Histogram,
    sizes: [Level; 3],
    clock: Level,
    listeners: Gauge,
    /// Events that are sent on.
    pub(super) sent: Counts,
}

impl Default for Measured {
    fn default() -> Self {
        Self {
            // From one event to sixteen thousand.
            commit: Histogram::new(seconds(16)),
            events: Histogram::new(exponential_buckets(1.0, 4.0, 8)),
            full: Family::default(),
            left: Family::default(),
            questions: Family::default(),
            waiting: Family::default(),
            quack: Family::default(),
            quack_seconds: Histogram::new(seconds(18)),
            sizes: Default::default(),
            clock: Level::default(),
            listeners: Gauge::default(),
            sent: Counts::default(),
        }
    }
}

/// From half a millisecond on, each twice the one before: sixteen of them are up to 16 seconds.
fn seconds(buckets: u16) -> impl Iterator<Item = f64> {
    exponential_buckets(0.0005, 2.0, buckets)
}

impl Measured {
    /// Has them told of.
    pub(super) fn register(&self, r: &mut Registry) {
        r.register(
            "commit_duration_seconds",
            "Time of a commit, its sync included, waiting for it left out",
            self.commit.clone(),
        );
        r.register("commit_events", "Events that one commit brought", self.events.clone());
        r.register(
            "queue_refusals",
            "Requests refused with 503 because too much waits, by queue: writer, bodies, reports, sql, quack, live",
            self.full.clone(),
        );
        r.register("questions", "Questions under way: reports, sql, quack", self.questions.clone());
        r.register(
            "questions_waiting",
            "Questions that wait for their turn: reports, sql, quack",
            self.waiting.clone(),
        );
        r.register(
            "questions_left",
            "Questions under way that were ended because their client had gone: reports, sql, quack",
            self.left.clone(),
        );
        r.register(
            "quack_questions",
            "Questions of DuckDB's clients that have ended: answered, refused, ended, left, failed, full",
            self.quack.clone(),
        );
        r.register(
            "quack_question_duration_seconds",
            "Time of a question of DuckDB's clients, from its turn to its last row",
            self.quack_seconds.clone(),
        );
        let sizes = [
            ("store_bytes", "Size of the store's file"),
            ("log_bytes", "Size of the store's log"),
            ("disk_free_bytes", "Free on the store's disk"),
        ];
        for ((name, help), gauge) in sizes.into_iter().zip(&self.sizes) {
            r.register(name, help, gauge.clone());
        }
        r.register(
            "clock_ahead_seconds",
            "How far the time that is told is ahead of the system's clock; below 0, behind it",
            self.clock.clone(),
        );
        r.register("live_listeners", "Who listens to `/v1/live`", self.listeners.clone());
        r.register(
            "webhook_deliveries",
            "Events that were to be sent on, by how that ended: delivered, refused, failed, dropped, missed",
            self.sent.ended.clone(),
        );
        r.register(
            "webhook_queue",
            "Events that wait for a webhook's receiver or are under way to it",
            self.sent.waiting.clone(),
        );
        for queue in Queue::ALL {
            self.full.get_or_create(&By { queue: queue.as_str() }).inc_by(0);
        }
        for queue in [Queue::Reports, Queue::Sql, Queue::Quack] {
            self.left(queue).inc_by(0);
        }
        for outcome in Outcome::ALL {
            self.quack.get_or_create(&Ended { outcome: outcome.as_str() }).inc_by(0);
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "a commit has few events")]
    pub(super) fn committed(&self, took: Duration, events: usize) {
        self.commit.observe(took.as_secs_f64());
        self.events.observe(events as f64);
    }

    pub(super) fn full(&self, queue: Queue) {
        self.full.get_or_create(&By { queue: queue.as_str() }).inc();
    }

    /// Counts questions of this queue that nobody waits for any more.
    pub(super) fn left(&self, queue: Queue) -> Counter {
        self.left.get_or_create(&By { queue: queue.as_str() }).clone()
    }

    /// A question of DuckDB's clients has ended, after so long where it had begun.
    pub(super) fn asked(&self, outcome: Outcome, took: Option<Duration>) {
        self.quack.get_or_create(&Ended { outcome: outcome.as_str() }).inc();
        if let Some(took) = took {
            self.quack_seconds.observe(took.as_secs_f64());
        }
        match outcome {
            Outcome::Full => self.full(Queue::Quack),
            Outcome::Left => _ = self.left(Queue::Quack).inc(),
            _ => {}
        }
    }

    /// Looks at what is only known by looking.
    #[expect(clippy::cast_precision_loss, reason = "bytes of a disk, as monitors have them")]
    pub(super) fn look(&self, app: &App) {
        let turns = [
            (Queue::Reports, app.questions.turns.taken()),
            (Queue::Sql, app.desk.turns.taken()),
            (Queue::Quack, app.quack.as_ref().map_or([0, 0], Clients::taken)),
        ];
        for (queue, taken) in turns {
            let by = By { queue: queue.as_str() };
            let [under_way, waiting] = taken.map(|n| i64::try_from(n).unwrap_or(i64::MAX));
            self.questions.get_or_create(&by).set(under_way);
            self.waiting.get_or_create(&by).set(waiting);
        }
        for (gauge, bytes) in self.sizes.iter().zip(app.upkeep.sizes()) {
            gauge.set(bytes.map_or(f64::NAN, |bytes| bytes as f64));
        }
        self.clock.set(clock::ahead());
        let listeners = LISTENERS.saturating_sub(app.listeners.available_permits());
        self.listeners.set(i64::try_from(listeners).unwrap_or(i64::MAX));
    }
}
