//! Rules as they are read, and the visits they find among a few made here.

use proptest::prelude::*;

use super::*;
use crate::store::migrate::migrate;

fn said(text: &str) -> String {
    text.parse::<Rule>().unwrap_err().to_string()
}

/// Visits 1 to 4: a phone that bought for 120, a phone that met an error, a desktop that only looked, and
/// a visit that tells nothing of itself.
fn found(rule: &str) -> Vec<u64> {
    let mut connection = duckdb::Connection::open_in_memory().unwrap();
    migrate(&mut connection, &mut |_| {}).unwrap();
    connection.execute_batch(include_str!("visits.sql")).unwrap();
    let mut found = members(&connection, &rule.parse().unwrap()).unwrap();
    found.sort_unstable();
    found
}

#[test]
fn every_condition_finds_its_visits() {
    for (rule, visits) in [
        ("device=mobile", vec![1, 2]),
        ("!device=mobile", vec![3, 4]),
        ("channel=Email", vec![1]),
        ("channel=Direct", vec![2, 3]),
        ("country=IT & purchase", vec![1]),
        ("view_item & !purchase", vec![2, 3]),
        ("purchase, device=desktop", vec![1, 3]),
        ("order>=120", vec![1]),
        ("order>=120.01", vec![]),
        ("friction:js_error", vec![2]),
        ("!friction:*", vec![1, 3, 4]),
        ("item:SKU-1", vec![1]),
        ("page:/p/*", vec![1, 2, 3]),
        ("touchpoint:size-guide", vec![3]),
        ("utm_campaign=spring", vec![1]),
        ("site=other", vec![4]),
        (r"event:a\,b", vec![4]),
    ] {
        assert_eq!(found(rule), visits, "{rule}");
    }
}

#[test]
fn a_value_is_a_value_and_never_sql() {
    assert_eq!(found("device=mobile' OR 'a'='a"), [0_u64; 0]);
}

#[test]
fn what_cannot_be_meant_is_refused_with_what_can() {
    for text in ["", " ", "a,", "a&&b", "!"] {
        assert_eq!(text.parse::<Rule>(), Err(RuleError::Empty), "{text:?}");
    }
    assert!(said("device=").contains("device=mobile"));
    assert!(said("colour=red").contains("there are site, device"));
    assert!(said("order>=much").contains("order>=100"));
    assert!(said(r"a\").contains("backslash"));
    assert_eq!(vec!["a"; 65].join("&").parse::<Rule>(), Err(RuleError::TooMany));
}

proptest! {
    #[test]
    fn reading_never_panics(text in r"[a-c!=:,&\\* ]{0,24}|.{0,40}") {
        let _ = text.parse::<Rule>();
    }
}
