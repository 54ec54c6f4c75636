//! `/v1/goals`: goals are set and taken away; the report `goals` says whether they are met.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use tracing::error;

use super::error::ApiError;
use super::state::App;
use crate::clock::now;
use crate::report::goals::{self, GoalError};
use crate::store::goals::Goal;
use crate::store::upkeep::Upkeep;

/// Keeps a goal; one of that name is replaced.
pub(super) async fn save(
    State(app): State<App>,
    Path(name): Path<String>,
    body: Result<Json<Goal>, JsonRejection>,
) -> Result<StatusCode, ApiError> {
    let Json(kept) = body.map_err(|error| ApiError::BadRequest(error.body_text()))?;
    run(&app, move |upkeep| goals::save(upkeep, &name, &kept, now())).await
}

/// Takes a goal away.
pub(super) async fn delete(
    State(app): State<App>,
    Path(name): Path<String>,
) -> Result<StatusCode, ApiError> {
    run(&app, move |upkeep| goals::delete(upkeep, &name)).await
}

async fn run(
    app: &App,
    work: impl FnOnce(&Upkeep) -> Result<(), GoalError> + Send + 'static,
) -> Result<StatusCode, ApiError> {
    app.change(work, told).await.map(|()| StatusCode::NO_CONTENT)
}

fn told(error: GoalError) -> ApiError {
    match error {
        GoalError::Absent(_) => ApiError::Absent(error.to_string()),
        GoalError::Usage(sentence) => ApiError::BadRequest(sentence),
        GoalError::Store(error) => {
            error!(%error, "a goal could not be kept");
            ApiError::Internal
        }
    }
}
