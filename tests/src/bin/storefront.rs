//! The demo shop's web server: `storefront --listen 127.0.0.1:8788 --collector http://127.0.0.1:8787`.

use std::{
    io::{self, Write},
    net::SocketAddr,
    path::PathBuf,
    process::ExitCode,
};

use clap::Parser;
use percorso_tests::storefront::{self, Csp, Options, Origin};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};

/// Serves the demo shop with clean URLs, its payment API and, on request, a strict CSP.
#[derive(Parser)]
struct Args {
    /// Address the shop listens on; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:8788")]
    listen: SocketAddr,
    /// Origin of the collector, put into the tag on every page.
    #[arg(long, default_value = storefront::DEFAULT_COLLECTOR)]
    collector: Origin,
    /// Content-Security-Policy to send: `strict` refuses WebAssembly, `wasm` allows it.
    #[arg(long, value_enum, default_value_t = Csp::None)]
    csp: Csp,
    /// Folder with the shop's files.
    #[arg(long, default_value = "web-demo")]
    root: PathBuf,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Args::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing is left to do when stderr itself is gone.
            let _ = writeln!(io::stderr(), "storefront: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(args: Args) -> io::Result<()> {
    let Args { listen, collector, csp, root } = args;
    if !root.join("index.html").is_file() {
        return Err(io::Error::other(format!(
            "no shop in {}: start it in the project's folder or give --root FOLDER",
            root.display()
        )));
    }
    let listener = TcpListener::bind(listen).await.map_err(|error| {
        io::Error::other(format!("cannot listen on {listen}: {error}; give --listen ADDRESS:PORT"))
    })?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    writeln!(io::stdout(), "shop: http://{}/", listener.local_addr()?)?;
    axum::serve(listener, storefront::router(Options { root, collector, csp }))
        .with_graceful_shutdown(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        })
        .await
}
