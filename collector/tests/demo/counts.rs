//! Payments, the form, months, hours and contacts that no page sees: counted again by the views.

use percorso::demo::{Config, Plan};

use crate::{UNTIL, one, store, table};

fn checkouts(seed: u64) -> Plan {
    Plan::new(Config::new(seed, 900, UNTIL).keen(2.0))
}

#[test]
fn payments_fail_by_method_as_often_as_is_said() {
    let plan = checkouts(61);
    let found = table::<4>(
        &store(&plan),
        "WITH ways AS (
            SELECT session_id, any_value(params ->> '$.payment_type') AS way
            FROM events WHERE event = 'add_payment_info' GROUP BY session_id
        )
        SELECT way, count(*), sum(coalesce(attempts, 0))::BIGINT,
            sum(coalesce(errors, 0))::BIGINT, count(*) FILTER (paid)
        FROM ways LEFT JOIN payments USING (session_id) GROUP BY way ORDER BY way",
    );
    let mut told: Vec<_> = (plan.truth.payments.iter())
        .map(|way| {
            let counts = [way.reached, way.attempts, way.errors, way.orders];
            (way.payment_type.to_owned(), counts.map(|count| count as i64))
        })
        .collect();
    told.sort();
    assert_eq!(found, told);
    let rate = |name: &str| {
        let way = plan.truth.payments.iter().find(|way| way.payment_type == name).unwrap();
        way.errors as f64 / way.reached as f64
    };
    assert!(rate("klarna") > rate("card") && rate("card") > rate("paypal"));
}

#[test]
fn the_form_is_given_up_where_is_said() {
    let plan = checkouts(62);
    let (store, truth) = (store(&plan), &plan.truth.form);
    let found = table::<3>(
        &store,
        "SELECT form, count(*), count(*) FILTER (started), count(*) FILTER (completed)
         FROM forms GROUP BY form",
    );
    let told = [truth.views, truth.starters, truth.completions].map(|count| count as i64);
    assert_eq!(found, [("checkout-address".to_owned(), told)]);
    let last = table::<1>(
        &store,
        "SELECT last_field, count(*) FROM forms WHERE abandoned AND started
         GROUP BY last_field ORDER BY last_field",
    );
    let told: Vec<_> = (truth.abandons.iter())
        .map(|(field, count)| ((*field).to_owned(), [*count as i64]))
        .collect();
    assert_eq!(last, told);
    let returns = table::<2>(
        &store,
        "SELECT completed::VARCHAR, count(*), count(*) FILTER (returns > 0)
         FROM fields JOIN forms USING (session_id, form) WHERE field = 'postal-code'
         GROUP BY completed ORDER BY completed",
    );
    let told = [("false", truth.postal_abandoners), ("true", truth.postal_completers)];
    let told =
        told.map(|(completed, (come, back))| (completed.to_owned(), [come as i64, back as i64]));
    assert_eq!(returns, told);
}

#[test]
fn months_and_hours_have_their_visits() {
    let plan = checkouts(63);
    let store = store(&plan);
    let found = table::<2>(
        &store,
        "SELECT strftime(started_at, '%Y-%m'), count(*), sum(orders)::BIGINT FROM sessions
         WHERE page_views > 0 GROUP BY ALL ORDER BY ALL",
    );
    let told: Vec<_> = (plan.truth.months.iter())
        .map(|month| (month.month.clone(), [month.visits as i64, month.orders as i64]))
        .collect();
    assert_eq!(found, told);
    let hours = table::<3>(
        &store,
        "SELECT '', isodow(started_at), hour(started_at), count(*) FROM sessions
         WHERE page_views > 0 GROUP BY ALL",
    );
    let mut rhythm = [[0; 24]; 7];
    for (_, [weekday, hour, count]) in hours {
        rhythm[usize::try_from(weekday - 1).unwrap()][usize::try_from(hour).unwrap()] =
            u64::try_from(count).unwrap();
    }
    assert_eq!(rhythm, plan.truth.rhythm);
}

#[test]
fn till_receipts_and_calls_are_known_by_their_identity() {
    let plan = Plan::new(Config::new(64, 2_000, UNTIL).keen(1.0).with_offline());
    let (store, truth) = (store(&plan), &plan.truth);
    let till = "SELECT count(*) FROM events WHERE event = 'purchase'
        AND (params ->> '$.contact') = 'till' AND page_host IS NULL AND device IS NULL";
    assert_eq!(one(&store, till), truth.offline.receipts as i64);
    assert_eq!(
        one(&store, "SELECT count(*) FROM events WHERE event = 'call'"),
        truth.offline.calls as i64
    );
    let all = "SELECT count(*) FROM orders";
    assert_eq!(one(&store, all), (truth.orders + truth.offline.receipts) as i64);
    // Some who buy at the till have bought on the pages: one person by the view `people`.
    let both = "SELECT count(*) FROM (
        SELECT person_id FROM orders JOIN people USING (site, visitor_id)
        GROUP BY person_id HAVING bool_or(transaction_id LIKE 'T%') AND bool_or(transaction_id LIKE 'D%'))";
    assert!(one(&store, both) > 0 && truth.offline.receipts > 20);
}

#[test]
fn people_are_known_on_as_many_devices_as_is_said() {
    let plan = Plan::new(Config::new(65, 1_500, UNTIL).keen(1.5));
    let (store, truth) = (store(&plan), plan.truth.people);
    let known = "SELECT count(DISTINCT identity) FROM people";
    assert_eq!(one(&store, known), truth.identified as i64);
    let both = "SELECT count(*) FROM (
        SELECT identity FROM events WHERE identity IS NOT NULL
        GROUP BY identity HAVING count(DISTINCT (device = 'mobile')) = 2)";
    assert_eq!(one(&store, both), truth.on_two_devices as i64);
    assert!(truth.on_two_devices >= 10, "{truth:?}");
}
