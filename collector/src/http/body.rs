//! The body of a request: read within a time, within a length, within the memory there is for all of
//! them, and unpacked within the same length again.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, header};
use http_body_util::BodyExt;
use percorso_protocol::limits;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::error::{ApiError, Queue};
use crate::ingest::unpack::{Coding, unpack};
use crate::store::StoreError;

/// How long a body may take to arrive.
const ARRIVAL: Duration = Duration::from_secs(15);
/// Memory for bodies under way, of all connections together: 64 MiB. Taken as bytes arrive, so that
/// who only announces much keeps nobody out.
const ROOM: usize = 64 * 1024 * 1024;
/// So much of a body that is too large is read and thrown away: who is cut off amid sending does not read
/// the answer, and sends all of it again.
const PASSED_OVER: u64 = 1024 * 1024;

/// Memory for bodies under way.
#[derive(Clone)]
pub(super) struct BodyRoom(Arc<Semaphore>);

impl BodyRoom {
    pub(super) fn new() -> Self {
        Self(Arc::new(Semaphore::new(ROOM)))
    }

    /// Bytes taken now.
    pub(super) fn taken(&self) -> usize {
        ROOM - self.0.available_permits()
    }

    /// The whole body, unpacked.
    ///
    /// # Errors
    /// 400, 408, 413, 415, or 503 where there is no room now.
    pub(super) async fn read(&self, headers: &HeaderMap, mut body: Body) -> Result<Held, ApiError> {
        let coding = coding(headers)?;
        let announced = announced(headers).unwrap_or_default();
        let arrived = tokio::time::timeout(ARRIVAL, async {
            let held = self.gather(announced, &mut body).await;
            if matches!(held, Err(ApiError::TooLarge)) && announced <= PASSED_OVER {
                pass_over(&mut body).await;
            }
            held
        });
        let mut held = arrived.await.map_err(|_| ApiError::TooSlow)??;
        if let Some(coding) = coding {
            let room = self.take(limits::BODY_BYTES)?;
            held.bytes = unpack(coding, &held.bytes)?.into();
            held.room = Some(room);
        }
        Ok(held)
    }

    async fn gather(&self, announced: u64, body: &mut Body) -> Result<Held, ApiError> {
        if announced > limits::BODY_BYTES as u64 {
            return Err(ApiError::TooLarge);
        }
        let (mut gathered, mut room) = (Vec::new(), None);
        while let Some(frame) = body.frame().await {
            let frame = frame
                .map_err(|_| ApiError::BadRequest("the body did not arrive whole".to_owned()))?;
            let Ok(data) = frame.into_data() else { continue };
            if gathered.len() + data.len() > limits::BODY_BYTES {
                return Err(ApiError::TooLarge);
            }
            let more = self.take(data.len())?;
            match &mut room {
                Some(room) => OwnedSemaphorePermit::merge(room, more),
                None => room = Some(more),
            }
            gathered.extend_from_slice(&data);
        }
        Ok(Held { bytes: gathered.into(), room })
    }

    fn take(&self, bytes: usize) -> Result<OwnedSemaphorePermit, ApiError> {
        let bytes = u32::try_from(bytes).map_err(|_| ApiError::TooLarge)?;
        let room = Arc::clone(&self.0).try_acquire_many_owned(bytes);
        room.map_err(|_| ApiError::Full(Queue::Bodies, 1, StoreError::Busy.to_string()))
    }
}

/// A body, and the room it takes until it is dropped.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) bytes: Bytes,
    room: Option<OwnedSemaphorePermit>,
}

/// Reads on without keeping anything, not for ever.
async fn pass_over(body: &mut Body) {
    let mut passed = 0;
    while passed < PASSED_OVER
        && let Some(Ok(frame)) = body.frame().await
    {
        passed += frame.data_ref().map_or(0, |data| data.len() as u64);
    }
}

fn announced(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn coding(headers: &HeaderMap) -> Result<Option<Coding>, ApiError> {
    let unknown =
        ApiError::UnsupportedBody("send the body plain, or packed once by gzip, br or zstd");
    let mut codings = headers.get_all(header::CONTENT_ENCODING).into_iter();
    let Some(coding) = codings.next() else { return Ok(None) };
    if codings.next().is_some() {
        return Err(unknown);
    }
    match coding.as_bytes().trim_ascii().to_ascii_lowercase().as_slice() {
        b"" | b"identity" => Ok(None),
        b"gzip" | b"x-gzip" => Ok(Some(Coding::Gzip)),
        b"br" => Ok(Some(Coding::Brotli)),
        b"zstd" => Ok(Some(Coding::Zstd)),
        _ => Err(unknown),
    }
}
