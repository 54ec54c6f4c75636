//! The accept loop: how many connections there may be, and how long each may take over what.
//!
//! axum's own loop waits for ever for whoever connects and says nothing. Here a connection on which
//! nothing is asked is closed, whatever stage it has come to, and so is one that does not take its answer.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio_rustls::server::TlsStream;
use tower_service::Service;
use tracing::{debug, warn};

use super::metrics::Metrics;
use super::router;
use super::state::App;
use super::tls::Tls;

/// Connections at a time; more wait in the system's queue until one ends.
const CONNECTIONS: usize = 2048;
/// How long the head of a request may take to arrive.
const HEAD: Duration = Duration::from_secs(10);
/// How long a connection may lie idle, or an answer be left untaken.
const IDLE: Duration = Duration::from_secs(60);
/// Bytes of a request's head; of a header in HTTP/2 as well.
const HEAD_BYTES: u32 = 16 * 1024;
/// Requests under way on one HTTP/2 connection.
const STREAMS: u32 = 32;
/// What HTTP/2 may send before it is read, for a stream and for a connection.
const WINDOW: u32 = 64 * 1024;

/// Serves until `stop` is done, then lets the requests under way finish.
///
/// # Errors
/// None so far: what fails is one connection's.
pub async fn serve(
    listener: TcpListener,
    app: App,
    tls: Option<Arc<Tls>>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let metrics = Arc::clone(&app.metrics);
    let router = router::router(app);
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let (stopping, stopped) = watch::channel(false);
    let mut stop = pin!(stop);
    loop {
        let place = Arc::clone(&room).acquire_owned();
        let (stream, peer, place) = tokio::select! {
            () = stop.as_mut() => break,
            accepted = accept(&listener, place) => match accepted {
                Some(accepted) => accepted,
                None => continue,
            },
        };
        let (router, metrics) = (router.clone(), Arc::clone(&metrics));
        let (stopped, tls) = (stopped.clone(), tls.clone());
        tokio::spawn(async move {
            match tls {
                None => attend(stream, peer, router, stopped, metrics).await,
                Some(tls) => {
                    if let Some(stream) = greet(&tls, stream, stopped.clone(), &metrics).await {
                        attend(stream, peer, router, stopped, metrics).await;
                    }
                }
            }
            drop(place);
        });
    }
    // Before waiting: the address is free for the next collector at once.
    drop(listener);
    drop(stopped);
    let _ = stopping.send(true);
    stopping.closed().await;
    Ok(())
}

/// The next connection, once there is a place for it.
async fn accept(
    listener: &TcpListener,
    place: impl Future<Output = Result<OwnedSemaphorePermit, tokio::sync::AcquireError>>,
) -> Option<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let place = place.await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => {
            // Answers are a few bytes: waiting to fill a packet would only delay them.
            let _ = stream.set_nodelay(true);
            Some((stream, peer, place))
        }
        Err(error) => {
            warn!(%error, "a connection could not be accepted");
            // Out of files, mostly: trying again at once would spin.
            tokio::time::sleep(Duration::from_millis(100)).await;
            None
        }
    }
}

/// Agrees on keys, in no more time than a request's head may take.
async fn greet(
    tls: &Tls,
    stream: TcpStream,
    mut stopped: watch::Receiver<bool>,
    metrics: &Metrics,
) -> Option<TlsStream<TcpStream>> {
    tokio::select! {
        greeted = tls.greet(stream) => greeted
            .inspect_err(|error| debug!(%error, "no TLS with a connection"))
            .ok(),
        () = tokio::time::sleep(HEAD) => {
            metrics.cut_off();
            None
        }
        _ = stopped.wait_for(|stop| *stop) => None,
    }
}

/// Answers what is asked on one connection, HTTP/1.1 or HTTP/2 as it begins.
async fn attend(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    peer: SocketAddr,
    router: Router,
    mut stopped: watch::Receiver<bool>,
    metrics: Arc<Metrics>,
) {
    let _counted = metrics.connected();
    let doing = Arc::new(Doing::new());
    let noticed = Arc::clone(&doing);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        let under_way = UnderWay::begin(&noticed);
        let answer = router.clone().call(request.map(Body::new));
        async move {
            let answer: Result<_, Infallible> = answer.await;
            drop(under_way);
            answer
        }
    });
    let builder = builder();
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
    let mut asked_to_stop = false;
    loop {
        tokio::select! {
            ended = connection.as_mut() => {
                if let Err(error) = ended {
                    debug!(%error, "a connection ended before its time");
                }
                return;
            }
            _ = stopped.wait_for(|stop| *stop), if !asked_to_stop => {
                asked_to_stop = true;
                connection.as_mut().graceful_shutdown();
            }
            () = tokio::time::sleep(doing.left()) => {
                if doing.left().is_zero() {
                    metrics.cut_off();
                    return;
                }
            }
        }
    }
}

fn builder() -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(HEAD_BYTES as usize);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(Duration::from_secs(20))
        .keep_alive_timeout(Duration::from_secs(20))
        .max_concurrent_streams(STREAMS)
        .max_header_list_size(HEAD_BYTES)
        .initial_stream_window_size(WINDOW)
        .initial_connection_window_size(WINDOW)
        .max_send_buf_size(WINDOW as usize);
    builder
}

/// What goes on on a connection.
struct Doing {
    began: Instant,
    under_way: AtomicUsize,
    /// When a request last ended, in milliseconds since `began`; nothing has been asked at 0.
    last: AtomicU64,
}

impl Doing {
    fn new() -> Self {
        Self { began: Instant::now(), under_way: AtomicUsize::new(0), last: AtomicU64::new(0) }
    }

    /// How long the connection may go on without asking anything.
    fn left(&self) -> Duration {
        if self.under_way.load(Ordering::Acquire) > 0 {
            return IDLE;
        }
        let last = self.last.load(Ordering::Acquire);
        let allowed = if last == 0 { HEAD } else { Duration::from_millis(last) + IDLE };
        allowed.saturating_sub(self.began.elapsed())
    }
}

struct UnderWay(Arc<Doing>);

impl UnderWay {
    fn begin(doing: &Arc<Doing>) -> Self {
        doing.under_way.fetch_add(1, Ordering::AcqRel);
        Self(Arc::clone(doing))
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        let since = u64::try_from(self.0.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.0.last.store(since.max(1), Ordering::Release);
        self.0.under_way.fetch_sub(1, Ordering::AcqRel);
    }
}
