//! Incidents, interventions, touchpoints and channels: what is said of them against the rows, and against
//! the same shop made again without them.

use percorso::demo::model::segment::Dimension;
use percorso::demo::model::stage::Stage;
use percorso::demo::{Config, Plan};

use crate::{UNTIL, one, plan, store, table};

#[test]
fn an_incident_is_in_the_rows_where_and_when_it_is_said_to_be() {
    let config = Config { detail: 0.0, ..Config::new(41, 2_000, UNTIL) };
    let plan = Plan::new(config.months(4).keen(2.5));
    let store = store(&plan);
    let truth = plan.truth.incidents.iter().find(|truth| truth.stage == Stage::Payment).unwrap();
    assert_eq!(truth.segment, [(Dimension::Device, "mobile"), (Dimension::Browser, "Safari")]);
    let reached = |what: &str| {
        let sql = format!(
            "WITH visits AS (
                SELECT session_id, bool_or(event = 'payment_error') AS failed,
                    bool_or(event = 'purchase') AS bought
                FROM events WHERE session_id IN (
                    SELECT session_id FROM checkout_steps WHERE step = 'payment')
                    AND device = 'mobile' AND browser = 'Safari'
                GROUP BY session_id
                HAVING min(occurred_at) >= TIMESTAMP '{}' AND min(occurred_at) < TIMESTAMP '{}'
            ) SELECT count(*) FILTER ({what}) FROM visits",
            truth.from.trim_end_matches('Z'),
            truth.to.trim_end_matches('Z'),
        );
        u64::try_from(one(&store, &sql)).unwrap()
    };
    assert!(truth.affected > 10, "{truth:?}");
    assert_eq!(reached("true"), truth.affected);
    assert_eq!(reached("bought"), truth.orders);
    assert!(reached("failed") * 10 >= truth.affected * 6, "most of them meet an error");
    assert!(truth.orders < truth.orders_without);
}

#[test]
fn without_incidents_and_frictions_nothing_goes_wrong() {
    let config = Config::new(42, 1_000, UNTIL).without_incidents().without_frictions();
    let plan = Plan::new(config.without_interventions());
    let store = store(&plan);
    assert_eq!(one(&store, "SELECT count(*) FROM friction"), 0);
    assert_eq!(one(&store, "SELECT count(*) FROM events WHERE event = 'intervention'"), 0);
    assert!(plan.truth.incidents.is_empty() && plan.truth.interventions.is_empty());
    assert!(plan.truth.frictions.iter().all(|truth| truth.affected == 0));
}

/// The arms as the rows have them; and the two together hold the truth within chance.
#[test]
fn an_interventions_arms_are_in_the_rows() {
    let config = Config { detail: 0.0, ..Config::new(43, 3_000, UNTIL) };
    let plan = Plan::new(config.keen(2.0));
    let found = table::<2>(
        &store(&plan),
        "SELECT (params ->> '$.intervention') || ' ' || (params ->> '$.arm'), count(*),
            count(*) FILTER (session_id IN (SELECT session_id FROM orders))
         FROM events WHERE event = 'intervention' GROUP BY ALL ORDER BY ALL",
    );
    let truths = plan.truth.interventions.iter().filter(|truth| truth.holdout > 0.0);
    let mut told: Vec<_> = truths
        .clone()
        .flat_map(|truth| {
            let arm = |arm: &str, visits: u64, orders: u64| {
                (format!("{} {arm}", truth.name), [visits as i64, orders as i64])
            };
            [
                arm("held", truth.held, truth.held_orders),
                arm("shown", truth.shown, truth.shown_orders),
            ]
        })
        .collect();
    told.sort();
    assert_eq!(found, told);
    for truth in truths {
        let rate = |orders: u64, visits: u64| orders as f64 / visits as f64;
        let all = truth.shown + truth.held;
        let effect = rate(truth.orders_with, all) - rate(truth.orders_without, all);
        let (shown, held) =
            (rate(truth.shown_orders, truth.shown), rate(truth.held_orders, truth.held));
        let spread = (shown * (1.0 - shown) / truth.shown as f64
            + held * (1.0 - held) / truth.held as f64)
            .sqrt();
        assert!((shown - held - effect).abs() < 4.0 * spread, "{truth:?}");
        assert_eq!(effect > 0.01, truth.effect > 0.0, "{truth:?}");
    }
}

#[test]
fn touchpoints_are_met_as_often_as_is_said_and_do_what_they_are_made_to() {
    let plan = plan(44, 1_500);
    let found = table::<1>(
        &store(&plan),
        "SELECT touchpoint, count(*) FROM touchpoints WHERE seen > 0 AND first_at IN (
             SELECT occurred_at FROM events WHERE event = 'touchpoint')
         AND touchpoint NOT IN ('order-tracking', 'returns', 'search', 'countdown',
             'free-delivery-note') GROUP BY ALL ORDER BY ALL",
    );
    let mut told: Vec<_> = (plan.truth.touchpoints.iter())
        .map(|truth| (truth.touchpoint.to_owned(), [truth.met as i64]))
        .collect();
    told.sort();
    assert_eq!(found, told);
    for truth in &plan.truth.touchpoints {
        let (with, without) = (truth.passed_with as f64, truth.passed_without as f64);
        assert_eq!(with.total_cmp(&without), truth.effect.total_cmp(&0.0), "{truth:?}");
    }
}

/// A channel's contribution is what is missing where nobody comes by it: by brute force, the same shop
/// made again with the channel's visits taken out of every life, order by order.
#[test]
fn a_channels_contribution_covers_the_orders_of_those_it_brought_first() {
    let plan = plan(45, 2_500);
    let mut first = std::collections::HashMap::new();
    let mut visits = plan.visits.clone();
    visits.sort_by_key(|visit| (visit.person, visit.at));
    for visit in visits.iter().filter(|visit| visit.is_shopping()) {
        first.entry(visit.person).or_insert(visit.channel);
    }
    for (place, truth) in plan.truth.channels.iter().enumerate() {
        let by = |visit: &&percorso::demo::Visit| usize::from(first[&visit.person]) == place;
        let brought = visits.iter().filter(|visit| visit.buys()).filter(by).count() as i64;
        // Without it those lives are not lived; and others lose at most the orders that it had part in.
        assert!(truth.contribution >= brought, "{truth:?}: {brought} at least");
        let part = visits.iter().filter(|visit| visit.buys()).filter(|order| {
            visits.iter().any(|visit| {
                visit.person == order.person
                    && visit.at <= order.at
                    && usize::from(visit.channel) == place
                    && visit.is_shopping()
            })
        });
        assert!(truth.contribution <= part.count() as i64 + 3, "{truth:?}");
    }
}
