//! Events a server or a till tells: each with an id and, where it is not of now, a time of its own.
//!
//! Whoever sends them has shown a token, so their word on times and on who it was is taken. They are
//! held to the same limits and scrubbed the same.

use percorso_protocol::batch;
use percorso_protocol::limits;
use percorso_protocol::refusal::Drop;
use percorso_protocol::vocabulary::is_name;
use serde::Deserialize;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::accept::{Here, event_id};
use super::row::Row;
use super::rules::Happened;
use super::{params, text, visitor};
use crate::clock;

/// A clock may be ahead of ours by so much, in microseconds: five minutes.
const AHEAD: i64 = 5 * 60 * 1_000_000;
/// 2000-01-01, in microseconds since 1970: what lies before is a mistake.
const EARLIEST: i64 = 946_684_800_000_000;
/// Characters of an event's id.
const ID_CHARS: usize = 128;

/// What a server sends.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// The site, as in the tag.
    pub site: String,
    /// The events.
    pub events: Vec<One>,
}

/// One event of a server's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct One {
    /// The server's own id of it: told again, it is the same event.
    #[serde(default)]
    id: String,
    event: String,
    /// RFC 3339; now, where it is not told.
    time: Option<String>,
    /// The shop's own id of the customer, hashed here as `identify` does in the page.
    customer: Option<String>,
    /// That hash itself.
    identity: Option<String>,
    /// By which way it came, as a channel is called.
    channel: Option<String>,
    #[serde(default)]
    params: Map<String, Value>,
}

/// What cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ToldError {
    /// It is not of the form.
    #[error("the body cannot be read ({0}); see docs/developers.md")]
    Malformed(String),
    /// The site's name is none.
    #[error("site {0:?} can be no site's name; it must be as in the tag's data-site")]
    Site(String),
    /// Too many at once.
    #[error("{0} events are too many; send at most {most} in one request", most = limits::EVENTS)]
    TooMany(usize),
}

/// Reads what a server has sent.
///
/// # Errors
/// Where it can't be read, or is too much.
pub fn read(body: &[u8]) -> Result<Told, ToldError> {
    let told: Told =
        serde_json::from_slice(body).map_err(|error| ToldError::Malformed(error.to_string()))?;
    if !is_name(&told.site) {
        return Err(ToldError::Site(told.site));
    }
    if told.events.len() > limits::EVENTS {
        return Err(ToldError::TooMany(told.events.len()));
    }
    Ok(told)
}

/// The rows to store, and which events are dropped, by their place, and why.
#[must_use]
pub fn rows(told: Told, here: Here<'_>) -> (Vec<Row>, Vec<(usize, Drop)>) {
    let (mut rows, mut dropped) = (Vec::new(), Vec::new());
    for (place, one) in told.events.into_iter().enumerate() {
        match row(&told.site, one, here) {
            Ok(row) => rows.push(row),
            Err(reason) => dropped.push((place, reason)),
        }
    }
    (rows, dropped)
}

fn row(site: &str, one: One, here: Here<'_>) -> Result<Row, Drop> {
    if one.id.is_empty() || one.id.chars().count() > ID_CHARS {
        return Err(Drop::BadId);
    }
    let mut params = batch::check(&one.event, one.params)?;
    let occurred_at = match one.time {
        None => here.now,
        Some(text) => clock::parsed(&text).ok_or(Drop::BadTime)?,
    };
    if !(EARLIEST..=here.now.saturating_add(AHEAD)).contains(&occurred_at) {
        return Err(Drop::BadTime);
    }
    let mut given = Map::new();
    given.extend(one.identity.map(|identity| ("identity".to_owned(), identity.into())));
    let identity = one
        .customer
        .map(|customer| hashed(site, &customer))
        .or_else(|| params::take_identity(&mut given));
    // The id is not secret, but nobody without a token can send one of this kind.
    let event_id = event_id(&[site, "server", &one.id], 0);
    let known = identity.clone().unwrap_or_else(|| one.id.clone());
    let touchpoint = params::take_text(&mut params, "touchpoint").map(text::kept);
    let action = params::take_text(&mut params, "action").map(text::kept);
    let channel = one.channel.map(batch::cut).map(text::kept);
    let phase = here.rules.phase(Happened {
        site,
        event: &one.event,
        touchpoint: touchpoint.as_deref(),
        action: action.as_deref(),
        path: None,
        channel: channel.as_deref(),
        step: params.get("step").and_then(Value::as_str),
    });
    Ok(Row {
        event_id,
        site: site.to_owned(),
        visitor_id: visitor::lasting_id(&here.salts.lasting, site, &format!("server {known}")),
        occurred_at: occurred_at.min(here.now),
        received_at: here.now,
        source: "server",
        channel: channel.map(Into::into),
        phase,
        touchpoint,
        action,
        currency: params::take_currency(&mut params),
        value: params::take_value(&mut params),
        transaction_id: params::take_order(&mut params),
        items: params::take_items(&mut params),
        identity,
        params: params::rest(&one.event, params),
        event: one.event,
        ..Row::default()
    })
}

/// The same hash as the page makes of who it is (`tracker/js/consent.js`).
#[must_use]
pub fn hashed(site: &str, customer: &str) -> String {
    let text = format!("{site}:{}", customer.trim().to_lowercase());
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::agent::Agents;
    use crate::ingest::rules::Rules;

    #[test]
    fn what_a_server_tells_is_held_to_the_limits_of_a_page() {
        let salts = visitor::Salts { today: [1; 32], yesterday: None, lasting: [2; 32] };
        let (rules, agents) = (Rules::default(), Agents::default());
        let now = 1_769_817_600_000_000;
        let here = Here { salts: &salts, rules: &rules, agents: &agents, countries: None, now };
        let texts = vec!["x".repeat(limits::TEXT_CHARS); 17];
        let body = serde_json::json!({ "site": "shop", "events": [
            { "id": "1", "event": "refund", "params": { "texts": texts } },
            { "id": "2", "event": "refund", "channel": "-eyJ".repeat(10_000) },
        ] });
        let (rows, dropped) = rows(read(body.to_string().as_bytes()).unwrap(), here);
        assert_eq!(dropped, [(0, Drop::ParamsTooLarge)]);
        let channel = rows[0].channel.as_deref().unwrap();
        assert_eq!(channel.chars().count(), limits::TEXT_CHARS);
    }

    #[test]
    fn a_customer_is_hashed_as_in_the_page() {
        // printf 'shop:4711' | sha256sum
        let expect = "c9a4bece2a91ca0324ecfd87fb39b380948b391a068d1f9f19b0def0493c12c8";
        assert_eq!(hashed("shop", "4711"), expect);
        assert_eq!(hashed("shop", " 4711 "), hashed("shop", "4711"));
    }
}
