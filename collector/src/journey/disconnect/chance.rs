//! How great a lack chance makes anywhere.
//!
//! To tell a lack from chance the days are put into another order, the same for all series, which keeps what
//! they share and how they swing from day to day, and takes away only that bad days stand together; the
//! greatest lack of all series then is one draw of what chance does (Kulldorff's scan, by permutation).

// Indices are days of series that are equally long.
#![expect(clippy::indexing_slicing, reason = "series of one search are equally long")]

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::scan::{LEAST, LENGTHS, Rival};

/// The greatest lack anywhere, in each of so many orders of the days.
#[must_use]
pub fn draws(rivals: &[Rival], permutations: usize, seed: u64) -> Vec<f64> {
    let days = rivals.first().map_or(0, |rival| rival.calm.len());
    let half = permutations / 2;
    // Two cores are what a small machine has; each half has a chance of its own, so that the answer is
    // the same however many there are.
    std::thread::scope(|scope| {
        let run = |share: usize, seed: u64| move || greatest(rivals, days, share, seed);
        let other = scope.spawn(run(permutations - half, seed ^ 0x9e37_79b9_7f4a_7c15));
        let mut found = run(half, seed)();
        found.extend(other.join().unwrap_or_default());
        found
    })
}

fn greatest(rivals: &[Rival], days: usize, permutations: usize, seed: u64) -> Vec<f64> {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut order: Vec<usize> = (0..days).collect();
    let (mut lacking, mut variance) = (Vec::new(), Vec::new());
    let mut draw = || {
        order.shuffle(&mut random);
        let mut greatest = 0.0_f64;
        for rival in rivals {
            let days = order.iter().map(|day| rival.calm[*day]);
            running(&mut lacking, days.clone().map(|day| day.0));
            running(&mut variance, days.map(|day| day.1));
            for length in LENGTHS {
                greatest = greatest_square(&lacking, &variance, length, greatest);
            }
        }
        greatest.sqrt()
    };
    (0..permutations).map(|_| draw()).collect()
}

/// The greatest square of a lack among the windows of a length, or what was greatest before. Nearly all of a
/// search's time goes by here.
fn greatest_square(lacking: &[f64], variance: &[f64], length: usize, mut greatest: f64) -> f64 {
    let sums = || {
        let lacking = lacking.iter().zip(lacking.iter().skip(length));
        let variance = variance.iter().zip(variance.iter().skip(length));
        lacking.map(|(from, to)| to - from).zip(variance.map(|(from, to)| to - from))
    };
    // Squares compare as roots do, and cost less.
    let is_greater = |lacking: f64, variance: f64, greatest: f64| {
        (lacking > 0.0) & (variance >= LEAST) & (lacking * lacking > greatest * variance)
    };
    // Hardly any length has a greater one. To ask that of all windows, without a branch for each, is what a
    // processor does several at a time.
    if sums().fold(false, |any, (lacking, variance)| any | is_greater(lacking, variance, greatest))
    {
        for (lacking, variance) in sums() {
            if is_greater(lacking, variance, greatest) {
                greatest = lacking * lacking / variance;
            }
        }
    }
    greatest
}

/// How often chance makes as great a lack; of a lack greater than every draw, by the tail that the draws
/// have (Gumbel's, which greatest values follow), so that more permutations are not all that can tell.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "permutations are few")]
pub fn p_value(z: f64, chance: &[f64]) -> f64 {
    let n = chance.len() as f64;
    if chance.is_empty() {
        return 1.0;
    }
    let reached = chance.iter().filter(|draw| **draw >= z).count() as f64;
    if reached > 0.0 {
        return (reached + 1.0) / (n + 1.0);
    }
    let mean = chance.iter().sum::<f64>() / n;
    let variance =
        chance.iter().map(|draw| (draw - mean).powi(2)).sum::<f64>() / (n - 1.0).max(1.0);
    let scale = (variance * 6.0).sqrt() / std::f64::consts::PI;
    let mode = mean - 0.577_215_664_901_532_9 * scale;
    let tail = if scale > 0.0 { -(-(-(z - mode) / scale).exp()).exp_m1() } else { 0.0 };
    tail.min(1.0 / (n + 1.0))
}

fn running(sums: &mut Vec<f64>, days: impl Iterator<Item = f64>) {
    let mut sum = 0.0;
    sums.clear();
    sums.push(sum);
    sums.extend(days.map(|day| {
        sum += day;
        sum
    }));
}
