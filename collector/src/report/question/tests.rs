//! What can be asked of a report, and what is said of what cannot.

use proptest::prelude::*;

use super::*;
use crate::report::catalogue;

fn ask(pairs: &[(&str, &str)]) -> Result<Question, QuestionError> {
    Question::from_pairs(catalogue::find("channels").unwrap(), pairs.iter().copied())
}

#[test]
fn what_is_asked_and_what_is_not() {
    let question = ask(&[("site", "shop"), ("since", "2026-01-01")]).unwrap();
    assert_eq!(question.text("site"), Some("shop"));
    assert_eq!(question.whole("since"), Some(1_767_225_600_000_000));
    assert_eq!(question.param("until"), Some(Param::Null));
    assert_eq!(question.param("nothing"), None);
    assert_eq!(question.understood()["since"], "2026-01-01T00:00:00Z");
}

#[test]
fn a_flag_is_said_in_either_way() {
    let report = catalogue::REPORTS.iter().find_map(|report| {
        report.options().find(|o| o.kind == Kind::Flag).map(|o| (report, o.name))
    });
    let (report, name) = report.unwrap();
    let ask = |value: &str| Question::from_pairs(report, [(name, value)]).map(|q| q.flag(name));
    assert_eq!(["true", "yes", "1", ""].map(|value| ask(value).unwrap()), [true; 4]);
    assert_eq!(["false", "no", "0"].map(|value| ask(value).unwrap()), [false; 3]);
    assert!(ask("maybe").unwrap_err().to_string().ends_with("true or false, or yes or no"));
}

#[test]
fn what_cannot_be_asked() {
    let said = |pairs: &[(&str, &str)]| ask(pairs).unwrap_err().to_string();
    assert!(said(&[("sight", "x")]).contains("there are site, since, until, segment"));
    assert_eq!(said(&[("site", "a"), ("site", "b")]), "site is given twice");
    assert!(said(&[("since", "soon")]).starts_with("since: \"soon\" is no time"));
    let period = [("since", "2026-02-01"), ("until", "2026-01-01")];
    assert!(said(&period).contains("until is not after since"));
}

proptest! {
    #[test]
    fn reading_never_panics(name in "since|until|site|segment|.{0,8}", value in ".{0,24}") {
        let _ = ask(&[(name.as_str(), value.as_str())]);
    }
}
