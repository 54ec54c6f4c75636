//! HTTP: the only place that knows axum.
//!
//! Every route stands in [`router`]; a file a concern beside it.

mod assets;
mod client;
mod collect;
mod error;
mod gate;
mod health;
mod limit;
mod page;
mod report;
pub mod router;
mod rules;
mod server;
mod state;
mod store;
mod upkeep;

pub use assets::has_tracker;
pub use rules::RuleBook;
pub use state::{Access, App, Known};

use std::net::SocketAddr;

use axum::serve::ListenerExt;
use tokio::net::TcpListener;

/// Serves until `stop` is done, then lets the requests under way finish.
///
/// # Errors
/// What the listener says.
pub async fn serve(
    listener: TcpListener,
    app: App,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    // Answers are a few bytes: waiting to fill a packet would only delay them.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let service = router::router(app).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stop).await
}
