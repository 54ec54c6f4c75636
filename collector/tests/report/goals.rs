//! Goals: what the figures of a shop reckoned by hand were to be, and were.

use serde_json::{Value, json};

use crate::shop::{planted, told};

#[test]
fn a_goal_is_met_or_missed_period_by_period() {
    let shop = planted();
    let run = |args: &[&str]| {
        let output = shop.command(args).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    for args in [
        &["goal", "set", "two-orders", "--figure", "orders", "--at-least", "2"][..],
        &["goal", "set", "few-visits", "--figure", "visits", "--at-most", "3", "--every", "week"],
    ] {
        assert_eq!(run(args), (Some(0), String::new()), "{args:?}");
    }
    let columns = ["name", "period", "value", "at_least", "at_most", "met", "complete"];
    // Of March, whose first day is not in the store, two orders, of April one; weeks between without a visit are
    // below any bound.
    let goals = told(&shop, "goals", &["--since", "2026-03-01"], &columns);
    let orders: Vec<&Value> =
        goals.as_array().unwrap().iter().filter(|row| row[0] == "two-orders").collect();
    assert_eq!(
        orders,
        [
            &json!(["two-orders", "2026-03-01", 2.0, 2.0, null, true, false]),
            &json!(["two-orders", "2026-04-01", 1.0, 2.0, null, false, true])
        ]
    );
    let week = |day: &str| {
        let rows = goals.as_array().unwrap();
        rows.iter().find(|row| row[0] == "few-visits" && row[1] == day).unwrap().clone()
    };
    assert_eq!(week("2026-03-02")[5], false, "{goals}");
    assert_eq!(week("2026-04-20"), json!(["few-visits", "2026-04-20", 0.0, null, 3.0, true, true]));
    // Nobody has ordered since: where nothing is told any more, nothing is met.
    assert_eq!(run(&["goals", "--check"]).0, Some(3));
    let (code, said) = run(&["goals", "--check", "--until", "2026-04-30"]);
    assert_eq!(code, Some(3), "{said}");
    assert!(said.contains("missed in the last whole period: two-orders"), "{said}");
    let (_, said) = run(&["goal", "set", "nothing", "--figure", "orders"]);
    assert!(said.contains("a goal needs at_least, at_most or both"), "{said}");
    assert_eq!(run(&["goal", "delete", "two-orders"]).0, Some(0));
    assert_eq!(run(&["goals", "--check", "--until", "2026-04-30"]).0, Some(0));
    let (code, said) = run(&["goal", "delete", "two-orders"]);
    assert!(code == Some(1) && said.contains("there is no goal \"two-orders\""), "{said}");
}
