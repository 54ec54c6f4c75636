//! Every saying fits its report, and what it writes is in its evidence.

use serde_json::{Value, json};

use super::*;
use crate::report::catalogue::find;

/// The columns in a sentence's places.
fn places(text: &str) -> Vec<&str> {
    let parts = text.split('{').skip(1);
    parts.map(|part| part.split(['}', ':']).next().unwrap()).collect()
}

#[test]
fn sayings_are_of_columns_that_their_reports_have_and_alike_in_both_languages() {
    for saying in SAYINGS {
        let report = find(saying.report).unwrap_or_else(|| panic!("no report {}", saying.report));
        let (mut english, mut italian) = (places(saying.en), places(saying.it));
        for column in english.iter().chain(&italian) {
            let known = report.columns.iter().any(|(name, _)| name == column);
            assert!(known, "{} has no column {column}", saying.report);
        }
        english.sort_unstable();
        italian.sort_unstable();
        assert_eq!(english, italian, "{}", saying.en);
        assert!(saying.en.ends_with('.') && saying.it.ends_with('.'), "{}", saying.en);
    }
    for report in whole::REPORTS {
        assert!(find(report).is_some(), "{report}");
    }
}

#[test]
fn a_row_is_told_with_its_numbers_and_without_them_nothing_is() {
    let columns = [
        ("channel", false),
        ("visits", true),
        ("conversion", true),
        ("currency", false),
        ("revenue", true),
    ];
    let rows = vec![
        vec![json!("Email"), json!(1200), json!(0.0123), json!("EUR"), json!(10)],
        vec![json!("Direct"), json!(7), json!(0.5), json!("EUR"), json!(99.5)],
        vec![json!("Display"), json!(7), json!(0), Value::Null, json!(0)],
    ];
    let table = Table::of(&columns, rows);
    let said = of("channels", Lang::Italian, &table);
    assert_eq!(said.len(), 1);
    assert_eq!(
        said[0].sentence,
        "Diretto porta più ricavi, 99,50 EUR: ordina il 50,0 % delle sue 7 visite."
    );
    let evidence = json!({"channel": "Direct", "visits": 7, "conversion": 0.5, "currency": "EUR", "revenue": 99.5});
    assert_eq!(Value::Object(said[0].evidence.clone()), evidence);
    let nothing = Table::of(
        &columns,
        vec![vec![json!("Display"), json!(7), Value::Null, Value::Null, json!(3)]],
    );
    assert_eq!(of("channels", Lang::English, &nothing), []);
    for report in REPORTS {
        assert_eq!(of(report.name, Lang::English, &Table::default()), [], "{}", report.name);
    }
}

#[test]
fn the_hour_the_step_and_the_change_are_told_over_rows() {
    let table = Table::of(
        &[("stage", true), ("name", false), ("visits", true), ("passed", true)],
        vec![
            vec![json!(1), json!("visit"), json!(1000), Value::Null],
            vec![json!(2), json!("view_item"), json!(100), json!(0.1)],
            vec![json!(3), json!("add_to_cart"), json!(50), json!(0.5)],
            vec![json!(7), json!("payment"), json!(40), json!(0.8)],
            vec![json!(8), json!("purchase"), json!(30), json!(0.75)],
        ],
    );
    let said = of("stages", Lang::English, &table);
    assert_eq!(
        said[0].sentence,
        "From the cart on, most is lost between payment and purchase: 10 visits stop there, 75.0 % go on."
    );
    let table = Table::of(
        &[("part", false), ("weekday", true), ("hour", true), ("visits", true)],
        vec![
            vec![json!("mobile"), json!(2), json!(9), json!(4)],
            vec![json!("desktop"), json!(2), json!(9), json!(4)],
            vec![json!("mobile"), json!(5), json!(9), json!(7)],
        ],
    );
    let said = of("rhythm", Lang::English, &table);
    assert_eq!(said[0].sentence, "The busiest hour is Tue from 9:00 to 10:00 UTC, with 8 visits.");
}

#[test]
fn a_period_under_way_is_held_against_no_whole_one() {
    let told = |complete: [bool; 2]| {
        let columns = [
            ("period", false),
            ("figure", false),
            ("value", true),
            ("change", true),
            ("complete", false),
        ];
        let [january, february] = complete;
        let row = |period, value: i32, change, complete: bool| {
            vec![json!(period), json!("orders"), json!(value), change, json!(complete)]
        };
        let rows = vec![
            row("2026-01-01", 9, Value::Null, january),
            row("2026-02-01", 10, json!(0.111), february),
        ];
        of("evolution", Lang::English, &Table::of(&columns, rows))
    };
    let said = told([true, true]);
    assert_eq!(
        said[0].sentence,
        "From 2026-02-01 on: 10 orders (+11.1 % against the period before)."
    );
    assert_eq!(said[0].evidence["orders_change"], 0.111);
    assert_eq!(told([true, false])[0].sentence, "From 2026-01-01 on: 9 orders.");
    assert_eq!(told([false, false])[0].sentence, "From 2026-02-01 on: 10 orders.");
}
