//! What the first page lets one choose: a period that has events, and a site where there are several.

use super::sheet::period::Period;
use super::sheet::words::Lang;
use crate::query::latest::Site;

/// Months offered at most; years beyond them.
const MONTHS: usize = 36;

/// The choices; none where nothing has happened yet.
pub struct Chooser {
    /// Values and names, the latest first; months, then years.
    pub(super) periods: Vec<(String, String)>,
    /// The sites, where there are several.
    pub(super) sites: Vec<String>,
    /// In which language the panels are.
    pub(super) lang: Lang,
}

impl Chooser {
    /// The choices among what these sites have.
    #[must_use]
    pub fn new(sites: &[Site], lang: Lang) -> Self {
        let first = sites.iter().map(|site| site.first_at).min();
        let last = sites.iter().map(|site| site.last_at).max();
        let mut periods = Vec::new();
        if let (Some(first), Some(last)) = (first, last) {
            for year in [false, true] {
                let (first, mut period) = (Period::of(first, year), Period::of(last, year));
                for _ in 0..MONTHS {
                    periods.push((period.name(), period.label(lang)));
                    if period.since() <= first.since() {
                        break;
                    }
                    period = period.earlier(1);
                }
            }
        }
        let several = sites.len() > 1;
        let sites = sites.iter().filter(|_| several).map(|site| site.site.clone()).collect();
        Self { periods, sites, lang }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_those_with_events_and_sites_are_told_where_there_are_several() {
        // 2026-11-26, and 2025-10-02.
        let (last_at, first_at) = (1_795_651_200_000_000, 1_759_363_200_000_000);
        let site = |name: &str| Site { site: name.to_owned(), first_at, last_at };
        let one = Chooser::new(&[site("a")], Lang::English);
        let names: Vec<&str> = one.periods.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!((names.len(), names[0], names[13]), (16, "2026-11", "2025-10"));
        assert_eq!(names[14..], ["2026", "2025"]);
        assert!(one.sites.is_empty());
        assert_eq!(Chooser::new(&[site("a"), site("b")], Lang::Italian).sites, ["a", "b"]);
        assert!(Chooser::new(&[], Lang::English).periods.is_empty());
    }
}
