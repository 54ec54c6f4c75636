//! When shoppers come: growth, months, weekdays, hours and the year's peaks. All times are UTC.

use chrono::{DateTime, Datelike, Days, NaiveDate, Weekday};

use crate::demo::draw::{Dice, whole};

/// Microseconds of a day.
pub const DAY: i64 = 24 * HOUR;
/// Microseconds of an hour.
pub const HOUR: i64 = 3_600_000_000;

/// Growth of the number of new shoppers, a month.
pub const GROWTH: f64 = 0.02;

/// Weight of each month: sales in January, August on the beach, gifts from November on.
pub const MONTHS: [f64; 12] = [1.05, 0.9, 0.95, 0.95, 1.0, 0.95, 0.9, 0.7, 1.0, 1.05, 1.2, 1.35];
/// Weight of each weekday from Monday.
pub const WEEKDAYS: [f64; 7] = [1.05, 1.0, 1.0, 1.0, 0.9, 0.95, 1.15];
/// Weight of each hour on working days: lunch and evening.
pub const HOURS: [f64; 24] = [
    0.5, 0.25, 0.15, 0.1, 0.1, 0.2, 0.5, 0.9, 1.1, 1.3, 1.4, 1.5, 1.7, 1.5, 1.3, 1.3, 1.3, 1.4,
    1.6, 1.9, 2.2, 2.1, 1.6, 0.9,
];
/// The same at weekends: later, and all day.
pub const WEEKEND_HOURS: [f64; 24] = [
    0.7, 0.4, 0.2, 0.15, 0.1, 0.15, 0.3, 0.5, 0.9, 1.3, 1.6, 1.6, 1.4, 1.3, 1.4, 1.6, 1.7, 1.8,
    1.8, 1.8, 2.0, 1.9, 1.5, 1.0,
];

/// The days of the history and how many begin on each.
#[derive(Debug, Clone)]
pub struct Calendar {
    first: NaiveDate,
    until: i64,
    // Running sums of the days' weights.
    sums: Vec<f64>,
}

impl Calendar {
    /// The `months` before `until` (microseconds since 1970).
    #[must_use]
    pub fn new(until: i64, months: u32) -> Self {
        let days = u64::from(months.max(1)) * 3044 / 100;
        let last = date(until);
        let first = last.checked_sub_days(Days::new(days)).unwrap_or(last);
        let mut sum = 0.0;
        let sums = first.iter_days().take_while(|day| *day <= last).map(|day| {
            sum += weight(day, first);
            sum
        });
        Self { first, until, sums: sums.collect() }
    }

    /// The end of the history.
    #[must_use]
    pub fn until(&self) -> i64 {
        self.until
    }

    /// Its first day.
    #[must_use]
    pub fn first(&self) -> NaiveDate {
        self.first
    }

    /// How many days it has.
    #[must_use]
    pub fn days(&self) -> usize {
        self.sums.len()
    }

    /// When a new shopper comes.
    pub(in crate::demo) fn begin(&self, dice: &mut Dice) -> i64 {
        let all = self.sums.last().copied().unwrap_or_default();
        let at = dice.unit() * all;
        let day = self.sums.partition_point(|sum| *sum <= at);
        let time = midnight(self.first) + day as i64 * DAY;
        let time = time + in_day(weekday(time), dice);
        if time < self.until { time } else { time - DAY }
    }

    /// When somebody comes again, about `gap` days later: at an hour people come at, not within the two
    /// hours that a visit may take.
    pub(in crate::demo) fn again(&self, after: i64, gap: f64, dice: &mut Dice) -> i64 {
        let about = after + whole(gap * DAY as f64);
        let time = about - about.rem_euclid(DAY);
        let time = time + in_day(weekday(time), dice);
        if time > after + 2 * HOUR { time } else { after + 2 * HOUR + dice.between(0, HOUR) }
    }
}

/// How many begin on a day, against others.
#[must_use]
pub fn weight(day: NaiveDate, first: NaiveDate) -> f64 {
    let months = (day - first).num_days() as f64 / 30.44;
    let of = |table: &[f64], place: u32| table.get(place as usize).copied().unwrap_or(1.0);
    (1.0 + GROWTH).powf(months)
        * of(&MONTHS, day.month0())
        * of(&WEEKDAYS, day.weekday().num_days_from_monday())
        * peak(day)
}

/// The days of the year that are not like others.
#[must_use]
pub fn peak(day: NaiveDate) -> f64 {
    let thursday = NaiveDate::from_weekday_of_month_opt(day.year(), 11, Weekday::Thu, 4);
    let from_friday = thursday.map_or(i64::MAX, |thursday| (day - thursday).num_days() - 1);
    match (day.month(), day.day()) {
        _ if from_friday == 0 => 3.0,
        _ if (-4..=3).contains(&from_friday) => 1.8,
        (12, 8..=20) => 1.5,
        (12, 25 | 26) => 0.5,
        (1, 5..=8) => 1.4,
        _ => 1.0,
    }
}

/// The date of a time.
#[must_use]
pub fn date(at: i64) -> NaiveDate {
    DateTime::from_timestamp_micros(at).unwrap_or_default().date_naive()
}

/// The first moment of a day.
#[must_use]
pub fn midnight(day: NaiveDate) -> i64 {
    day.signed_duration_since(NaiveDate::default()).num_days() * DAY
}

fn weekday(at: i64) -> Weekday {
    // 1970 began on a Thursday.
    Weekday::try_from(u8::try_from((at.div_euclid(DAY) + 3).rem_euclid(7)).unwrap_or(0))
        .unwrap_or(Weekday::Mon)
}

fn in_day(weekday: Weekday, dice: &mut Dice) -> i64 {
    let hours = match weekday {
        Weekday::Sat | Weekday::Sun => &WEEKEND_HOURS,
        _ => &HOURS,
    };
    dice.place(hours, |weight| *weight) as i64 * HOUR + dice.between(0, HOUR - 1)
}
