//! Random numbers by address: the same seed, purpose and owner give the same numbers, whatever else is
//! drawn. So a shopper can be followed again with one thing changed and everything else as it was.

use rand::{Rng, RngExt, SeedableRng};
use rand_distr::{Distribution, Gamma, LogNormal, StandardNormal};
use rand_xoshiro::{SplitMix64, Xoshiro256PlusPlus};

/// What numbers are drawn for.
#[derive(Debug, Clone, Copy)]
#[repr(u64)]
pub(super) enum For {
    Shop = 1,
    Site,
    Incidents,
    Person,
    Visitor,
    Identity,
    Chance,
    Visit,
    Basket,
    After,
    Events,
    EventId,
    Chat,
    Look,
    Form,
    Offline,
    Arm,
}

/// A stream of numbers that belongs to one purpose and owner.
pub(super) struct Dice(Xoshiro256PlusPlus);

impl Dice {
    pub(super) fn new(seed: u64, purpose: For, owner: u64, place: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(hash(seed, purpose, owner, place)))
    }

    /// From 0 up to 1.
    pub(super) fn unit(&mut self) -> f64 {
        self.0.random()
    }

    pub(super) fn chance(&mut self, p: f64) -> bool {
        self.unit() < p
    }

    /// A whole number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        self.0.random_range(low..=high)
    }

    /// One of the entries, by weight.
    #[expect(clippy::indexing_slicing, reason = "the tables of the model are not empty")]
    pub(super) fn pick<'a, T>(&mut self, of: &'a [T], weight: impl Fn(&T) -> f64) -> &'a T {
        &of[self.place(of, weight)]
    }

    /// The place of one of the entries, by weight.
    pub(super) fn place<T>(&mut self, of: &[T], weight: impl Fn(&T) -> f64) -> usize {
        let all: f64 = of.iter().map(&weight).sum();
        let mut left = self.unit() * all;
        let found = of.iter().position(|entry| {
            left -= weight(entry);
            left < 0.0
        });
        found.unwrap_or(of.len().saturating_sub(1))
    }

    pub(super) fn normal(&mut self) -> f64 {
        StandardNormal.sample(&mut self.0)
    }

    /// Log-normal: half are below the median.
    pub(super) fn around(&mut self, median: f64, sigma: f64) -> f64 {
        LogNormal::new(median.ln(), sigma).map_or(median, |law| law.sample(&mut self.0))
    }

    pub(super) fn gamma(&mut self, shape: f64, mean: f64) -> f64 {
        Gamma::new(shape, mean / shape).map_or(mean, |law| law.sample(&mut self.0))
    }

    /// Log-normal milliseconds as a whole number.
    pub(super) fn ms(&mut self, median: f64, sigma: f64) -> i64 {
        whole(self.around(median, sigma))
    }
}

/// The nearest whole number; the model's quantities are far from the ends.
#[expect(clippy::cast_possible_truncation, reason = "the model's quantities are small")]
pub(super) fn whole(number: f64) -> i64 {
    number.round() as i64
}

/// A number that belongs to one purpose and owner.
pub(super) fn hash(seed: u64, purpose: For, owner: u64, place: u64) -> u64 {
    let mix = |state: u64, part: u64| SplitMix64::seed_from_u64(state ^ part).next_u64();
    mix(mix(mix(mix(0, seed), purpose as u64), owner), place)
}
