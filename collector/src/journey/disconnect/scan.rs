//! Windows of days: the greatest lack of a series.
//!
//! The lack of a window is what should have passed less what did, in standard deviations.

// Indices are days of series that are equally long.
#![expect(clippy::indexing_slicing, reason = "series of one search are equally long")]

use super::baseline::{self, median};
use super::series::{All, Series};

/// Days of a window: every length for what is told, some for chance, whose greatest differ little.
pub(super) const SHORTEST: usize = 5;
/// The longest window; so many days before and after one it must have dropped from, too.
pub(super) const LONGEST: usize = 45;
pub(super) const LENGTHS: [usize; 6] = [5, 8, 12, 18, 27, 40];
/// Standard deviations that a day may be off when it is permuted.
const CALM: f64 = 3.5;
/// Variance of a window, at least: with less there are too few visits, or too few that could have failed,
/// for a lack in standard deviations to mean what it says.
pub(super) const LEAST: f64 = 4.0;
/// A rate is known to this much at best: where all pass, one that does not is no wonder.
pub(super) const SURE: f64 = 0.02;

/// A series made ready to be scanned.
#[derive(Debug, Clone, PartialEq)]
pub struct Rival {
    /// By day: what should have passed less what did, and the variance of that.
    days: Vec<(f64, f64)>,
    /// The same with no day further off than [`CALM`]: what is permuted, so that an incident's days do
    /// not make chance look as bad as it.
    pub(super) calm: Vec<(f64, f64)>,
    /// By day, what should have passed.
    pub expected: Vec<f64>,
    /// Visits that came and that passed, from the first day on, up to each.
    counted: Vec<(f64, f64)>,
    /// How much more its days swing than by chance, as variance.
    swing: f64,
}

/// A window and its lack.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// First day.
    pub from: usize,
    /// The day after the last.
    pub to: usize,
    /// Standard deviations.
    pub z: f64,
}

impl Rival {
    /// Makes a series ready.
    #[must_use]
    pub fn of(series: &Series, all: &All) -> Self {
        let same = |other: &&Series| other.from_stage == series.from_stage;
        let whole = all.series.iter().find(same).unwrap_or(series);
        let (expected, wider) = baseline::expected(series, whole);
        // Visits of one day have more in common than chance allows for: the variance is as great as the
        // days show, not as small as the binomial has it.
        let binomial: Vec<f64> = expected
            .iter()
            .zip(&series.came)
            .map(|(expected, came)| {
                let rate =
                    if *came > 0.0 { (expected / came).clamp(SURE, 1.0 - SURE) } else { 0.0 };
                came * rate * (1.0 - rate)
            })
            .collect();
        let swing = spread(series, &expected, &binomial);
        let days = expected.iter().zip(&series.passed).zip(&binomial);
        let days: Vec<_> = days
            .map(|((expected, passed), own)| (expected - passed, own * swing * wider))
            .collect();
        let calm = |(lacking, variance): &(f64, f64)| {
            // What the estimate adds is the same for neighbours, and is lost among days in any order.
            let variance = variance / wider;
            let most = CALM * variance.sqrt();
            (lacking.clamp(-most, most), variance)
        };
        let counted = sums(series.came.iter().copied().zip(series.passed.iter().copied()));
        Self { calm: days.iter().map(calm).collect(), days, expected, counted, swing }
    }

    /// A lack, or the drop from just before and after where that is less, in standard deviations.
    ///
    /// Others who have a season of their own make a lack of who just has none, and that is no drop.
    fn and_drop(&self, lack: f64, from: usize, to: usize) -> f64 {
        let last = self.counted.len() - 1;
        let between = |from: usize, to: usize| {
            let (before, after) = (self.counted[from], self.counted[to]);
            (after.0 - before.0, after.1 - before.1)
        };
        let whole = between(from.saturating_sub(LONGEST), (to + LONGEST).min(last));
        let (came, passed) = between(from, to);
        let (came_else, passed_else) = (whole.0 - came, whole.1 - passed);
        if came <= 0.0 || came_else <= 0.0 {
            return 0.0;
        }
        let rate = (whole.1 / whole.0).clamp(SURE, 1.0 - SURE);
        let variance = rate * (1.0 - rate) * (1.0 / came + 1.0 / came_else) * self.swing;
        lack.min((passed_else / came_else - passed / came) / variance.sqrt())
    }

