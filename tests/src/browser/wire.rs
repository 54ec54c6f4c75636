//! The wire between pages and the collector: hands on what is sent, keeps a copy, and on request breaks.

use std::collections::{HashSet, VecDeque};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderValue, Method, Request, Response, header};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use super::runtime;
use crate::harness::{Answer, Client, PATIENCE, wait_for};

/// What becomes of one batch.
#[derive(Clone, Copy, Debug)]
pub enum Fate {
    /// The collector answers it with 503 and `Retry-After` of one second, without having seen it.
    Refuse,
    /// The collector gets it, and the connection breaks before its reply.
    CutReply,
}

/// An event as it went over the wire and was acknowledged.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The page load's id.
    pub page: String,
    /// Its place in the page load.
    pub seq: u64,
    /// When it happened, in milliseconds since 1970 by the browser's clock.
    pub at: u64,
    /// Its name.
    pub event: String,
    /// Its parameters.
    pub params: Value,
}

/// A proxy on a fixed port. Batches go on one after the other, so that they are stored in the order
/// in which they are told here.
pub struct Wire {
    address: SocketAddr,
    state: Arc<State>,
    serving: Mutex<Option<JoinSet<()>>>,
}

struct State {
    kept: Mutex<Kept>,
    /// Held while a batch is on its way.
    turn: tokio::sync::Mutex<()>,
}

struct Kept {
    upstream: Client,
    fates: VecDeque<Fate>,
    bodies: Vec<String>,
    told: Vec<Told>,
    other_methods: Vec<String>,
    /// Requests that the collector has and has not answered.
    under_way: usize,
}

struct Cut;

impl Wire {
    /// In front of a collector.
    #[must_use]
    pub fn before(collector: Client) -> Self {
        let kept = Kept {
            upstream: collector,
            fates: VecDeque::new(),
            bodies: Vec::new(),
            told: Vec::new(),
            other_methods: Vec::new(),
            under_way: 0,
        };
        let state = Arc::new(State { kept: Mutex::new(kept), turn: tokio::sync::Mutex::default() });
        let (address, serving) = listen(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), &state);
        Self { address, state, serving: Mutex::new(Some(serving)) }
    }

    /// Its base address, for the tag.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What is to become of the next batches; those after them are handed on.
    pub fn next(&self, fates: &[Fate]) {
        self.state.kept().fates.extend(fates);
    }

    /// Takes it out: connections end, new ones are refused.
    pub fn unplug(&self) {
        *self.serving.lock().unwrap_or_else(PoisonError::into_inner) = None;
        // The port is free once the listening task has gone.
        wait_for("the port to be closed", PATIENCE, || {
            std::net::TcpStream::connect(self.address).err()
        });
    }

    /// Takes it out and waits for the collector's answers: what is told after that, is all there is.
    pub fn end(&self) {
        self.unplug();
        wait_for("the collector's answers", PATIENCE, || {
            (self.state.kept().under_way == 0).then_some(())
        });
    }

    /// Puts it in again on the same port, in front of this collector.
    pub fn plug(&self, collector: Client) {
        self.state.kept().upstream = collector;
        let (_, serving) = listen(self.address, &self.state);
        *self.serving.lock().unwrap_or_else(PoisonError::into_inner) = Some(serving);
    }

    /// Every batch's text, in the order of arrival, whatever became of it.
    #[must_use]
    pub fn bodies(&self) -> Vec<String> {
        self.state.kept().bodies.clone()
    }

    /// Every acknowledged event, in the order of arrival, retries included.
    #[must_use]
    pub fn told(&self) -> Vec<Told> {
        self.state.kept().told.clone()
    }

    /// Requests to the endpoint that were no POST: a browser that asks for permission first, say.
    #[must_use]
    pub fn other_methods(&self) -> Vec<String> {
        self.state.kept().other_methods.clone()
    }

    /// Every acknowledged event once, in the order of arrival.
    #[must_use]
    pub fn told_once(&self) -> Vec<Told> {
        let mut known = HashSet::new();
        let mut told = self.told();
        told.retain(|told| known.insert((told.page.clone(), told.seq)));
        told
    }
}

