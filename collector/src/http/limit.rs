//! How often somebody may ask: a leaky bucket for each address prefix, in a table that never grows.
//!
//! A maintained limiter (governor) keeps a state for everyone it has met, and everybody may show up; here
//! a fixed number of cells is shared by a secret hash of the prefix. Two prefixes rarely meet in one
//! cell, and where they do they share a limit that is generous.

use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::config;

/// Cells: 65,536, half a megabyte.
const CELLS: usize = 1 << 16;

/// A rate and how far it may be run ahead of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rate {
    /// So many a second, over a long time.
    pub(super) per_second: f64,
    /// So many at once.
    pub(super) burst: f64,
}

/// The buckets.
pub(super) struct Limit {
    /// For each cell, until when it is taken: nanoseconds since `began` (GCRA's theoretical arrival time).
    cells: Box<[AtomicU64]>,
    began: Instant,
    hasher: RandomState,
    every: f64,
    burst: f64,
}

impl Limit {
    /// Buckets for this rate.
    #[must_use]
    pub(super) fn new(rate: Rate) -> Self {
        let every = 1e9 / rate.per_second.max(1e-6);
        Self {
            cells: (0..CELLS).map(|_| AtomicU64::new(0)).collect(),
            began: Instant::now(),
            hasher: RandomState::new(),
            every,
            burst: rate.burst.max(1.0),
        }
    }

    /// Takes `cost` for this key, or as much as can be had at once where it is more, or says how long to
    /// wait until it can be had.
    ///
    /// # Errors
    /// The time to wait; nothing is taken.
    pub(super) fn take(&self, key: impl std::hash::Hash, cost: f64) -> Result<(), Duration> {
        self.take_at(key, cost, self.began.elapsed())
    }

    fn cell(&self, key: &impl std::hash::Hash) -> Option<&AtomicU64> {
        let hash = self.hasher.hash_one(key);
        usize::try_from(hash % CELLS as u64).ok().and_then(|place| self.cells.get(place))
    }

    fn take_at(
        &self,
        key: impl std::hash::Hash,
        cost: f64,
        since: Duration,
    ) -> Result<(), Duration> {
        let now = now(since);
        let cost = cost.min(self.burst);
        let Some(cell) = self.cell(&key) else { return Ok(()) };
        let mut outcome = Ok(());
        let _ = cell.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |until| {
            outcome = self.wait(until, cost, now);
            outcome.is_ok().then(|| until.max(now) + self.nanos(cost))
        });
        outcome
    }

    /// How long until `cost` can be had of a cell that is taken until then.
    #[expect(clippy::cast_precision_loss, reason = "nanoseconds that a double holds well enough")]
    fn wait(&self, until: u64, cost: f64, now: u64) -> Result<(), Duration> {
        let ahead = (until.max(now) - now) as f64 + (cost - self.burst) * self.every;
        if ahead <= 0.0 { Ok(()) } else { Err(Duration::from_secs_f64(ahead / 1e9)) }
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it saturates")]
    fn nanos(&self, cost: f64) -> u64 {
        (cost * self.every) as u64
    }
}

#[expect(clippy::cast_possible_truncation, reason = "584 years of nanoseconds")]
fn now(since: Duration) -> u64 {
    since.as_nanos() as u64
}

/// Neighbours together: a household or an office has a /24, a customer of IPv6 a /48.
#[must_use]
pub(super) fn prefix(address: IpAddr) -> u64 {
    match address.to_canonical() {
        IpAddr::V4(address) => u64::from(address.to_bits() >> 8),
        // Marked, so that no IPv6 prefix is an IPv4 one.
        IpAddr::V6(address) => (1 << 63) | u64::try_from(address.to_bits() >> 80).unwrap_or(0),
    }
}

/// How often somebody may show a token that is none, and everybody together.
pub(super) struct Guesses {
    each: Limit,
    all: Limit,
}

impl Default for Guesses {
    fn default() -> Self {
        Self {
            // A typing mistake or a stale script is forgiven; 2^256 is out of reach at any such rate.
            each: Limit::new(Rate { per_second: 0.1, burst: 10.0 }),
            all: Limit::new(Rate { per_second: 10.0, burst: 200.0 }),
        }
    }
}

impl Guesses {
    /// One was none.
    ///
    /// # Errors
    /// Seconds to wait before another is told so.
    pub(super) fn wrong(&self, client: IpAddr) -> Result<(), u64> {
        seconds(self.each.take(prefix(client), 1.0).and_then(|()| self.all.take((), 1.0)))
    }
}

/// Events that a request may bring before it counts as more than one. A page's batches have fewer.
const EVENTS: f64 = 20.0;

/// The limits of those who send.
pub(super) struct Limits {
    senders: Option<Limit>,
    /// For what else anybody may ask, of its own: whoever asks too much still gets to send.
    askers: Option<Limit>,
    sites: Option<Limit>,
    /// For what servers tell, and for what no site takes: neither uses up what a site's own pages may send.
    told: Option<Limit>,
    refused: Option<Limit>,
}

impl Limits {
    /// As the owner set them.
    #[must_use]
    pub(super) fn new(limits: config::Limits) -> Self {
        let limit = |per_second: f64, burst: f64| {
            (per_second > 0.0).then(|| Limit::new(Rate { per_second, burst }))
        };
        let sites = || limit(limits.site_events_per_second, 10.0 * limits.site_events_per_second);
        let requests = || limit(limits.requests_per_second, limits.requests_burst);
        let (senders, askers) = (requests(), requests());
        Self { senders, askers, sites: sites(), told: sites(), refused: sites() }
    }

