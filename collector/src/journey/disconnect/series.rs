//! For every step and every part of the visits: who came to it and who passed it, day by day.

// Indices are days and stages counted from the visits themselves.
#![expect(clippy::indexing_slicing, reason = "days and stages are within what was counted")]

use std::collections::HashMap;

use super::{Cell, DIMENSIONS, Part, STAGES, Visits};

/// A part with fewer visits at a step is too small to tell a lack from chance.
const LEAST: f64 = 200.0;
/// Parts of two dimensions at most, the largest; each costs a scan.
const MOST: usize = 120;

/// Two parts are the same when one has this share of the other.
const SAME: f64 = 0.97;

/// A step for a part.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// The stage they came to.
    pub from_stage: usize,
    /// The next.
    pub to_stage: usize,
    /// Who.
    pub part: Part,
    /// Visits that came to it, by day.
    pub came: Vec<f64>,
    /// Those that passed.
    pub passed: Vec<f64>,
    /// Of those that passed, the share that ordered, and the mean worth of an order.
    pub worth: (f64, f64),
}

/// All of them.
#[derive(Debug, Clone, PartialEq)]
pub struct All {
    /// The first day, in days since 1970.
    pub first: i32,
    /// How many days.
    pub days: usize,
    /// The series; for each step, that of all visits comes first.
    pub series: Vec<Series>,
}

/// By day, how many came at least to each stage, and the worth of their orders.
#[derive(Clone)]
struct Reach {
    at_least: Vec<[f64; STAGES.len()]>,
    value: f64,
}

/// Counts the visits.
#[must_use]
pub fn count(visits: &Visits) -> All {
    let days = visits.cells.iter().map(|cell| cell.day);
    let (first, last) = (days.clone().min().unwrap_or(0), days.max().unwrap_or(-1));
    let days = usize::try_from(last - first + 1).unwrap_or(0);
    let kinds = Kinds::of(visits);
    let parts = kinds.parts();
    let members = kinds.members(&parts);
    let none = Reach { at_least: vec![[0.0; STAGES.len()]; days], value: 0.0 };
    let mut reached = vec![none; parts.len()];
    for (cell, kind) in visits.cells.iter().zip(&kinds.of_cells) {
        let day = usize::try_from(cell.day - first).unwrap_or(0);
        for part in &members[*kind] {
            let reach = &mut reached[*part];
            reach.at_least[day][cell.stage.min(STAGES.len() - 1)] += count_of(cell.count);
            reach.value += cell.value;
        }
    }
    for day in reached.iter_mut().flat_map(|reach| &mut reach.at_least) {
        // What is reached by its way is reached, told or not.
        for stage in (1..STAGES.len() - 1).rev() {
            day[stage] += day[stage + 1];
        }
    }
    let mut series = Vec::new();
    for (from, to) in steps(visits) {
        for (part, reach) in parts.iter().zip(&reached) {
            series.extend(one(*part, reach, from, to));
        }
    }
    All { first, days, series }
}

fn one(part: Part, reach: &Reach, from_stage: usize, to_stage: usize) -> Option<Series> {
    let of = |stage: usize| reach.at_least.iter().map(move |day| day[stage]);
    let (came, passed): (f64, f64) = (of(from_stage).sum(), of(to_stage).sum());
    if came < LEAST || passed < 1.0 {
        return None;
    }
    let orders: f64 = of(STAGES.len() - 1).sum();
    let worth = (orders / passed, if orders > 0.0 { reach.value / orders } else { 0.0 });
    let (came, passed) = (of(from_stage).collect(), of(to_stage).collect());
    Some(Series { from_stage, to_stage, part, came, passed, worth })
}

/// The steps there are: from each stage that ends some visit to the next such one.
fn steps(visits: &Visits) -> Vec<(usize, usize)> {
    let told = |stage: &usize| visits.cells.iter().any(|cell| cell.stage == *stage);
    let told: Vec<_> = (1..STAGES.len()).filter(told).collect();
    told.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

/// Visits that are alike in every dimension belong to the same parts, whatever their day and stage: there
/// are a hundred times fewer such kinds than cells.
struct Kinds {
    /// What each is, and how many visits.
    each: Vec<([u16; DIMENSIONS.len()], f64)>,
    /// Which one each cell is of.
    of_cells: Vec<usize>,
}

impl Kinds {
    fn of(visits: &Visits) -> Self {
        let mut places = HashMap::new();
        let mut each: Vec<([u16; DIMENSIONS.len()], f64)> = Vec::new();
        let of_cell = |cell: &Cell| {
            let place = *places.entry(cell.of).or_insert_with(|| {
                each.push((cell.of, 0.0));
                each.len() - 1
            });
            each[place].1 += count_of(cell.count);
            place
        };
        let of_cells = visits.cells.iter().map(of_cell).collect();
        Self { each, of_cells }
    }

    /// All, every value, and the largest pairs of values; in order.
    fn parts(&self) -> Vec<Part> {
        let mut sizes: HashMap<Part, f64> = HashMap::new();
        for (of, count) in &self.each {
            each_part(of, &mut |part| *sizes.entry(part).or_default() += count);
        }
        // A pair that is nearly all of one of its values is that value, told with one word too many.
        let is_one = |part: &Part, size: f64| {
            let single = |value| Part { of: [value, None] };
            let own =
                part.of.iter().map(|value| sizes.get(&single(*value)).copied().unwrap_or_default());
            part.of[1].is_some() && own.into_iter().any(|value| size >= value * SAME)
        };
        let told = |(part, size): &(&Part, &f64)| **size >= LEAST && !is_one(part, **size);
        let mut sizes: Vec<_> =
            sizes.iter().filter(told).map(|(part, size)| (*part, *size)).collect();
        sizes.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut pairs = 0;
        sizes.retain(|(part, _)| {
            let pair = part.of[1].is_some();
            pairs += usize::from(pair);
            !pair || pairs <= MOST
        });
        let mut parts: Vec<_> = sizes.into_iter().map(|(part, _)| part).collect();
        parts.sort_unstable();
        parts
    }

    /// For each kind, the places of the parts it belongs to.
    fn members(&self, parts: &[Part]) -> Vec<Vec<usize>> {
        let places: HashMap<_, _> = parts.iter().zip(0..).collect();
        let members = |(of, _): &([u16; DIMENSIONS.len()], f64)| {
            let mut members = Vec::new();
            each_part(of, &mut |part| members.extend(places.get(&part).copied()));
            members
        };
        self.each.iter().map(members).collect()
    }
}

/// Every part a visit belongs to.
fn each_part(of: &[u16; DIMENSIONS.len()], each: &mut impl FnMut(Part)) {
    each(Part::default());
    for first in 0..of.len() {
        if of[first] == 0 {
            continue;
        }
        each(Part { of: [Some((first, of[first])), None] });
        for second in first + 1..of.len() {
            if of[second] != 0 {
                each(Part { of: [Some((first, of[first])), Some((second, of[second]))] });
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of visits are far below 2^53")]
fn count_of(visits: u64) -> f64 {
    visits as f64
}