impl State {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn listen(address: SocketAddr, state: &Arc<State>) -> (SocketAddr, JoinSet<()>) {
    let listener = runtime().block_on(TcpListener::bind(address)).expect("the port is free");
    let address = listener.local_addr().expect("a listener has an address");
    let state = Arc::clone(state);
    let mut serving = JoinSet::new();
    serving.spawn_on(accept(listener, state), runtime().handle());
    (address, serving)
}

async fn accept(listener: TcpListener, state: Arc<State>) {
    // Connections end with the set, and the set with this task.
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        connections.spawn(serve(stream, Arc::clone(&state)));
    }
}

async fn serve(stream: TcpStream, state: Arc<State>) {
    let answer = service_fn(move |request| {
        let state = Arc::clone(&state);
        async move { hand_on(request, &state).await.map_err(|Cut| "cut") }
    });
    // An error here is the cut that was asked for, or a page that went away.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), answer).await;
}

async fn hand_on(request: Request<Incoming>, state: &Arc<State>) -> Result<Response<Body>, Cut> {
    let (head, body) = request.into_parts();
    let body = to_bytes(Body::new(body), usize::MAX).await.map_err(|_| Cut)?;
    let path = head.uri.path().to_owned();
    let is_batch = path == "/p/e" && head.method == Method::POST;
    let _turn = if is_batch { Some(state.turn.lock().await) } else { None };
    let fate = {
        let mut kept = state.kept();
        if is_batch {
            kept.bodies.push(String::from_utf8_lossy(&body).into_owned());
        } else if path == "/p/e" {
            kept.other_methods.push(head.method.to_string());
        }
        if is_batch { kept.fates.pop_front() } else { None }
    };
    if let Some(Fate::Refuse) = fate {
        return Ok(refusal());
    }
    let client = state.kept().upstream.clone();
    let kept = Arc::clone(state);
    kept.kept().under_way += 1;
    // It runs to its end even where the connection is cut, so that what is stored is also told.
    let answer = tokio::task::spawn_blocking(move || {
        let headers: Vec<_> = head
            .headers
            .iter()
            // The host goes along: the collector's page writes it into the tag it shows.
            .filter(|(name, _)| ![header::CONNECTION, header::CONTENT_LENGTH].contains(name))
            .filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)))
            .collect();
        let answer = client.send(head.method.as_str(), &path, &headers, &body);
        let mut kept = kept.kept();
        if is_batch && answer.as_ref().is_ok_and(|answer| answer.status == 202) {
            kept.told.extend(events(&body));
        }
        kept.under_way -= 1;
        answer
    });
    let answer = answer.await.map_err(|_| Cut)?.map_err(|_| Cut)?;
    match fate {
        Some(Fate::CutReply) => Err(Cut),
        _ => Ok(reply(answer)),
    }
}

fn reply(answer: Answer) -> Response<Body> {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = answer.status;
    *response.headers_mut() = answer.headers;
    for name in [header::CONNECTION, header::TRANSFER_ENCODING, header::CONTENT_LENGTH] {
        response.headers_mut().remove(name);
    }
    response
}

/// As the collector says it when its queue is full.
fn refusal() -> Response<Body> {
    let mut response = Response::new(Body::from("busy\n"));
    *response.status_mut() = axum::http::StatusCode::SERVICE_UNAVAILABLE;
    let headers = [
        (header::RETRY_AFTER, "1"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::ACCESS_CONTROL_EXPOSE_HEADERS, "retry-after"),
    ];
    for (name, value) in headers {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

fn events(body: &Bytes) -> Vec<Told> {
    let batch: Value = serde_json::from_slice(body).expect("an accepted batch is JSON");
    let seq = batch["seq"].as_u64().expect("an accepted batch has a place");
    let time = batch["time"].as_u64().expect("an accepted batch has a time");
    let page = batch["page"].as_str().expect("an accepted batch has a page");
    let events = batch["events"].as_array().expect("an accepted batch has events");
    (seq..)
        .zip(events)
        .map(|(seq, event)| Told {
            page: page.to_owned(),
            seq,
            at: time + event[1].as_u64().expect("an accepted event has a time"),
            event: event[0].as_str().unwrap_or_default().to_owned(),
            params: event[2].clone(),
        })
        .collect()
}
