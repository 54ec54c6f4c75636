//! The price of friction: on a table whose statistics are known, and against what was planted.

use percorso::demo::truth::FrictionTruth;
use percorso::demo::{Config, Plan};
use percorso::store::{Access, open};
use serde_json::{Value, json};

use crate::common::Shop;
use crate::planted::{UNTIL, rows, store};
use crate::{ask, change, shop_with};

fn near(value: &Value, expect: f64) {
    let value = value.as_f64().unwrap();
    assert!((value - expect).abs() < 1e-9 * expect.abs().max(1.0), "{value} is not {expect}");
}

fn tables() -> Shop {
    shop_with(include_str!("plant_friction.sql"))
}

/// `statsmodels.stats.contingency_tables.StratifiedTable` 0.15 of the planted three tables:
/// `oddsratio_pooled` and `oddsratio_pooled_confint()`.
#[test]
fn weights_agree_with_statsmodels() {
    let weights = ask(&tables(), "friction-weights", &[]);
    let [row] = weights.as_slice() else { panic!("{weights:?}") };
    assert_eq!((&row["kind"], &row["step"]), (&json!("rage"), &json!("payment")));
    near(&row["odds_ratio"], 2.661_694_768_698_66);
    near(&row["odds_ratio_low"], 1.887_723_079_430_293_5);
    near(&row["odds_ratio_high"], 3.752_996_993_529_325_5);
    near(&row["weight"], 2.661_694_768_698_66_f64.ln());
    assert_eq!(row["is_learned"], true);
    assert_eq!([&row["affected"], &row["others"]], [&json!(152), &json!(1300)]);
    assert_eq!(row["step_orders"], 913);
}

/// Below 200 orders at the step, the defaults hold: half the shop's devices are left out by the segment.
#[test]
fn weights_are_defaults_until_there_are_orders() {
    let shop = tables();
    change(&shop, "INSERT INTO segments SELECT 'tablets', 'device:tablet', now()::TIMESTAMP, now()::TIMESTAMP;
             INSERT INTO segment_members SELECT DISTINCT 'tablets', session_id FROM events
             WHERE device = 'tablet'");
    let weights = ask(&shop, "friction-weights", &["--segment", "tablets"]);
    let [row] = weights.as_slice() else { panic!("{weights:?}") };
    assert_eq!([&row["weight"], &row["is_learned"]], [&json!(1.0), &json!(false)]);
    assert_eq!([&row["affected"], &row["others"]], [&json!(12), &json!(100)]);
}

/// Nobody is left to tell what those would have done: that is no price of 0.
#[test]
fn what_everybody_met_has_no_price() {
    let shop = tables();
    change(
        &shop,
        "DELETE FROM events WHERE session_id NOT IN (
                SELECT session_id FROM events WHERE event = 'click')",
    );
    let friction = ask(&shop, "friction", &[]);
    let [row] = friction.as_slice() else { panic!("{friction:?}") };
    assert_eq!([&row["affected"], &row["others"]], [&json!(152), &json!(0)]);
    for unknown in ["conversion_without", "lost_orders", "revenue_at_risk", "revenue_at_risk_low"] {
        assert_eq!(row[unknown], Value::Null, "{unknown}");
    }
}

