//! `POST /v1/forget`, `/v1/enrich`, `/v1/prune`: what is done to all that is stored.

use std::ops::RangeInclusive;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use serde::Deserialize;
use tracing::{error, info};

use super::error::ApiError;
use super::state::App;
use crate::clock::now;
use crate::store::StoreError;
use crate::store::enrich::Enriched;
use crate::store::forget::{Asked, Forgotten};
use crate::store::prune::Pruned;

/// What `enrich` and `prune` are asked.
#[derive(Debug, Deserialize)]
pub(super) struct Ask {
    /// From when on, microseconds since 1970.
    #[serde(default)]
    since: i64,
    /// Whether to tell what it would do, and not to do it.
    #[serde(default)]
    only_tell: bool,
}

/// The years 1 to 9999, in microseconds since 1970. The store holds more than these, not all of an i64.
const YEARS: RangeInclusive<i64> = -62_135_596_800_000_000..=253_402_300_799_999_999;

type Body<T> = Result<Json<T>, JsonRejection>;

/// Forgets somebody. Whom is in no log.
pub(super) async fn forget(
    State(app): State<App>,
    body: Body<Asked>,
) -> Result<Json<Forgotten>, ApiError> {
    let asked: Asked = read(body)?;
    let asked = asked.checked().map_err(|why| ApiError::BadRequest(why.to_owned()))?;
    let done = app.change(move |upkeep| upkeep.forget(&asked), |error| told(&error)).await?;
    info!(events = done.events, "forgot somebody");
    Ok(Json(done))
}

/// Applies the rules in force to what is stored.
pub(super) async fn enrich(
    State(app): State<App>,
    body: Body<Ask>,
) -> Result<Json<Enriched>, ApiError> {
    let Ask { since, only_tell } = read(body)?;
    if !YEARS.contains(&since) {
        let sentence = "since is in microseconds since 1970, within the years 1 to 9999";
        return Err(ApiError::BadRequest(sentence.to_owned()));
    }
    let rules = app.rules.now();
    let done = app
        .change(move |upkeep| upkeep.enrich(&rules, since, only_tell), |error| told(&error))
        .await?;
    info!(
        events = done.events,
        phases = done.phases,
        channels = done.channels,
        "applied the rules"
    );
    Ok(Json(done))
}

/// Takes away what is too old.
pub(super) async fn prune(
    State(app): State<App>,
    body: Body<Ask>,
) -> Result<Json<Pruned>, ApiError> {
    let Ask { only_tell, .. } = read(body)?;
    let rules = app.rules.now();
    let done = app
        .change(move |upkeep| upkeep.prune(&rules, now(), only_tell), |error| told(&error))
        .await?;
    info!(events = done.events, "took away what was too old");
    Ok(Json(done))
}

fn read<T>(body: Body<T>) -> Result<T, ApiError> {
    body.map(|Json(asked)| asked).map_err(|error| ApiError::BadRequest(error.body_text()))
}

fn told(error: &StoreError) -> ApiError {
    error!(%error, "the store could not be written anew");
    match error {
        StoreError::StillRead => ApiError::ComeAgain(60, error.to_string()),
        // A full disk, mostly. Who may do this may know where the store is, and can make room.
        error if error.is_of_the_disk() => ApiError::ComeAgain(60, error.to_string()),
        _ => ApiError::Internal,
    }
}
