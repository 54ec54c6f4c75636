//! Each model against a reckoning of another kind: brute force, a dense solve, sums.

use proptest::prelude::*;

use super::paths::Cut;
use super::*;

const DAY: i64 = 86_400_000_000;
const CUT: Cut = Cut { from: 0, lookback: 30 * DAY, half_life: 7 * DAY };

fn paths(list: &[(&[usize], f64, f64)], channels: usize) -> Paths {
    let path = |(channels, conversions, nulls): &(&[usize], f64, f64)| Path {
        channels: channels.to_vec(),
        conversions: *conversions,
        value: conversions * 10.0,
        nulls: *nulls,
        decay: Vec::new(),
    };
    let names = (0..channels).map(|n| format!("c{n}")).collect();
    Paths { channels: names, direct: None, paths: list.iter().map(path).collect() }
}

fn conversions(credits: &[Credit]) -> Vec<f64> {
    credits.iter().map(|credit| credit.conversions).collect()
}

#[test]
fn journeys_are_cut_at_orders() {
    let visit =
        |person, day: i64, channel| Contact { person, at: day * DAY, what: What::Visit(channel) };
    let order =
        |person, day: i64, value| Contact { person, at: day * DAY + 1, what: What::Order(value) };
    let contacts = [
        visit(1, 0, 0),
        visit(1, 7, 1),
        order(1, 7, 30.0),
        order(1, 7, 5.0),
        visit(1, 8, 2),
        visit(2, 0, 0),
        visit(2, 40, 1),
        order(2, 40, 7.0),
        order(3, 1, 9.0),
    ];
    let names = ["a", "Direct", "c"].map(str::to_owned).into();
    let cut = Paths::cut(names, &contacts, CUT);
    let told: Vec<_> = cut
        .paths
        .iter()
        .map(|path| (path.channels.clone(), path.conversions, path.value, path.nulls))
        .collect();
    // From the eighth day on: what was ordered before still ends a path, and is not counted.
    let later = Paths::cut(cut.channels.clone(), &contacts, Cut { from: 8 * DAY, ..CUT });
    assert_eq!((later.conversions(), later.paths.len()), (1.0, 2));
    // The contact of 40 days before has no part; an order of a person without visits is nobody's.
    let expect = [(vec![0, 1], 2.0, 35.0, 0.0), (vec![2], 0.0, 0.0, 1.0), (vec![1], 1.0, 7.0, 0.0)];
    assert_eq!(told, expect);
    // Seven days are one half-life: a third and two thirds.
    let decay = share(&cut, Model::TimeDecay(CUT.half_life));
    assert!((decay[0].value - 35.0 / 3.0).abs() < 1e-6, "{decay:?}");
    let last = share(&cut, Model::LastNonDirect);
    assert_eq!(conversions(&last), [2.0, 1.0, 0.0]);
}

#[test]
fn by_position() {
    let all = paths(&[(&[0, 1, 2, 1], 10.0, 0.0), (&[2], 1.0, 3.0), (&[0, 2], 2.0, 0.0)], 3);
    assert_eq!(conversions(&share(&all, Model::First)), [12.0, 0.0, 1.0]);
    assert_eq!(conversions(&share(&all, Model::Last)), [0.0, 10.0, 3.0]);
    assert_eq!(conversions(&share(&all, Model::Linear)), [3.5, 5.0, 4.5]);
    assert_eq!(conversions(&share(&all, Model::Position)), [5.0, 5.0, 3.0]);
}

