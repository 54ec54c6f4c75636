//! Before and after a change: the difference of two rates over whole weeks, weekday by weekday.
//!
//! A Monday is held against Mondays: the difference is Mantel and Haenszel's over weekdays. Days swing more
//! than their counts allow for, so the interval is widened by what they do (a quasi-binomial's
//! dispersion); how often chance makes as great a difference is counted by exchanging days of one weekday
//! between before and after.

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::stats::wilson;

/// One day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Day {
    /// Which of the seven it is, 0 to 6.
    pub weekday: usize,
    /// Whether it was with the change.
    pub after: bool,
    /// How many came.
    pub came: f64,
    /// How many of them passed.
    pub passed: f64,
}

/// What the change has done.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// Difference of the rates, after less before.
    pub effect: f64,
    /// Lower end of its 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// How often chance makes as great a difference, on either side.
    pub p: f64,
}

const Z: f64 = 1.959_963_984_540_054;
const PERMUTATIONS: u32 = 1_999;

/// Counts of one weekday on one side.
#[derive(Debug, Clone, Copy, Default)]
struct Side {
    came: f64,
    passed: f64,
}

impl Side {
    fn rate(self) -> f64 {
        if self.came > 0.0 { self.passed / self.came } else { 0.0 }
    }
}

/// The effect; nothing where no weekday has both sides.
#[must_use]
pub fn effect(days: &[Day], seed: u64) -> Option<Effect> {
    let weekdays: Vec<Vec<Day>> = (0..7)
        .map(|weekday| days.iter().copied().filter(|day| day.weekday == weekday).collect())
        .collect();
    let (effect, variance) = difference(&weekdays)?;
    let (low, high) = if variance > 0.0 {
        let half = Z * (variance * dispersion(&weekdays)).sqrt();
        (effect - half, effect + half)
    } else {
        all_alike(days)
    };
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut shuffled = weekdays;
    let mut as_great = 0_u32;
    for _ in 0..PERMUTATIONS {
        for days in &mut shuffled {
            let mut sides: Vec<bool> = days.iter().map(|day| day.after).collect();
            sides.shuffle(&mut random);
            for (day, after) in days.iter_mut().zip(sides) {
                day.after = after;
            }
        }
        // The observed one is among those that are exchanged: rounding must not leave it out.
        let is_great =
            difference(&shuffled).is_some_and(|(other, _)| other.abs() >= effect.abs() - 1e-12);
        as_great += u32::from(is_great);
    }
    let p = f64::from(as_great + 1) / f64::from(PERMUTATIONS + 1);
    Some(Effect { effect, low: low.max(-1.0), high: high.min(1.0), p })
}

/// The interval where everybody passed, or nobody: Newcombe's, because the counts vary in nothing.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts of visits")]
fn all_alike(days: &[Day]) -> (f64, f64) {
    let [before, after] = sides(days);
    let interval = |side: Side| wilson(side.passed as u64, side.came as u64);
    let (Some(own), Some(other)) = (interval(after), interval(before)) else { return (-1.0, 1.0) };
    let (rate_after, rate_before) = (after.rate(), before.rate());
    let low = (rate_after - own.low).hypot(other.high - rate_before);
    let high = (own.high - rate_after).hypot(rate_before - other.low);
    (-low, high)
}

fn sides(days: &[Day]) -> [Side; 2] {
    let mut sides = [Side::default(); 2];
    for day in days {
        let [before, after] = &mut sides;
        let side = if day.after { after } else { before };
        side.came += day.came;
        side.passed += day.passed;
    }
    sides
}

/// The difference over weekdays, and its variance by the counts alone.
fn difference(weekdays: &[Vec<Day>]) -> Option<(f64, f64)> {
    let (mut weight, mut sum, mut variance) = (0.0, 0.0, 0.0);
    for days in weekdays {
        let [before, after] = sides(days);
        let both = before.came + after.came;
        if before.came <= 0.0 || after.came <= 0.0 {
            continue;
        }
        let own = before.came * after.came / both;
        let rate = (before.passed + after.passed) / both;
        weight += own;
        sum += own * (after.rate() - before.rate());
        variance += own * rate * (1.0 - rate);
    }
    (weight > 0.0).then(|| (sum / weight, variance / (weight * weight)))
}

