//! `GET /healthz`: the process lives. `GET /readyz`: it can store and answer.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::extract::{ConnectInfo, State};
use axum::http::HeaderMap;
use tokio::sync::Mutex;

use super::error::ApiError;
use super::gate::is_local;
use super::state::App;
use crate::query::reader::Reader;

/// How long what was found holds.
const FRESH: Duration = Duration::from_millis(250);

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
    match app.readiness.now(&app).await {
        Ok(()) => Ok("ready\n"),
        Err(trouble) => {
            let told = is_local(peer.ip(), &headers).then_some(trouble);
            let told = told.unwrap_or_else(|| "the store takes no events now".to_owned());
            Err(ApiError::ComeAgain(5, told))
        }
    }
}

/// What was found last: anybody may ask, and each look goes through the writer's queue and the file.
#[derive(Default)]
pub(super) struct Readiness(Mutex<Option<(Instant, Result<(), String>)>>);

impl Readiness {
    /// Whether the collector can store and answer, found now or a moment ago. Who asks while it is looked
    /// waits for the same look.
    async fn now(&self, app: &App) -> Result<(), String> {
        let mut found = self.0.lock().await;
        if let Some((at, outcome)) = &*found
            && at.elapsed() < FRESH
        {
            return outcome.clone();
        }
        let outcome = look(app).await;
        *found = Some((Instant::now(), outcome.clone()));
        outcome
    }
}

async fn look(app: &App) -> Result<(), String> {
    // An empty request: the writer looks after the file on the way.
    let stored = app.writer.store(Vec::new()).await;
    if let Some(trouble) = app.writer.trouble() {
        return Err(trouble.to_string());
    }
    stored.map_err(|error| error.to_string())?;
    match app.questions.look(Reader::answers).await {
        Some(true) => Ok(()),
        _ => Err("the store does not answer".to_owned()),
    }
}
