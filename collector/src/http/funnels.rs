//! `/v1/funnels`: funnels are saved and taken away; the report `funnels` lists them.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use tracing::error;

use super::error::ApiError;
use super::state::App;
use crate::clock::now;
use crate::report::funnel::{self, SavedError};
use crate::store::upkeep::Upkeep;

/// Saves a funnel; the body is its question, as the query of `GET /v1/reports/funnel`.
pub(super) async fn save(
    State(app): State<App>,
    Path(name): Path<String>,
    body: Bytes,
) -> Result<StatusCode, ApiError> {
    let question = String::from_utf8(body.into())
        .map_err(|_| ApiError::BadRequest("the question is no UTF-8".to_owned()))?;
    run(&app, move |upkeep| funnel::save(upkeep, &name, &question, now())).await
}

/// Takes a funnel away.
pub(super) async fn delete(
    State(app): State<App>,
    Path(name): Path<String>,
) -> Result<StatusCode, ApiError> {
    run(&app, move |upkeep| funnel::delete(upkeep, &name)).await
}

async fn run(
    app: &App,
    work: impl FnOnce(&Upkeep) -> Result<(), SavedError> + Send + 'static,
) -> Result<StatusCode, ApiError> {
    app.change(work, told).await.map(|()| StatusCode::NO_CONTENT)
}

/// What to answer where a saved funnel can't be kept or asked.
pub(super) fn told(error: SavedError) -> ApiError {
    match error {
        SavedError::Absent(_) => ApiError::Absent(error.to_string()),
        SavedError::Usage(_) | SavedError::Name(_) => ApiError::BadRequest(error.to_string()),
        SavedError::Query(source) => failed(&source),
        SavedError::Store(source) => failed(&source),
    }
}

fn failed(source: &dyn std::error::Error) -> ApiError {
    error!(%source, "a saved funnel could not be kept or read");
    ApiError::Internal
}
