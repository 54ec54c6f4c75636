//! A batch becomes rows: identity, time, page and parameters of each event.

use std::borrow::Cow;
use std::sync::Arc;

use percorso_protocol::batch::{Batch, Consent, Event, Writer};
use percorso_protocol::limits;
use serde_json::{Map, Value};

use super::agent::{Agent, Agents};
use super::country::Countries;
use super::page::Page;
use super::row::Row;
use super::rules::when::plain_path;
use super::rules::{Happened, Rule, Rules};
use super::spam::Spammers;
use super::visitor::{self, Salts, Sender};
use super::{channel, content, params, text};

/// What the collector knows when a batch arrives.
#[derive(Clone, Copy)]
pub struct Here<'a> {
    /// What pseudonyms are made with.
    pub salts: &'a Salts,
    /// The owner's word on touchpoints.
    pub rules: &'a Rules,
    /// Reads browsers' names for themselves.
    pub agents: &'a Agents,
    /// Tells an address's country.
    pub countries: Option<&'a Countries>,
    /// The time, in microseconds since 1970.
    pub now: i64,
}

/// What a batch comes to.
#[derive(Debug)]
pub struct Accepted {
    /// The rows to store.
    pub rows: Vec<Row>,
    /// Events about touchpoints that a rule silences.
    pub silenced: usize,
}

/// The rows of a batch that has arrived from `sender`.
#[must_use]
pub fn rows(batch: Batch, sender: Sender<'_>, here: Here<'_>) -> Accepted {
    let Here { salts, rules, now, .. } = here;
    let who = Who::tell(&batch, sender, salts);
    let agent = here.agents.read(sender.user_agent);
    let country = here.countries.and_then(|countries| countries.of(sender.address));
    let Batch { site, page: load, seq, time, sent, mut url, mut referrer, .. } = batch;
    let source = match batch.writer {
        Writer::Wasm => "tracker",
        Writer::Js => "fallback",
    };
    // One for all rows on it: an address may be long, and a batch has up to 500 rows.
    let mut page = Arc::new(Page::read(&url, &referrer));
    let plain = |page: &Page| page.path.as_deref().map(|path| plain_path(path).into_owned());
    let mut path = plain(&page);
    let (mut rows, mut silenced) = (Vec::with_capacity(batch.events.len()), 0);
    for Event { index, name, ms, mut params } in batch.events {
        let mut touchpoint = params::take_text(&mut params, "touchpoint");
        match touchpoint.as_deref().and_then(|touchpoint| rules.rule(&site, touchpoint)) {
            // Another event may mention the touchpoint and be of worth without it.
            Some(Rule::Silence) if name == "touchpoint" => {
                silenced += 1;
                continue;
            }
            Some(Rule::Rename(to)) => touchpoint = Some(to.clone()),
            Some(Rule::Silence | Rule::Find(_)) | None => {}
        }
        if name == "page_view" && turn(&mut params, &mut url, &mut referrer) {
            page = Arc::new(Page::read(&url, &referrer));
            path = plain(&page);
        }
        if name == "content" {
            content::flatten(&mut params);
        }
        // A page turned within a single-page shop begins no visit.
        let begins = name == "page_view" && params.get("navigation").is_none_or(|n| n != "route");
        let channel = begins.then(|| channel::of(&page, &site, rules)).flatten();
        let action = scrubbed(params::take_text(&mut params, "action"));
        let touchpoint = scrubbed(touchpoint);
        let phase = rules.phase(Happened {
            site: &site,
            event: &name,
            touchpoint: touchpoint.as_deref(),
            action: action.as_deref(),
            path: path.as_deref(),
            channel: channel.as_deref(),
            step: params.get("step").and_then(Value::as_str),
        });
        rows.push(Row {
            event_id: event_id(&[&site, &load], seq.saturating_add(index as u64)),
            site: site.clone(),
            visitor_id: who.visitor_id,
            earlier_id: who.earlier_id,
            before_consent: who.before_consent,
            session_id: 0,
            occurred_at: occurred_at(now, sent, time.saturating_add(ms)),
            received_at: now,
            source,
            robot: robot(&agent, sender, batch.webdriver, &page, &rules.spammers),
            phase,
            channel,
            device: agent.device.map(Cow::Borrowed),
            browser: agent.browser.clone().map(Cow::Owned),
            system: agent.system.clone().map(Cow::Owned),
            country: country.clone().map(Cow::Owned),
            page: Arc::clone(&page),
            page_title: scrubbed(params::take_text(&mut params, "title")),
            touchpoint,
            action,
            currency: params::take_currency(&mut params),
            value: params::take_value(&mut params),
            transaction_id: params::take_order(&mut params),
            items: params::take_items(&mut params),
            identity: (name == "identify").then(|| params::take_identity(&mut params)).flatten(),
            consent: batch.consent.map(Consent::as_str),
            params: {
                for (key, value) in &batch.extra {
                    params.entry(key.clone()).or_insert_with(|| value.clone());
                }
                params::rest(&name, params)
            },
            event: name,
        });
    }
    Accepted { rows, silenced }
}

