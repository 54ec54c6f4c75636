//! Attribution: 10,000 public paths, planted as visits and orders, give the published shares.
//!
//! The heuristics are ChannelAttribution's, which are exact; Markov's removal effect is the exact solution
//! of the chain, which ChannelAttribution estimates by simulation.

use std::io::Read;

use flate2::read::GzDecoder;
use percorso::store::{Access, open};

use crate::common::{Shop, fixture};
use crate::{ask, shop_with};

/// A visitor for each journey, a day between its visits, the order a minute after the last.
const PLANT: &str = include_str!("plant_paths.sql");

#[test]
fn public_paths_give_their_published_shares() {
    let Some(file) = fixture("attribution/paths.csv.gz") else { return };
    let shop = Shop::new();
    let mut csv = String::new();
    GzDecoder::new(std::fs::File::open(file).unwrap()).read_to_string(&mut csv).unwrap();
    let plain = shop.write("paths.csv", csv);
    let store = open(&shop.db(), Access::ReadWrite).unwrap();
    store.execute("SET VARIABLE paths = ?", [plain.to_str().unwrap()]).unwrap();
    store.execute_batch(PLANT).unwrap();
    store.close().unwrap();
    let shares = |model: &str| {
        let rows = ask(&shop, "attribution", &["--model", model, "--lookback", "10000d"]);
        move |channel: &str| {
            let row = rows.iter().find(|row| row["channel"] == channel).unwrap();
            row["conversions"].as_f64().unwrap()
        }
    };
    for (model, tolerance, expect) in [
        ("first", 1e-6, FIRST),
        ("last", 1e-6, LAST),
        // Published to three places.
        ("linear", 1e-3, LINEAR),
        ("markov", 1e-2, MARKOV),
    ] {
        let found = shares(model);
        for (channel, expect) in CHANNELS.iter().zip(expect) {
            let found = found(channel);
            assert!(
                (found - expect).abs() < tolerance,
                "{model} {channel}: {found} is not {expect}"
            );
        }
    }
}

/// By hand: what led to an order that the shop's server tells is what its person came by; only where nobody
/// knows that, the order is its own.
#[test]
fn an_order_that_the_server_tells_is_of_what_led_to_it() {
    let shop = shop_with(include_str!("plant_told.sql"));
    let shares = |model: &str| {
        let mut shares: Vec<_> = ask(&shop, "attribution", &["--model", model])
            .iter()
            .map(|row| {
                (row["channel"].as_str().unwrap().to_owned(), row["conversions"].as_f64().unwrap())
            })
            .filter(|(_, conversions)| *conversions > 0.0)
            .collect();
        shares.sort_by(|a, b| a.0.cmp(&b.0));
        shares
    };
    let expect = |shares: &[(&str, f64)]| -> Vec<(String, f64)> {
        shares.iter().map(|(channel, orders)| ((*channel).to_owned(), *orders)).collect()
    };
    let last = [("Email", 2.0), ("Paid Search", 1.0), ("Unassigned", 2.0)];
    assert_eq!(shares("last"), expect(&last));
    let linear = [("Display", 0.5), ("Email", 1.5), ("Paid Search", 1.0), ("Unassigned", 2.0)];
    assert_eq!(shares("linear"), expect(&linear));
}

const CHANNELS: [&str; 12] = [
    "eta", "iota", "alpha", "beta", "theta", "lambda", "kappa", "zeta", "epsilon", "gamma",
    "delta", "mi",
];
const FIRST: [f64; 12] =
    [3164.0, 4606.0, 6308.0, 2831.0, 1606.0, 902.0, 74.0, 27.0, 99.0, 165.0, 1.0, 2.0];
const LAST: [f64; 12] =
    [4167.0, 3355.0, 8447.0, 989.0, 653.0, 1207.0, 230.0, 107.0, 531.0, 92.0, 5.0, 2.0];
const LINEAR: [f64; 12] = [
    3539.951, 3857.096, 7574.719, 2083.500, 1022.801, 1035.258, 137.964, 136.552, 272.170, 121.042,
    1.725, 2.222,
];
const MARKOV: [f64; 12] = [
    3340.85, 3884.61, 5344.95, 2527.35, 1971.91, 1282.85, 274.36, 381.06, 599.57, 171.15, 4.61,
    1.72,
];
