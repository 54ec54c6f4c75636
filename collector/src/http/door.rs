//! The port for DuckDB's clients. Quack holds in memory whatever is sent to it, of any length, and hears
//! nothing of a client that has gone; so what they send is read here, so much and no more, and passed on.

use std::collections::HashMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::client::conn::http1::handshake;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Version};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Handle;
use tracing::{debug, warn};

use super::doing::{Doing, HEAD, UnderWay};
use super::force::SettingsBook;
use super::listen::accept;
use super::places::Places;
use crate::query::quack::{Clients, Quack, asker};

/// Connections at a time; a client has one for each message.
const CONNECTIONS: usize = 128;
/// The part of them that one network may take.
const OF_ONE: usize = CONNECTIONS / 4;
/// A message: a statement has at most 64 KiB, and nobody may write.
const MESSAGE: usize = 256 * 1024;
const HEAD_BYTES: usize = 16 * 1024;
/// How long a message may take to arrive.
const ARRIVAL: Duration = Duration::from_secs(15);
/// How long a message may take with its answer: a question its time, and whoever asks some to take it.
const WHOLE: Duration = Duration::from_secs(180);
/// How soon after one that breaks off another message of the same client says that it is still there: it
/// sends several at once, and lets go of those that it needs no more.
const STILL: Duration = Duration::from_millis(250);

const TOO_LARGE: &str = "a message has at most 256 KiB here and a statement 64 KiB, and nothing is written; \
                         ask in fewer words\n";
const TOO_SLOW: &str = "the message was not here whole in 15 s; send it again\n";
const NO_ANSWER: &str = "the collector's DuckDB did not answer; ask again, and see the collector's log for \
                         why\n";

/// The port, and what stands behind it.
pub struct Door {
    listener: TcpListener,
    address: SocketAddr,
    inner: Arc<Inner>,
}

struct Inner {
    quack: SocketAddr,
    clients: Clients,
    /// Messages under way, by the connection of Quack's they are from.
    present: Mutex<HashMap<Box<str>, usize>>,
}

/// A message under way.
struct Message {
    inner: Arc<Inner>,
    asker: Option<Box<str>>,
    is_answered: bool,
}

impl Door {
    /// Has the address, and passes on what comes there to this.
    ///
    /// # Errors
    /// A sentence: the address is taken, for one.
    pub async fn open(address: SocketAddr, quack: &Quack) -> Result<Self, String> {
        let failed = |cause| {
            format!("could not serve SQL on {address} ({cause}); choose another with --sql")
        };
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let (quack, clients) = (quack.address(), quack.clients());
        let inner = Arc::new(Inner { quack, clients, present: Mutex::default() });
        Ok(Self { listener, address, inner })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves as long as it is waited for; `settings` tell who speaks for many.
    pub async fn serve(self, settings: SettingsBook) {
        let places = Places::of(CONNECTIONS, OF_ONE);
        loop {
            let Some((stream, _, place)) = accept(&self.listener, &places, &settings).await else {
                debug!("a network has all the connections for SQL that it may have");
                continue;
            };
            let inner = Arc::clone(&self.inner);
            tokio::spawn(async move {
                tokio::select! {
                    served = tokio::time::timeout(WHOLE, attend(stream, &place.doing, inner)) => {
                        if served.is_err() {
                            debug!("a connection for SQL took too long");
                        }
                    }
                    () = place.is_wanted() => debug!("a connection for SQL made room for another"),
                }
            });
        }
    }
}

async fn attend(stream: TcpStream, doing: &Arc<Doing>, inner: Arc<Inner>) {
    let service = service_fn(move |request| {
        let (inner, doing) = (Arc::clone(&inner), Arc::clone(doing));
        async move { Ok::<_, Infallible>(pass_on(inner, &doing, request).await) }
    });
    let mut builder = http1::Builder::new();
    // A client has a connection for each message, so none is kept: whoever says nothing is soon gone.
    builder
        .keep_alive(false)
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(HEAD_BYTES);
    if let Err(error) = builder.serve_connection(TokioIo::new(stream), service).await {
        debug!(%error, "a connection for SQL ended before its time");
    }
}

/// Quack's answer. Where the client goes before, this is dropped.
async fn pass_on(inner: Arc<Inner>, doing: &Arc<Doing>, request: Request<Incoming>) -> Response {
    let (mut head, body) = request.into_parts();
    let arrived = tokio::time::timeout(ARRIVAL, Limited::new(body, MESSAGE).collect()).await;
    let message = match arrived {
        Ok(Ok(message)) => message.to_bytes(),
        Ok(Err(_)) => return (StatusCode::PAYLOAD_TOO_LARGE, TOO_LARGE).into_response(),
        Err(_) => return (StatusCode::REQUEST_TIMEOUT, TOO_SLOW).into_response(),
    };
    // Who has sent a message whole is not sent away for who has not.
    let _asks = UnderWay::begin(doing);
    // Whole by now, however it came.
    head.headers.remove(header::TRANSFER_ENCODING);
    head.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(message.len()));
    head.version = Version::HTTP_11;
    let mut under_way = Message::begin(&inner, asker(&message));
    let answer = ask(inner.quack, Request::from_parts(head, Full::new(message))).await;
    under_way.is_answered = true;
    match answer {
        Ok(mut answer) => {
            answer.headers_mut().remove("keep-alive");
            answer
        }
        Err(error) => {
            warn!(%error, "DuckDB did not answer a client's message for SQL");
            (StatusCode::BAD_GATEWAY, NO_ANSWER).into_response()
        }
    }
}

async fn ask(
    quack: SocketAddr,
    request: Request<Full<Bytes>>,
) -> Result<Response, Box<dyn std::error::Error + Send + Sync>> {
    let stream = TcpStream::connect(quack).await?;
    let _ = stream.set_nodelay(true);
    let (mut sender, connection) = handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender.send_request(request).await?.map(Body::new))
}

impl Message {
    fn begin(inner: &Arc<Inner>, asker: Option<&str>) -> Self {
        let asker: Option<Box<str>> = asker.map(Into::into);
        if let Some(asker) = &asker {
            *inner.present().entry(asker.clone()).or_default() += 1;
        }
        Self { inner: Arc::clone(inner), asker, is_answered: false }
    }
}

impl Drop for Message {
    fn drop(&mut self) {
        let Some(asker) = self.asker.take() else { return };
        let mut present = self.inner.present();
        if let Some(messages) = present.get_mut(&asker) {
            *messages -= 1;
            if *messages == 0 {
                present.remove(&asker);
            }
        }
        drop(present);
        if self.is_answered {
            return;
        }
        let Ok(runtime) = Handle::try_current() else { return };
        let (inner, broken_off) = (Arc::clone(&self.inner), Instant::now());
        runtime.spawn(async move {
            tokio::time::sleep(STILL).await;
            if !inner.present().contains_key(&asker) {
                inner.clients.end(&asker, broken_off);
            }
        });
    }
}

impl Inner {
    fn present(&self) -> MutexGuard<'_, HashMap<Box<str>, usize>> {
        self.present.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
