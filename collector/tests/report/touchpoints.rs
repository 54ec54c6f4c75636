//! Touchpoints and phases against what was planted.

use percorso::demo::{Config, Plan};
use serde_json::{Value, json};

use crate::planted::{UNTIL, rows, store};
use crate::{ask, shop_with};

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
