//! The finder of disconnections: where, for whom and when fewer passed a step than should have, without
//! anybody asking.
//!
//! [`series`] counts, for every step and every part of the visits, who came to it and who passed it, day
//! by day; [`baseline`] says how many should have passed; [`scan`] looks through every window of 5 to 45
//! days for the greatest lack, and [`chance`] says by permuting the days how often chance makes as great a
//! one; [`choose`] puts together the findings that are one, and names the part of the visits whose drop alone
//! makes what was seen likeliest.

pub mod baseline;
pub mod chance;
pub mod choose;
pub mod scan;
pub mod series;

#[cfg(test)]
mod tests;

/// What visits are told apart by, in the order of [`Cell::of`].
pub const DIMENSIONS: [&str; 7] =
    ["device", "browser", "system", "country", "channel", "payment_type", "shipping_tier"];

/// How far a visit can come, from 1; a step leads from one to the next that is told of.
pub const STAGES: [&str; 9] = [
    "",
    "visit",
    "view_item",
    "add_to_cart",
    "view_cart",
    "checkout",
    "delivery",
    "payment",
    "purchase",
];

/// Visits that are alike.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// Days since 1970 of their beginning.
    pub day: i32,
    /// How far they came.
    pub stage: usize,
    /// How many.
    pub count: u64,
    /// Worth of what they ordered.
    pub value: f64,
    /// Their value in each dimension, by number; 0 is none.
    pub of: [u16; DIMENSIONS.len()],
}

/// All visits.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Visits {
    /// What they are.
    pub cells: Vec<Cell>,
    /// The names of values: number 1 is the first.
    pub values: Vec<String>,
}

/// A part of the visits: those with these values; with none, all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Part {
    /// Up to two dimensions and the number of the value in each.
    pub of: [Option<(usize, u16)>; 2],
}

impl Part {
    /// Whether no visit is of both: what befalls the one says nothing of the other.
    #[must_use]
    pub fn is_apart_from(self, other: Self) -> bool {
        let [own, others] = [self, other].map(|part| part.of.into_iter().flatten());
        own.into_iter().any(|(dimension, value)| {
            others.clone().any(|(of, other)| of == dimension && other != value)
        })
    }
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The stage from which fewer went on.
    pub from_stage: usize,
    /// The stage they did not come to.
    pub to_stage: usize,
    /// For whom.
    pub part: Part,
    /// First day, in days since 1970.
    pub first: i32,
    /// Last day.
    pub last: i32,
    /// Visits that came to the step in those days.
    pub came: f64,
    /// How many of them passed.
    pub passed: f64,
    /// How many should have.
    pub expected: f64,
    /// The rate of the other days.
    pub outside: f64,
    /// How great the lack is, in standard deviations.
    pub z: f64,
    /// How often chance makes as great a one anywhere.
    pub p: f64,
    /// Orders that were lost by it.
    pub lost_orders: f64,
    /// Their worth.
    pub lost_revenue: f64,
}

/// How it is looked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Search {
    /// Permutations for the p-value.
    pub permutations: usize,
    /// Findings with a greater p are left out.
    pub alpha: f64,
    /// Where the permutations' chance begins.
    pub seed: u64,
}

/// Finds the disconnections, the surest first.
#[must_use]
pub fn find(visits: &Visits, search: Search) -> Vec<Finding> {
    let all = series::count(visits);
    let rivals: Vec<_> = all.series.iter().map(|series| scan::Rival::of(series, &all)).collect();
    let chance = chance::draws(&rivals, search.permutations, search.seed);
    choose::findings(&all, &rivals, &chance, search.alpha)
}
