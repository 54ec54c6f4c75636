//! `GET /v1/live`: events as they are stored, for as long as somebody listens.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::extract::{ConnectInfo, RawQuery, State};
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio_stream::wrappers::ReceiverStream;
use url::form_urlencoded;

use super::doing::Line;
use super::error::{ApiError, Queue};
use super::gate;
use super::state::App;
use crate::ingest::row::Row;
use crate::ingest::rules::asked;
use crate::ingest::rules::when::When;
use crate::tell::feed::Ear;
use crate::tell::told::{self, Words, is_asked};

/// Who may listen at a time.
pub(super) const LISTENERS: usize = 16;
/// How often a sign of life is given, and looked whether who listens still may.
const EVERY: Duration = Duration::from_secs(15);
/// Asks nginx to pass on what comes as it comes.
const UNBUFFERED: HeaderName = HeaderName::from_static("x-accel-buffering");

type Message = Result<Event, Infallible>;

/// Tells what is asked for from now on.
pub(super) async fn listen(
    State(app): State<App>,
    RawQuery(query): RawQuery,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Extension(line): Extension<Line>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let query = query.unwrap_or_default();
    let when = asked(form_urlencoded::parse(query.as_bytes())).map_err(ApiError::BadRequest)?;
    let place = Arc::clone(&app.listeners).try_acquire_owned().map_err(|_| {
        let sentence = format!("{LISTENERS} listen already; ask again later");
        ApiError::Full(Queue::Live, 15, sentence)
    })?;
    // Before the answer: what is stored once its head has come is told.
    let events = app.feed.listen();
    let (sender, messages) = mpsc::channel(1);
    let listener = Listener { app, when, events, peer, headers, line, _place: place };
    tokio::spawn(listener.tell(sender));
    let head = [(header::CACHE_CONTROL, "no-store"), (UNBUFFERED, "no")];
    Ok((head, Sse::new(ReceiverStream::new(messages))).into_response())
}

/// One who listens.
struct Listener {
    app: App,
    when: When,
    events: Ear,
    peer: SocketAddr,
    headers: HeaderMap,
    line: Line,
    // Given back when they have gone.
    _place: OwnedSemaphorePermit,
}

impl Listener {
    /// Until they go, may listen no longer, or the collector stops.
    async fn tell(mut self, sender: mpsc::Sender<Message>) {
        let mut stopped = self.line.stopped.clone();
        self.line.doing.never_ends();
        let mut every = tokio::time::interval(EVERY);
        let told = async {
            loop {
                let message = tokio::select! {
                    _ = every.tick() => match gate::may_read(&self.app, self.peer, &self.headers) {
                        true => Some(Event::default().comment("")),
                        false => return,
                    },
                    heard = self.events.hear() => match heard {
                        Some(Ok(event)) => asked_for(&self.app, &self.when, &event),
                        Some(Err(missed)) => Some(too_slow(missed)),
                        None => return,
                    },
                };
                let Some(message) = message else { continue };
                if sender.send(Ok(message)).await.is_err() {
                    return;
                }
                self.line.doing.goes_on();
            }
        };
        tokio::select! {
            () = told => {}
            () = sender.closed() => {}
            _ = stopped.wait_for(|stop| *stop) => {}
        }
    }
}

fn asked_for(app: &App, when: &When, row: &Row) -> Option<Event> {
    let is_wanted = is_asked(when, &Words::of(row, &app.rules.now()).facts());
    is_wanted.then(|| Event::default().event(&row.event).data(told::json(row)))
}

/// How many events there were that nobody can be told any more, asked for or not.
fn too_slow(missed: u64) -> Event {
    Event::default().event("missed").data(format!("{{\"missed\":{missed}}}"))
}
