//! Errors as HTTP says them: a status, one sentence of plain text, nothing from inside.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use percorso_protocol::refusal::Refusal;

use crate::ingest::unpack::UnpackError;
use crate::store::StoreError;
use crate::store::tokens::Scope;

/// What can be full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Queue {
    /// Events that wait for the writer.
    Writer,
    /// Memory for bodies under way.
    Bodies,
    /// Reports and pages.
    Reports,
    /// Statements of SQL.
    Sql,
    /// Statements of DuckDB's clients.
    Quack,
    /// Who listens.
    Live,
}

impl Queue {
    pub(super) const ALL: [Self; 6] =
        [Self::Writer, Self::Bodies, Self::Reports, Self::Sql, Self::Quack, Self::Live];

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Writer => "writer",
            Self::Bodies => "bodies",
            Self::Reports => "reports",
            Self::Sql => "sql",
            Self::Quack => "quack",
            Self::Live => "live",
        }
    }
}

/// Why a request is not answered with what it asked for.
#[derive(Debug)]
pub(super) enum ApiError {
    /// 400: the body or a parameter can't be read.
    BadRequest(String),
    /// 401: a token of this scope is needed, and the one shown is none.
    Unauthorized(Scope),
    /// 403: the token shown is not enough.
    Forbidden {
        /// What it is good for.
        shown: Scope,
        /// What is needed.
        needed: Scope,
    },
    /// 403: another place's page asks without a token.
    ForeignPage,
    /// 405: the route is there, and is not asked that way.
    NotAllowed,
    /// 404: there is no such thing.
    NotFound,
    /// 404: what is asked for by name is not there; the sentence says what is.
    Absent(String),
    /// 408: the body did not arrive in time.
    TooSlow,
    /// 406: the answer cannot be had in any of the forms asked for.
    NotAcceptable(&'static str),
    /// 413: the body is too large.
    TooLarge,
    /// 415: the body is of a kind or coding that is not taken.
    UnsupportedBody(&'static str),
    /// 422: the body can be read and can't be right.
    Unprocessable(String),
    /// 503: not stored and to be sent again, after as many seconds.
    ComeAgain(u8, String),
    /// 503: too many wait already; after as many seconds, with a sentence. The response carries which
    /// queue it is, to be counted.
    Full(Queue, u8, String),
    /// 429: too much from there; after as many seconds more is taken.
    TooMany(u64),
    /// 500: the answer failed; the log says why.
    Internal,
}

impl ApiError {
    /// The system gives no thread.
    pub(super) fn no_thread() -> Self {
        Self::ComeAgain(5, "no thread could be had; ask again later".to_owned())
    }
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::TooLarge => Self::TooLarge,
            Refusal::Malformed(_) | Refusal::Missing(_) => Self::BadRequest(refusal.to_string()),
            Refusal::Invalid(_) | Refusal::TooManyEvents(_) | Refusal::NewerVersion(_) => {
                Self::Unprocessable(refusal.to_string())
            }
        }
    }
}

impl From<UnpackError> for ApiError {
    fn from(error: UnpackError) -> Self {
        match error {
            UnpackError::TooLarge => Self::TooLarge,
            UnpackError::Broken => {
                Self::BadRequest("the body is not what its Content-Encoding says".to_owned())
            }
        }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy => Self::Full(Queue::Writer, 1, error.to_string()),
            StoreError::Stopped => Self::ComeAgain(1, error.to_string()),
            // A full disk or a fault of the file: give whoever mends it a moment.
            _ => Self::ComeAgain(5, StoreError::NotStored.to_string()),
        }
    }
}

/// What fails while the store is out of order fails for that, and passes: 503, and not 500. Whoever asks
/// is told when to come again, whatever it was.
pub(super) fn passing() -> Response {
    let sentence = "the store is out of order; `percorso doctor`, on its machine, says why";
    ApiError::ComeAgain(5, sentence.to_owned()).into_response()
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, text) = match self {
            Self::BadRequest(text) => (StatusCode::BAD_REQUEST, text),
            Self::Forbidden { shown, needed } => {
                let [shown, needed] = [shown, needed].map(Scope::as_str);
                let text = format!("this token is of scope {shown}, and {needed} is needed");
                (StatusCode::FORBIDDEN, text)
            }
            Self::ForeignPage => {
                let text =
                    "a page of another site asks; open this address by itself, or show a token";
                (StatusCode::FORBIDDEN, text.to_owned())
            }
            Self::NotAllowed => {
                let text = "not by this method; the header Allow names those there are";
                (StatusCode::METHOD_NOT_ALLOWED, text.to_owned())
            }
            Self::Unauthorized(needed) => {
                let needed = needed.as_str();
                let text = format!(
                    "show a token of scope {needed}: Authorization: Bearer ... (percorso token create \
                     --scope {needed} makes one); a browser asks for a name, any, and for it as password\n"
                );
                let how = [(header::WWW_AUTHENTICATE, "Bearer realm=\"percorso\"")];
                return (StatusCode::UNAUTHORIZED, how, text).into_response();
            }
            Self::TooMany(seconds) => {
                let wait = [(header::RETRY_AFTER, seconds.to_string())];
                let text = "too many requests from your network; come again later\n";
                return (StatusCode::TOO_MANY_REQUESTS, wait, text).into_response();
            }
            Self::NotFound => (StatusCode::NOT_FOUND, "there is nothing here".to_owned()),
            Self::Absent(text) => (StatusCode::NOT_FOUND, text),
            Self::TooSlow => {
                (StatusCode::REQUEST_TIMEOUT, "the body did not arrive in time".to_owned())
            }
            Self::NotAcceptable(text) => (StatusCode::NOT_ACCEPTABLE, text.to_owned()),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, Refusal::TooLarge.to_string()),
            Self::UnsupportedBody(text) => (StatusCode::UNSUPPORTED_MEDIA_TYPE, text.to_owned()),
            Self::Unprocessable(text) => (StatusCode::UNPROCESSABLE_ENTITY, text),
            Self::ComeAgain(seconds, text) => {
                let wait = [(header::RETRY_AFTER, seconds.to_string())];
                return (StatusCode::SERVICE_UNAVAILABLE, wait, text + "\n").into_response();
            }
            Self::Full(queue, seconds, text) => {
                let mut response = Self::ComeAgain(seconds, text).into_response();
                response.extensions_mut().insert(queue);
                return response;
            }
            Self::Internal => {
                let text = "the answer failed; the collector's log says why";
                (StatusCode::INTERNAL_SERVER_ERROR, text.to_owned())
            }
        };
        (status, text + "\n").into_response()
    }
}
