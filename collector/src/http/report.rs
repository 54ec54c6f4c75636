//! `GET /v1/reports/…`: the same answers as the command line, as JSON.

use axum::Json;
use axum::extract::{Path, RawQuery, State};
use serde::Serialize;
use tracing::error;
use url::form_urlencoded;

use super::error::ApiError;
use super::funnels;
use super::state::App;
use crate::query::Connection;
use crate::report::catalogue::{self, Answered, Failure, REPORTS};
use crate::report::funnel::{self, FunnelQuery, FunnelReport, ReportError, SavedError, UserLevel};
use crate::report::question::Question;

/// A report that can be asked for.
#[derive(Serialize)]
pub(super) struct Listed {
    name: &'static str,
    about: &'static str,
}

/// Lists the reports there are.
pub(super) async fn list_reports() -> Json<Vec<Listed>> {
    let funnel = Listed { name: "funnel", about: "How many came through a list of steps?" };
    let others = REPORTS.iter().map(|report| Listed { name: report.name, about: report.about });
    Json(std::iter::once(funnel).chain(others).collect())
}

/// Answers a report of the catalogue; the parameters are the command's options.
pub(super) async fn show_report(
    State(app): State<App>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Json<Answered>, ApiError> {
    let report = catalogue::find(&name).ok_or_else(|| {
        ApiError::Absent(format!(
            "there is no report {name:?}; GET /v1/reports lists those there are"
        ))
    })?;
    let query = query.unwrap_or_default();
    let question = Question::from_pairs(report, form_urlencoded::parse(query.as_bytes()))
        .map_err(|error| ApiError::BadRequest(error.to_string()))?;
    let answer =
        app.questions.ask(move |asking| -> Result<_, Box<dyn std::error::Error + Send + Sync>> {
            Ok(report.run(&*asking.connection()?, &question)?)
        });
    let answered = answer.await?;
    Ok(Json(answered.map_err(|source| match source.downcast::<Failure>().map(|f| *f) {
        Ok(Failure::Usage(sentence)) => ApiError::BadRequest(sentence),
        Ok(Failure::Query(source)) => failed(&name, &source),
        Err(source) => failed(&name, &*source),
    })?))
}

fn failed(name: &str, source: &dyn std::error::Error) -> ApiError {
    error!(report = name, %source, "a report failed");
    ApiError::Internal
}

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
    let answer =
        app.questions.ask(move |asking| -> Result<_, Box<dyn std::error::Error + Send + Sync>> {
            let connection = asking.connection()?;
            let pairs = query.unwrap_or_default();
            let query = funnel::read(&connection, form_urlencoded::parse(pairs.as_bytes()))?;
            Ok(run(&connection, &query))
        });
    let answered = answer.await?;
    let answered = answered.map_err(|source| match source.downcast::<SavedError>() {
        Ok(error) => funnels::told(*error),
        Err(source) => failed("funnel", &*source),
    })?;
    answered.map(Json).map_err(|error| match error {
        ReportError::Usage(error) => ApiError::BadRequest(error.to_string()),
        source => failed("funnel", &source),
    })
}
