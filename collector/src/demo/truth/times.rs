//! Quantiles of durations, and how many have done a thing by a time when not all have been watched for long.

use serde::Serialize;

/// Quantiles of a sample, each the smallest value that at least that share does not exceed.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Quantiles {
    /// How many there are.
    pub count: u64,
    /// The median.
    pub p50: f64,
    /// Three quarters are no longer.
    pub p75: f64,
    /// Nine tenths are no longer.
    pub p90: f64,
}

impl Quantiles {
    /// Of these.
    #[must_use]
    pub fn of(mut sample: Vec<f64>) -> Self {
        sample.sort_by(f64::total_cmp);
        let at = |share: usize| {
            let place = (sample.len() * share).div_ceil(100).saturating_sub(1);
            sample.get(place).copied().unwrap_or_default()
        };
        Self { count: sample.len() as u64, p50: at(50), p75: at(75), p90: at(90) }
    }
}

/// The share who have done it by so many days, by Kaplan and Meier's estimate.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Survival {
    /// How many were watched.
    pub watched: u64,
    /// How many did it.
    pub done: u64,
    /// The share by 1 day.
    pub by_1: f64,
    /// By 7 days.
    pub by_7: f64,
    /// By 30 days.
    pub by_30: f64,
    /// By 90 days.
    pub by_90: f64,
}

impl Survival {
    /// Of durations in days, each with whether it ended by the thing being done.
    #[must_use]
    pub fn of(mut watched: Vec<(f64, bool)>) -> Self {
        watched.sort_by(|one, other| one.0.total_cmp(&other.0));
        let by = |days: f64| {
            let (mut left, mut place) = (1.0, 0);
            while let Some((at, _)) = watched.get(place).filter(|(at, _)| *at <= days) {
                let same = watched.iter().skip(place).take_while(|(other, _)| other == at).count();
                let done = watched.iter().skip(place).take(same).filter(|(_, done)| *done).count();
                left *= 1.0 - done as f64 / (watched.len() - place) as f64;
                place += same;
            }
            1.0 - left
        };
        Self {
            watched: watched.len() as u64,
            done: watched.iter().filter(|(_, done)| *done).count() as u64,
            by_1: by(1.0),
            by_7: by(7.0),
            by_30: by(30.0),
            by_90: by(90.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_values_of_the_sample() {
        let quantiles = Quantiles::of((1..=10).map(f64::from).collect());
        assert_eq!((quantiles.p50, quantiles.p75, quantiles.p90), (5.0, 8.0, 9.0));
        assert_eq!(Quantiles::of(Vec::new()), Quantiles::default());
    }

    /// The textbook's way: of five, one is lost to sight before the second is done.
    #[test]
    fn who_is_not_watched_any_longer_does_not_count_as_not_doing_it() {
        let survival =
            Survival::of(vec![(0.5, true), (2.0, false), (5.0, true), (20.0, false), (40.0, true)]);
        let close = |one: f64, other: f64| (one - other).abs() < 1e-12;
        assert!(close(survival.by_1, 0.2));
        assert!(close(survival.by_7, 1.0 - 0.8 * (2.0 / 3.0)));
        assert!(close(survival.by_90, 1.0));
    }
}
