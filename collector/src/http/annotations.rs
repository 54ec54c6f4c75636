//! `/v1/annotations`: changes are noted and taken away; the report `changes` lists and tests them.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use tracing::error;

use super::error::ApiError;
use super::state::App;
use crate::clock::now;
use crate::report::annotations::{self, AnnotationError};
use crate::store::annotations::Annotation;
use crate::store::upkeep::Upkeep;

/// Keeps a note; one of that name is replaced.
pub(super) async fn save(
    State(app): State<App>,
    Path(name): Path<String>,
    body: Result<Json<Annotation>, JsonRejection>,
) -> Result<StatusCode, ApiError> {
    let Json(kept) = body.map_err(|error| ApiError::BadRequest(error.body_text()))?;
    run(&app, move |upkeep| annotations::save(upkeep, &name, &kept, now())).await
}

/// Takes a note away.
pub(super) async fn delete(
    State(app): State<App>,
    Path(name): Path<String>,
) -> Result<StatusCode, ApiError> {
    run(&app, move |upkeep| annotations::delete(upkeep, &name)).await
}

async fn run(
    app: &App,
    work: impl FnOnce(&Upkeep) -> Result<(), AnnotationError> + Send + 'static,
) -> Result<StatusCode, ApiError> {
    app.change(work, told).await.map(|()| StatusCode::NO_CONTENT)
}

fn told(error: AnnotationError) -> ApiError {
    match error {
        AnnotationError::Absent(_) => ApiError::Absent(error.to_string()),
        AnnotationError::Usage(sentence) => ApiError::BadRequest(sentence),
        AnnotationError::Store(error) => {
            error!(%error, "a change could not be noted");
            ApiError::Internal
        }
    }
}
