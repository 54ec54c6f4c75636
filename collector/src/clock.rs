//! What time it is, as everything here counts it.

use std::time::{SystemTime, UNIX_EPOCH};

use chrono::DateTime;

/// Microseconds since 1970 by this machine's clock.
#[must_use]
pub fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}

/// A time as RFC 3339 writes it, in microseconds since 1970.
#[must_use]
pub fn parsed(text: &str) -> Option<i64> {
    DateTime::parse_from_rfc3339(text).ok().map(|time| time.timestamp_micros())
}
