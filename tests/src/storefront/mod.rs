//! The demo shop's server, as a router that the binary serves and the tests embed.
//!
//! The shop is plain files; the server adds what a shop's web server adds: clean URLs, shared
//! page parts, the right status for a page that does not exist, and the payment API.

mod catalogue;
mod options;
mod pages;
mod pay;
#[cfg(test)]
mod tests;

use std::{path::PathBuf, sync::Arc};

use axum::{
    Router,
    extract::State,
    http::{HeaderValue, header},
    middleware,
    response::Response,
    routing::{get, post},
};
use tower_http::services::ServeDir;

pub use options::{Csp, DEFAULT_COLLECTOR, Options, Origin};

/// Folders whose files go out as they are; nothing else of the root is reachable.
const ASSETS: [&str; 5] = ["css", "data", "img", "js", "media"];

/// The whole shop as one axum router.
pub fn router(options: Options) -> Router {
    let policy = options.csp.policy(&options.collector);
    let mut shop = Router::new()
        .route("/", get(pages::home))
        .route("/c/{category}", get(pages::category))
        .route("/p/{slug}", get(pages::product))
        .route("/checkout/{step}", get(pages::checkout))
        .route("/{page}", get(pages::plain))
        .route("/api/pay", post(pay::pay))
        .fallback(pages::not_found);
    for folder in ASSETS {
        shop = shop.nest_service(&format!("/{folder}"), ServeDir::new(options.root.join(folder)));
    }
    shop.layer(middleware::map_response_with_state(policy, add_headers))
        .with_state(Arc::new(options))
}

/// The shop's files in this checkout, for tests whose working directory is elsewhere.
pub fn demo_root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../web-demo"))
}

async fn add_headers(
    State(policy): State<Option<HeaderValue>>,
    mut response: Response,
) -> Response {
    let headers = response.headers_mut();
    // Revalidated, yet never `no-store`: that would cost every page the back/forward cache.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Some(policy) = policy {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}