/// How much more than by chance the days swing about the rate of their weekday and side; at least 1.
fn dispersion(weekdays: &[Vec<Day>]) -> f64 {
    let (mut off, mut free) = (0.0, 0.0);
    for days in weekdays {
        let [before, after] = sides(days);
        for (side, is_after) in [(before, false), (after, true)] {
            let rate = side.rate();
            let own = days.iter().filter(|day| day.after == is_after && day.came > 0.0);
            let variance = rate * (1.0 - rate);
            if variance <= 0.0 {
                continue;
            }
            free -= 1.0;
            for day in own {
                off += (day.passed - day.came * rate).powi(2) / (day.came * variance);
                free += 1.0;
            }
        }
    }
    if free > 0.0 { (off / free).max(1.0) } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use rand::RngExt;

    use super::*;

    /// Four weeks before and after; `before` and `after` are the rates, weekends pass less.
    fn days(random: &mut Xoshiro256PlusPlus, before: f64, after: f64) -> Vec<Day> {
        let day = |nth: usize| {
            let (weekday, after_it) = (nth % 7, nth >= 28);
            let came = if weekday > 4 { 60 } else { 30 };
            let rate = if after_it { after } else { before } - if weekday > 4 { 0.1 } else { 0.0 };
            let passed = (0..came).filter(|_| random.random::<f64>() < rate).count();
            Day { weekday, after: after_it, came: f64::from(came), passed: passed as f64 }
        };
        (0..56).map(day).collect()
    }

    #[test]
    fn intervals_hold_what_is_planted_and_nothing_is_found_where_nothing_is() {
        let (mut held, mut sure, mut alarms) = (0, 0, 0);
        for seed in 0..100 {
            let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
            let found = effect(&days(&mut random, 0.4, 0.5), seed).unwrap();
            held += u32::from(found.low <= 0.1 && 0.1 <= found.high);
            sure += u32::from(found.p < 0.05);
            let nothing = effect(&days(&mut random, 0.4, 0.4), seed).unwrap();
            alarms += u32::from(nothing.p < 0.05);
        }
        assert!(held >= 88, "{held} of 100 intervals hold it");
        assert!(sure >= 90 && alarms <= 12, "{sure} found, {alarms} false");
    }

    /// Two Mondays of 100 before and after: the plain difference of two proportions.
    #[test]
    fn one_weekday_is_two_proportions() {
        let day = |after, passed| Day { weekday: 0, after, came: 100.0, passed };
        let found = effect(&[day(false, 40.0), day(true, 52.0)], 1).unwrap();
        // R: prop.test's pooled variance: 0.46 * 0.54 * (1 / 100 + 1 / 100).
        assert!((found.effect - 0.12).abs() < 1e-12);
        assert!((found.high - found.effect - Z * (0.46_f64 * 0.54 / 50.0).sqrt()).abs() < 1e-12);
        // Two days can be exchanged in two ways only, and both are as great.
        assert!((found.p - 1.0).abs() < 1e-12);
    }

    #[test]
    fn without_a_side_there_is_no_effect() {
        assert_eq!(effect(&[], 1), None);
        let day = Day { weekday: 0, after: true, came: 1.0, passed: 1.0 };
        assert_eq!(effect(&[day, Day { weekday: 1, after: false, ..day }], 1), None);
    }

    /// Newcombe's interval is made of Wilson's, and that of 0 of 70 ends at 0.052 023 by SciPy.
    #[test]
    fn what_never_happens_is_not_known_for_certain() {
        let day = |weekday, after, passed| Day { weekday, after, came: 10.0, passed };
        let week = |after, passed| (0..7).map(move |weekday| day(weekday, after, passed));
        let none: Vec<_> = week(false, 0.0).chain(week(true, 0.0)).collect();
        let told = effect(&none, 1).unwrap();
        assert!(
            (told.low + 0.052_023).abs() < 1e-5 && (told.high - 0.052_023).abs() < 1e-5,
            "{told:?}"
        );
        let all: Vec<_> = week(false, 0.0).chain(week(true, 10.0)).collect();
        let told = effect(&all, 1).unwrap();
        assert!((told.effect, told.high) == (1.0, 1.0) && told.low > 0.5, "{told:?}");
    }
}
