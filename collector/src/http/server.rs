//! `POST /v1/events`: what a server or a till tells; 202 after it is on disk.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde::Serialize;

use super::error::ApiError;
use super::metrics::Limited;
use super::state::App;
use crate::clock::now;
use crate::ingest::server::{self, ToldError};

/// What became of the events.
#[derive(Serialize)]
pub(super) struct Taken {
    /// Stored now.
    stored: usize,
    /// Known already: told again.
    known: usize,
    /// Not taken: their place among those sent, and why.
    dropped: Vec<Dropped>,
}

#[derive(Serialize)]
struct Dropped {
    place: usize,
    reason: &'static str,
}

/// Stores what a server tells.
pub(super) async fn store_events(
    State(app): State<App>,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<Taken>), ApiError> {
    let body = app.bodies.read(&headers, body).await?;
    let told = server::read(&body.bytes).map_err(|error| match error {
        ToldError::Malformed(_) => ApiError::BadRequest(error.to_string()),
        ToldError::Site(_) | ToldError::TooMany(_) => ApiError::Unprocessable(error.to_string()),
    })?;
    let settings = app.settings.now();
    // Who shows a token is no stranger: a name written wrong is told, where a page would not hear of it.
    if !settings.config.sites.is_empty() && !settings.config.sites.contains_key(&told.site) {
        let sentence = format!("no [[site]] of the settings is called {:?}", told.site);
        return Err(ApiError::Unprocessable(sentence));
    }
    let taken = settings.limits.told(&told.site, told.events.len());
    taken.map_err(|wait| app.metrics.too_many(Limited::Site, wait))?;
    let now = now();
    let (salts, rules) = (app.salts.salts(now)?, app.rules.now());
    let (rows, dropped) = server::rows(told, app.here(&salts, &rules, now));
    let stored = app.writer.store(rows).await?;
    app.metrics.stored(stored.stored, stored.known);
    for (_, reason) in &dropped {
        app.metrics.dropped(*reason, 1);
    }
    let dropped = dropped.into_iter();
    let dropped =
        dropped.map(|(place, reason)| Dropped { place, reason: reason.as_str() }).collect();
    Ok((StatusCode::ACCEPTED, Json(Taken { stored: stored.stored, known: stored.known, dropped })))
}
