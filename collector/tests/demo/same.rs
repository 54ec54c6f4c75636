//! The same seed makes the same bytes, another seed other ones; and rows keep the collector's rules.

use std::collections::HashMap;

use percorso::demo::{Config, Plan, rows};
use percorso::ingest::sessions::PAUSE;

use crate::{UNTIL, plan};

#[test]
fn the_same_seed_makes_the_same_rows_and_the_same_truth() {
    let (one, other) = (plan(7, 400), plan(7, 400));
    assert!(one.truth == other.truth && one.truth.orders > 0);
    let text = |plan: &Plan| format!("{:?}", rows(plan).flatten().collect::<Vec<_>>());
    assert!(text(&one) == text(&other));
    assert!(text(&one) != text(&plan(8, 400)));
}

/// A shopper's life depends on the seed and the shopper's number alone.
#[test]
fn more_shoppers_leave_those_there_were_as_they_were() {
    let (few, many) = (plan(7, 300), plan(7, 500));
    let of_few = |plan: &Plan| -> Vec<_> {
        let visits = plan.visits.iter().filter(|visit| visit.person < 300);
        visits.map(|visit| format!("{visit:?}")).collect()
    };
    assert_eq!(of_few(&few), of_few(&many));
}

#[test]
fn rows_come_in_order_with_ids_of_their_own_and_none_after_the_end() {
    let plan = plan(3, 600);
    let rows: Vec<_> = rows(&plan).flatten().collect();
    assert!(rows.is_sorted_by_key(|row| row.occurred_at));
    assert!(rows.iter().all(|row| row.occurred_at < UNTIL && row.source == "demo"));
    let ids: std::collections::HashSet<_> = rows.iter().map(|row| row.event_id).collect();
    assert_eq!(ids.len(), rows.len());
}

/// A visit is a visitor's events with no pause of half an hour: reckoned anew from the rows.
#[test]
fn visits_are_the_collectors() {
    let rows: Vec<_> = rows(&plan(5, 1_000)).flatten().collect();
    let (mut visits, mut visitors) = (HashMap::new(), HashMap::new());
    for row in &rows {
        if let Some(before) = visits.insert(row.session_id, row.occurred_at) {
            assert!(row.occurred_at - before < PAUSE, "a visit has no pause");
        }
        let now = (row.session_id, row.occurred_at);
        if let Some((session, before)) = visitors.insert(row.visitor_id, now) {
            assert_eq!(session == row.session_id, row.occurred_at - before < PAUSE);
        }
    }
}

#[test]
fn two_sites_of_one_seed_share_no_visitor_and_no_event() {
    let one = plan(7, 200);
    let other = Plan::new(Config { site: "other".to_owned(), ..Config::new(7, 200, UNTIL) });
    let ids = |plan: &Plan| -> std::collections::HashSet<_> {
        rows(plan).flatten().flat_map(|row| [row.event_id, u128::from(row.visitor_id)]).collect()
    };
    assert!(ids(&one).is_disjoint(&ids(&other)));
}
