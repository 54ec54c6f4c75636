//! Statistics that go beside the counts.

/// An interval of proportions, each between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    pub low: f64,
    pub high: f64,
}

/// The 97.5 % quantile of the normal distribution: half of a 95 % interval lies on either side.
const Z: f64 = 1.959_963_984_540_054;

/// Wilson's 95 % score interval of a proportion, without continuity correction; `None` of nothing.
///
/// Unlike the textbook interval it stays within 0 and 1 and holds what it promises for small counts.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts of users are far below 2^53")]
pub fn wilson(successes: u64, trials: u64) -> Option<Interval> {
    if trials == 0 {
        return None;
    }
    let n = trials as f64;
    let p = successes.min(trials) as f64 / n;
    let z2 = Z * Z;
    let centre = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z / (1.0 + z2 / n) * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    // At none and at all the bound is exact; rounding must not push it past the end.
    let low = if successes == 0 { 0.0 } else { (centre - half).max(0.0) };
    let high = if successes >= trials { 1.0 } else { (centre + half).min(1.0) };
    Some(Interval { low, high })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values of `scipy.stats.binomtest(k, n).proportion_ci(0.95, method="wilson")`, SciPy 1.
    #[test]
    fn agrees_with_scipy() {
        for (successes, trials, low, high) in [
            (0, 10, 0.0, 0.277_532_799_862_889),
            (1, 10, 0.017_876_213_095_073, 0.404_150_026_795_239),
            (10, 10, 0.722_467_200_137_111, 1.0),
            (43, 430, 0.075_090_949_369_319, 0.131_992_668_376_456),
            (15, 148, 0.062_386_399_530_736, 0.160_487_241_723_308),
            (1068, 686_228, 0.001_465_816_020_420, 0.001_652_432_550_313),
        ] {
            let interval = wilson(successes, trials).unwrap();
            assert!((interval.low - low).abs() < 1e-12, "{successes}/{trials}: {interval:?}");
            assert!((interval.high - high).abs() < 1e-12, "{successes}/{trials}: {interval:?}");
        }
    }

    /// Newcombe (1998), Statistics in Medicine 17:857, table I, the score method: to four places.
    #[test]
    fn agrees_with_newcombe() {
        for (successes, trials, low, high) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0000, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let interval = wilson(successes, trials).unwrap();
            assert!((interval.low - low).abs() < 5e-5, "{successes}/{trials}: {interval:?}");
            assert!((interval.high - high).abs() < 5e-5, "{successes}/{trials}: {interval:?}");
        }
    }

    #[test]
    fn nothing_has_no_rate() {
        assert_eq!(wilson(0, 0), None);
    }
}
