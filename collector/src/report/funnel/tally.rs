//! What a funnel with conditions counts as chains come by: how far, how fast, of which part, when.

use std::collections::BTreeMap;

use super::conditions::Every;
use super::detail::{Point, StepTimes};
use super::share;
use crate::journey::chains::Outcome;
use crate::query::span;

/// How many came how far.
#[derive(Debug, Clone, Default)]
pub(super) struct Counts {
    /// Users, or entries.
    pub(super) began: u64,
    /// By step, how many came to it.
    pub(super) reached: Vec<u64>,
    /// And how many of them could only begin there.
    pub(super) entered: Vec<u64>,
}

/// Counts of outcomes.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) whole: Counts,
    from_start: Vec<Vec<i64>>,
    from_step: Vec<Vec<i64>>,
    pub(super) parts: BTreeMap<u32, Counts>,
    trend: BTreeMap<i64, (u64, u64)>,
}

impl Counts {
    fn of(steps: usize) -> Self {
        Self { began: 0, reached: vec![0; steps], entered: vec![0; steps] }
    }

    fn add(&mut self, outcome: &Outcome) {
        self.began += 1;
        for (step, reached) in self.reached.iter_mut().enumerate() {
            *reached += u64::from(outcome.has(step));
        }
        for (step, entered) in self.entered.iter_mut().enumerate() {
            *entered += u64::from(outcome.entered >> step & 1 == 1);
        }
    }
}

impl Tally {
    pub(super) fn of(steps: usize) -> Self {
        Self {
            whole: Counts::of(steps),
            from_start: vec![Vec::new(); steps],
            from_step: vec![Vec::new(); steps],
            ..Self::default()
        }
    }

    pub(super) fn add(&mut self, outcome: &Outcome, every: Option<Every>) {
        let steps = self.from_start.len();
        self.whole.add(outcome);
        self.parts.entry(outcome.part).or_insert_with(|| Counts::of(steps)).add(outcome);
        for step in (0..steps).filter(|step| outcome.has(*step)) {
            let is_late = outcome.entered >> step & 1 == 1;
            let put = |lists: &mut Vec<Vec<i64>>, times: &[i64]| {
                if let (Some(list), Some(time), false) =
                    (lists.get_mut(step), times.get(step), is_late)
                {
                    list.push(*time);
                }
            };
            put(&mut self.from_start, &outcome.from_start);
            put(&mut self.from_step, &outcome.from_step);
        }
        if let Some(every) = every {
            let (began, completed) = self.trend.entry(every.of(outcome.began)).or_default();
            *began += 1;
            *completed += u64::from(outcome.has(steps - 1));
        }
    }

    pub(super) fn times(&mut self) -> Vec<StepTimes> {
        let lists = self.from_start.iter_mut().zip(&mut self.from_step).zip(&self.whole.entered);
        lists
            .map(|((from_start, from_step), &entered)| {
                let (
                    [p50_seconds, p75_seconds, p90_seconds],
                    [step_p50_seconds, step_p75_seconds, step_p90_seconds],
                ) = (quantiles(from_start), quantiles(from_step));
                StepTimes {
                    entered,
                    p50_seconds,
                    p75_seconds,
                    p90_seconds,
                    step_p50_seconds,
                    step_p75_seconds,
                    step_p90_seconds,
                }
            })
            .collect()
    }

    pub(super) fn trend(&self) -> Vec<Point> {
        let points = self.trend.iter().map(|(first, &(began, completed))| {
            let (rate, interval) = share(completed, began);
            let first_day = span::written(*first).chars().take(10).collect();
            Point {
                first_day,
                began,
                completed,
                rate,
                rate_low: interval.low,
                rate_high: interval.high,
            }
        });
        points.collect()
    }
}

impl Every {
    /// The first moment of the period a moment is in.
    fn of(self, micros: i64) -> i64 {
        use chrono::{Datelike, Days, NaiveTime};
        let Some(moment) = chrono::DateTime::from_timestamp_micros(micros) else { return micros };
        let day = moment.date_naive();
        let first = match self {
            Self::Day => Some(day),
            Self::Week => {
                day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into()))
            }
            Self::Month => day.with_day(1),
        };
        first.map_or(micros, |day| day.and_time(NaiveTime::MIN).and_utc().timestamp_micros())
    }
}

/// The median, the third quartile and the ninth decile, in seconds, between neighbours as DuckDB's
/// `quantile_cont` has them.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place in a list"
)]
fn quantiles(times: &mut [i64]) -> [Option<f64>; 3] {
    times.sort_unstable();
    [0.5, 0.75, 0.9].map(|share| {
        let last = times.len().checked_sub(1)?;
        let place = last as f64 * share;
        let (low, high) = (place.floor() as usize, place.ceil() as usize);
        let (low, high) = (*times.get(low)? as f64, *times.get(high)? as f64);
        Some((low + (high - low) * place.fract()) / 1e6)
    })
}