    /// Takes a request of a client's.
    ///
    /// # Errors
    /// Seconds to wait.
    pub(super) fn request(&self, client: IpAddr) -> Result<(), u64> {
        take(self.senders.as_ref(), prefix(client), 1.0)
    }

    /// Takes a request of a client's that sends nothing.
    ///
    /// # Errors
    /// Seconds to wait.
    pub(super) fn question(&self, client: IpAddr) -> Result<(), u64> {
        take(self.askers.as_ref(), prefix(client), 1.0)
    }

    /// Takes, once it is read, what a request has brought beyond one of the usual size.
    ///
    /// # Errors
    /// Seconds to wait.
    #[expect(clippy::cast_precision_loss, reason = "a batch has few events")]
    pub(super) fn load(&self, client: IpAddr, events: usize) -> Result<(), u64> {
        let more = events as f64 / EVENTS - 1.0;
        if more <= 0.0 {
            return Ok(());
        }
        take(self.senders.as_ref(), prefix(client), more)
    }

    /// Takes events of a site.
    ///
    /// # Errors
    /// Seconds to wait.
    #[expect(clippy::cast_precision_loss, reason = "a batch has few events")]
    pub(super) fn events(&self, site: &str, events: usize) -> Result<(), u64> {
        take(self.sites.as_ref(), site, events as f64)
    }

    /// Takes events that a server tells of a site.
    ///
    /// # Errors
    /// Seconds to wait.
    #[expect(clippy::cast_precision_loss, reason = "a request has few events")]
    pub(super) fn told(&self, site: &str, events: usize) -> Result<(), u64> {
        take(self.told.as_ref(), site, events as f64)
    }

    /// Takes events that no site takes from this origin, at the same rate: a limit that told them from
    /// others would tell which sites there are. Each origin has its own, for the same reason: a site's
    /// own origin is none of those that others have used up.
    ///
    /// # Errors
    /// Seconds to wait.
    #[expect(clippy::cast_precision_loss, reason = "a batch has few events")]
    pub(super) fn refused(
        &self,
        site: &str,
        origin: Option<&str>,
        events: usize,
    ) -> Result<(), u64> {
        take(self.refused.as_ref(), (site, origin), events as f64)
    }
}

fn take(limit: Option<&Limit>, key: impl std::hash::Hash, cost: f64) -> Result<(), u64> {
    seconds(limit.map_or(Ok(()), |limit| limit.take(key, cost)))
}

/// Whole seconds, rounded up: `Retry-After` has no others.
fn seconds(outcome: Result<(), Duration>) -> Result<(), u64> {
    outcome.map_err(|wait| wait.as_secs() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    #[test]
    fn a_burst_then_a_rate_and_each_for_itself() {
        let limit = Limit::new(Rate { per_second: 10.0, burst: 5.0 });
        let taken = |at| (0..20).filter(|_| limit.take_at("a", 1.0, ms(at)).is_ok()).count();
        assert_eq!(taken(1), 5);
        assert_eq!(taken(1), 0);
        let wait = limit.take_at("a", 1.0, ms(1)).unwrap_err();
        assert!(wait > ms(90) && wait <= ms(100), "{wait:?}");
        assert_eq!(taken(201), 2);
        assert_eq!(taken(60_000), 5);
        assert!(limit.take_at("b", 5.0, ms(1)).is_ok());
        assert!(limit.take_at("b", 1.0, ms(1)).is_err());
    }

    #[test]
    fn what_is_more_than_a_burst_costs_a_burst() {
        let limit = Limit::new(Rate { per_second: 10.0, burst: 5.0 });
        assert!(limit.take_at("a", 500.0, ms(1)).is_ok());
        let wait = limit.take_at("a", 500.0, ms(1)).unwrap_err();
        assert!(wait <= ms(500), "{wait:?}");
        assert!(limit.take_at("a", 500.0, ms(502)).is_ok());
    }

    #[test]
    fn a_large_batch_counts_as_several() {
        let limits = Limits::new(config::Limits {
            requests_per_second: 0.001,
            requests_burst: 30.0,
            site_events_per_second: 0.0,
        });
        let send = |address: &str, events| {
            let address = address.parse().unwrap();
            limits.request(address).and_then(|()| limits.load(address, events))
        };
        assert_eq!((0..100).filter(|_| send("192.0.2.1", 20).is_ok()).count(), 30);
        assert_eq!((0..100).filter(|_| send("192.0.3.1", 100).is_ok()).count(), 6);
    }

    #[test]
    fn a_million_senders_take_no_more_room() {
        let limit = Limit::new(Rate { per_second: 100.0, burst: 1000.0 });
        let room = std::mem::size_of_val(&*limit.cells);
        let passed = (0..1_000_000_u32).filter(|n| limit.take_at(n, 1.0, ms(1)).is_ok()).count();
        assert_eq!(passed, 1_000_000, "strangers are not taken for each other");
        assert_eq!(std::mem::size_of_val(&*limit.cells), room);
        assert_eq!(room, 512 * 1024);
    }

    #[test]
    fn neighbours_share_and_strangers_do_not() {
        let of = |address: &str| prefix(address.parse().unwrap());
        assert_eq!(of("192.0.2.1"), of("192.0.2.254"));
        assert_eq!(of("192.0.2.1"), of("::ffff:192.0.2.9"));
        assert_ne!(of("192.0.2.1"), of("192.0.3.1"));
        assert_eq!(of("2001:db8:1::1"), of("2001:db8:1:ffff::2"));
        assert_ne!(of("2001:db8:1::1"), of("2001:db8:2::1"));
    }
}
