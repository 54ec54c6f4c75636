//! Ages as owners write them: `90d`, `12w`, `25mo`, `2y`.

use std::str::FromStr;

use chrono::{DateTime, Months};

const DAY: i64 = 24 * 60 * 60 * 1_000_000;

/// How long something is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Age {
    /// Days.
    Days(u32),
    /// Months of the calendar.
    Months(u32),
}

impl Age {
    /// What is from before this is older at `now`, both in microseconds since 1970.
    #[must_use]
    pub fn before(self, now: i64) -> i64 {
        match self {
            Self::Days(days) => now.saturating_sub(i64::from(days) * DAY),
            Self::Months(months) => DateTime::from_timestamp_micros(now)
                .and_then(|now| now.checked_sub_months(Months::new(months)))
                .map_or(i64::MIN, |then| then.timestamp_micros()),
        }
    }
}

impl FromStr for Age {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let end = text.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(text.len());
        let (number, unit) = text.split_at(end);
        let number = number.parse().ok().filter(|number| (1..=10_000).contains(number));
        match (number, unit) {
            (Some(days), "d") => Ok(Self::Days(days)),
            (Some(weeks), "w") => Ok(Self::Days(weeks * 7)),
            (Some(months), "mo") => Ok(Self::Months(months)),
            (Some(years), "y") => Ok(Self::Months(years * 12)),
            _ => Err(format!(
                "{text:?} is no age; write days, weeks, months or years as 90d, 12w, 25mo or 2y"
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_the_calendars() {
        let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().timestamp_micros();
        let now = at("2026-03-31T12:00:00Z");
        for (age, expect) in [
            ("90d", "2025-12-31T12:00:00Z"),
            ("2w", "2026-03-17T12:00:00Z"),
            ("1mo", "2026-02-28T12:00:00Z"),
            ("25mo", "2024-02-29T12:00:00Z"),
            ("2y", "2024-03-31T12:00:00Z"),
        ] {
            assert_eq!(age.parse::<Age>().unwrap().before(now), at(expect), "{age}");
        }
        for wrong in ["", "90", "d", "0d", "-1d", "1 d", "1m", "99999999999d"] {
            assert!(wrong.parse::<Age>().is_err(), "{wrong}");
        }
    }
}
