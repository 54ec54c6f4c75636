//! The month or the year that is told of.

use chrono::{Datelike, Months, NaiveDate};

use super::words::Lang;

/// A month or a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    first: NaiveDate,
    months: u32,
}

impl Period {
    /// Reads a month (`2026-10`) or a year (`2026`).
    ///
    /// # Errors
    /// A sentence where it is neither.
    pub fn read(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text:?} is no month and no year; write 2026-10 or 2026");
        let (year, month) = match text.split_once('-') {
            Some((year, month)) => (year, Some(month)),
            None => (text, None),
        };
        let digits = |text: &str, n| text.len() == n && text.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || month.is_some_and(|month| !digits(month, 2)) {
            return Err(wrong());
        }
        let months = if month.is_some() { 1 } else { 12 };
        let year = year.parse().map_err(|_| wrong())?;
        let month = month.map_or(Ok(1), str::parse).map_err(|_| wrong())?;
        let first = NaiveDate::from_ymd_opt(year, month, 1).ok_or_else(wrong)?;
        Ok(Self { first, months })
    }

    /// The last month that is over, or the last year, at a moment in microseconds since 1970.
    #[must_use]
    pub fn last(now: i64, year: bool) -> Self {
        Self::of(now, year).earlier(1)
    }

    /// The month or the year that a moment is in.
    #[must_use]
    pub fn of(moment: i64, year: bool) -> Self {
        let day = chrono::DateTime::from_timestamp_micros(moment)
            .map(|now| now.date_naive())
            .unwrap_or_default();
        let month = if year { 1 } else { day.month() };
        let first = NaiveDate::from_ymd_opt(day.year(), month, 1).unwrap_or_default();
        Self { first, months: if year { 12 } else { 1 } }
    }

    /// So many periods of the same length before.
    #[must_use]
    pub fn earlier(self, periods: u32) -> Self {
        let first = self.first.checked_sub_months(Months::new(self.months * periods));
        Self { first: first.unwrap_or(self.first), ..self }
    }

    /// The period after.
    #[must_use]
    pub fn later(self) -> Self {
        let first = self.first.checked_add_months(Months::new(self.months));
        Self { first: first.unwrap_or(self.first), ..self }
    }

    /// The year it is in.
    #[must_use]
    pub fn year(self) -> Self {
        let first = NaiveDate::from_ymd_opt(self.first.year(), 1, 1);
        Self { first: first.unwrap_or(self.first), months: 12 }
    }

    /// The first day, as reports are asked.
    #[must_use]
    pub fn since(&self) -> String {
        self.first.to_string()
    }

    /// The last day.
    #[must_use]
    pub fn until(&self) -> String {
        let next = self.first.checked_add_months(Months::new(self.months));
        next.and_then(|next| next.pred_opt()).unwrap_or(self.first).to_string()
    }

    /// `month` or `year`.
    #[must_use]
    pub fn every(&self) -> &'static str {
        if self.months == 1 { "month" } else { "year" }
    }

    /// As it is asked for: `2026-10`, `2026`.
    #[must_use]
    pub fn name(&self) -> String {
        let format = if self.months == 1 { "%Y-%m" } else { "%Y" };
        self.first.format(format).to_string()
    }

    /// As people call it: October 2026, ottobre 2026, 2026.
    #[must_use]
    pub fn label(&self, lang: Lang) -> String {
        if self.months == 12 {
            return self.first.year().to_string();
        }
        format!("{} {}", lang.month(self.first.month0()), self.first.year())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_years() {
        let october = Period::read("2026-10").unwrap();
        assert_eq!((october.since(), october.until()), ("2026-10-01".into(), "2026-10-31".into()));
        assert_eq!(october.label(Lang::Italian), "ottobre 2026");
        assert_eq!(october.earlier(12).name(), "2025-10");
        let year = Period::read("2024").unwrap();
        assert_eq!(
            (year.until(), year.every(), year.label(Lang::English)),
            ("2024-12-31".into(), "year", "2024".into())
        );
        // 2026-11-26
        let now = 1_795_651_200_000_000;
        assert_eq!(Period::last(now, false), october);
        assert_eq!(Period::last(now, true).name(), "2025");
        for text in ["", "26", "2026-13", "2026-1", "2026-10-01", "oct", "２０２６"] {
            assert!(Period::read(text).unwrap_err().contains("write 2026-10"), "{text}");
        }
    }
}
