//! The accept loop: who gets one of the places there are, and how long each may take over what.
//!
//! axum's own loop waits for ever for whoever connects and says nothing. Here a connection on which
//! nothing is asked is closed, whatever stage it has come to, and so is one that does not take its answer.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::HeaderValue;
use axum::http::header::HOST;
use hyper::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_rustls::server::TlsStream;
use tower_service::Service;
use tracing::{debug, warn};

use super::client::ByTls;
use super::doing::{HEAD, Line, UnderWay};
use super::force::SettingsBook;
use super::limit::prefix;
use super::metrics::Metrics;
use super::places::{Entry, Place, Places};
use super::router;
use super::state::App;
use super::tls::Tls;

/// Bytes of a request's head; of a header in HTTP/2 as well.
const HEAD_BYTES: u32 = 16 * 1024;
/// Requests under way on one HTTP/2 connection.
const STREAMS: u32 = 32;
/// How long a stop waits for an answer without an end to be taken to where it stands.
const LAST_WORDS: Duration = Duration::from_secs(1);
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
    let settings = app.settings.clone();
    let router = router::router(app);
    let places = Places::new();
    let (stopping, stopped) = watch::channel(false);
    let mut stop = pin!(stop);
    loop {
        let (stream, peer, place) = tokio::select! {
            () = stop.as_mut() => break,
            accepted = accept(&listener, &places, &settings) => match accepted {
                Some(accepted) => accepted,
                None => {
                    metrics.crowded_out();
                    continue;
                }
            },
        };
        let (router, metrics) = (router.clone(), Arc::clone(&metrics));
        let (stopped, tls) = (stopped.clone(), tls.clone());
        tokio::spawn(async move {
            let served = async {
                match tls {
                    None => attend(stream, peer, false, &place, router, stopped, &metrics).await,
                    Some(tls) => {
                        if let Some(stream) = greet(&tls, stream, stopped.clone(), &metrics).await {
                            attend(stream, peer, true, &place, router, stopped, &metrics).await;
                        }
                    }
                }
            };
            tokio::select! {
                () = served => {}
                // At once, or its file would be kept from whom the place is for.
                () = place.is_wanted() => metrics.crowded_out(),
            }
        });
    }
    // Before waiting: the address is free for the next collector at once.
    drop(listener);
    drop(stopped);
    let _ = stopping.send(true);
    stopping.closed().await;
    Ok(())
}

/// The next connection with its place; nothing where its network has too many.
pub(super) async fn accept(
    listener: &TcpListener,
    places: &Arc<Places>,
    settings: &SettingsBook,
) -> Option<(TcpStream, SocketAddr, Place)> {
    let (stream, peer) = loop {
        match listener.accept().await {
            Ok(accepted) => break accepted,
            Err(error) => {
                warn!(%error, "a connection could not be accepted");
                // Out of files, mostly: trying again at once would spin.
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    };
    // Answers are a few bytes: waiting to fill a packet would only delay them.
    let _ = stream.set_nodelay(true);
    let address = peer.ip().to_canonical();
    let speaks_for_many = address.is_loopback() || settings.now().proxies.trusts(address);
    let network = (!speaks_for_many).then(|| prefix(address));
    loop {
        match places.enter(network) {
            Entry::In(place) => return Some((stream, peer, place)),
            Entry::Refused => return None,
            Entry::Full => places.left().await,
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
    is_tls: bool,
    place: &Place,
    router: Router,
    mut stopped: watch::Receiver<bool>,
    metrics: &Arc<Metrics>,
) {
    let _counted = metrics.connected();
    let doing = &place.doing;
    let by_tls = ByTls(is_tls);
    let noticed = Arc::clone(doing);
    let line = Line { doing: Arc::clone(doing), stopped: stopped.clone() };
    let service = service_fn(move |mut request: Request<Incoming>| {
        name_host(&mut request);
        request.extensions_mut().insert(ConnectInfo(peer));
        request.extensions_mut().insert(by_tls);
        request.extensions_mut().insert(line.clone());
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
            () = tokio::time::sleep(LAST_WORDS), if asked_to_stop && doing.is_endless() => return,
            () = tokio::time::sleep(doing.left()) => {
                if doing.left().is_zero() {
                    metrics.cut_off();
                    return;
                }
            }
        }
    }
}

/// HTTP/2 has no `Host`: what is asked for by name stands in the request's address. From here on all look
/// at the header alone.
fn name_host(request: &mut Request<Incoming>) {
    if request.headers().contains_key(HOST) {
        return;
    }
    let named = request.uri().authority().map(|named| HeaderValue::from_str(named.as_str()));
    if let Some(Ok(host)) = named {
        request.headers_mut().insert(HOST, host);
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