    /// The greatest lack among the windows that chance is tried with: what is held against it.
    ///
    /// Permuting the days makes them forget that neighbours are alike. Where windows of a length lack or
    /// exceed more than they should all the year, as with a season of their own, their lacks count for
    /// less: in units of their own middle half.
    #[must_use]
    pub fn greatest(&self) -> f64 {
        let sums = sums(self.days.iter().copied());
        let of_length = |length: &usize| {
            let windows = sums.iter().zip(sums.iter().skip(*length));
            let lack = |(before, after): (&(f64, f64), &(f64, f64))| {
                let (lacking, variance) = (after.0 - before.0, after.1 - before.1);
                if variance >= LEAST { lacking / variance.sqrt() } else { 0.0 }
            };
            let lacks: Vec<f64> = windows.map(lack).collect();
            let greatest = lacks.iter().enumerate().fold(0.0, |greatest: f64, (from, lack)| {
                if *lack <= greatest {
                    return greatest;
                }
                greatest.max(self.and_drop(*lack, from, from + length))
            });
            // Around their own middle: an incident lifts all other windows a little above what is usual.
            let middle = median(lacks.clone());
            greatest / usual_size(lacks.iter().map(|lack| (lack - middle).abs()).collect())
        };
        LENGTHS.iter().map(of_length).fold(0.0, f64::max)
    }

    /// The greatest lack among all windows, for its dates.
    #[must_use]
    pub fn worst(&self) -> Option<Window> {
        let sums = sums(self.days.iter().copied());
        let mut worst: Option<Window> = None;
        for from in 0..self.days.len() {
            for to in from + SHORTEST..=(from + LONGEST).min(self.days.len()) {
                if sums[to].1 - sums[from].1 < LEAST {
                    continue;
                }
                let z = lack(&sums, from, to);
                if worst.is_some_and(|worst| z <= worst.z) {
                    continue;
                }
                let z = self.and_drop(z, from, to);
                if z > worst.map_or(0.0, |worst| worst.z) {
                    worst = Some(Window { from, to, z });
                }
            }
        }
        worst
    }

    /// The lack of one window.
    #[must_use]
    pub fn lack(&self, from: usize, to: usize) -> f64 {
        let (lacking, variance) = self.sum(from, to);
        if variance > 0.0 { lacking / variance.sqrt() } else { 0.0 }
    }

    /// What a window lacks, and its variance.
    #[must_use]
    pub fn sum(&self, from: usize, to: usize) -> (f64, f64) {
        let days = self.days.get(from..to).unwrap_or_default();
        days.iter().fold((0.0, 0.0), |sum, day| (sum.0 + day.0, sum.1 + day.1))
    }
}

/// How much more than by chance the days swing, by the middle half of them: an incident is not to hide
/// itself by widening what is usual. Days with few visits are taken together, or only the busiest would
/// count, and those may be the incident's.
fn spread(series: &Series, expected: &[f64], binomial: &[f64]) -> f64 {
    let days = expected.iter().zip(&series.passed).zip(binomial);
    let (mut lacking, mut chance, mut off) = (0.0, 0.0, Vec::new());
    for ((expected, passed), variance) in days {
        lacking += expected - passed;
        chance += variance;
        if chance > 1.0 {
            off.push((lacking / chance.sqrt()).abs());
            (lacking, chance) = (0.0, 0.0);
        }
    }
    if off.len() < 20 { 1.0 } else { usual_size(off).powi(2) }
}

/// The size of numbers that would be standard normal by chance, by their middle half; at least 1.
fn usual_size(sizes: Vec<f64>) -> f64 {
    // The median of |x| of a standard normal is 0.6745.
    if sizes.is_empty() { 1.0 } else { (median(sizes) / 0.6745).max(1.0) }
}

fn lack(sums: &[(f64, f64)], from: usize, to: usize) -> f64 {
    let (lacking, variance) = (sums[to].0 - sums[from].0, sums[to].1 - sums[from].1);
    if variance > 0.0 { lacking / variance.sqrt() } else { 0.0 }
}

fn sums(days: impl Iterator<Item = (f64, f64)>) -> Vec<(f64, f64)> {
    let (mut sums, mut sum) = (vec![(0.0, 0.0)], (0.0, 0.0));
    sums.extend(days.map(|day| {
        sum = (sum.0 + day.0, sum.1 + day.1);
        sum
    }));
    sums
}
