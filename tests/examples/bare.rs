//! The ceiling of ingest's bench: an axum handler that reads a body and throws it away.
#![allow(clippy::print_stdout)]
// The address it listens on is what its caller waits for.

use axum::Router;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::routing::post;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("bare: http://{}/", listener.local_addr()?);
    let route = post(|body: Bytes| async move {
        std::hint::black_box(body.len());
        StatusCode::ACCEPTED
    });
    axum::serve(listener, Router::new().route("/p/e", route)).await
}