#[expect(clippy::needless_range_loop, reason = "a matrix is read by its indices")]
/// The removal effects by Gauss's elimination over all states, dense: another way to the same numbers.
fn dense(paths: &Paths, order: usize) -> Vec<f64> {
    let mut names: Vec<Vec<usize>> = vec![Vec::new()];
    let mut steps: Vec<(usize, Option<usize>, f64)> = Vec::new();
    for path in &paths.paths {
        let mut at = 0;
        for end in 1..=path.channels.len() {
            let memory = path.channels[end.saturating_sub(order)..end].to_vec();
            let next = names.iter().position(|name| *name == memory).unwrap_or(names.len());
            if next == names.len() {
                names.push(memory);
            }
            steps.push((at, Some(next), path.conversions + path.nulls));
            at = next;
        }
        steps.push((at, None, path.conversions));
        steps.push((at, Some(usize::MAX), path.nulls));
    }
    let n = names.len();
    let chance = |removed: Option<usize>| {
        let mut m = vec![vec![0.0; n + 1]; n];
        for state in 0..n {
            m[state][state] = 1.0;
            let of = steps.iter().filter(|step| step.0 == state);
            let total: f64 = of.clone().map(|step| step.2).sum();
            for (_, to, times) in of {
                match to {
                    None => m[state][n] += times / total,
                    Some(usize::MAX) => {}
                    Some(to) if removed.is_some() && names[*to].last() == removed.as_ref() => {}
                    Some(to) => m[state][*to] -= times / total,
                }
            }
        }
        for pivot in 0..n {
            let best = (pivot..n)
                .max_by(|a, b| m[*a][pivot].abs().total_cmp(&m[*b][pivot].abs()))
                .unwrap();
            m.swap(pivot, best);
            for row in 0..n {
                if row != pivot {
                    let factor = m[row][pivot] / m[pivot][pivot];
                    for column in pivot..=n {
                        m[row][column] -= factor * m[pivot][column];
                    }
                }
            }
        }
        m[0][n] / m[0][0]
    };
    let base = chance(None);
    (0..paths.channels.len()).map(|channel| 1.0 - chance(Some(channel)) / base).collect()
}

/// The Shapley value by its definition, over all orders in which the channels can join.
fn by_permutations(paths: &Paths) -> Vec<f64> {
    let n = paths.channels.len();
    let worth = |coalition: &[usize]| -> f64 {
        let within =
            paths.paths.iter().filter(|p| p.channels.iter().all(|c| coalition.contains(c)));
        within.map(|path| path.conversions).sum()
    };
    let mut orders = vec![Vec::new()];
    for _ in 0..n {
        let longer = |order: &Vec<usize>| -> Vec<Vec<usize>> {
            let left = (0..n).filter(|channel| !order.contains(channel));
            left.map(|channel| [order.clone(), vec![channel]].concat()).collect()
        };
        orders = orders.iter().flat_map(longer).collect();
    }
    let mut value = vec![0.0; n];
    for order in &orders {
        for (place, channel) in order.iter().enumerate() {
            value[*channel] += worth(&order[..=place]) - worth(&order[..place]);
        }
    }
    value.iter().map(|sum| sum / orders.len() as f64).collect()
}

fn some_paths() -> impl Strategy<Value = Paths> {
    let path = (prop::collection::vec(0..4_usize, 1..6), 0..9_u8, 0..9_u8);
    prop::collection::vec(path, 1..12).prop_map(|list| {
        let list: Vec<_> = list
            .iter()
            .map(|(c, yes, no)| (c.as_slice(), f64::from(*yes), f64::from(*no) + 1.0))
            .collect();
        paths(&list, 4)
    })
}

proptest! {
    #[test]
    fn every_model_gives_away_all_there_is(paths in some_paths(), order in 1..4_usize) {
        for model in [Model::First, Model::Last, Model::LastNonDirect, Model::Linear, Model::Position,
                      Model::Markov(order), Model::Shapley] {
            let credits = share(&paths, model);
            let given: f64 = credits.iter().map(|credit| credit.conversions).sum();
            // Where nothing was ordered, or no channel's removal loses anything, nothing is given.
            prop_assert!((given - paths.conversions()).abs() < 1e-9 * (1.0 + given), "{model:?}: {given}");
        }
    }

    #[test]
    fn the_removal_effect_is_that_of_a_dense_solve(paths in some_paths(), order in 1..4_usize) {
        prop_assume!(paths.conversions() > 0.0);
        let effects = share(&paths, Model::Markov(order));
        for (credit, expect) in effects.iter().zip(dense(&paths, order)) {
            let found = credit.removal.unwrap();
            prop_assert!((found - expect).abs() < 1e-9, "{found} is not {expect}");
        }
    }

    #[test]
    fn the_shapley_value_is_that_of_its_definition(paths in some_paths()) {
        for (credit, expect) in share(&paths, Model::Shapley).iter().zip(by_permutations(&paths)) {
            prop_assert!((credit.conversions - expect).abs() < 1e-9);
        }
    }
}
