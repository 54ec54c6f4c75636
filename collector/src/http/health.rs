//! `GET /healthz`: the process lives. `GET /readyz`: it can store and answer.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, State};
use axum::http::HeaderMap;

use super::error::ApiError;
use super::gate::is_local;
use super::state::App;
use crate::query::reader::Reader;

/// Says that the process answers.
pub(super) async fn show_life() -> &'static str {
    "alive\n"
}

/// Says that the writer takes work and the store answers; what is wrong, to this machine alone.
pub(super) async fn show_readiness(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> Result<&'static str, ApiError> {
    // An empty request: the writer looks after the file on the way.
    let stored = app.writer.store(Vec::new(), 0).await;
    if let Some(trouble) = app.writer.trouble() {
        let told = is_local(peer.ip(), &headers).then(|| trouble.to_string());
        let told = told.unwrap_or_else(|| "the store takes no events now".to_owned());
        return Err(ApiError::ComeAgain(5, told));
    }
    stored?;
    match app.questions.look(Reader::answers).await {
        Some(true) => Ok("ready\n"),
        _ => Err(ApiError::ComeAgain(5, "the store does not answer".to_owned())),
    }
}
