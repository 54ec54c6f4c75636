//! Small plants, each with one thing that a figure must not be misled by; every answer is counted by hand.

use percorso::store::{Access, open};
use serde_json::{Value, json};

use crate::common::Shop;
use crate::{ask, shop_with};

/// A shop with these events: visitor (and visit), event, time, worth, currency, order, parameters.
pub(crate) fn shop(events: &str) -> Shop {
    shop_with(&format!(
        "INSERT INTO events BY NAME
         SELECT uuid() AS event_id, 'shop' AS site, who AS visitor_id, who AS session_id, event,
             happened::TIMESTAMP AS occurred_at, occurred_at AS received_at,
             CASE WHEN who > 90 THEN 'server' ELSE 'tracker' END AS source,
             CASE WHEN who < 90 THEN 'desktop' END AS device,
             value::DECIMAL(18, 4) AS value, currency, transaction_id, params
         FROM (VALUES {events}) AS told (who, event, happened, value, currency, transaction_id, params)"
    ))
}

fn columns(rows: &[Value], names: &[&str]) -> Value {
    rows.iter().map(|row| names.iter().map(|name| row[*name].clone()).collect::<Value>()).collect()
}

/// Code and complaint of a command.
fn run(shop: &Shop, args: &[&str]) -> (Option<i32>, String) {
    let output = shop.command(args).output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn only_answers_to_the_nps_survey_promote_and_detract() {
    let shop = shop(
        "(1, 'survey_answer', '2026-03-02', NULL, NULL, NULL, '{\"survey\": \"NPS\", \"score\": 10}'),
         (2, 'survey_answer', '2026-03-02', NULL, NULL, NULL, '{\"survey\": \"nps\", \"score\": 3}'),
         (3, 'survey_answer', '2026-03-02', NULL, NULL, NULL, '{\"score\": 5}'),
         (4, 'survey_answer', '2026-03-02', NULL, NULL, NULL, '{\"survey\": \"fit\", \"score\": 9}')",
    );
    let acts = ask(&shop, "advocacy", &[]);
    assert_eq!(columns(&acts, &["act", "times"]), json!([["promoter", 1], ["detractor", 1]]));
}

/// The page says 100 and 50, the server 80 and 120, which counts; a till's order of 10 is none of these.
#[test]
fn an_order_is_worth_what_the_server_says_and_of_the_visit_that_made_it() {
    let shop = shop(
        "(3,  'page_view', '2026-03-02 08:00', NULL, NULL, NULL, NULL),
         (3,  'purchase',  '2026-03-02 09:00', 100, 'EUR', 'D', NULL),
         (93, 'purchase',  '2026-03-02 09:01', 80,  'EUR', 'D', NULL),
         (4,  'page_view', '2026-03-02 10:00', NULL, NULL, NULL, NULL),
         (4,  'purchase',  '2026-03-02 11:00', 50,  'EUR', 'E', NULL),
         (94, 'purchase',  '2026-03-02 11:01', 120, 'EUR', 'E', NULL)",
    );
    assert_eq!(run(&shop, &["segment", "save", "large", "order>=90"]).0, Some(0));
    let members = ask(&shop, "members", &["--segment", "large"]);
    assert_eq!(columns(&members, &["session_id", "value"]), json!([[4, 120.0]]));
}

#[test]
fn a_question_that_nobody_answered_is_not_answered_by_a_later_one() {
    let shop = shop(
        "(1, 'chat_opened',  '2026-03-02 09:00', NULL, NULL, NULL, NULL),
         (1, 'chat_opened',  '2026-03-05 09:00', NULL, NULL, NULL, NULL),
         (1, 'chat_replied', '2026-03-05 09:10', NULL, NULL, NULL, NULL)",
    );
    let rows = ask(&shop, "response-times", &["--from", "chat_opened", "--to", "chat_replied"]);
    let names = ["questions", "answers", "answer_rate", "minutes_p90"];
    assert_eq!(columns(&rows, &names), json!([[2, 1, 0.5, 10.0]]));
}

/// 1 takes all out again; 2 may have, of what nobody has told the worth of; 3 leaves it; 4 orders.
#[test]
fn an_emptied_cart_is_neither_abandoned_nor_ordered() {
    let shop = shop(
        "(1, 'add_to_cart',      '2026-03-02 09:00', 20,   'EUR', NULL, NULL),
         (1, 'remove_from_cart', '2026-03-02 09:01', 20,   'EUR', NULL, NULL),
         (2, 'add_to_cart',      '2026-03-02 09:00', NULL, NULL,  NULL, NULL),
         (2, 'remove_from_cart', '2026-03-02 09:01', NULL, NULL,  NULL, NULL),
         (3, 'add_to_cart',      '2026-03-02 09:00', 30,   'EUR', NULL, NULL),
         (4, 'add_to_cart',      '2026-03-02 09:00', 10,   'EUR', NULL, NULL),
         (4, 'purchase',         '2026-03-02 09:09', 10,   'EUR', 'A',  NULL)",
    );
    let names = ["carts", "ordered", "abandoned", "emptied", "abandonment_rate", "value_abandoned"];
    let told = columns(&ask(&shop, "carts", &[]), &names);
    assert_eq!(told, json!([[4, 1, 2, 1, 2.0 / 3.0, 30.0]]));
    let list = |state| columns(&ask(&shop, "cart-list", &["--state", state]), &["person_id"]);
    assert_eq!(list("abandoned"), json!([[3], [2]]));
    assert_eq!(list("emptied"), json!([[1]]));
}

/// A step of the checkout without a name tells nothing: what the other events imply stands.
#[test]
fn a_step_without_a_name_is_none() {
    let shop = shop(
        "(1, 'begin_checkout',    '2026-03-02 09:00', 20, 'EUR', NULL, NULL),
         (1, 'add_shipping_info', '2026-03-02 09:01', 20, 'EUR', NULL, NULL),
         (1, 'checkout_step',     '2026-03-02 09:02', NULL, NULL, NULL, '{\"checkout_option\": \"card\"}'),
         (1, 'js_error',          '2026-03-02 09:03', NULL, NULL, NULL, '{\"error\": \"TypeError\"}'),
         (1, 'add_payment_info',  '2026-03-02 09:04', 20, 'EUR', NULL, NULL),
         (2, 'begin_checkout',    '2026-03-02 09:00', 20, 'EUR', NULL, NULL),
         (2, 'checkout_step',     '2026-03-02 09:01', NULL, NULL, NULL, '{\"step\": \"gift\"}')",
    );
    let steps = "SELECT session_id || ' ' || step FROM checkout_reached(NULL, NULL, NULL, NULL)
        ORDER BY session_id, reached_at";
    assert_eq!(shop.texts(steps), ["1 address", "1 delivery", "1 payment", "2 gift"]);
    let friction = "SELECT kind || ' ' || step FROM friction";
    assert_eq!(shop.texts(friction), ["js_error delivery"]);
}

/// Two orders, one of which has no worth, and a visit three weeks later.
#[test]
fn customers_age_until_the_period_ends_and_orders_without_a_worth_are_no_mean() {
    let shop = shop(
        "(1, 'purchase',  '2026-01-05 09:00', 10, 'EUR', 'A', NULL),
         (1, 'purchase',  '2026-01-10 09:00', NULL, NULL, 'B', NULL),
         (2, 'page_view', '2026-01-31 09:00', NULL, NULL, NULL, NULL)",
    );
    let names = ["orders", "age_days", "idle_days", "order_value"];
    let told = |args: &[&str]| columns(&ask(&shop, "customers", args), &names);
    assert_eq!(told(&[]), json!([[2, 26, 21, 10.0]]));
    assert_eq!(told(&["--until", "2026-01-20"]), json!([[2, 15, 10, 10.0]]));
    // Nobody is idle for the years to come.
    let store = open(&shop.db(), Access::ReadOnly).unwrap();
    let today = "SELECT (now()::TIMESTAMP::DATE - DATE '2026-01-10')::BIGINT";
    let since: i64 = store.query_row(today, [], |row| row.get(0)).unwrap();
    store.close().unwrap();
    let idle = ask(&shop, "customers", &["--until", "2099-12-31"])[0]["idle_days"].as_i64();
    assert!(idle == Some(since) || idle == Some(since + 1), "{idle:?} of {since}");
}

/// October and November are told in two currencies each, and begin with the first day of September.
#[test]
fn sums_of_several_currencies_are_held_against_nothing() {
    let shop = shop(
        "(1, 'page_view', '2026-09-01 09:00', NULL, NULL, NULL, NULL),
         (1, 'purchase',  '2026-10-05 09:00', 10, 'EUR', 'A', NULL),
         (2, 'purchase',  '2026-10-06 09:00', 10, 'USD', 'B', NULL),
         (3, 'page_view', '2026-11-05 09:00', NULL, NULL, NULL, NULL),
         (3, 'purchase',  '2026-11-05 09:00', 40, 'EUR', 'C', NULL),
         (4, 'purchase',  '2026-11-06 09:00', 40, 'USD', 'D', NULL)",
    );
    let names = ["value", "currency", "change", "complete"];
    let revenue = ask(&shop, "evolution", &["--figure", "revenue"]);
    assert_eq!(
        columns(&revenue, &names),
        json!([[0.0, null, null, true], [20.0, "mixed", null, true], [80.0, "mixed", null, false]])
    );
    let goal = ["goal", "set", "earn", "--figure", "revenue", "--at-least", "1000"];
    assert_eq!(run(&shop, &goal).0, Some(0));
    let october = ["--until", "2026-10-31"];
    let goals = ask(&shop, "goals", &october);
    assert_eq!(goals.last().unwrap()["met"], Value::Null);
    let (code, said) = run(&shop, &[&["goals", "--check"], &october[..]].concat());
    assert!(code == Some(3) && said.contains("nothing to tell"), "{code:?} {said}");
    assert!(!said.contains("missed"), "{said}");
    let cost = ["--model", "last", "--cost", "Unassigned=10"];
    let row = &ask(&shop, "attribution", &cost)[0];
    let told = ["currency", "cost", "return_on_spend"].map(|name| row[name].clone());
    assert_eq!(told, [json!("mixed"), json!(10.0), Value::Null]);
}

/// Of a month from its 20th on nobody knows what it was; of one without a visit, what share ordered.
#[test]
fn a_month_begun_late_is_not_whole_and_one_without_visits_tells_nothing() {
    let shop = shop(
        "(1, 'page_view', '2026-01-20 09:00', NULL, NULL, NULL, NULL),
         (1, 'purchase',  '2026-01-20 09:01', 10, 'EUR', 'A', NULL),
         (2, 'page_view', '2026-02-10 09:00', NULL, NULL, NULL, NULL),
         (2, 'purchase',  '2026-02-10 09:01', 10, 'EUR', 'B', NULL),
         (3, 'purchase',  '2026-02-11 09:01', 10, 'EUR', 'C', NULL),
         (4, 'page_view', '2026-03-10 09:00', NULL, NULL, NULL, NULL)",
    );
    let names = ["value", "previous", "change", "complete"];
    let orders = ask(&shop, "evolution", &["--figure", "orders", "--until", "2026-03-31"]);
    assert_eq!(
        columns(&orders, &names),
        json!([[1.0, null, null, false], [2.0, 1.0, null, true], [0.0, 2.0, -1.0, true]])
    );
    for goal in [["two", "orders", "2"], ["converting", "conversion", "0.5"]] {
        let [name, figure, least] = goal;
        let set = ["goal", "set", name, "--figure", figure, "--at-least", least];
        assert_eq!(run(&shop, &set).0, Some(0));
    }
    let check = |until| run(&shop, &["goals", "--check", "--until", until]);
    assert_eq!(check("2026-01-31"), (Some(0), String::new()));
    assert_eq!(check("2026-02-28"), (Some(0), String::new()));
    let (code, said) = check("2026-03-31");
    let both = "missed in the last whole period: converting, two";
    assert!(code == Some(3) && said.contains(both), "{code:?} {said}");
    let (code, said) = check("2026-04-30");
    let each = "missed in the last whole period: two; nothing to tell in the last whole period: converting";
    assert!(code == Some(3) && said.contains(each), "{code:?} {said}");
}
