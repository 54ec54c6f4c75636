//! `GET /v1/store`: what the store holds and whether it takes events, for commands on this machine.

use axum::Json;
use axum::extract::State;
use tracing::error;

use super::error::ApiError;
use super::state::App;
use crate::store::tally::tally;
use crate::store::{StoreError, StoreReport};

/// Tells it; while the store is out of order, without the counts.
pub(super) async fn show_store(State(app): State<App>) -> Result<Json<StoreReport>, ApiError> {
    let trouble = app.writer.trouble().map(|trouble| trouble.to_string());
    // A count is small, and who asks it is a monitor: it is not to wait behind reports.
    let counted =
        app.questions.look(|reader| tally(&*reader.connection().map_err(StoreError::reading)?));
    let tally = match counted.await {
        Some(Ok(tally)) => Some(tally),
        Some(Err(source)) if trouble.is_none() => {
            error!(%source, "the events could not be counted");
            return Err(ApiError::Internal);
        }
        _ => None,
    };
    Ok(Json(StoreReport { tally, trouble, hole: app.upkeep.held() }))
}
