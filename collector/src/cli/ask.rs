//! Where a command's answers come from: the store's file, or the collector that has it.
//!
//! DuckDB lets one process have the file. Where a running collector has it, the note beside the store
//! says where to ask and what to show; `--url` and `PERCORSO_TOKEN` ask one elsewhere.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::de::DeserializeOwned;
use ureq::http::{Request, StatusCode};
use ureq::{Agent, Body, tls::TlsConfig};
use url::Url;

use crate::ingest::rules::webhook::is_this_machine;
use crate::query::Connection;
use crate::store::running;
use crate::store::{self, Access, StoreError};

/// How long a collector may take to accept a connection; its answer may take as long as it allows.
const CONNECTING: Duration = Duration::from_secs(10);
const TOKEN: &str = "PERCORSO_TOKEN";

/// The options that say which store, the same for every command.
#[derive(Debug, clap::Args)]
pub(super) struct Place {
    /// The store: a DuckDB file, made when it is not there yet.
    #[arg(long, global = true, env = "PERCORSO_DB", default_value = "percorso.duckdb")]
    pub(super) db: PathBuf,
    /// Ask the collector at this address in place of the file; the variable PERCORSO_TOKEN holds a
    /// token of it.
    #[arg(long, global = true, env = "PERCORSO_URL", value_name = "URL")]
    url: Option<String>,
}

/// What answers.
pub(super) enum Source {
    /// The file itself; nobody else has it, or others read it too.
    Store(Connection),
    /// The collector that has it.
    Collector(Collector),
}

impl Place {
    /// The collector that `--url` names.
    ///
    /// # Errors
    /// Where it can't be one.
    pub(super) fn elsewhere(&self) -> Result<Option<Collector>, AskError> {
        self.url.as_deref().map(Collector::remote).transpose()
    }

    /// Opens the store to read, or finds the collector that has it.
    ///
    /// # Errors
    /// Where there is neither.
    pub(super) fn reach(&self) -> Result<Source, AskError> {
        if let Some(url) = &self.url {
            return Collector::remote(url).map(Source::Collector);
        }
        match store::open(&self.db, Access::ReadOnly) {
            Ok(connection) => Ok(Source::Store(connection)),
            Err(locked @ StoreError::Locked { .. }) => {
                Collector::beside(&self.db)?.map(Source::Collector).ok_or_else(|| locked.into())
            }
            Err(other) => Err(other.into()),
        }
    }
}

/// A collector to ask over HTTP.
pub(super) struct Collector {
    agent: Agent,
    base: Url,
    token: Option<String>,
    /// The note that told of it, which may be a killed collector's.
    note_of: Option<PathBuf>,
}

impl Collector {
    /// The collector whose note lies beside the store.
    ///
    /// # Errors
    /// Where there is a note that can't be read.
    pub(super) fn beside(db: &Path) -> Result<Option<Self>, AskError> {
        let Some(note) = running::find(db)? else { return Ok(None) };
        let base = address(&note.url)?;
        // Its certificate is for the name the world knows; here it is asked by a number, and nobody
        // but the store's owner could have written the note.
        let tls = TlsConfig::builder().disable_verification(is_this_machine(&base)).build();
        let token = Some(note.token.as_str().to_owned());
        Ok(Some(Self { agent: agent(tls), base, token, note_of: Some(db.to_owned()) }))
    }

    fn remote(url: &str) -> Result<Self, AskError> {
        let base = address(url)?;
        let token = std::env::var(TOKEN).ok().filter(|token| !token.is_empty());
        if token.is_some() && base.scheme() == "http" && !is_this_machine(&base) {
            return Err(AskError::Clear(url.to_owned()));
        }
        Ok(Self { agent: agent(TlsConfig::default()), base, token, note_of: None })
    }

    /// Asks for a path with parameters.
    ///
    /// # Errors
    /// Where nobody answers, or with a refusal.
    pub(super) fn get<K: AsRef<str>, V: AsRef<str>>(
        &self,
        path: &str,
        pairs: impl IntoIterator<Item = (K, V)>,
    ) -> Result<Answer, AskError> {
        let mut url = self.url(path);
        url.query_pairs_mut().extend_pairs(pairs);
        let request = self.request("GET", &url).body(());
        self.answered(request.map(|request| self.agent.run(request)))
    }

