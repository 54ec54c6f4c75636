//! Touchpoints and phases against what was planted.

use percorso::demo::{Config, Plan};
use serde_json::{Value, json};

use crate::common::Shop;
use crate::planted::{UNTIL, rows, store};
use crate::{ask, change, shop_with};

fn found(plan: &Plan) -> Vec<Value> {
    rows(&store(plan), "touchpoints", &[])
}

fn plan(seed: u64) -> Config {
    Config::new(seed, 5_000, UNTIL).without_incidents().without_interventions()
}

#[test]
fn touchpoints_are_what_they_were_made_to_be() {
    let plan = Plan::new(plan(31).keen(1.5));
    let found = found(&plan);
    let mut held = 0;
    for truth in &plan.truth.touchpoints {
        let row = found.iter().find(|row| row["touchpoint"] == truth.touchpoint).unwrap();
        // Reviews are met after the order, too, by those who write one.
        if truth.touchpoint != "reviews" {
            assert_eq!(row["visits"].as_u64(), Some(truth.met), "{}", truth.touchpoint);
            let stuck = truth.long_without_progress as f64 / truth.met as f64;
            assert!((row["stuck_rate"].as_f64().unwrap() - stuck).abs() < 1e-9, "{truth:?} {row}");
        }
        let class = row["class"].as_str().unwrap();
        let wrong = if truth.effect > 0.0 { "problematic" } else { "positive" };
        assert!(class != wrong || truth.effect < 0.0 && class == "problematic", "{truth:?} {row}");
        let lift = (truth.orders_with as f64 - truth.orders_without as f64) / truth.reached as f64;
        let bound = |end: &str| row[end].as_f64().unwrap();
        held += usize::from(bound("lift_low") <= lift && lift <= bound("lift_high"));
    }
    let all = plan.truth.touchpoints.len();
    assert!(held * 10 >= all * 8, "{held} of {all} intervals hold the lift");
    let of = |class: &str| found.iter().filter(|row| row["class"] == class).count();
    assert!(of("positive") >= 1 && of("problematic") >= 1, "{found:?}");
}

#[test]
fn touchpoints_that_do_nothing_are_neutral() {
    let plan = Plan::new(plan(32).with_idle_touchpoints().keen(1.5));
    let planted = |row: &&Value| {
        plan.truth.touchpoints.iter().any(|truth| row["touchpoint"] == truth.touchpoint)
    };
    let found = found(&plan);
    let told: Vec<_> =
        found.iter().filter(planted).filter(|row| row["class"] != "neutral").collect();
    assert!(told.is_empty(), "{told:?}");
}

/// Counted by hand: two of four who had it in view stopped, one of five is stuck, two came further.
#[test]
fn who_orders_is_not_stuck_and_who_stops_is_counted() {
    let shop = shop_with(include_str!("plant_guide.sql"));
    let map = ask(&shop, "touchpoints", &[]);
    let sheet = ask(&shop, "touchpoint", &["--name", "guide"]);
    for row in [&map[0], &sheet[0]] {
        assert_eq!([&row["visits"], &row["orders"]], [&json!(5), &json!(1)], "{row}");
        assert_eq!([&row["stop_rate"], &row["stuck_rate"]], [&json!(0.5), &json!(0.2)], "{row}");
    }
    assert_eq!(sheet[0]["progress_rate"], 0.4);
    // Ten of ten and the middle of five; what is off its scale is no voice.
    assert_eq!([&map[0]["voices"], &map[0]["voice"]], [&json!(2), &json!(75.0)]);
}

#[test]
fn a_sheet_adds_up_and_phases_have_every_event() {
    let plan = Plan::new(Config::new(33, 500, UNTIL).keen(1.5));
    let store = store(&plan);
    let sheet = rows(&store, "touchpoint", &[("name", "size-guide")]);
    let visits = |section: &str| {
        let parts = sheet.iter().filter(|row| row["section"] == section);
        parts.map(|row| row["visits"].as_u64().unwrap()).sum::<u64>()
    };
    assert!(visits("all") > 0);
    for section in ["step", "device", "browser", "channel", "action", "attention", "month"] {
        assert_eq!(visits(section), visits("all"), "{section}");
    }
    let events: u64 = store.query_row("SELECT count(*) FROM events", [], |row| row.get(0)).unwrap();
    for (naming, names) in [("seven", 7), ("awareness", 5), ("discovery", 5), ("contact", 5)] {
        let phases = rows(&store, "phases", &[("naming", naming)]);
        assert_eq!(phases.len(), names, "{naming}");
        let all: u64 = phases.iter().map(|row| row["events"].as_u64().unwrap()).sum();
        assert_eq!(all, events, "{naming}");
    }
}

