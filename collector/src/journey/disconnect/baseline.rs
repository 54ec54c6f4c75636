//! How many should have passed: the step's usual rate at that time of the year, as the part usually is to it.
//!
//! For a part of the visits that is the rate of all the others in the fortnight around, as much above or
//! below as the part is all the time: a season that everybody has cancels out. For all visits it is
//! the median of the weeks around, so that an incident does not look like a season.

// Indices are days of series that are equally long.
#![expect(clippy::indexing_slicing, reason = "series of one search are equally long")]

use super::series::Series;

/// Weeks on either side whose median is what is usual.
const WEEKS: usize = 5;
const WEEK: usize = 7;
/// Others are enough to be held against when they are this share of all.
const ENOUGH: f64 = 0.2;
/// How far each day of a week is from the middle of one week to the middle of the next.
const SHARES: [f64; WEEK] = [4.0 / 7.0, 5.0 / 7.0, 6.0 / 7.0, 0.0, 1.0 / 7.0, 2.0 / 7.0, 3.0 / 7.0];

/// The usual rate of all visits, day by day.
fn usual(all: &Series) -> Vec<f64> {
    let days = all.came.len();
    let weeks: Vec<(f64, f64)> = (0..days)
        .step_by(WEEK)
        .map(|from| {
            let week = from..(from + WEEK).min(days);
            (all.came[week.clone()].iter().sum(), all.passed[week].iter().sum())
        })
        .collect();
    let rate = |(came, passed): &(f64, f64)| (*came > 0.0).then(|| passed / came);
    let around = |week: usize| {
        let near = weeks.iter().take(week + WEEKS + 1).skip(week.saturating_sub(WEEKS));
        median(near.filter_map(rate).collect())
    };
    let usual: Vec<f64> = (0..weeks.len()).map(around).collect();
    // Between the middles of two weeks, as far along as the day is.
    (0..days)
        .map(|day| {
            let (week, along) = (day / WEEK, day % WEEK);
            let last = usual.len() - 1;
            let (from, to) = if along < WEEK / 2 {
                (week.saturating_sub(1), week)
            } else {
                (week, (week + 1).min(last))
            };
            let share = SHARES[along];
            usual[from] * (1.0 - share) + usual[to] * share
        })
        .collect()
}

/// What should have passed of a series, day by day, and how much wider than its own chance makes it the
/// estimate is.
#[must_use]
pub fn expected(series: &Series, whole: &Series) -> (Vec<f64>, f64) {
    let (own, all): (f64, f64) = (series.came.iter().sum(), whole.came.iter().sum());
    let others = all - own;
    let (rates, wider) = if others < all * ENOUGH {
        // The median of the weeks around swings too, and lags behind a season.
        (usual(whole), 1.8)
    } else {
        // The others' rate is an estimate too.
        (others_rate(series, whole), 1.0 + own / others)
    };
    let passed: f64 = series.passed.iter().sum();
    let as_usual: f64 = series.came.iter().zip(&rates).map(|(came, rate)| came * rate).sum();
    let ratio = if as_usual > 0.0 { passed / as_usual } else { 0.0 };
    let days = series.came.iter().zip(&rates);
    (days.map(|(came, rate)| came * (rate * ratio).min(0.999)).collect(), wider)
}

/// The rate of everybody else in the fortnight around each day.
fn others_rate(series: &Series, whole: &Series) -> Vec<f64> {
    let days = series.came.len();
    let rest = |all: &[f64], own: &[f64]| -> Vec<f64> {
        let mut sum = 0.0;
        let running = all.iter().zip(own).map(|(all, own)| {
            sum += all - own;
            sum
        });
        std::iter::once(0.0).chain(running).collect()
    };
    let (came, passed) = (rest(&whole.came, &series.came), rest(&whole.passed, &series.passed));
    (0..days)
        .map(|day| {
            let (from, to) = (day.saturating_sub(WEEK), (day + WEEK + 1).min(days));
            let (came, passed) = (came[to] - came[from], passed[to] - passed[from]);
            if came > 0.0 { passed / came } else { 0.0 }
        })
        .collect()
}

/// The one in the middle.
pub(super) fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_unstable_by(f64::total_cmp);
    let middle = rates.len() / 2;
    match rates.len() {
        0 => 0.0,
        n if n % 2 == 1 => rates[middle],
        _ => f64::midpoint(rates[middle - 1], rates[middle]),
    }
}
