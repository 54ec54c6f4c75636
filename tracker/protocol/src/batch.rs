//! Decoding: the bytes of one request become a [`Batch`], or a [`Refusal`] that says why not.
//!
//! One bad event does not spoil its batch: it is dropped with a reason and the rest goes on.

mod event;
mod fields;

use serde_json::{Map, Value};

use crate::refusal::{Drop, Refusal};
use crate::{VERSION, limits, vocabulary};
pub use event::cut;
use fields::Fields;

/// What one request holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// The site's public name, as in the tag's `data-site`.
    pub site: String,
    /// Random id of the page load that wrote the batch.
    pub page: String,
    /// Place of the first event among all the page load has written.
    pub seq: u64,
    /// The client's clock at the batch's base, in milliseconds since 1970.
    pub time: u64,
    /// The client's clock as the batch was sent.
    pub sent: u64,
    /// Address of the page before the first event.
    pub url: String,
    /// Where the visitor came from, as the browser tells.
    pub referrer: String,
    /// Which half of the tracker wrote it.
    pub writer: Writer,
    /// Random id kept on the visitor's device; sent only with consent.
    pub visitor: Option<String>,
    /// What the visitor has said to being recognised; nothing where never asked.
    pub consent: Option<Consent>,
    /// Whether the browser says that a program drives it (`navigator.webdriver`).
    pub webdriver: bool,
    /// The events that stand, in order.
    pub events: Vec<Event>,
    /// The events that were dropped, by place in the batch.
    pub dropped: Vec<(usize, Drop)>,
    /// Fields this version does not know, kept for the day somebody asks.
    pub extra: Map<String, Value>,
}

/// One event of a batch.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Its place in the batch; with [`Batch::seq`] it makes the event's identity.
    pub index: usize,
    /// GA4's name, Percorso's, or the shop's own.
    pub name: String,
    /// Milliseconds after [`Batch::time`].
    pub ms: u64,
    /// Its parameters, within [`limits`], texts cut to length.
    pub params: Map<String, Value>,
}

/// Which half of the tracker wrote a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writer {
    /// The WebAssembly tracker.
    Wasm,
    /// The loader's plain JavaScript, where WebAssembly is refused.
    Js,
}

/// What a visitor has said to being recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// Yes.
    Granted,
    /// No.
    Denied,
}

impl Consent {
    /// The word on the wire and in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Denied => "denied",
        }
    }

    fn read(text: &str) -> Option<Self> {
        [Self::Granted, Self::Denied].into_iter().find(|consent| consent.as_str() == text)
    }
}

/// Holds an event that did not come in a batch to the same limits.
///
/// # Errors
/// The reason for which it is dropped.
pub fn check(
    name: &str,
    params: serde_json::Map<String, serde_json::Value>,
) -> Result<serde_json::Map<String, serde_json::Value>, Drop> {
    if !vocabulary::is_name(name) {
        return Err(Drop::BadName);
    }
    if serde_json::to_string(&params).map_or(0, |text| text.len()) > limits::PARAMS_BYTES {
        return Err(Drop::ParamsTooLarge);
    }
    event::checked(params)
}

/// Reads one request's body.
///
/// # Errors
/// A [`Refusal`] for a body that is too large, not JSON, of a newer version, or lacks what identifies
/// its events.
pub fn decode(body: &[u8]) -> Result<Batch, Refusal> {
    if body.len() > limits::BODY_BYTES {
        return Err(Refusal::TooLarge);
    }
    let mut fields: Fields =
        serde_json::from_slice(body).map_err(|e| Refusal::Malformed(e.to_string()))?;
    match fields.v.ok_or(Refusal::Missing("v"))? {
        0 => return Err(Refusal::Invalid("v")),
        v if v > VERSION => return Err(Refusal::NewerVersion(v)),
        _ => {}
    }
    let site = fields.site.ok_or(Refusal::Missing("site"))?;
    if !vocabulary::is_name(&site) {
        return Err(Refusal::Invalid("site"));
    }
    let page = fields.page.ok_or(Refusal::Missing("page"))?;
    if !is_id(&page) {
        return Err(Refusal::Invalid("page"));
    }
    let raw = fields.events.ok_or(Refusal::Missing("events"))?;
    if raw.len() > limits::EVENTS {
        return Err(Refusal::TooManyEvents(raw.len()));
    }
    let consent = fields.consent.as_ref().and_then(Value::as_str).and_then(Consent::read);
    if let Some(other) = fields.consent.filter(|_| consent.is_none()) {
        fields.extra.insert("consent".to_owned(), other);
    }
    let webdriver = fields.webdriver.as_ref().and_then(Value::as_bool);
    if let Some(other) = fields.webdriver.filter(|_| webdriver.is_none()) {
        fields.extra.insert("webdriver".to_owned(), other);
    }
    // What is no id is not kept either: it might say who it is.
    let visitor = fields.visitor.as_ref().and_then(Value::as_str).filter(|id| is_id(id));
    // Each event takes them along, so they are few; what a version needs more of will have a column.
    if serde_json::to_string(&fields.extra).map_or(0, |text| text.len()) > limits::EXTRA_BYTES {
        return Err(Refusal::Invalid("(unknown fields)"));
    }
    let (mut events, mut dropped) = (Vec::with_capacity(raw.len()), Vec::new());
    for (index, raw) in raw.iter().enumerate() {
        match event::decode(index, raw.get()) {
            Ok(event) => events.push(event),
            Err(reason) => dropped.push((index, reason)),
        }
    }
    let time = fields.time.ok_or(Refusal::Missing("time"))?;
    Ok(Batch {
        site,
        page,
        seq: fields.seq.ok_or(Refusal::Missing("seq"))?,
        time,
        sent: fields.sent.unwrap_or(time),
        url: event::cut(fields.url.unwrap_or_default()),
        referrer: event::cut(fields.referrer.unwrap_or_default()),
        writer: if fields.by.as_deref() == Some("js") { Writer::Js } else { Writer::Wasm },
        visitor: visitor.map(str::to_owned),
        consent,
        webdriver: webdriver == Some(true),
        events,
        dropped,
        extra: fields.extra,
    })
}

/// Whether this may be a random id: long enough not to be guessed, of a name's characters.
fn is_id(text: &str) -> bool {
    limits::PAGE_ID_CHARS.contains(&text.len()) && vocabulary::is_name(text)
}
