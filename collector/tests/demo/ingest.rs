//! Rows are what the collector would have stored: each is said again as a tracker says it, arrives again,
//! and must come out as it was.

use percorso::demo::{Config, Plan, rows};
use percorso::ingest::accept::{self, Here};
use percorso::ingest::agent::Agents;
use percorso::ingest::row::Row;
use percorso::ingest::rules::Rules;
use percorso::ingest::visitor::{Salts, Sender};
use percorso_protocol::batch::decode;
use percorso_protocol::vocabulary;
use serde_json::{Map, Value, json};

use crate::UNTIL;

#[test]
fn every_row_is_what_would_have_been_stored() {
    let (rules, agents) = (Rules::default(), Agents::default());
    let salts = Salts { today: [1; 32], yesterday: None, lasting: [2; 32] };
    let address = "192.0.2.1".parse().unwrap();
    let sender = Sender { address, user_agent: "ua", prefetch: false };
    let (mut seen, mut phases) = (0, std::collections::BTreeSet::new());
    for row in rows(&Plan::new(Config::new(51, 250, UNTIL).with_offline())).flatten() {
        let now = row.occurred_at + 1_000_000;
        let here = Here { salts: &salts, rules: &rules, agents: &agents, countries: None, now };
        let batch = decode(said(&row).as_bytes()).unwrap();
        let accepted = accept::rows(batch, sender, here).rows;
        let [again] = &accepted[..] else { panic!("{row:?} is not one event") };
        // Who and where from stands in the request, and when in its arrival.
        let expect = Row {
            event_id: row.event_id,
            visitor_id: row.visitor_id,
            earlier_id: row.earlier_id,
            before_consent: row.before_consent,
            session_id: row.session_id,
            received_at: row.received_at,
            source: row.source,
            device: row.device.clone(),
            browser: row.browser.clone(),
            system: row.system.clone(),
            country: row.country.clone(),
            robot: row.robot,
            ..again.clone()
        };
        assert_eq!(row, expect);
        let own = ["call", "intervention"].contains(&row.event.as_str());
        assert!(own || vocabulary::knows(&row.event), "{} is a word of the vocabulary", row.event);
        phases.insert(row.phase.as_str());
        seen += 1;
    }
    assert!(seen > 3_000 && phases.len() == 7, "{seen} {phases:?}");
}

/// The event as a tracker would send it.
fn said(row: &Row) -> String {
    let mut params: Map<String, Value> =
        row.params.as_deref().map_or_else(Map::new, |text| serde_json::from_str(text).unwrap());
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            params.insert(key.to_owned(), value);
        }
    };
    let text = |text: &Option<String>| text.clone().map(Value::from);
    put("title", text(&row.page_title));
    put("touchpoint", text(&row.touchpoint));
    put("action", text(&row.action));
    put("currency", text(&row.currency));
    put("transaction_id", text(&row.transaction_id));
    put("identity", text(&row.identity));
    put("items", row.items.as_deref().map(|items| serde_json::from_str(items).unwrap()));
    put("value", row.value.map(|units| (units as f64 / 10_000.0).into()));
    let page = &row.page;
    let mut url = String::new();
    let mut referrer = String::new();
    if let (Some(host), Some(path)) = (&page.host, &page.path) {
        let marks = [
            ("utm_source", &page.utm_source),
            ("utm_medium", &page.utm_medium),
            ("utm_campaign", &page.utm_campaign),
        ];
        url = format!("https://{host}{path}?");
        for (mark, value) in marks {
            url += &value.as_ref().map(|value| format!("{mark}={value}&")).unwrap_or_default();
        }
        url += &page.click_id.as_ref().map(|id| format!("{id}=x")).unwrap_or_default();
        let from = page.from_own.then_some(host).or(page.referrer_host.as_ref());
        referrer = from.map(|host| format!("https://{host}/")).unwrap_or_default();
    }
    let mut batch = json!({
        "v": 1, "site": row.site, "page": "AAAAAAAAAAAAAAAAAAAAAA", "seq": 0, "time": 1_000,
        "sent": 2_000, "url": url, "referrer": referrer,
        "events": [[row.event, 0, params]],
    });
    if let Some(consent) = row.consent {
        batch["consent"] = consent.into();
        batch["visitor"] = "BBBBBBBBBBBBBBBBBBBBBB".into();
    }
    batch.to_string()
}
