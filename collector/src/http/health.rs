//! `GET /healthz`: the process lives. `GET /readyz`: it can store and answer.

use axum::extract::State;

use super::error::ApiError;
use super::state::App;
use crate::query::reader::Reader;

/// Says that the process answers.
pub(super) async fn show_life() -> &'static str {
    "alive\n"
}

/// Says that the writer takes work and the store answers.
pub(super) async fn show_readiness(State(app): State<App>) -> Result<&'static str, ApiError> {
    if let Some(trouble) = app.writer.trouble() {
        return Err(ApiError::ComeAgain(5, trouble.to_string()));
    }
    app.writer.store(Vec::new(), 0).await?;
    match app.ask(Reader::answers).await {
        Some(true) => Ok("ready\n"),
        _ => Err(ApiError::ComeAgain(5, "the store does not answer".to_owned())),
    }
}
