//! DuckDB's own protocol, Quack: any DuckDB client attaches and asks.
//!
//! A second DuckDB, in memory and empty, speaks it, never the store's: what a client sends reaches
//! `hooks`, which makes of it a question to the store by [`Live`](super::live::Live), with the same
//! guard and limits as `POST /v1/sql`, and has the second DuckDB run nothing but `percorso_answer` with
//! a ticket, which `answer` makes into that question's rows.

mod answer;
mod clients;
mod desk;
mod guests;
mod hooks;
mod tickets;

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use duckdb::{Config, Connection};

use super::reader::Reader;
use crate::store::running::RunToken;
use crate::store::tokens::Tokens;
use desk::Desk;

pub use clients::{Clients, Outcome, asker};

const CLOSE: &str = include_str!("../../../sql/quack/close.sql");
const SERVE: &str = include_str!("../../../sql/quack/serve.sql");
const STOP: &str = include_str!("../../../sql/quack/stop.sql");
/// In the order they are loaded: Quack asks the other to be there.
const EXTENSIONS: [&str; 2] = ["httpfs", "quack"];

/// Ports that are tried: another process may take one just before Quack does.
const TRIES: usize = 5;

/// Why it is not served.
#[derive(Debug, thiserror::Error)]
pub enum QuackError {
    /// The extension's file is not there, or is one of another DuckDB or platform.
    #[error(
        "DuckDB's extension {name} could not be loaded ({}). --sql needs httpfs and quack of DuckDB {version}, \
         signed, for this platform: have DuckDB's own client of that version fetch them once \
         (duckdb -c \"INSTALL httpfs; INSTALL quack\"), or put httpfs.duckdb_extension and \
         quack.duckdb_extension into a folder and name it with --sql-extension",
        one_line(.cause)
    )]
    Extension {
        /// Which.
        name: &'static str,
        /// DuckDB's version, as the extension must be for.
        version: String,
        /// What DuckDB says.
        cause: duckdb::Error,
    },
    /// DuckDB does not listen.
    #[error(
        "DuckDB could not be had to serve SQL ({0}); see that httpfs and quack are of the same DuckDB as \
         this program and that there is memory, or start without --sql"
    )]
    Listen(#[from] duckdb::Error),
    /// This machine gives no port.
    #[error(
        "could not have a port of 127.0.0.1 to serve SQL by ({0}); see how many this machine has open, or \
         start without --sql"
    )]
    Port(#[from] std::io::Error),
}

/// Serves as long as it lives.
pub struct Quack {
    inside: Connection,
    address: SocketAddr,
    clients: Clients,
}

impl Quack {
    /// Serves the store that `reader` reads to who shows a token that may read, at a port of this machine's
    /// own: what clients send comes by way of `http::door`, which knows when they have gone.
    ///
    /// # Errors
    /// Where the extension cannot be loaded, or no port be had.
    pub fn serve(
        folder: Option<&Path>,
        reader: Arc<Reader>,
        tokens: Arc<Tokens>,
    ) -> Result<Self, QuackError> {
        // One thread, that of whoever asks: where another finds an error in the middle of an answer, DuckDB may
        // tell the client "Interrupted!" in its place.
        let config = Config::default().with("allow_unsigned_extensions", "false")?.threads(1)?;
        let inside = Connection::open_in_memory_with_flags(config)?;
        for name in EXTENSIONS {
            load(&inside, name, folder)?;
        }
        let desk = Arc::new(Desk::new(reader));
        answer::register(&inside)?;
        hooks::register(&inside, &desk, tokens)?;
        inside.execute_batch(CLOSE)?;
        // Of no use to anybody: who may come in is decided by `hooks`.
        set(&inside, "quack_key", RunToken::random().as_str())?;
        let mut listening = listen(&inside);
        for _ in 1..TRIES {
            listening = listening.or_else(|_| listen(&inside));
        }
        let address = listening?;
        Ok(Self { inside, address, clients: Clients(desk) })
    }

    /// Where it listens: of this machine, whoever is on it.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its clients.
    #[must_use]
    pub fn clients(&self) -> Clients {
        self.clients.clone()
    }
}

impl Drop for Quack {
    fn drop(&mut self) {
        // It listens no more when the process has ended, at the latest.
        let _ = self.inside.execute_batch(STOP);
    }
}

/// Has it listen at a port that was free a moment ago: Quack takes none by itself.
fn listen(inside: &Connection) -> Result<SocketAddr, QuackError> {
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = free.local_addr()?;
    drop(free);
    set(inside, "quack_uri", &format!("quack:{address}"))?;
    inside.execute_batch(SERVE)?;
    Ok(address)
}

fn set(inside: &Connection, name: &str, value: &str) -> duckdb::Result<usize> {
    inside.execute(&format!("SET VARIABLE {name} = ?"), [value])
}

/// DuckDB's message, which has several.
fn one_line(cause: &duckdb::Error) -> String {
    cause.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn load(inside: &Connection, name: &'static str, folder: Option<&Path>) -> Result<(), QuackError> {
    let file = |folder: &Path| folder.join(format!("{name}.duckdb_extension"));
    // Without a folder DuckDB looks where its own INSTALL puts them.
    let what = folder.map_or(PathBuf::from(name), file);
    let text = format!("LOAD '{}'", what.display().to_string().replace('\'', "''"));
    inside.execute_batch(&text).map_err(|cause| {
        let version = inside.version().unwrap_or_default();
        QuackError::Extension { name, version, cause }
    })
}
