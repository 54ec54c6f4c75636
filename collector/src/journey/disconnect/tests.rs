//! The finder on visits made up here: what is planted is found, and nothing else.

use rand::{RngExt, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::*;

const SEARCH: Search = Search { permutations: 199, alpha: 0.01, seed: 1 };

/// A year of visits on two devices in three countries; of those who pay, nine of ten pass, but for `harm`.
fn visits(seed: u64, harm: impl Fn(i32, u16, u16) -> f64) -> Visits {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut cells = Vec::new();
    for day in 0..300 {
        // A season that everybody has.
        let season = 0.05 * (f64::from(day) / 50.0).sin();
        for device in 1..=2_u16 {
            for country in 3..=5_u16 {
                let mut counts = [0_u64; 2];
                for _ in 0..20 {
                    let pass = random.random::<f64>() < 0.8 + season - harm(day, device, country);
                    counts[usize::from(pass)] += 1;
                }
                for (pass, count) in counts.into_iter().enumerate() {
                    let value = if pass == 1 {
                        f64::from(u32::try_from(count).unwrap()) * 50.0
                    } else {
                        0.0
                    };
                    let of = [device, 0, 0, country, 0, 0, 0];
                    cells.push(Cell { day, stage: 7 + pass, count, value, of });
                }
            }
        }
    }
    let values = ["mobile", "desktop", "IT", "DE", "FR"].map(str::to_owned).into();
    Visits { cells, values }
}

#[test]
fn a_planted_lack_is_found_where_when_and_for_whom_it_is() {
    for (seed, device, country) in
        [(1, Some(1), None), (2, None, Some(4)), (3, Some(2), Some(5)), (4, None, None)]
    {
        let harm = |day: i32, d: u16, c: u16| {
            let befalls = device.is_none_or(|own| own == d) && country.is_none_or(|own| own == c);
            if befalls && (120..134).contains(&day) { 0.4 } else { 0.0 }
        };
        let found = find(&visits(seed, harm), SEARCH);
        assert_eq!(found.len(), 1, "{found:#?}");
        let part = [device.map(|d| (0, d)), country.map(|c| (3, c))];
        let part: Vec<_> = part.into_iter().flatten().collect();
        let told: Vec<_> = found[0].part.of.into_iter().flatten().collect();
        assert_eq!(told, part, "{found:#?}");
        assert!(
            (119..=122).contains(&found[0].first) && (131..=134).contains(&found[0].last),
            "{found:#?}"
        );
        let lost = 14.0 * 20.0 * 0.4 * f64::from(6 / parts(device, country));
        assert!(
            (found[0].lost_orders / lost - 1.0).abs() < 0.3,
            "{} of {lost}",
            found[0].lost_orders
        );
        assert!((found[0].lost_revenue / found[0].lost_orders - 50.0).abs() < 1.0);
    }
}

/// Two incidents that overlap are two where no visit is of both.
#[test]
fn two_incidents_at_once_are_told_apart() {
    let befallen = [(1, 3, 120..140), (2, 5, 128..150)];
    for seed in 3..8 {
        let harm = |day: i32, device: u16, country: u16| {
            let is = |(d, c, days): &(u16, u16, std::ops::Range<i32>)| {
                *d == device && *c == country && days.contains(&day)
            };
            if befallen.iter().any(is) { 0.5 } else { 0.0 }
        };
        let mut found = find(&visits(seed, harm), SEARCH);
        found.sort_by_key(|finding| finding.first);
        assert_eq!(found.len(), 2, "{found:#?}");
        for (finding, (device, country, days)) in found.iter().zip(&befallen) {
            assert_eq!(finding.part.of, [Some((0, *device)), Some((3, *country))], "{found:#?}");
            assert!((finding.first - days.start).abs() <= 2, "{found:#?}");
            assert!((finding.last + 1 - days.end).abs() <= 2, "{found:#?}");
        }
    }
}

/// Into how many cells of a day the six are divided for each that is befallen.
fn parts(device: Option<u16>, country: Option<u16>) -> u32 {
    device.map_or(1, |_| 2) * country.map_or(1, |_| 3)
}

#[test]
fn where_nothing_is_planted_nothing_is_found() {
    let found: Vec<Finding> =
        (10..40).flat_map(|seed| find(&visits(seed, |_, _, _| 0.0), SEARCH)).collect();
    assert!(found.len() <= 1, "of 30 years at p < 0.01: {found:#?}");
}

#[test]
fn nothing_at_all_has_no_disconnections() {
    assert_eq!(find(&Visits::default(), SEARCH), []);
}
