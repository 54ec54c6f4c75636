//! How long until something happens, where for some it has not happened yet.
//!
//! Kaplan and Meier (1958): at each time something happens, the share still waiting is multiplied by the
//! share of those at risk to whom it does not happen. Who is no longer watched leaves the risk, and no more.

/// One wait.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wait {
    /// How long it was watched, in any unit.
    pub time: f64,
    /// Whether it ended in that which is waited for; else it was only watched so long.
    pub happened: bool,
}

/// The curve: after each time at which it happened, the share still waiting.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Curve(pub Vec<(f64, f64)>);

impl Curve {
    /// The curve of these waits.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of people are far below 2^53")]
    pub fn of(mut waits: Vec<Wait>) -> Self {
        waits.sort_by(|a, b| a.time.total_cmp(&b.time));
        let (mut at_risk, mut waiting) = (waits.len(), 1.0);
        let mut curve = Vec::new();
        for together in waits.chunk_by(|a, b| a.time.total_cmp(&b.time).is_eq()) {
            let happened = together.iter().filter(|wait| wait.happened).count();
            if happened > 0 {
                waiting *= 1.0 - happened as f64 / at_risk as f64;
                curve.extend(together.first().map(|wait| (wait.time, waiting)));
            }
            at_risk -= together.len();
        }
        Self(curve)
    }

    /// The time by which this share has it behind them; none where so many do not in the time watched.
    #[must_use]
    pub fn quantile(&self, share: f64) -> Option<f64> {
        // A hair's breadth of rounding is no reason to wait for the next time.
        self.0.iter().find(|(_, waiting)| 1.0 - waiting >= share - 1e-12).map(|(time, _)| *time)
    }

    /// The share that has it behind them at a time.
    #[must_use]
    pub fn by(&self, time: f64) -> f64 {
        let before = self.0.iter().take_while(|(at, _)| *at <= time);
        before.last().map_or(0.0, |(_, waiting)| 1.0 - waiting)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Freireich et al. (1963), remission of leukaemia under 6-mercaptopurine, weeks, as Klein and
    /// Moeschberger tabulate the curve ("Survival Analysis", 2nd ed., table 4.1).
    #[test]
    fn agrees_with_the_published_curve() {
        let happened = [6, 6, 6, 7, 10, 13, 16, 22, 23];
        let watched = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];
        let wait = |happened| move |time: &i32| Wait { time: f64::from(*time), happened };
        let waits = happened.iter().map(wait(true)).chain(watched.iter().map(wait(false)));
        let curve = Curve::of(waits.collect());
        let published = [
            (6, 0.857),
            (7, 0.807),
            (10, 0.753),
            (13, 0.690),
            (16, 0.627),
            (22, 0.538),
            (23, 0.448),
        ];
        assert_eq!(curve.0.len(), published.len());
        for ((time, waiting), (expect, share)) in curve.0.iter().zip(published) {
            assert!((time - f64::from(expect)).abs() < 1e-9 && (waiting - share).abs() < 5e-4);
        }
        assert_eq!(curve.quantile(0.5), Some(23.0));
        assert_eq!(curve.quantile(0.9), None);
        assert!((curve.by(12.0) - 0.247).abs() < 5e-4);
    }

    #[test]
    fn without_anybody_left_out_it_is_the_plain_share() {
        let waits = (1..=4).map(|n| Wait { time: f64::from(n), happened: true });
        let curve = Curve::of(waits.collect());
        assert_eq!(curve.quantile(0.5), Some(2.0));
        assert_eq!((curve.by(0.5), curve.by(3.0), curve.by(9.0)), (0.0, 0.75, 1.0));
        assert_eq!(Curve::of(Vec::new()).quantile(0.5), None);
    }
}
