//! `POST /v1/sql`: a SELECT in, its rows out as they come.

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;
use tracing::error;

use super::error::{ApiError, Queue};
use super::state::App;
use super::turns::{Turn, Turns};
use crate::query::live::write::{self, Shape};
use crate::query::live::{Limits, Live, LiveError, MEMORY, Stop, TAKEN, TIME};
use crate::query::reader::Reader;

/// Rows where the request does not say.
const ROWS: usize = 100_000;
/// Rows a request may ask for.
const MOST_ROWS: usize = 10_000_000;
/// The header that says how many rows there are at most: of CSV and NDJSON nothing else tells that an
/// answer was cut.
const MOST: HeaderName = HeaderName::from_static("percorso-rows-limit");
/// Questions at a time; more wait as long as [`PATIENCE`].
const AT_ONCE: usize = 2;
const PATIENCE: Duration = Duration::from_secs(5);
/// Bytes handed on at a time.
const PIECE: usize = 32 * 1024;
/// Pieces that may wait for the client.
const AHEAD: usize = 4;

/// What the route keeps between requests.
pub(super) struct Desk {
    pub(super) turns: Turns,
    live: std::sync::OnceLock<Arc<Live>>,
}

impl Default for Desk {
    fn default() -> Self {
        let turns = Turns::new(Queue::Sql, AT_ONCE, PATIENCE);
        Self { turns, live: std::sync::OnceLock::new() }
    }
}

/// A question as JSON. As plain text the body is the statement alone.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    sql: String,
    rows: Option<usize>,
    seconds: Option<u64>,
}

/// Answers as `Accept` asks: JSON, CSV or NDJSON.
pub(super) async fn answer(
    State(app): State<App>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let body = app.bodies.read(&headers, body).await?;
    let question = read(&headers, &body.bytes)?;
    let shape = shape(&headers)?;
    let turn = app.desk.turns.take().await?;
    // Dropped with the answer's body, or with this future where the client leaves before.
    let leaving = Leaving(Stop::default());
    let stop = leaving.0.clone();
    let (sender, mut pieces) = mpsc::channel::<Result<Bytes, Failure>>(AHEAD + 1);
    // A place of its own for how it ends: nobody need have taken a row to make one.
    let last = sender.clone().try_reserve_owned().map_err(|_| ApiError::Internal)?;
    let most = question.rows.unwrap_or(ROWS).min(MOST_ROWS);
    let time = question.seconds.map_or(TIME, |seconds| Duration::from_secs(seconds).min(TIME));
    let limits = Limits { rows: most, time, memory: MEMORY };
    // Not the whole of the collector: a question that cannot be ended would keep the writer from ending.
    let (reader, desk) = (Arc::clone(&app.reader), Arc::clone(&app.desk));
    let left = app.metrics.measured.left(Queue::Sql);
    let asking = move || {
        let outcome = {
            let pieces = Pieces { sender: &sender, stop: &stop, turn: &turn };
            ask(&reader, &desk, &question.sql, limits, shape, pieces)
        };
        drop(turn);
        if let Err(failure) = outcome {
            if matches!(failure, Failure::Live(LiveError::Left)) {
                left.inc();
            }
            last.send(Err(failure));
        }
    };
    // A thread of its own: it takes less of the processor than others from then on.
    let thread = std::thread::Builder::new().name("sql".to_owned()).spawn(asking);
    thread.map_err(|_| ApiError::no_thread())?;
    let first = match pieces.recv().await {
        Some(Ok(first)) => first,
        Some(Err(failure)) => return Err(failure.into()),
        None => Bytes::new(),
    };
    let rest = tokio_stream::once(Ok(first)).chain(ReceiverStream::new(pieces));
    let stream = rest.map(move |piece| {
        let _leaving = &leaving;
        // The connection breaks off: half an answer must not look like a whole one.
        piece.map_err(|failure| io::Error::other(failure.to_string()))
    });
    let head = [
        (header::CONTENT_TYPE, HeaderValue::from_static(shape.kind())),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (MOST, HeaderValue::from(most)),
    ];
    Ok((head, Body::from_stream(stream)).into_response())
}

