//! `GET /metrics`: what a monitor asks every few seconds, in Prometheus' text form.
//!
//! Labels come from lists in the program: nobody can make new ones by asking for odd things.

use std::ops;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use percorso_protocol::refusal::Drop;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;
use tracing::debug;

use super::error::{ApiError, Queue, passing};
use super::measured::Measured;
use super::state::App;
use super::unread;

/// A request by its route, not its path, and what became of it.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Asked {
    route: String,
    status: u16,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Route {
    route: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Reason {
    reason: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Which {
    limit: &'static str,
}

/// Who asked for more than the limits give.
#[derive(Debug, Clone, Copy)]
pub(super) enum Limited {
    /// An address prefix, for requests.
    Sender,
    /// A site, for events.
    Site,
    /// An address prefix, or all of them together, for tokens that are none.
    Token,
}

impl Limited {
    const ALL: [Self; 3] = [Self::Sender, Self::Site, Self::Token];

    fn as_str(self) -> &'static str {
        match self {
            Self::Sender => "sender",
            Self::Site => "site",
            Self::Token => "token",
        }
    }
}

/// All that is counted.
pub(super) struct Metrics {
    registry: Registry,
    requests: Family<Asked, Counter>,
    seconds: Family<Route, Histogram, fn() -> Histogram>,
    stored: Counter,
    known: Counter,
    dropped: Family<Reason, Counter>,
    limited: Family<Which, Counter>,
    connections: Gauge,
    accepted: Counter,
    cut_off: Counter,
    crowded_out: Counter,
    waiting: Gauge<f64, AtomicU64>,
    bodies: Gauge<f64, AtomicU64>,
    takes: Gauge,
    pub(super) measured: Measured,
}

/// From half a millisecond to 16 seconds.
fn buckets() -> Histogram {
    Histogram::new(exponential_buckets(0.0005, 2.0, 16))
}

impl Metrics {
    pub(super) fn new() -> Self {
        let mut it = Self {
            registry: Registry::with_prefix("percorso"),
            requests: Family::default(),
            seconds: Family::new_with_constructor(buckets as fn() -> Histogram),
            stored: Counter::default(),
            known: Counter::default(),
            dropped: Family::default(),
            limited: Family::default(),
            connections: Gauge::default(),
            accepted: Counter::default(),
            cut_off: Counter::default(),
            crowded_out: Counter::default(),
            waiting: Gauge::default(),
            bodies: Gauge::default(),
            takes: Gauge::default(),
            measured: Measured::default(),
        };
        let r = &mut it.registry;
        r.register("http_requests", "Requests answered, by route and status", it.requests.clone());
        r.register(
            "http_request_duration_seconds",
            "Time from a request's head to its answer, the sync included where events are stored",
            it.seconds.clone(),
        );
        r.register("events_stored", "Events committed and synced", it.stored.clone());
        r.register("events_known", "Events sent again, not counted twice", it.known.clone());
        r.register("events_dropped", "Events not stored, by reason", it.dropped.clone());
        r.register(
            "limit_refusals",
            "Requests refused with 429, by the limit: sender, site, token",
            it.limited.clone(),
        );
        r.register("connections", "Connections open", it.connections.clone());
        r.register("connections_accepted", "Connections accepted", it.accepted.clone());
        r.register(
            "connections_cut_off",
            "Connections closed because they asked nothing or took no answer in time",
            it.cut_off.clone(),
        );
        r.register(
            "connections_crowded_out",
            "Connections refused or closed because their network had too many",
            it.crowded_out.clone(),
        );
        r.register(
            "writer_queue_ratio",
            "Share of the writer's queue that is taken; at 1 requests are refused with 503",
            it.waiting.clone(),
        );
        r.register("body_bytes", "Bytes of request bodies held in memory", it.bodies.clone());
        r.register("store_ok", "1 while the store takes events, 0 otherwise", it.takes.clone());
        it.measured.register(r);
        // From the first look on: a rate from nothing to one cannot be reckoned.
        for reason in Drop::ALL {
            it.dropped.get_or_create(&Reason { reason: reason.as_str() }).inc_by(0);
        }
        for limit in Limited::ALL {
            it.limited.get_or_create(&Which { limit: limit.as_str() }).inc_by(0);
        }
        it
    }

    /// Counts a connection for as long as what is returned lives.
    pub(super) fn connected(self: &Arc<Self>) -> Connected {
        self.accepted.inc();
        self.connections.inc();
        Connected(Arc::clone(self))
    }

    pub(super) fn cut_off(&self) {
        self.cut_off.inc();
    }

    pub(super) fn crowded_out(&self) {
        self.crowded_out.inc();
    }

    pub(super) fn stored(&self, stored: usize, known: usize) {
        self.stored.inc_by(stored as u64);
        self.known.inc_by(known as u64);
    }

    /// Counts events that are not stored.
    pub(super) fn dropped(&self, reason: Drop, events: usize) {
        let reason = reason.as_str();
        self.dropped.get_or_create(&Reason { reason }).inc_by(events as u64);
    }

    /// Counts a request that is refused because of a limit, and says so.
    pub(super) fn too_many(&self, limit: Limited, seconds: u64) -> ApiError {
        self.limited.get_or_create(&Which { limit: limit.as_str() }).inc();
        ApiError::TooMany(seconds)
    }
}

/// A connection that is counted.
pub(super) struct Connected(Arc<Metrics>);

impl ops::Drop for Connected {
    fn drop(&mut self) {
        self.0.connections.dec();
    }
}

/// Counts and times every request.
pub(super) async fn count(State(app): State<App>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str);
    let (route, began) = (route.to_owned(), Instant::now());
    let (request, unread) = unread::watch(request);
    let mut response = next.run(request).await;
    if response.status() == StatusCode::INTERNAL_SERVER_ERROR && app.writer.trouble().is_some() {
        response = passing();
    }
    if unread.is_left() && is_of_the_head(response.status()) {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    let seconds = began.elapsed().as_secs_f64();
    let status = response.status().as_u16();
    if let Some(queue) = response.extensions().get::<Queue>() {
        app.metrics.measured.full(*queue);
    }
    // The route as the program has it: what was asked for may hold anything.
    debug!(route, status, seconds, "answered");
    app.metrics.requests.get_or_create(&Asked { route: route.clone(), status }).inc();
    app.metrics.seconds.get_or_create(&Route { route }).observe(seconds);
    response
}

/// Whether a request is refused by what stands in its head, mostly: nobody has read its body then.
fn is_of_the_head(status: StatusCode) -> bool {
    [StatusCode::TOO_MANY_REQUESTS, StatusCode::UNSUPPORTED_MEDIA_TYPE].contains(&status)
}

/// Tells what was counted.
pub(super) async fn show_metrics(State(app): State<App>) -> Result<Response, ApiError> {
    let metrics = &app.metrics;
    metrics.waiting.set(app.writer.waiting());
    #[expect(clippy::cast_precision_loss, reason = "at most 64 MiB")]
    metrics.bodies.set(app.bodies.taken() as f64);
    metrics.takes.set(i64::from(app.writer.trouble().is_none()));
    metrics.measured.look(&app);
    let mut text = String::new();
    encode(&mut text, &metrics.registry).map_err(|_| ApiError::Internal)?;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, kind)], text).into_response())
}
