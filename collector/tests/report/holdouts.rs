//! The effect of an intervention with a holdout: the planted truth lies in its interval.

use percorso::demo::{Config, Plan};

use crate::planted::{UNTIL, rows, store};

/// Seeds, each with one intervention that helps and one that does nothing.
const SEEDS: u64 = 4;

#[test]
fn the_truth_lies_in_the_interval_and_what_does_nothing_is_not_told_to_do_something() {
    let (mut all, mut held, mut helps, mut idle) = (0, 0, 0, 0);
    for seed in 0..SEEDS {
        let config = Config::new(700 + seed, 1_500, UNTIL).months(6).keen(2.5);
        let plan = Plan::new(Config { detail: 0.0, ..config.without_incidents() });
        let found = rows(&store(&plan), "holdouts", &[]);
        let truths = plan.truth.interventions.iter().filter(|truth| truth.holdout > 0.0);
        for truth in truths {
            let row = found.iter().find(|row| row["experiment"] == truth.name).unwrap();
            assert_eq!((&row["arm"], &row["against"]), (&"shown".into(), &"held".into()));
            let counts = ["visits", "orders", "against_visits", "against_orders"];
            let counts = counts.map(|name| row[name].as_u64().unwrap());
            assert_eq!(counts, [truth.shown, truth.shown_orders, truth.held, truth.held_orders]);
            let effect = (truth.orders_with as f64 - truth.orders_without as f64)
                / (truth.shown + truth.held) as f64;
            let bound = |end: &str| row[end].as_f64().unwrap();
            all += 1;
            held += u32::from(bound("effect_low") <= effect && effect <= bound("effect_high"));
            if truth.effect == 0.0 {
                idle += u32::from(bound("p_value") < 0.05);
            } else {
                helps += u32::from(bound("effect") > 0.0);
            }
        }
    }
    // 8 intervals of 95 %: 6 or more hold in 99.4 % of the cases.
    assert!(held >= 6, "{held} of {all} hold the truth");
    assert!(helps >= 3, "what helps is told to help in {helps} of {SEEDS}");
    assert!(idle <= 1, "what does nothing is told for sure in {idle} of {SEEDS}");
}
