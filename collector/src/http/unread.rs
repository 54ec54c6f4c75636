//! Whether a request's body was read to its end: what is left unread ends an HTTP/1 connection.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::Version;
use hyper::body::{Body as _, Frame, SizeHint};

/// What is known of a request's body once it is answered.
pub(super) struct Unread(Option<Arc<AtomicBool>>);

/// A body that notes when it has come to its end.
struct Watched {
    body: Body,
    is_read: Arc<AtomicBool>,
}

/// Whether a request may bring what is not read, and its connection ends with that: who keeps connections is
/// told, or the next request goes into nothing. HTTP/2 has streams and knows no such word.
pub(super) fn may_go_unread(request: &Request) -> bool {
    request.version() < Version::HTTP_2 && !request.body().is_end_stream()
}

/// The same request, of whose body it is known whether it was read.
pub(super) fn watch(request: Request) -> (Request, Unread) {
    if !may_go_unread(&request) {
        return (request, Unread(None));
    }
    let is_read = Arc::new(AtomicBool::new(false));
    let noted = Arc::clone(&is_read);
    let request = request.map(|body| Body::new(Watched { body, is_read: noted }));
    (request, Unread(Some(is_read)))
}

impl Unread {
    /// Whether something was left that ends the connection.
    pub(super) fn is_left(&self) -> bool {
        self.0.as_ref().is_some_and(|is_read| !is_read.load(Ordering::Acquire))
    }
}

impl hyper::body::Body for Watched {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let it = self.get_mut();
        let frame = ready!(Pin::new(&mut it.body).poll_frame(context));
        if frame.is_none() || it.body.is_end_stream() {
            it.is_read.store(true, Ordering::Release);
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
