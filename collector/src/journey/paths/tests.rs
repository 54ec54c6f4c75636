//! Paths against counting by hand and by brute force.

use proptest::prelude::*;

use super::flow::Flow;
use super::sankey::{Layout, Sankey, Stop};
use super::*;

/// A journey of steps a second apart; 9 is an order.
fn journey(names: &[u32]) -> Vec<Step> {
    let step = |(at, name): (i64, &u32)| Step {
        time: at * 1_000_000,
        name: Some(*name),
        is_order: *name == 9,
    };
    (0..).zip(names).map(step).collect()
}

const LAYOUT: Layout =
    Layout { from_end: false, anchor: None, columns: 4, keep: 2, collapse: true };

fn links(layout: Layout, journeys: &[&[u32]]) -> Vec<(usize, Stop, Stop, u64)> {
    let mut sankey = Sankey::new(layout);
    journeys.iter().for_each(|names| sankey.add(&journey(names)));
    sankey
        .links()
        .into_iter()
        .map(|((column, from, to), link)| (column, from, to, link.journeys))
        .collect()
}

#[test]
fn from_the_start_and_back_from_the_end() {
    use Stop::{Left, Other, Step};
    let journeys: [&[u32]; 4] = [&[1, 1, 2, 9], &[1, 2, 1], &[3, 2], &[4]];
    assert_eq!(
        links(LAYOUT, &journeys),
        [
            (0, Step(1), Step(2), 2),
            (0, Step(3), Step(2), 1),
            (0, Other, Left, 1),
            (1, Step(2), Step(1), 1),
            (1, Step(2), Step(9), 1),
            (1, Step(2), Left, 1),
            (2, Step(1), Left, 1),
            (2, Step(9), Left, 1)
        ]
    );
    let back = Layout { from_end: true, anchor: Some(2), columns: 2, ..LAYOUT };
    assert_eq!(links(back, &journeys), [(0, Step(2), Step(1), 2), (0, Step(2), Step(3), 1)]);
    let plain = Layout { collapse: false, columns: 2, ..LAYOUT };
    assert_eq!(links(plain, &[&[1, 1, 2]]), [(0, Step(1), Step(1), 1)]);
}

#[test]
fn medians() {
    let gaps = |seconds: &[i64]| {
        let mut gaps = Gaps::default();
        seconds.iter().for_each(|s| gaps.push(s * 1_000_000));
        gaps.median()
    };
    assert_eq!(gaps(&[]), None);
    assert_eq!(gaps(&[3]), Some(3.0));
    assert_eq!(gaps(&[9, 1, 3]), Some(3.0));
    assert_eq!(gaps(&[9, 1, 3, 4]), Some(3.5));
}

#[test]
fn what_follows_what() {
    let mut flow = Flow::new(true);
    for names in [&[1, 2, 1, 2, 9, 3][..], &[1, 2], &[2, 2]] {
        flow.add(&journey(names));
    }
    let edge = |from, to| {
        let edge = &flow.edges[&(from, to)];
        (edge.times, edge.journeys, edge.ordered, edge.back, edge.gaps.median())
    };
    assert_eq!(edge(1, Some(2)), (3, 2, 1, 1, Some(1.0)));
    assert_eq!(edge(2, Some(1)), (1, 1, 1, 1, Some(1.0)));
    assert_eq!(edge(2, Some(9)), (1, 1, 1, 0, Some(1.0)));
    assert_eq!(edge(9, Some(3)), (1, 1, 0, 0, Some(1.0)));
    assert_eq!(edge(2, None), (2, 2, 0, 0, None));
    // Of the four times at 2 two were before the order.
    assert_eq!(flow.nodes[&2], super::flow::Node { times: 4, ordered: 2 });
    assert_eq!(flow.nodes[&9], super::flow::Node { times: 1, ordered: 0 });
}

proptest! {
    /// What flows into a column flows out of it, and the first column has every journey.
    #[test]
    fn nothing_is_lost_between_columns(
        journeys in prop::collection::vec(prop::collection::vec(0..5_u32, 1..7), 1..20),
        keep in 1..4_usize, columns in 2..6_usize, collapse: bool, from_end: bool,
    ) {
        let slices: Vec<&[u32]> = journeys.iter().map(Vec::as_slice).collect();
        let layout = Layout { from_end, anchor: None, columns, keep, collapse };
        let links = links(layout, &slices);
        let first: u64 = links.iter().filter(|link| link.0 == 0).map(|link| link.3).sum();
        prop_assert_eq!(first, journeys.len() as u64);
        for column in 0..columns.saturating_sub(2) {
            let into = |stop| -> u64 {
                links.iter().filter(|l| l.0 == column && l.2 == stop).map(|l| l.3).sum()
            };
            let out = |stop| -> u64 {
                links.iter().filter(|l| l.0 == column + 1 && l.1 == stop).map(|l| l.3).sum()
            };
            for stop in (0..5).map(Stop::Step).chain([Stop::Other]) {
                prop_assert_eq!(into(stop), out(stop), "column {}, {:?}", column, stop);
            }
        }
    }
}
