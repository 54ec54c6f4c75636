//! Each planted friction, found again by the view `friction`: how many met it, and what they bought.

use percorso::demo::{Config, Plan};

use crate::{UNTIL, store, table};

const BY_KIND: &str = "
    SELECT kind || coalesce('.' || step, ''), count(*), count(DISTINCT session_id),
        count(DISTINCT session_id) FILTER (session_id IN (SELECT session_id FROM orders))
    FROM friction GROUP BY ALL ORDER BY ALL";

#[test]
fn the_view_shows_each_friction_as_often_as_it_was_planted_and_no_other() {
    let plan = Plan::new(Config::new(11, 1_000, UNTIL).keen(1.5));
    let found = table::<3>(&store(&plan), BY_KIND);
    let mut planted: Vec<_> = (plan.truth.frictions.iter())
        .map(|truth| {
            let step = truth.step.map(|step| format!(".{step}")).unwrap_or_default();
            let visits = truth.affected as i64;
            (format!("{}{step}", truth.kind), [visits, visits, truth.orders as i64])
        })
        .collect();
    planted.sort();
    assert!(planted.iter().all(|(_, [affected, ..])| *affected > 0));
    assert_eq!(found, planted);
}

/// Taking a friction away never costs an order, and a harmless one costs none.
#[test]
fn what_a_friction_costs_is_what_it_was_made_to_cost() {
    let truths = [21, 22, 23]
        .map(|seed| Plan::new(Config::new(seed, 2_000, UNTIL).keen(2.0).without_incidents()).truth);
    for place in 0..truths[0].frictions.len() {
        let all = truths.iter().map(|truth| &truth.frictions[place]);
        let of = all
            .clone()
            .fold((0, 0), |sum, truth| (sum.0 + truth.orders, sum.1 + truth.orders_without));
        let (with, without) = (of.0 as f64, of.1 as f64);
        let friction = &truths[0].frictions[place];
        // The orders that stay are binomial, of all that would be.
        let expect = without * (1.0 - friction.leave);
        let spread = (without * friction.leave * (1.0 - friction.leave)).sqrt();
        let name = friction.kind;
        assert!((with - expect).abs() <= 4.0 * spread, "{name}: {with} of {without}");
        for truth in all {
            assert!(truth.lost_cents >= 0 && truth.orders <= truth.orders_without, "{name}");
        }
    }
}
