//! Lengths and points of time as people write them: `30d`, `90m`, `2026-01-31`, `2026-01-31 18:00`.

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat};

/// Microseconds in a second.
pub(crate) const SECOND: u64 = 1_000_000;

/// What is wrong with a time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpanError {
    /// Not a length of time.
    #[error("{0:?} is no length of time; write a number with s, m, h, d or w, as in 30d")]
    Length(String),
    /// Neither a length of time nor a point in time.
    #[error(
        "{0:?} is no time; write how long ago (30d), a date (2026-01-31) or a time in UTC (2026-01-31T18:00)"
    )]
    Moment(String),
}

/// Reads a length of time into microseconds: a number of weeks, days, hours, minutes or seconds
/// (`2w`, `30d`, `12h`, `90m`, `1.5s`); without a unit, seconds.
///
/// # Errors
/// When it is none, negative, or beyond what a store can hold.
pub fn length(text: &str) -> Result<u64, SpanError> {
    let wrong = || SpanError::Length(text.to_owned());
    let text = text.trim();
    let (number, unit) = match text.char_indices().next_back() {
        Some((at, letter)) if letter.is_ascii_alphabetic() => {
            let seconds = match letter.to_ascii_lowercase() {
                's' => 1,
                'm' => 60,
                'h' => 3_600,
                'd' => 86_400,
                'w' => 604_800,
                _ => return Err(wrong()),
            };
            (text.get(..at).unwrap_or_default(), seconds)
        }
        _ => (text, 1),
    };
    let (whole, fraction) = number.trim_end().split_once('.').unwrap_or((number.trim_end(), ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) || fraction.len() > 6 {
        return Err(wrong());
    }
    // The fraction in millionths of the unit: exact, as a float would not be.
    let millionths: u64 = format!("{fraction:0<6}").parse().map_err(|_| wrong())?;
    let whole: u64 = whole.parse().map_err(|_| wrong())?;
    let micros = whole
        .checked_mul(unit * SECOND)
        .and_then(|whole| whole.checked_add(millionths * unit))
        .ok_or_else(wrong)?;
    if i64::try_from(micros).is_ok() { Ok(micros) } else { Err(wrong()) }
}

/// Which end of a period a date stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// A date means its first instant.
    Since,
    /// A date means all of it: the first instant of the day after.
    Until,
}

/// Reads a point in time into microseconds since 1970, UTC: how long before `now`, a date, or a time.
///
/// # Errors
/// When it is neither.
pub fn moment(text: &str, end: End, now: i64) -> Result<i64, SpanError> {
    let text = text.trim();
    let wrong = || SpanError::Moment(text.to_owned());
    if let Ok(ago) = length(text)
        && text.ends_with(|letter: char| letter.is_ascii_alphabetic())
    {
        return now.checked_sub_unsigned(ago).ok_or_else(wrong);
    }
    if let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        let date = match end {
            End::Since => Some(date),
            End::Until => date.checked_add_days(Days::new(1)),
        };
        let midnight = date.ok_or_else(wrong)?.and_time(NaiveTime::MIN);
        return Ok(midnight.and_utc().timestamp_micros());
    }
    if let Ok(time) = DateTime::parse_from_rfc3339(&text.replacen(' ', "T", 1)) {
        return Ok(time.timestamp_micros());
    }
    ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
        .map(|time| time.and_utc().timestamp_micros())
        .ok_or_else(wrong)
}

/// Writes microseconds since 1970 as a time in UTC.
#[must_use]
pub fn written(micros: i64) -> String {
    DateTime::from_timestamp_micros(micros)
        .map_or_else(|| micros.to_string(), |t| t.to_rfc3339_opts(SecondsFormat::AutoSi, true))
}
#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lengths() {
        for (text, seconds) in [
            ("30d", 2_592_000),
            ("12h", 43_200),
            ("90m", 5_400),
            ("2w", 1_209_600),
            ("10000s", 10_000),
            ("7", 7),
        ] {
            assert_eq!(length(text), Ok(seconds * SECOND), "{text}");
        }
        assert_eq!(length("1.5s"), Ok(1_500_000));
        assert_eq!(length("0.5d"), Ok(43_200 * SECOND));
        assert_eq!(length(" 0 "), Ok(0));
        for text in
            ["", "d", "-1d", "1y", "1.2345678s", "1e3", "99999999999999999999", "300000000d"]
        {
            assert_eq!(length(text), Err(SpanError::Length(text.into())), "{text}");
        }
    }

    #[test]
    fn moments() {
        let now = 1_700_000_000_000_000;
        let day = 86_400_000_000;
        assert_eq!(moment("1d", End::Since, now), Ok(now - day));
        assert_eq!(moment("1970-01-02", End::Since, now), Ok(day));
        assert_eq!(moment("1970-01-02", End::Until, now), Ok(2 * day));
        assert_eq!(moment("1970-01-02 00:00", End::Until, now), Ok(day));
        assert_eq!(moment("1970-01-02T00:00:01.5", End::Since, now), Ok(day + 1_500_000));
        assert_eq!(moment("1970-01-02T02:00:00+02:00", End::Since, now), Ok(day));
        assert_eq!(written(day + 1_500_000), "1970-01-02T00:00:01.500Z");
        for text in ["", "30", "yesterday", "2026-02-30", "2026-01-01T25:00"] {
            assert_eq!(
                moment(text, End::Since, now),
                Err(SpanError::Moment(text.into())),
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn reading_never_panics(text in r"[0-9.dhms:TZ+ -]{0,24}|.{0,24}", now in any::<i64>()) {
            let _ = length(&text);
            let _ = moment(&text, End::Until, now);
        }
    }
}