/// Why it is no person's doing.
fn robot(
    agent: &Agent,
    sender: Sender<'_>,
    webdriver: bool,
    page: &Page,
    spammers: &Spammers,
) -> Option<&'static str> {
    let spam = || page.referrer_host.as_deref().is_some_and(|host| spammers.has(host));
    agent
        .robot
        .or_else(|| sender.prefetch.then_some("prefetch"))
        .or_else(|| webdriver.then_some("webdriver"))
        .or_else(|| spam().then_some("spam"))
}

/// Whose events they are.
struct Who {
    visitor_id: u64,
    earlier_id: Option<u64>,
    before_consent: Option<u64>,
}

impl Who {
    /// A device's own id counts with consent alone; without, the request is all there is.
    fn tell(batch: &Batch, sender: Sender<'_>, salts: &Salts) -> Self {
        let of_today = visitor::id(&salts.today, &batch.site, sender);
        let device = batch.visitor.as_ref().filter(|_| batch.consent == Some(Consent::Granted));
        let Some(device) = device else {
            let of = |salt| visitor::id(salt, &batch.site, sender);
            let earlier_id = salts.yesterday.as_ref().map(of);
            return Self { visitor_id: of_today, earlier_id, before_consent: None };
        };
        // Only where consent has just been given: another visitor may look the same from outside.
        let just_now = batch.events.iter().any(|event| {
            event.name == "consent" && event.params.get("state").is_some_and(|is| is == "granted")
        });
        let visitor_id = visitor::lasting_id(&salts.lasting, &batch.site, device);
        Self { visitor_id, earlier_id: None, before_consent: just_now.then_some(of_today) }
    }
}

/// A page view turns the page: its addresses hold for the events after it.
fn turn(params: &mut Map<String, Value>, url: &mut String, referrer: &mut String) -> bool {
    let (to, from) = (params::take_text(params, "url"), params::take_text(params, "referrer"));
    let turned = to.is_some() || from.is_some();
    if let Some(to) = to {
        *url = to;
    }
    if let Some(from) = from {
        *referrer = from;
    }
    turned
}

/// The client says how long the event waited; the collector's clock says when now is. A client clock
/// that is wrong does not matter, one that jumped in between is held within bounds.
fn occurred_at(now: i64, sent: u64, at: u64) -> i64 {
    let waited = sent.saturating_sub(at).min(limits::WAIT_MS);
    now.saturating_sub(i64::try_from(waited * 1000).unwrap_or(0))
}

/// The same for every copy of an event, and not to be guessed by who does not know the page's id.
pub(super) fn event_id(parts: &[&str], place: u64) -> u128 {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
    }
    hasher.update(&place.to_le_bytes());
    let mut bytes = [0; 16];
    hasher.finalize_xof().fill(&mut bytes);
    // Version 8 and the RFC 9562 variant: a UUID whose content is the maker's own.
    let id = u128::from_be_bytes(bytes);
    (id & !(0xf000_u128 << 64) & !(0b11 << 62)) | (0x8000 << 64) | (0b10 << 62)
}

fn scrubbed(text: Option<String>) -> Option<String> {
    text.map(text::kept)
}

#[cfg(test)]
mod tests;
