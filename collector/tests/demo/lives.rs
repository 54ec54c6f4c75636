//! What is true of whole lives (carts, repeat orders, what follows an order), found again by plain SQL
//! where everybody can be recognised.

use percorso::demo::{Config, Plan};

use crate::{UNTIL, one, store, table};

fn recognised(seed: u64, shoppers: u32) -> Plan {
    Plan::new(Config::new(seed, shoppers, UNTIL).keen(1.5).recognised())
}

#[test]
fn everybody_is_one_visitor() {
    let plan = recognised(31, 300);
    let store = store(&plan);
    let visitors = one(&store, "SELECT count(DISTINCT visitor_id) FROM events");
    assert_eq!(visitors, 300);
    let visits = "SELECT count(*) FROM sessions WHERE page_views > 0";
    assert_eq!(one(&store, visits), plan.truth.visits as i64);
}

const CARTS: &str = "
    WITH carts AS (
        SELECT params ->> '$.cart_id' AS cart_id, session_id, event, value, occurred_at FROM events
        WHERE params ->> '$.cart_id' IS NOT NULL
    ), visits AS (
        SELECT cart_id, session_id, max(occurred_at) AS left_at, bool_or(event = 'purchase') AS bought,
            arg_max(value, occurred_at) FILTER (event = 'purchase') AS paid
        FROM carts GROUP BY ALL
    ), each_cart AS (
        SELECT cart_id, bool_or(bought) AS ordered, sum(paid) AS paid,
            bool_or(NOT bought AND left_at < TIMESTAMP '2026-10-31 22:00:00') AS abandoned
        FROM visits GROUP BY cart_id
    )
    SELECT 'carts', count(*), count(*) FILTER (ordered), count(*) FILTER (abandoned),
        count(*) FILTER (abandoned AND ordered),
        coalesce((sum(paid) FILTER (abandoned AND ordered) * 100)::BIGINT, 0)
    FROM each_cart";

#[test]
fn carts_are_those_of_the_rows() {
    let plan = recognised(32, 800);
    let carts = &plan.truth.carts;
    let found = table::<5>(&store(&plan), CARTS);
    let told = [carts.created, carts.ordered, carts.abandoned, carts.recovered];
    let [created, ordered, abandoned, recovered] = told.map(|count| count as i64);
    // One that is left in the last two hours is neither here nor there.
    let [_, counts] = [0, found[0].1[2]];
    assert!((counts - abandoned).abs() <= 1, "{found:?} {carts:?}");
    assert_eq!(found[0].1[..2], [created, ordered]);
    assert_eq!(found[0].1[3..], [recovered, carts.recovered_cents]);
    assert!(recovered > 20 && carts.recovered_by_mail > 10 && carts.changed > 20);
    assert!(carts.lost + carts.ordered <= carts.created);
}

const COHORTS: &str = "
    WITH numbered AS (
        SELECT visitor_id, ordered_at, row_number() OVER each_visitor AS nth,
            lead(ordered_at) OVER each_visitor AS next_at
        FROM orders WINDOW each_visitor AS (PARTITION BY visitor_id ORDER BY ordered_at)
    )
    SELECT strftime(ordered_at, '%Y-%m'), count(*), count(next_at) FROM numbered
    WHERE nth = 1 GROUP BY ALL ORDER BY ALL";

#[test]
fn cohorts_are_those_of_the_rows() {
    let plan = recognised(33, 1_200);
    let found = table::<2>(&store(&plan), COHORTS);
    let told: Vec<_> = (plan.truth.cohorts.iter())
        .map(|cohort| (cohort.month.clone(), [cohort.size as i64, cohort.again as i64]))
        .collect();
    assert_eq!(found, told);
    assert!(plan.truth.cohorts.iter().map(|cohort| cohort.again).sum::<u64>() > 20);
}

