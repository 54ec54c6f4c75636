//! Paths: which step follows which, how soon, and whether an order comes of it.
//!
//! [`flow`] counts every step and the one after it (a directly-follows graph); [`sankey`] lays journeys
//! side by side from one point on, column by column.

pub mod flow;
pub mod sankey;

#[cfg(test)]
mod tests;

/// Set in a step's number where it is an order.
pub const ORDER: u32 = 1 << 31;

/// One step of a journey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// When, in microseconds since 1970.
    pub time: i64,
    /// Which, as its place among the names; nothing: an order that is no step in the sense asked for.
    pub name: Option<u32>,
    /// Whether it is an order.
    pub is_order: bool,
}

impl Step {
    /// A step by its number, which is one more than its place; 0 is none; [`ORDER`] is set for an order.
    #[must_use]
    pub fn of(time: i64, number: u32) -> Self {
        Self { time, name: (number & !ORDER).checked_sub(1), is_order: number & ORDER != 0 }
    }
}

/// Seconds between two steps, for medians.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Gaps(Vec<f32>);

impl Gaps {
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "seconds")]
    fn push(&mut self, micros: i64) {
        self.0.push((micros as f64 / 1e6) as f32);
    }

    fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// The median, in seconds.
    #[must_use]
    pub fn median(&self) -> Option<f64> {
        let mut sorted = self.0.clone();
        let middle = sorted.len().checked_sub(1)? / 2;
        let (below, at, above) = sorted.select_nth_unstable_by(middle, f32::total_cmp);
        let even = (below.len() + 1 + above.len()).is_multiple_of(2);
        let next = above.iter().copied().fold(f32::INFINITY, f32::min);
        let at = f64::from(*at);
        Some(if even { f64::midpoint(at, f64::from(next)) } else { at })
    }
}
