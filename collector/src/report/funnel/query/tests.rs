//! What can be asked, and what is said of what cannot.

use super::*;

fn ask(pairs: &[(&str, &str)]) -> Result<FunnelQuery, UsageError> {
    FunnelQuery::from_pairs(pairs.iter().copied())
}

#[test]
fn defaults() {
    let query = ask(&[("step", "a"), ("step", "b,c")]).unwrap();
    assert_eq!(query.steps.len(), 2);
    assert_eq!(query.window, 30 * 86_400 * SECOND);
    assert_eq!(query.by, By::Visitor);
    assert_eq!(query.semantics, Semantics::Distinct);
}

#[test]
fn modes_and_whose_they_are() {
    let with = |pairs: &[(&str, &str)]| {
        ask(&[&[("step", "a")], pairs].concat()).map(|query| query.semantics)
    };
    assert_eq!(with(&[("mode", "strict_increase")]), Ok(Semantics::Increasing));
    let modes = Modes { order: true, once: true, ..Modes::default() };
    let listed = [("compat", "clickhouse"), ("mode", "strict_order, strict_once")];
    assert_eq!(with(&listed), Ok(Semantics::ClickHouse(modes)));
    let repeated = [("mode", "strict_order"), ("compat", "clickhouse"), ("mode", "strict_once")];
    assert_eq!(with(&repeated), Ok(Semantics::ClickHouse(modes)));
    for mode in ["strict_order", "allow_reentry"] {
        let error = with(&[("mode", mode)]).unwrap_err();
        assert_eq!(error, UsageError::ModeOfClickHouse(mode.into()));
    }
    assert_eq!(with(&[("mode", "strict")]), Err(ModeError::Renamed.into()));
    let alone = [("compat", "clickhouse"), ("mode", "allow_reentry")];
    assert_eq!(with(&alone), Err(ModeError::Reentry.into()));
}

#[test]
fn what_cannot_be_asked() {
    assert_eq!(ask(&[]).unwrap_err(), FunnelError::Steps(0).into());
    assert_eq!(ask(&vec![("step", "a"); 33]).unwrap_err(), FunnelError::Steps(33).into());
    let with = |name, value| ask(&[("step", "a"), (name, value)]).unwrap_err().to_string();
    assert!(with("stap", "b").contains("there are step, window"));
    assert_eq!(with("by", "user"), "by cannot be \"user\"; it is visitor or session");
    assert_eq!(with("compat", "duckdb"), "compat cannot be \"duckdb\"; it is clickhouse");
    assert!(with("window", "soon").contains("as in 30d"));
    let twice = ask(&[("step", "a"), ("window", "1d"), ("window", "2d")]).unwrap_err();
    assert_eq!(twice, UsageError::Twice("window"));
    let period = ask(&[("step", "a"), ("since", "2026-02-01"), ("until", "2026-01-31")]);
    assert_eq!(period.unwrap_err(), UsageError::Period);
}

#[test]
fn flags_are_said_as_those_of_other_reports() {
    for name in ["times", "correlate"] {
        for (values, is) in [(["yes", "true", "1", ""], true), (["no", "false", "0", "no"], false)]
        {
            for value in values {
                let asked = format!("{:?}", ask(&[("step", "a"), (name, value)]).unwrap());
                assert!(asked.contains(&format!("{name}: Some({is})")), "{value:?}: {asked}");
            }
        }
        let error = ask(&[("step", "a"), (name, "maybe")]).unwrap_err().to_string();
        assert!(error.ends_with("it is true or false, or yes or no"), "{error}");
    }
}

#[test]
fn files_know_names_only() {
    let check = |pairs: &[(&str, &str)]| ask(pairs).unwrap().check_for_file();
    assert_eq!(check(&[("step", "a,event:b")]), Ok(()));
    let item = UsageError::StoreOnly("item:x".into());
    assert_eq!(check(&[("step", "a"), ("step", "b&item:x")]), Err(item));
    let site = UsageError::StoreOnly("site".into());
    assert_eq!(check(&[("step", "a"), ("site", "s")]), Err(site));
}