#[test]
fn what_follows_an_order_is_in_the_rows() {
    let plan = recognised(34, 1_000);
    let (store, truth) = (store(&plan), &plan.truth);
    let reasons = table::<1>(
        &store,
        "SELECT params ->> '$.reason', count(*) FROM events WHERE event = 'return_requested'
         GROUP BY ALL ORDER BY ALL",
    );
    let told: Vec<_> = (truth.returns.reasons.iter())
        .map(|(reason, count)| ((*reason).to_owned(), [*count as i64]))
        .collect();
    assert_eq!(reasons, told);
    let between = |from: &str, to: &str, key: &str| {
        let sql = format!(
            "SELECT median(epoch(b.occurred_at) - epoch(a.occurred_at))::BIGINT FROM events a
             JOIN events b USING ({key}) WHERE a.event = '{from}' AND b.event = '{to}'"
        );
        one(&store, &sql) as f64
    };
    let near = |found: f64, told: f64| assert!((found / told - 1.0).abs() < 0.05, "{found} {told}");
    near(between("chat_opened", "chat_replied", "session_id"), truth.chat_seconds.p50);
    let hours = between("return_requested", "return_resolved", "transaction_id") / 3600.0;
    near(hours, truth.resolve_hours.p50);
    let hours = between("purchase", "order_delivered", "transaction_id") / 3600.0;
    near(hours, truth.delivery_hours.p50);
    // What was settled is what was paid.
    let sums = "SELECT (sum(r.value - o.value) * 100)::BIGINT FROM events r JOIN orders o
        USING (transaction_id) WHERE r.event = 'refund'";
    assert_eq!(one(&store, sums), 0);
}

#[test]
fn first_orders_come_as_fast_as_is_said() {
    let plan = recognised(35, 1_000);
    let store = store(&plan);
    // Who ordered within a day of the first visit; nearly all have been watched for as long.
    let sql = "WITH lives AS (
            SELECT visitor_id, min(occurred_at) AS began FROM events GROUP BY visitor_id
        ), firsts AS (
            SELECT visitor_id, min(ordered_at) AS ordered FROM orders GROUP BY visitor_id
        )
        SELECT count(*) FILTER (ordered - began <= INTERVAL 1 DAY) FROM lives LEFT JOIN firsts USING (visitor_id)";
    let share = one(&store, sql) as f64 / 1_000.0;
    let told = plan.truth.first_order;
    assert!((share - told.by_1).abs() < 0.01, "{share} {told:?}");
    assert!(told.by_1 < told.by_7 && told.by_7 < told.by_30 && told.watched == 1_000);
}

#[test]
fn answers_and_reviews_are_those_of_the_rows() {
    let plan = recognised(36, 1_000);
    let (store, voice) = (store(&plan), plan.truth.voice);
    let found = table::<3>(
        &store,
        "WITH said AS (
            SELECT params ->> '$.survey' AS survey, (params ->> '$.score')::BIGINT AS score
            FROM events WHERE event = 'survey_answer'
        )
        SELECT survey, count(*), count(*) FILTER (score >= CASE survey WHEN 'nps' THEN 9 ELSE 4 END),
            CASE survey WHEN 'nps' THEN count(*) FILTER (score <= 6) ELSE sum(score)::BIGINT END
        FROM said GROUP BY survey ORDER BY survey",
    );
    let told = |number: u64| i64::try_from(number).unwrap();
    let [(_, ces), (_, csat), (_, nps)] = &found[..] else { panic!("{found:?}") };
    assert_eq!([ces[0], ces[2]], [told(voice.ces), voice.ces_sum]);
    assert_eq!(csat[..2], [told(voice.csat), told(voice.satisfied)]);
    assert_eq!(*nps, [voice.nps, voice.promoters, voice.detractors].map(told));
    let reviews = "SELECT '', count(*), sum((params ->> '$.rating')::BIGINT)::BIGINT FROM events
        WHERE event = 'review_submitted'";
    assert_eq!(table::<2>(&store, reviews)[0].1, [told(voice.reviews), voice.stars]);
    let shares = "SELECT count(*) FROM events WHERE event = 'share'";
    assert_eq!(one(&store, shares), told(voice.shares));
    assert!(voice.nps > 20 && voice.shares > 5 && voice.csat > 20 && voice.ces > 10, "{voice:?}");
}
