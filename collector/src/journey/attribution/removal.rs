//! What is lost without a touchpoint: [`markov`](super::markov)'s removal effect over journeys of what people
//! met, step by step, as they are read.

use super::markov::Chain;
use crate::journey::paths::Step;

/// How journeys are cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// Orders and ends of journeys before this, in microseconds since 1970, are not counted.
    pub from: i64,
    /// What was met longer before the order than this, in microseconds, has no part in it.
    pub lookback: i64,
}

/// What runs through one touchpoint.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Effect {
    /// Journeys that come to it.
    pub journeys: u64,
    /// Those that end with an order.
    pub orders: u64,
    /// Share of all orders that would be lost without it.
    pub removal: f64,
}

/// All journeys, gone through one after the other.
pub struct Ways {
    cut: Cut,
    chain: Chain,
    orders: f64,
    effects: Vec<Effect>,
    /// At which journey each was met last, so that a journey counts once.
    met_in: Vec<u64>,
    journeys: u64,
}

impl Ways {
    /// None yet, of so many touchpoints.
    #[must_use]
    pub fn new(touchpoints: usize, cut: Cut) -> Self {
        Self {
            cut,
            chain: Chain::new(1),
            orders: 0.0,
            effects: vec![Effect::default(); touchpoints],
            met_in: vec![0; touchpoints],
            journeys: 0,
        }
    }

    /// Goes through what one person met and ordered, in the order of time. An order ends a journey, and so
    /// does the end; an order before which nothing was met since the last is one all the same.
    pub fn add(&mut self, steps: &[Step]) {
        let mut since: Vec<(i64, usize)> = Vec::new();
        for step in steps {
            if step.is_order {
                if step.time >= self.cut.from {
                    let from = step.time.saturating_sub(self.cut.lookback);
                    since.retain(|(at, _)| *at >= from);
                    self.journey(&since, true);
                }
                since.clear();
            } else if let Some(place) = step.name.and_then(|name| usize::try_from(name).ok()) {
                since.push((step.time, place));
            }
        }
        if since.last().is_some_and(|(at, _)| *at >= self.cut.from) {
            self.journey(&since, false);
        }
    }

    fn journey(&mut self, met: &[(i64, usize)], ordered: bool) {
        self.journeys += 1;
        let places: Vec<usize> = met.iter().map(|(_, place)| *place).collect();
        for place in &places {
            let (Some(effect), Some(last)) =
                (self.effects.get_mut(*place), self.met_in.get_mut(*place))
            else {
                continue;
            };
            if *last != self.journeys {
                *last = self.journeys;
                effect.journeys += 1;
                effect.orders += u64::from(ordered);
            }
        }
        let ended = f64::from(u8::from(ordered));
        self.orders += ended;
        self.chain.add(&places, ended, 1.0 - ended);
    }

    /// How many orders there are, and the effect of each touchpoint.
    #[must_use]
    pub fn effects(self) -> (f64, Vec<Effect>) {
        let removal = self.chain.removal(self.effects.len());
        let effects = self.effects.into_iter().zip(removal);
        (self.orders, effects.map(|(effect, removal)| Effect { removal, ..effect }).collect())
    }
}