    /// Sends a body, with headers that say what it is and what shall come back.
    ///
    /// # Errors
    /// Where nobody answers, or with a refusal.
    pub(super) fn post(
        &self,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Result<Answer, AskError> {
        self.send("POST", path, headers, body)
    }

    /// The same by another method.
    ///
    /// # Errors
    /// As [`Self::post`].
    pub(super) fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Result<Answer, AskError> {
        let mut request = self.request(method, &self.url(path));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.answered(request.body(body).map(|request| self.agent.run(request)))
    }

    /// A collector may live under a path of a larger site.
    fn url(&self, path: &str) -> Url {
        let mut url = self.base.clone();
        url.set_path(&format!("{}{path}", self.base.path().trim_end_matches('/')));
        url
    }

    fn request(&self, method: &str, url: &Url) -> ureq::http::request::Builder {
        let request = Request::builder().method(method).uri(url.as_str());
        match &self.token {
            Some(token) => request.header("authorization", format!("Bearer {token}")),
            None => request,
        }
    }

    fn answered(
        &self,
        outcome: Result<Result<ureq::http::Response<Body>, ureq::Error>, ureq::http::Error>,
    ) -> Result<Answer, AskError> {
        let base = self.base.to_string();
        let answer = match outcome.map_err(ureq::Error::from).and_then(|answer| answer) {
            Ok(answer) => answer,
            Err(cause) => {
                return Err(match &self.note_of {
                    Some(db) => AskError::Gone { db: db.clone(), base, cause },
                    None => AskError::Unreachable { base, cause },
                });
            }
        };
        if answer.status().is_success() {
            return Ok(Answer { body: answer.into_body(), base });
        }
        let status = answer.status();
        let said = answer.into_body().with_config().limit(4096).read_to_string();
        let said = said.unwrap_or_default().trim().to_owned();
        Err(match status {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN if self.note_of.is_none() => {
                AskError::Token { base, said }
            }
            _ => AskError::Refused { base, status, said },
        })
    }
}

/// What a collector answered, not yet read.
pub(super) struct Answer {
    body: Body,
    base: String,
}

impl Answer {
    /// The body as it comes.
    pub(super) fn reader(self) -> impl std::io::Read {
        self.body.into_reader()
    }

    /// The body, read as JSON.
    ///
    /// # Errors
    /// Where it breaks off or is something else.
    pub(super) fn json<T: DeserializeOwned>(self) -> Result<T, AskError> {
        let base = self.base;
        serde_json::from_reader(self.body.into_reader())
            .map_err(|cause| AskError::Answer { base, cause })
    }
}

fn agent(tls: TlsConfig) -> Agent {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        // A redirect would hand the token on.
        .max_redirects(0)
        .timeout_connect(Some(CONNECTING))
        .tls_config(tls)
        .build();
    config.into()
}

fn address(text: &str) -> Result<Url, AskError> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    url.ok_or_else(|| AskError::Address(text.to_owned()))
}

/// Why nobody answers.
#[derive(Debug, thiserror::Error)]
pub(super) enum AskError {
    /// The file can't be opened, and no collector has it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// `--url` is no address.
    #[error("{0:?} is not the address of a collector; give one as in http://127.0.0.1:8787")]
    Address(String),
    /// A token would be sent where others can read it.
    #[error("the token would go to {0} in the clear; give an https:// address")]
    Clear(String),
    /// Nobody answers where `--url` points.
    #[error("no collector answers at {base} ({cause})")]
    Unreachable {
        /// Where.
        base: String,
        /// What the connection says.
        cause: ureq::Error,
    },
    /// Nobody answers where the note points.
    #[error(
        "{} is in use, and the collector that was noted beside it does not answer at {base} ({cause}); \
         it is just starting or stopping, or another program has the file",
        db.display()
    )]
    Gone {
        /// The store.
        db: PathBuf,
        /// Where.
        base: String,
        /// What the connection says.
        cause: ureq::Error,
    },
    /// The token is missing, or not enough.
    #[error("the collector at {base} wants a token ({said}); set {TOKEN} to one of it")]
    Token {
        /// Where.
        base: String,
        /// What it answered.
        said: String,
    },
    /// The collector refuses.
    #[error("{}", if said.is_empty() { format!("the collector at {base} answered {status}") } else { said.clone() })]
    Refused {
        /// Where.
        base: String,
        /// Its status.
        status: StatusCode,
        /// Its sentence.
        said: String,
    },
    /// The answer can't be read.
    #[error("the answer of {base} can't be read ({cause}); is it a collector of this version?")]
    Answer {
        /// Where.
        base: String,
        /// What is wrong.
        cause: serde_json::Error,
    },
}
