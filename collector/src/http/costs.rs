//! `PUT /v1/costs`: what channels cost; the report `attribution` says what they return.

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::StringRejection;
use tracing::error;

use super::error::ApiError;
use super::state::App;
use crate::report::costs::{self, CostError, Kept};

/// Keeps the costs of a CSV file.
pub(super) async fn keep(
    State(app): State<App>,
    body: Result<String, StringRejection>,
) -> Result<Json<Kept>, ApiError> {
    let text = body.map_err(|error| ApiError::BadRequest(error.body_text()))?;
    app.change(move |upkeep| costs::keep(upkeep, &text), told).await.map(Json)
}

fn told(error: CostError) -> ApiError {
    match error {
        CostError::Usage(sentence) => ApiError::BadRequest(sentence),
        CostError::Store(error) => {
            error!(%error, "costs could not be kept");
            ApiError::Internal
        }
    }
}