struct Leaving(Stop);

impl Drop for Leaving {
    fn drop(&mut self) {
        self.0.leave();
    }
}

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Live(#[from] LiveError),
    #[error("the store could not be read")]
    Store,
}

impl From<Failure> for ApiError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Live(LiveError::Refused(why)) => Self::BadRequest(why.to_string()),
            Failure::Live(error @ LiveError::Sql(_)) => Self::BadRequest(error.to_string()),
            Failure::Live(LiveError::NoThread) => Self::no_thread(),
            Failure::Live(error) => Self::Unprocessable(error.to_string()),
            Failure::Store => Self::Internal,
        }
    }
}

fn ask(
    reader: &Reader,
    desk: &Desk,
    text: &str,
    limits: Limits,
    shape: Shape,
    pieces: Pieces<'_>,
) -> Result<(), Failure> {
    let failed = |source: &dyn std::error::Error| {
        error!(%source, "the store could not be read for SQL");
        Failure::Store
    };
    let connection = reader.connection().map_err(|error| failed(&error))?;
    let live = match desk.live.get() {
        Some(live) => Arc::clone(live),
        None => {
            let live = Arc::new(Live::new(&connection).map_err(|error| failed(&error))?);
            Arc::clone(desk.live.get_or_init(|| live))
        }
    };
    let stop = pieces.stop;
    let out = io::BufWriter::with_capacity(PIECE, pieces);
    live.run(&connection, text, limits, stop, &mut write::Bytes::new(out, shape))?;
    Ok(())
}

/// Hands bytes to the connection, as fast as it takes them; where it takes none it makes room for others.
struct Pieces<'a> {
    sender: &'a mpsc::Sender<Result<Bytes, Failure>>,
    stop: &'a Stop,
    turn: &'a Turn,
}

impl io::Write for Pieces<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut piece = Ok(Bytes::copy_from_slice(bytes));
        let since = Instant::now();
        loop {
            match self.sender.try_send(piece) {
                Ok(()) => return Ok(bytes.len()),
                Err(TrySendError::Full(back)) => piece = back,
                Err(TrySendError::Closed(_)) => return Err(io::ErrorKind::BrokenPipe.into()),
            }
            if self.stop.is_over(since, || self.turn.is_wanted()) {
                return Err(io::ErrorKind::BrokenPipe.into());
            }
            std::thread::sleep(TAKEN);
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn read(headers: &HeaderMap, body: &[u8]) -> Result<Question, ApiError> {
    let kind = headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    let kind = kind.split(|b| *b == b';').next().unwrap_or_default().trim_ascii();
    if kind.eq_ignore_ascii_case(b"application/json") {
        return serde_json::from_slice(body)
            .map_err(|error| ApiError::BadRequest(format!("the body is not a question: {error}")));
    }
    if kind.is_empty() || kind.eq_ignore_ascii_case(b"text/plain") {
        let text = std::str::from_utf8(body)
            .map_err(|_| ApiError::BadRequest("a statement is UTF-8 text".to_owned()))?;
        return Ok(Question { sql: text.to_owned(), rows: None, seconds: None });
    }
    Err(ApiError::UnsupportedBody(
        "send the statement as text/plain, or a question as application/json",
    ))
}

fn shape(headers: &HeaderMap) -> Result<Shape, ApiError> {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    let kinds =
        accept.unwrap_or("*/*").split(',').map(|kind| kind.split(';').next().unwrap_or(kind));
    for kind in kinds {
        match kind.trim().to_ascii_lowercase().as_str() {
            "application/json" | "application/*" | "*/*" | "" => return Ok(Shape::Json),
            "text/csv" | "text/*" => return Ok(Shape::Csv),
            "application/x-ndjson" | "application/ndjson" => return Ok(Shape::Ndjson),
            _ => {}
        }
    }
    Err(ApiError::NotAcceptable("answers are application/json, text/csv or application/x-ndjson"))
}
