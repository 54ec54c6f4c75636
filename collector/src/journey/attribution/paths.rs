//! Paths of channels: what a person came by, up to each order and after the last.

use std::collections::HashMap;

/// Something a person did, of what attribution looks at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contact {
    /// Who.
    pub person: u64,
    /// When, in microseconds since 1970.
    pub at: i64,
    /// What.
    pub what: What,
}

/// A visit or an order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum What {
    /// A visit by a channel, by its number.
    Visit(usize),
    /// An order of this worth.
    Order(f64),
}

/// A path and what came of all journeys that went it.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// The channels, in the order of time.
    pub channels: Vec<usize>,
    /// Orders at its end.
    pub conversions: f64,
    /// Their worth.
    pub value: f64,
    /// Journeys that ended without one.
    pub nulls: f64,
    /// For each contact the sum over the conversions of 2^(-age / half-life), as shares that add up to
    /// one an order, and the same weighted with worth; empty where no half-life is asked for.
    pub decay: Vec<[f64; 2]>,
}

/// All paths, each once.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Paths {
    /// Names of the channels, by number.
    pub channels: Vec<String>,
    /// The number of the channel that is no channel, if there is one.
    pub direct: Option<usize>,
    /// The paths.
    pub paths: Vec<Path>,
}

/// How journeys are cut.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cut {
    /// Orders and ends of journeys before this, in microseconds since 1970, are not counted.
    pub from: i64,
    /// A contact longer before the order than this, in microseconds, has no part in it.
    pub lookback: i64,
    /// After so long, in microseconds, a contact counts half in time decay.
    pub half_life: i64,
}

impl Paths {
    /// Cuts the contacts, sorted by person and time, into paths: each ends with an order, the last of a
    /// person's perhaps with none. An order without a contact in the window belongs to nobody and is left out.
    #[must_use]
    pub fn cut(channels: Vec<String>, contacts: &[Contact], cut: Cut) -> Self {
        let direct = channels.iter().position(|name| name == "Direct");
        let mut found = Found::default();
        for journey in contacts.chunk_by(|a, b| a.person == b.person) {
            found.journey(journey, cut);
        }
        Self { channels, direct, paths: found.paths }
    }

    /// Orders of all paths.
    #[must_use]
    pub fn conversions(&self) -> f64 {
        self.paths.iter().map(|path| path.conversions).sum()
    }

    /// Worth of the orders of all paths.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.paths.iter().map(|path| path.value).sum()
    }
}

#[derive(Default)]
struct Found {
    places: HashMap<Vec<usize>, usize>,
    paths: Vec<Path>,
}

impl Found {
    fn journey(&mut self, journey: &[Contact], cut: Cut) {
        // What came since the last order, and what led to it.
        let (mut since, mut led) = (Vec::new(), Vec::new());
        for contact in journey {
            match contact.what {
                What::Visit(channel) => since.push((contact.at, channel)),
                What::Order(value) => {
                    // Two orders of one visit: the second came by what the first came by.
                    if !since.is_empty() {
                        led = std::mem::take(&mut since);
                    }
                    if contact.at < cut.from {
                        continue;
                    }
                    let from = contact.at.saturating_sub(cut.lookback);
                    let within: Vec<_> =
                        led.iter().copied().filter(|(at, _)| *at >= from).collect();
                    self.converted(&within, contact.at, value, cut.half_life);
                }
            }
        }
        if since.last().is_some_and(|(at, _)| *at >= cut.from) {
            self.path(since.into_iter().map(|(_, channel)| channel).collect()).nulls += 1.0;
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "ages in microseconds are far below 2^53")]
    fn converted(&mut self, led: &[(i64, usize)], at: i64, value: f64, half_life: i64) {
        if led.is_empty() {
            return;
        }
        let age = |visited: i64| at.saturating_sub(visited) as f64 / half_life.max(1) as f64;
        // Relative to the youngest contact: 2^-1000 would be nothing at all.
        let youngest = led.iter().map(|(visited, _)| age(*visited)).fold(f64::INFINITY, f64::min);
        let weights: Vec<f64> =
            led.iter().map(|(visited, _)| (youngest - age(*visited)).exp2()).collect();
        let total: f64 = weights.iter().sum();
        let path = self.path(led.iter().map(|(_, channel)| *channel).collect());
        path.conversions += 1.0;
        path.value += value;
        path.decay.resize(led.len(), [0.0; 2]);
        for (sum, weight) in path.decay.iter_mut().zip(weights) {
            sum[0] += weight / total;
            sum[1] += weight / total * value;
        }
    }

    fn path(&mut self, channels: Vec<usize>) -> &mut Path {
        let place = *self.places.entry(channels).or_insert_with_key(|channels| {
            let (channels, decay) = (channels.clone(), Vec::new());
            self.paths.push(Path { channels, conversions: 0.0, value: 0.0, nulls: 0.0, decay });
            self.paths.len() - 1
        });
        // The place was made with the path.
        #[expect(clippy::indexing_slicing, reason = "places point into paths")]
        &mut self.paths[place]
    }
}