/// By hand: table, video and testimonial stand on pages, a code on paper leads to one; two receipts, a call
/// and a letter are of no page, and each is a visit of its own.
#[test]
fn contacts_have_a_kind_and_are_digital_physical_or_both() {
    let shop = Shop::new();
    let lines = "occurred_at,contact,customer,order_id,value,currency\n\
                 2026-03-01T10:00:00Z,receipt,anna@example.com,R-1,40.00,EUR\n\
                 2026-03-01T11:00:00Z,receipt,,R-2,10.00,EUR\n\
                 2026-03-01T12:00:00Z,phone_call,anna@example.com,,,\n\
                 2026-03-01T13:00:00Z,letter_sent,anna@example.com,,,\n\
                 2026-03-01T14:00:00Z,email,anna@example.com,,,\n\
                 2026-03-01T15:00:00Z,webinar,anna@example.com,,,\n";
    let file = shop.write("contacts.csv", lines);
    shop.imported("offline", &["--site", "shop"], &file);
    change(&shop, include_str!("plant_kinds.sql"));
    let mut kinds: Vec<_> = ask(&shop, "kinds", &[])
        .iter()
        .map(|row| {
            json!([row["medium"], row["kind"], row["names"], row["visits"], row["orders"]])
                .to_string()
        })
        .collect();
    kinds.sort();
    let mut expect = [
        json!(["digital", "table", 1, 1, 1]),
        json!(["digital", "video", 1, 2, 1]),
        json!(["digital", "testimonial", 1, 2, 1]),
        json!(["digital", "other", 1, 1, 0]),
        json!(["hybrid", "receipt", 1, 1, 1]),
        // The channel and the till.
        json!(["physical", "store", 2, 2, 2]),
        json!(["physical", "call", 2, 1, 0]),
        json!(["physical", "print", 2, 1, 0]),
        json!(["digital", "newsletter", 2, 1, 0]),
        // No rule knows it, and it is not of the pages.
        json!(["unknown", "other", 2, 1, 0]),
    ]
    .map(|row| row.to_string());
    expect.sort();
    assert_eq!(kinds, expect);
    let map = ask(&shop, "touchpoints", &[]);
    let of = |name: &str| &map.iter().find(|row| row["touchpoint"] == name).unwrap()["kind"];
    assert_eq!([of("size-table"), of("video-intro")], [&json!("table"), &json!("video")]);
    assert_eq!([of("testimonials"), of("hello")], [&json!("testimonial"), &Value::Null]);
    // A store that was made up has its kinds as well.
    let map = found(&Plan::new(Config::new(33, 500, UNTIL)));
    assert_eq!(map.iter().find(|row| row["touchpoint"] == "reviews").unwrap()["kind"], "review");
}

/// By hand, with x for the chance of an order from there: x(b) = 1/2, x(a) = 1/3 + 1/3 x(b) = 1/2, and from
/// the start 3/5 x(a) + 1/5 x(b) + 1/5 = 3/5. Without a it is 1/5 x(b) + 1/5 = 3/10; without b x(a) is 1/3,
/// and it is 3/5 x(a) + 1/5 = 2/5.
#[test]
fn what_is_lost_without_a_touchpoint_is_that_of_the_chain() {
    let shop = shop_with(include_str!("plant_touches.sql"));
    let found = ask(&shop, "touchpoint-effects", &[]);
    let [a, b] = found.as_slice() else { panic!("{found:?}") };
    for (row, name, journeys, orders, removal) in [(a, "a", 3, 2, 0.5), (b, "b", 2, 1, 1.0 / 3.0)] {
        assert_eq!(row["touchpoint"], name);
        assert_eq!([&row["journeys"], &row["orders"]], [&json!(journeys), &json!(orders)], "{row}");
        assert!((row["removal_effect"].as_f64().unwrap() - removal).abs() < 1e-12, "{row}");
        assert!((row["lost_orders"].as_f64().unwrap() - 3.0 * removal).abs() < 1e-12, "{row}");
    }
    // What led to an order of the period was met before it: of two orders one came by a, then b.
    let late = ask(&shop, "touchpoint-effects", &["--since", "2026-03-05"]);
    assert_eq!(late[0]["orders"], 1, "{late:?}");
    assert!(late.iter().all(|row| row["removal_effect"] == 1.0), "{late:?}");
}

/// By hand: two orders of one visit came by a, and one by a call to the shop; each runs through one contact.
#[test]
fn a_visit_s_second_order_came_by_what_its_first_came_by() {
    let shop = shop_with(include_str!("plant_twice.sql"));
    let found = ask(&shop, "touchpoint-effects", &[]);
    let [a, call] = found.as_slice() else { panic!("{found:?}") };
    for (row, name, orders) in [(a, "a", 2), (call, "phone", 1)] {
        assert_eq!(row["touchpoint"], name);
        assert_eq!([&row["journeys"], &row["orders"]], [&json!(orders), &json!(orders)], "{row}");
        let lost = row["lost_orders"].as_f64().unwrap();
        assert!((lost - f64::from(orders)).abs() < 1e-12, "{row}");
    }
}