/// By hand: the others' conversion weighted to the affected devices, 100, 40 and 12 of 152.
#[test]
fn the_price_is_reckoned_over_devices() {
    let shop = tables();
    let frictions = ask(&shop, "friction", &[]);
    let [row] = frictions.as_slice() else { panic!("{frictions:?}") };
    let without = (100.0 * 2.0 / 3.0 + 40.0 * 0.6 + 12.0 * 0.7) / 152.0;
    near(&row["conversion_without"], without);
    near(&row["conversion_with"], 63.0 / 152.0);
    near(&row["lost_orders"], 152.0 * without - 63.0);
    near(&row["value"], 50.0);
    near(&row["value_median"], 50.0);
    near(&row["revenue_at_risk"], 50.0 * (152.0 * without - 63.0));
    let effective = 152.0_f64.powi(2)
        / (100.0_f64.powi(2) / 900.0 + 40.0_f64.powi(2) / 300.0 + 12.0_f64.powi(2) / 100.0);
    let (low, high) = newcombe((without, effective), (63.0 / 152.0, 152.0));
    near(&row["lost_orders_low"], 152.0 * low);
    near(&row["revenue_at_risk_high"], 50.0 * 152.0 * high);
    assert_eq!([&row["stopped"], &row["stopped_first"]], [&json!(89), &json!(89)]);
    near(&row["revenue_once"], row["revenue_at_risk"].as_f64().unwrap());
    // One device alone is one table alone: statsmodels 0.15, confint_proportions_2indep(600, 900, 40, 100,
    // method="newcomb") is checked below by the same function.
    let parts = ask(&shop, "friction", &["--by", "device"]);
    let desktop = parts.iter().find(|row| row["part"] == "desktop").unwrap();
    let (low, _) = newcombe((2.0 / 3.0, 900.0), (0.4, 100.0));
    near(&desktop["lost_orders_low"], 100.0 * low);
    assert_eq!(ask(&shop, "friction", &["--by", "payment"])[0]["part"], "card");
    assert_eq!(ask(&shop, "friction", &["--by", "step"])[0]["kind"], "any");
}

/// By hand: of 300 who say how they pay 100 are refused; 80 of 100 others order, and 30 of them.
#[test]
fn a_checkout_is_known_by_what_google_s_tags_tell_of_it() {
    let shop = shop_with(include_str!("plant_implied.sql"));
    let frictions = ask(&shop, "friction", &[]);
    let refused = frictions.iter().find(|row| row["kind"] == "payment_error").unwrap();
    assert_eq!(refused["step"], "payment");
    assert_eq!([&refused["affected"], &refused["others"]], [&json!(100), &json!(200)]);
    assert_eq!(refused["stopped"], 70);
    near(&refused["conversion_without"], 0.8);
    near(&refused["conversion_with"], 0.3);
    near(&refused["lost_orders"], 50.0);
    near(&refused["revenue_at_risk"], 2_000.0);
    let doubt = &ask(&shop, "doubts", &[])[0];
    near(&doubt["share_of_checkouts"], 20.0 / 400.0);
    near(&doubt["checkout_conversion"], 190.0 / 400.0);
}

/// By hand: of 300 who look at a product 100 see bad reviews; 60 of the 200 others order, and 10 of them.
#[test]
fn bad_reviews_are_held_against_those_who_saw_others() {
    let shop = shop_with(include_str!("plant_reviews.sql"));
    let frictions = ask(&shop, "friction", &[]);
    let bad = frictions.iter().find(|row| row["kind"] == "bad_reviews").unwrap();
    assert_eq!([&bad["step"], &bad["times"]], [&json!("view_item"), &json!(200)], "{bad}");
    assert_eq!([&bad["affected"], &bad["others"]], [&json!(100), &json!(200)], "{bad}");
    near(&bad["conversion_without"], 0.3);
    near(&bad["conversion_with"], 0.1);
    near(&bad["lost_orders"], 20.0);
    near(&bad["revenue_at_risk"], 1_000.0);
    let told =
        shop.texts("SELECT DISTINCT detail FROM friction WHERE kind = 'bad_reviews' ORDER BY 1");
    assert_eq!(told, ["2.4 of 5.0 (31)", "6.0 of 10.0 (12)"]);
}

/// Newcombe's interval of the first share less the second, written as in his paper: roots of a quadratic.
fn newcombe(first: (f64, f64), second: (f64, f64)) -> (f64, f64) {
    let roots = |(share, trials): (f64, f64)| {
        let z = 1.959_963_984_540_054_f64;
        let (a, b) = (2.0 * trials * share + z * z, z * z + 4.0 * trials * share * (1.0 - share));
        let root = z * b.sqrt();
        ((a - root) / (2.0 * (trials + z * z)), (a + root) / (2.0 * (trials + z * z)))
    };
    let ((l1, u1), (l2, u2)) = (roots(first), roots(second));
    let difference = first.0 - second.0;
    (
        difference - ((first.0 - l1).powi(2) + (u2 - second.0).powi(2)).sqrt(),
        difference + ((u1 - first.0).powi(2) + (second.0 - l2).powi(2)).sqrt(),
    )
}

