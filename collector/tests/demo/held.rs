//! The ground is fair: a plain comparison of those who met a friction with those who did not finds what
//! the friction has truly cost, as often as its interval promises.

use percorso::demo::{Config, Plan};

use crate::UNTIL;

/// Seeds; each friction that devices do not confound is one more trial.
const SEEDS: u64 = 16;

#[test]
fn an_interval_of_95_percent_holds_the_truth_and_chance_alone_costs_nothing() {
    let (mut trials, mut held, mut harmless, mut false_alarms) = (0, 0, 0, 0);
    for seed in 0..SEEDS {
        let config = Config::new(900 + seed, 800, UNTIL).months(6).keen(2.5).without_incidents();
        let plan = Plan::new(config);
        for (place, truth) in plan.truth.frictions.iter().enumerate() {
            if truth.mobile != 1.0 || truth.affected < 10 {
                continue;
            }
            let others = plan.visits.iter().filter(|visit| {
                visit.is_shopping()
                    && (visit.start..=visit.reached).contains(&truth.stage)
                    && visit.frictions & 1 << place == 0
            });
            let (mut spared, mut spared_orders) = (0, 0);
            for visit in others {
                spared += 1;
                spared_orders += u64::from(visit.buys());
            }
            assert_eq!(spared, truth.reached - truth.affected);
            let (low, high) = newcombe((spared_orders, spared), (truth.orders, truth.affected));
            let lost = (truth.orders_without - truth.orders) as f64 / truth.affected as f64;
            trials += 1;
            held += u32::from((low..=high).contains(&lost));
            if truth.leave == 0.0 {
                harmless += 1;
                false_alarms += u32::from(low > 0.0);
            }
        }
    }
    assert!(trials > 100 && harmless > 10, "{trials} trials, {harmless} of them harmless");
    // The orders that were truly lost are a draw themselves, hence somewhat less than 95 %.
    assert!(f64::from(held) >= 0.90 * f64::from(trials), "{held} of {trials}");
    assert!(f64::from(false_alarms) <= 0.1 * f64::from(harmless), "{false_alarms} of {harmless}");
}

/// Newcombe's interval (1998, method 10) of the difference of two shares.
fn newcombe(one: (u64, u64), other: (u64, u64)) -> (f64, f64) {
    let wilson = |(of, n): (u64, u64)| {
        let (n, z) = (n as f64, 1.959_964);
        let p = of as f64 / n;
        let middle = p + z * z / (2.0 * n);
        let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
        let scale = 1.0 + z * z / n;
        (p, (middle - half) / scale, (middle + half) / scale)
    };
    let ((p1, l1, u1), (p2, l2, u2)) = (wilson(one), wilson(other));
    let down = ((p1 - l1).powi(2) + (u2 - p2).powi(2)).sqrt();
    let up = ((u1 - p1).powi(2) + (p2 - l2).powi(2)).sqrt();
    (p1 - p2 - down, p1 - p2 + up)
}
