//! `/v1/segments`: saved segments are listed, saved, looked for again, taken away.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use tracing::error;

use super::error::ApiError;
use super::state::App;
use crate::clock::now;
use crate::report::segments::{self, SegmentError};
use crate::store::segments::{Segment, all};

/// What a segment is saved with.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    rule: String,
}

/// Lists them.
pub(super) async fn list(State(app): State<App>) -> Result<Json<Vec<Segment>>, ApiError> {
    type Read = Result<Vec<Segment>, Box<dyn std::error::Error + Send + Sync>>;
    let read = app.questions.ask(|asking| -> Read { Ok(all(&*asking.connection()?)?) }).await;
    read?.map(Json).map_err(|source| {
        error!(%source, "a segment failed");
        ApiError::Internal
    })
}

/// Saves one; one of that name is replaced.
pub(super) async fn save(
    State(app): State<App>,
    Path(name): Path<String>,
    body: Result<Json<Asked>, JsonRejection>,
) -> Result<Json<Segment>, ApiError> {
    let Json(asked) = body.map_err(|error| ApiError::BadRequest(error.body_text()))?;
    app.change(move |upkeep| segments::save(upkeep, &name, &asked.rule, now()), told)
        .await
        .map(Json)
}

/// Looks for one's visits again.
pub(super) async fn refresh(
    State(app): State<App>,
    Path(name): Path<String>,
) -> Result<Json<Segment>, ApiError> {
    app.change(move |upkeep| segments::refresh(upkeep, &name, now()), told).await.map(Json)
}

/// Takes one away.
pub(super) async fn delete(
    State(app): State<App>,
    Path(name): Path<String>,
) -> Result<StatusCode, ApiError> {
    app.change(move |upkeep| segments::delete(upkeep, &name), told).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn told(error: SegmentError) -> ApiError {
    match error {
        SegmentError::Absent(_) => ApiError::Absent(error.to_string()),
        error if error.is_usage() => ApiError::BadRequest(error.to_string()),
        error => {
            error!(%error, "a segment failed");
            ApiError::Internal
        }
    }
}
