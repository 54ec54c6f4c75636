//! Changes: what was planted from a day on is within the interval, and what is noted on another day is not
//! told to have done something.

use percorso::demo::{Config, Plan};

use crate::planted::{UNTIL, rows, store};
use crate::{ask, shop_with};

const SEEDS: u64 = 4;

#[test]
fn the_effect_of_a_change_for_everybody_lies_in_its_interval() {
    let (mut held, mut positive, mut alarms) = (0, 0, 0);
    for seed in 0..SEEDS {
        let config = Config::new(800 + seed, 2_000, UNTIL).months(6).keen(2.5);
        let plan = Plan::new(Config { detail: 0.0, ..config.without_incidents() });
        let truth = plan.truth.interventions.iter().find(|truth| truth.holdout == 0.0).unwrap();
        let store = store(&plan);
        let day = &truth.from[..10];
        store.execute("SET VARIABLE day = ?", [day]).unwrap();
        store.execute_batch(include_str!("plant_changes.sql")).unwrap();
        let found = rows(&store, "changes", &[("weeks", "4")]);
        assert_eq!(found.len(), 2, "{found:#?}");
        let named = |name: &str| found.iter().find(|row| row["name"] == name).unwrap();
        let row = named(truth.name);
        let of = |name: &str| row[name].as_f64().unwrap();
        let effect = (truth.orders_with as f64 - truth.orders_without as f64) / truth.shown as f64;
        held += u32::from(of("effect_low") <= effect && effect <= of("effect_high"));
        positive += u32::from(of("effect") > 0.0);
        assert_eq!(row["weeks"], 4);
        alarms += u32::from(named("nothing")["p_value"].as_f64().unwrap() < 0.01);
    }
    assert!(
        held >= 3 && positive >= 3,
        "{held} of {SEEDS} hold the truth, {positive} are above nothing"
    );
    assert!(alarms <= 1, "{alarms} of {SEEDS} told of nothing");
}

#[test]
fn what_is_annotated_is_listed_as_the_report_tells_it() {
    let shop = shop_with(include_str!("plant_guide.sql"));
    let annotate = |args: &[&str]| {
        let output = shop.command(&[&["annotate"], args].concat()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    annotate(&["save", "shorter", "--on", "2026-03-01", "--note", "one step less"]);
    let listed: serde_json::Value =
        serde_json::from_str(&annotate(&["list", "--format", "json"])).unwrap();
    assert_eq!(listed["rows"][0]["note"], "one step less");
    assert_eq!(listed["rows"].as_array(), Some(&ask(&shop, "changes", &[])));
    annotate(&["delete", "shorter"]);
    assert_eq!(annotate(&["list", "--format", "csv"]).lines().count(), 1);
}
