//! What is said to be true, found again in the rows by plain SQL.

use crate::{one, plan, store, table};

#[test]
fn orders_revenue_and_stages_are_those_of_the_rows() {
    let plan = plan(12, 1_200);
    let (store, truth) = (store(&plan), &plan.truth);
    assert_eq!(one(&store, "SELECT count(*) FROM orders"), truth.orders as i64);
    let revenue = one(&store, "SELECT (sum(value) * 100)::BIGINT FROM orders");
    assert_eq!(revenue, truth.revenue_cents);
    let visits = "SELECT count(*) FROM sessions WHERE page_views > 0";
    assert_eq!(one(&store, visits), truth.visits as i64);
    let steps = table::<1>(
        &store,
        "SELECT step, count(DISTINCT session_id) FROM checkout_steps GROUP BY step ORDER BY step",
    );
    let mut planted: Vec<_> = (truth.stages.iter())
        .filter_map(|truth| Some((truth.stage.step()?.to_owned(), [truth.reached as i64])))
        .collect();
    planted.sort();
    assert_eq!(steps, planted);
}

#[test]
fn channels_have_their_visits_and_orders() {
    let plan = plan(13, 1_200);
    let found = table::<2>(
        &store(&plan),
        "SELECT channel, count(*), sum(orders)::BIGINT FROM sessions
         WHERE landing_path NOT LIKE '/account/%' AND session_id NOT IN (
             SELECT session_id FROM events WHERE event = 'review_submitted')
         GROUP BY channel HAVING channel IS NOT NULL ORDER BY channel",
    );
    let mut planted: Vec<_> = (plan.truth.channels.iter())
        .map(|truth| (truth.channel.to_owned(), [truth.visits as i64, truth.orders as i64]))
        .collect();
    planted.sort();
    assert_eq!(found, planted);
}
