//! An event as it is told: what is stored of it, as a JSON object, and by what it can be asked for.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::ingest::row::Row;
use crate::ingest::rules::Rules;
use crate::ingest::rules::when::{Fact, Facts, When};
use crate::query::span::written;
use crate::store::append::uuid_text;

/// Kinds of trouble that an event may list: it is looked at once for each.
const KINDS: usize = 16;

/// The columns that are told. Whoever acts on an event needs no more of a person than which visit it is.
#[derive(Serialize)]
struct Told<'a> {
    event_id: String,
    time: String,
    site: &'a str,
    event: &'a str,
    // Texts: programs whose numbers are halves of 64 bits would make one visitor of several.
    visitor_id: String,
    session_id: String,
    page_path: Option<&'a str>,
    phase: &'a str,
    touchpoint: Option<&'a str>,
    action: Option<&'a str>,
    channel: Option<&'a str>,
    currency: Option<&'a str>,
    value: Option<Box<RawValue>>,
    params: Option<&'a RawValue>,
}

/// The event as a JSON object, on one line.
#[must_use]
pub fn json(row: &Row) -> String {
    let told = Told {
        event_id: uuid_text(row.event_id),
        time: written(row.occurred_at),
        site: &row.site,
        event: &row.event,
        visitor_id: row.visitor_id.to_string(),
        session_id: row.session_id.to_string(),
        page_path: row.page.path.as_deref(),
        phase: row.phase.as_str(),
        touchpoint: row.touchpoint.as_deref(),
        action: row.action.as_deref(),
        channel: row.channel.as_deref(),
        currency: row.currency.as_deref(),
        value: row.value.and_then(money),
        params: row.params.as_deref().and_then(|params| serde_json::from_str(params).ok()),
    };
    // Texts and numbers alone: nothing of it can fail.
    serde_json::to_string(&told).unwrap_or_default()
}

/// Ten-thousandths as a number with all its digits.
fn money(units: i64) -> Option<Box<RawValue>> {
    let (sign, units) = (if units < 0 { "-" } else { "" }, units.unsigned_abs());
    RawValue::from_string(format!("{sign}{}.{:04}", units / 10_000, units % 10_000)).ok()
}

/// Words of an event's own, and of the rules, that it can be asked by.
pub struct Words<'a> {
    row: &'a Row,
    step: Option<String>,
    /// What kind of trouble it tells, and of what kind its touchpoint is.
    kinds: Vec<String>,
}

/// Parameters that say what kind of thing happened where.
#[derive(Default, Deserialize)]
struct Own {
    step: Option<Value>,
    kind: Option<Value>,
    friction: Option<Value>,
}

impl<'a> Words<'a> {
    /// The words of an event.
    #[must_use]
    pub fn of(row: &'a Row, rules: &Rules) -> Self {
        let params = row.params.as_deref().map(serde_json::from_str::<Own>);
        let Own { step, kind, friction } = params.and_then(Result::ok).unwrap_or_default();
        let mut listed = match friction {
            Some(Value::Array(list)) => list,
            one => one.into_iter().collect(),
        };
        listed.truncate(KINDS);
        let touchpoint = row.touchpoint.as_deref();
        let its = touchpoint.and_then(|touchpoint| rules.kind(&row.site, touchpoint));
        let kinds = kind.into_iter().chain(listed).filter_map(text);
        Self {
            row,
            step: step.and_then(text),
            kinds: kinds.chain(its.map(str::to_owned)).collect(),
        }
    }

    /// The facts of it, once for each of its kinds.
    #[must_use]
    pub fn facts(&self) -> Vec<Facts<'_>> {
        let row = self.row;
        let facts = Facts::default()
            .with(Fact::Action, row.action.as_deref())
            .with(Fact::Channel, row.channel.as_deref())
            .with(Fact::Event, Some(&row.event))
            .with(Fact::Path, row.page.path.as_deref())
            .with(Fact::Phase, Some(row.phase.as_str()))
            .with(Fact::Site, Some(&row.site))
            .with(Fact::Step, self.step.as_deref())
            .with(Fact::Touchpoint, row.touchpoint.as_deref());
        match self.kinds.is_empty() {
            true => vec![facts],
            false => {
                let kinds = self.kinds.iter();
                kinds.map(|kind| facts.clone().with(Fact::Kind, Some(kind.as_str()))).collect()
            }
        }
    }
}

/// Whether an event of these facts is asked for.
#[must_use]
pub fn is_asked(when: &When, facts: &[Facts<'_>]) -> bool {
    facts.iter().any(|facts| when.holds(facts))
}

fn text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::phase::Phase;
    use crate::ingest::rules::asked;

    fn row(params: &str) -> Row {
        Row {
            event_id: 0x1234,
            site: "shop".to_owned(),
            event: "friction".to_owned(),
            visitor_id: u64::MAX,
            session_id: 7,
            occurred_at: 1_769_882_400_000_001,
            touchpoint: Some("size-guide".to_owned()),
            currency: Some("EUR".to_owned()),
            value: Some(-185_001),
            params: Some(params.to_owned()),
            phase: Phase::Decision,
            ..Row::default()
        }
    }

    #[test]
    fn an_event_is_told_as_it_is_stored() {
        let expected = "{\"event_id\":\"00000000-0000-0000-0000-000000001234\",\
            \"time\":\"2026-01-31T18:00:00.000001Z\",\"site\":\"shop\",\"event\":\"friction\",\
            \"visitor_id\":\"18446744073709551615\",\"session_id\":\"7\",\"page_path\":null,\
            \"phase\":\"decision\",\"touchpoint\":\"size-guide\",\"action\":null,\"channel\":null,\
            \"currency\":\"EUR\",\"value\":-18.5001,\"params\":{\"b\":1.50,\"a\":\"x\\ny\"}}";
        assert_eq!(json(&row("{\"b\":1.50,\"a\":\"x\\ny\"}")), expected);
    }

    #[test]
    fn an_event_is_asked_for_by_any_of_its_kinds_and_by_all_that_is_named() {
        let rules = Rules::default();
        let is = |params: &str, pairs: &[(&str, &str)]| {
            let row = row(params);
            let words = Words::of(&row, &rules);
            is_asked(&asked(pairs.iter().copied()).unwrap(), &words.facts())
        };
        let both =
            "{\"kind\":\"coupon_hunt\",\"friction\":[\"slow\",\"Rage\"],\"step\":\"payment\"}";
        assert!(is(both, &[]));
        for kind in ["coupon_hunt", "slow", "rage", "size_guide", "coupon*"] {
            assert!(is(both, &[("kind", kind)]), "{kind}");
        }
        assert!(!is(both, &[("kind", "dead")]));
        assert!(is(both, &[("kind", "dead"), ("kind", "rage"), ("step", "payment")]));
        assert!(!is(both, &[("kind", "rage"), ("step", "cart")]));
        assert!(is(both, &[("site", "shop"), ("event", "friction"), ("phase", "decision")]));
        assert!(!is(both, &[("site", "other")]));
        let many = format!("{{\"friction\":[{}\"a\"]}}", "\"a\",".repeat(8000));
        assert!(is(&many, &[("kind", "a")]));
        assert!(Words::of(&row(&many), &rules).facts().len() <= KINDS + 1, "each is looked at");
        assert!(is("{}", &[("event", "*")]) && !is("{}", &[("kind", "rage")]));
        assert!(!is("{}", &[("step", "*")]), "a step that it does not tell");
        assert!(asked([("colour", "red")]).unwrap_err().contains("there are action, "));
    }
}
