//! `GET /v1/reports/…`: the same answers as the command line, as JSON.

use axum::Json;
use axum::extract::{RawQuery, State};
use tracing::error;
use url::form_urlencoded;

use super::error::ApiError;
use super::state::App;
use crate::query::Connection;
use crate::report::funnel::{self, FunnelQuery, FunnelReport, ReportError, UserLevel};

/// Answers a funnel; the parameters are the command's options, `step` repeated.
pub(super) async fn show_funnel(
    State(app): State<App>,
    RawQuery(query): RawQuery,
) -> Result<Json<FunnelReport>, ApiError> {
    answer(&app, query, funnel::run).await
}

/// Answers how far each user came.
pub(super) async fn show_levels(
    State(app): State<App>,
    RawQuery(query): RawQuery,
) -> Result<Json<Vec<UserLevel>>, ApiError> {
    answer(&app, query, funnel::levels).await
}

async fn answer<T: Send + 'static>(
    app: &App,
    query: Option<String>,
    run: fn(&Connection, &FunnelQuery) -> Result<T, ReportError>,
) -> Result<Json<T>, ApiError> {
    let query = query.unwrap_or_default();
    let pairs = form_urlencoded::parse(query.as_bytes());
    let query = FunnelQuery::from_pairs(pairs).map_err(|e| ApiError::BadRequest(e.to_string()))?;
    let answer = app.ask(move |reader| -> Result<_, Box<dyn std::error::Error + Send + Sync>> {
        Ok(run(&reader.connection()?, &query)?)
    });
    let report = answer.await.ok_or(ApiError::Internal)?.map_err(|source| {
        error!(%source, "a funnel failed");
        ApiError::Internal
    })?;
    Ok(Json(report))
}
