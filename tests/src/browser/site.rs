//! Web sites for the browser: the demo shop, or a few pages of a test's own, each with the probe.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::runtime;
use crate::storefront::{self, Csp, Options};

const PROBE: &str = include_str!("probe.js");

/// A site on an origin of its own, closed when dropped.
pub struct Site {
    address: SocketAddr,
    serving: JoinHandle<()>,
}

impl Site {
    /// The demo shop, with its tag pointing at a collector.
    #[must_use]
    pub fn shop(collector: &str, csp: Csp) -> Self {
        let collector = collector.parse().expect("a collector's address is an origin");
        let root = storefront::demo_root();
        Self::serve(storefront::router(Options { root, collector, csp }))
    }

    /// Pages by their paths.
    #[must_use]
    pub fn pages(pages: &[(&str, String)]) -> Self {
        let html = "text/html; charset=utf-8";
        let files: Vec<_> =
            pages.iter().map(|(path, page)| (*path, html, page.clone().into_bytes())).collect();
        Self::files(&files)
    }

    /// Files by their paths, each with its type.
    #[must_use]
    pub fn files(files: &[(&str, &'static str, Vec<u8>)]) -> Self {
        let files: HashMap<String, (&'static str, Bytes)> = files
            .iter()
            .map(|(path, kind, bytes)| ((*path).to_owned(), (*kind, bytes.clone().into())))
            .collect();
        let files = Arc::new(files);
        Self::serve(Router::new().fallback(move |uri: Uri| {
            let file = files.get(uri.path()).cloned();
            async move {
                let (kind, bytes) = file.ok_or(StatusCode::NOT_FOUND)?;
                Ok::<_, StatusCode>(([(header::CONTENT_TYPE, kind)], bytes))
            }
        }))
    }

    /// Its base address, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address of one of its pages.
    #[must_use]
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.url())
    }

    fn serve(router: Router) -> Self {
        let script = [(header::CONTENT_TYPE, "text/javascript")];
        let router = router
            .layer(axum::middleware::map_response(with_probe))
            .route("/probe.js", get(move || async move { (script, PROBE) }));
        let listener = runtime()
            .block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))
            .expect("a port is free");
        let address = listener.local_addr().expect("a listener has an address");
        let serving = runtime().spawn(async move {
            let _ = axum::serve(listener, router).await;
        });
        Self { address, serving }
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// The tag of a page of a test's own. Asked for with CORS, so that the page hears of every error in it.
#[must_use]
pub fn tag(collector: &str) -> String {
    format!(
        r#"<script defer crossorigin src="{collector}/p/percorso.js" data-site="test"></script>"#
    )
}

async fn with_probe(response: Response) -> Response {
    let kind = response.headers().get(header::CONTENT_TYPE);
    if !kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html")) {
        return response;
    }
    let (mut head, body) = response.into_parts();
    let Ok(html) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let html = String::from_utf8_lossy(&html);
    let html = html.replacen("<head>", "<head><script src=\"/probe.js\"></script>", 1);
    head.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(head, Body::from(html))
}
