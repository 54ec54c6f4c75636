//! `GET /p/rules/{site}`: what the tracker is to find, rename and silence on the site's pages.

use std::sync::{Arc, LazyLock};

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::value::RawValue;
use tokio::sync::watch;

use super::state::App;
use crate::ingest::rules::{Rules, Told, WORDS};

/// A page keeps them for five minutes; a changed rule reaches everybody by then.
const FIVE_MINUTES: &str = "public, max-age=300";

/// The rules in force; they may be exchanged while the collector runs.
#[derive(Clone)]
pub struct RuleBook(watch::Receiver<Arc<Rules>>);

impl RuleBook {
    /// A book, and the pen to write other rules with.
    #[must_use]
    pub fn new(rules: Rules) -> (Self, watch::Sender<Arc<Rules>>) {
        let (pen, book) = watch::channel(Arc::new(rules));
        (Self(book), pen)
    }

    /// The rules as they are now.
    pub(super) fn now(&self) -> Arc<Rules> {
        Arc::clone(&self.0.borrow())
    }
}

/// What a tracker is told.
#[derive(Serialize)]
struct Answer<'a> {
    #[serde(flatten)]
    rules: Told<'a>,
    words: &'static RawValue,
}

/// As they stand in the file: their order matters.
fn words() -> &'static RawValue {
    static READ: LazyLock<&RawValue> =
        LazyLock::new(|| serde_json::from_str(WORDS).unwrap_or(RawValue::NULL));
    *READ
}

/// Tells a site's rules. Which sites there are is not told: an unknown one has those of all.
pub(super) async fn show_rules(State(app): State<App>, Path(site): Path<String>) -> Response {
    let rules = app.rules.now();
    let headers =
        [(header::CACHE_CONTROL, FIVE_MINUTES), (header::X_CONTENT_TYPE_OPTIONS, "nosniff")];
    (headers, Json(Answer { rules: rules.told(&site), words: words() })).into_response()
}