/// Newcombe (1998), Statistics in Medicine 17:873, table II, method 10.
#[test]
fn intervals_agree_with_newcombe() {
    let shop = tables();
    let store = open(&shop.db(), Access::ReadOnly).unwrap();
    for ((x, n), (y, m), expect) in [
        ((56.0, 70.0), (48.0, 80.0), [0.0524, 0.3339]),
        ((9.0, 10.0), (3.0, 10.0), [0.1705, 0.8090]),
        ((10.0, 10.0), (0.0, 20.0), [0.6791, 1.0]),
        ((5.0, 56.0), (0.0, 29.0), [-0.0381, 0.1926]),
    ] {
        let sql = format!(
            "SELECT newcombe_low({x:?} / {n:?}, {n:?}, {y:?} / {m:?}, {m:?}),
                newcombe_high({x:?} / {n:?}, {n:?}, {y:?} / {m:?}, {m:?})"
        );
        let found: [f64; 2] =
            store.query_row(&sql, [], |row| Ok([row.get(0)?, row.get(1)?])).unwrap();
        let (low, high) = newcombe((x / n, n), (y / m, m));
        for place in 0..2 {
            assert!((found[place] - expect[place]).abs() < 5e-5, "{x}/{n} {y}/{m}: {found:?}");
            assert!((found[place] - [low, high][place]).abs() < 1e-12, "{found:?}");
        }
    }
    // scipy.stats.norm.sf, twice.
    for (z, p) in [(0.5, 0.617_075_077), (-1.959_963_985, 0.05), (3.0, 0.002_699_796)] {
        let sql = format!("SELECT two_sided({z})");
        let found: f64 = store.query_row(&sql, [], |row| row.get(0)).unwrap();
        assert!((found - p).abs() < 2e-7, "{z}: {found}");
    }
}

/// What was planted is found: each friction's visits to the last one, and intervals that hold what it
/// has really cost, which is known because the same visits were lived without it.
#[test]
fn intervals_hold_what_friction_has_cost() {
    let (mut held, mut all) = (0, 0);
    for seed in 1..=4 {
        let config = Config { detail: 0.0, ..Config::new(seed, 1_500, UNTIL) }.without_incidents();
        let plan = Plan::new(config.keen(2.0));
        let found = rows(&store(&plan), "friction", &[]);
        for truth in &plan.truth.frictions {
            let row = of(&found, truth);
            assert_eq!(row["affected"].as_u64(), Some(truth.affected), "{truth:?}");
            let lost = (truth.orders_without - truth.orders) as f64;
            let bound = |end: &str| row[end].as_f64().unwrap();
            all += 1;
            if bound("lost_orders_low") <= lost && lost <= bound("lost_orders_high") {
                held += 1;
            }
        }
    }
    assert!(held * 10 >= all * 9, "{held} of {all}");
}

/// Frictions that do no harm are seldom taken to cost something for sure, and no friction is no row.
#[test]
fn nothing_is_found_where_nothing_is() {
    let config = Config { detail: 0.0, ..Config::new(5, 1_500, UNTIL) }.without_incidents();
    let harmless = Plan::new(config.clone().with_harmless_frictions().keen(2.0));
    let found = rows(&store(&harmless), "friction", &[]);
    let sure = found.iter().filter(|row| row["lost_orders_low"].as_f64().unwrap() > 0.0).count();
    assert!(sure <= 2, "{sure} of {}", found.len());
    let none = Plan::new(config.without_frictions());
    assert_eq!(rows(&store(&none), "friction", &[]), Vec::<Value>::new());
}

fn of<'a>(found: &'a [Value], truth: &FrictionTruth) -> &'a Value {
    let step = truth.step.unwrap_or(match truth.stage {
        percorso::demo::model::stage::Stage::Land => "landing",
        _ => "view_item",
    });
    found.iter().find(|row| row["kind"] == truth.kind && row["step"] == step).unwrap()
}
