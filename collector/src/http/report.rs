//! `GET /v1/reports/…`: the same answers as the command line, as JSON.

use axum::Json;
use axum::extract::{RawQuery, State};
use tracing::error;
use url::form_urlencoded;

use super::error::ApiError;
use super::state::App;
use crate::report::funnel::{self, FunnelQuery, FunnelReport};

/// Answers a funnel; the parameters are the command's options, `step` repeated.
pub(super) async fn show_funnel(
    State(app): State<App>,
    RawQuery(query): RawQuery,
) -> Result<Json<FunnelReport>, ApiError> {
    let query = query.unwrap_or_default();
    let pairs = form_urlencoded::parse(query.as_bytes());
    let query = FunnelQuery::from_pairs(pairs).map_err(|e| ApiError::BadRequest(e.to_string()))?;
    let answer = app.ask(move |reader| -> Result<_, Box<dyn std::error::Error + Send + Sync>> {
        Ok(funnel::run(&reader.connection()?, &query)?)
    });
    let report = answer.await.ok_or(ApiError::Internal)?.map_err(|source| {
        error!(%source, "a funnel failed");
        ApiError::Internal
    })?;
    Ok(Json(report))
}
