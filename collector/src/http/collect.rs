//! `POST /p/e`: a batch in, 202 after it is on disk.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use percorso_protocol::batch::{self, Batch};
use percorso_protocol::refusal::Drop;

use super::error::ApiError;
use super::metrics::Limited;
use super::router::DROPPED;
use super::state::App;
use crate::clock::now;
use crate::ingest::accept;
use crate::ingest::visitor::Sender;

/// Stores a batch. 202 with an empty body; what was dropped of it is in the header.
pub(super) async fn store_batch(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let settings = app.settings.now();
    let client = settings.proxies.client(peer.ip(), &headers);
    // Before anything is read of it: who sends too much is to cost little.
    settings.limits.request(client).map_err(|wait| app.metrics.too_many(Limited::Sender, wait))?;
    check_kind(&headers)?;
    // Held until the answer: rows that wait are of about its size.
    let body = app.bodies.read(&headers, body).await?;
    let now = now();
    let batch = batch::decode(&body.bytes)?;
    let (limits, events) = (&settings.limits, batch.events.len());
    limits.load(client, events).map_err(|wait| app.metrics.too_many(Limited::Sender, wait))?;
    let mut dropped = count_dropped(&batch);
    let origin = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok());
    let is_taken = settings.config.takes(&batch.site, origin);
    // Also where the site is none, or its limit would tell that it is one.
    match is_taken {
        true => limits.events(&batch.site, events),
        false => limits.refused(&batch.site, origin, events),
    }
    .map_err(|wait| app.metrics.too_many(Limited::Site, wait))?;
    let user_agent = headers.get(header::USER_AGENT).and_then(|ua| ua.to_str().ok());
    let sender = Sender {
        address: client,
        user_agent: user_agent.unwrap_or_default(),
        prefetch: is_prefetch(&headers),
    };
    let (salts, rules) = (app.salts.salts(now)?, app.rules.now());
    let accept::Accepted { rows, silenced } =
        accept::rows(batch, sender, app.here(&salts, &rules, now));
    dropped.insert(Drop::Silenced, silenced);
    if is_taken {
        let stored = app.writer.store(rows).await?;
        app.metrics.stored(stored.stored, stored.known);
    } else {
        // The same answer, by the same way, for a site that is not there and for one that does not take
        // from this origin as for any other: nobody is to find out which sites there are.
        let events = rows.len();
        app.writer.refuse(rows).await?;
        app.metrics.dropped(Drop::Refused, events);
    }
    Ok(accepted(&app, &dropped))
}

/// 202, with what was not taken, which is counted.
fn accepted(app: &App, dropped: &BTreeMap<Drop, usize>) -> Response {
    let mut response = StatusCode::ACCEPTED.into_response();
    for (reason, events) in dropped {
        app.metrics.dropped(*reason, *events);
    }
    if let Some(reasons) = in_words(dropped) {
        response.headers_mut().insert(DROPPED, reasons);
    }
    response
}

/// Whether the browser asks before anybody wanted to see the page (Fetch, "Sec-Purpose"; older ones
/// said `Purpose` or `X-Moz`).
fn is_prefetch(headers: &HeaderMap) -> bool {
    ["sec-purpose", "purpose", "x-purpose", "x-moz"].iter().any(|name| {
        let said = headers.get(*name).map(HeaderValue::as_bytes).unwrap_or_default();
        said.to_ascii_lowercase().starts_with(b"pre")
    })
}

/// Only plain text and JSON: a browser sends them without asking first.
fn check_kind(headers: &HeaderMap) -> Result<(), ApiError> {
    let kind = headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    let kind = kind.split(|b| *b == b';').next().unwrap_or_default().trim_ascii();
    let taken = [b"".as_slice(), b"text/plain", b"application/json"];
    if !taken.iter().any(|taken| kind.eq_ignore_ascii_case(taken)) {
        return Err(ApiError::UnsupportedBody("send the body as text/plain"));
    }
    Ok(())
}

/// Why events of the batch were dropped, and how many for each reason.
fn count_dropped(batch: &Batch) -> BTreeMap<Drop, usize> {
    let mut reasons = BTreeMap::new();
    for (_, reason) in &batch.dropped {
        *reasons.entry(*reason).or_insert(0) += 1;
    }
    reasons
}

/// "bad_event=2, too_deep=1, silenced=1", or nothing.
fn in_words(dropped: &BTreeMap<Drop, usize>) -> Option<HeaderValue> {
    let some = dropped.iter().filter(|(_, events)| **events > 0);
    let text: Vec<String> =
        some.map(|(reason, events)| format!("{}={events}", reason.as_str())).collect();
    HeaderValue::try_from(text.join(", ")).ok().filter(|text| !text.is_empty())
}
