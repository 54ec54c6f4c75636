//! Who gets in: whoever shows a token of enough scope; and to read, this machine itself.
//!
//! A proxy on this machine speaks for others, so what it forwards is not local; and a name that is
//! not this machine's may be a foreign page's trick to read the answer (DNS rebinding).

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use tracing::{error, warn};

use super::client::FORWARDING;
use super::error::ApiError;
use super::metrics::Limited;
use super::state::App;
use super::unread::may_go_unread;
use crate::store::tokens::Scope;

/// Has a browser ask for the token: of itself it sends none.
const ASK: HeaderValue = HeaderValue::from_static("Basic realm=\"percorso\", charset=\"UTF-8\"");

/// Lets through who may read.
pub(super) async fn read(
    app: State<App>,
    peer: ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    pass(Scope::Read, &app, peer.0, request, next).await
}

/// Lets through who may send events for others.
pub(super) async fn write(
    app: State<App>,
    peer: ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    pass(Scope::Write, &app, peer.0, request, next).await
}

/// Lets through who may do everything.
pub(super) async fn admin(
    app: State<App>,
    peer: ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    pass(Scope::Admin, &app, peer.0, request, next).await
}

/// Lets anybody through, as often as anybody may send.
pub(super) async fn limit(
    app: State<App>,
    peer: ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    // This machine's own monitors look as often as they like.
    if !is_local(peer.ip(), request.headers()) {
        let settings = app.settings.now();
        let client = settings.proxies.client(peer.ip(), request.headers());
        if let Err(wait) = settings.limits.question(client) {
            return app.metrics.too_many(Limited::Sender, wait).into_response();
        }
    }
    next.run(request).await
}

async fn pass(
    needed: Scope,
    app: &App,
    peer: SocketAddr,
    request: Request,
    next: Next,
) -> Response {
    let looks = needed == Scope::Read && matches!(*request.method(), Method::GET | Method::HEAD);
    match check(needed, looks, app, peer, request.headers()) {
        Ok(()) => next.run(request).await,
        Err(error) => {
            let mut response = error.into_response();
            if looks && response.status() == StatusCode::UNAUTHORIZED {
                response.headers_mut().append(header::WWW_AUTHENTICATE, ASK);
            }
            if may_go_unread(&request) {
                response
                    .headers_mut()
                    .insert(header::CONNECTION, HeaderValue::from_static("close"));
            }
            response
        }
    }
}

/// Whether who asked to see something may still; a token may have been revoked.
pub(super) fn may_read(app: &App, peer: SocketAddr, headers: &HeaderMap) -> bool {
    check(Scope::Read, true, app, peer, headers).is_ok()
}

/// `looks`: whether the request only looks at something, as a browser may that was given the token as a password.
fn check(
    needed: Scope,
    looks: bool,
    app: &App,
    peer: SocketAddr,
    headers: &HeaderMap,
) -> Result<(), ApiError> {
    let settings = app.settings.now();
    let Some(shown) = headers.get(header::AUTHORIZATION) else {
        let open = needed == Scope::Read && !settings.config.requires_token();
        // A collector that listens on one outer address is asked on that, and is no loopback's.
        if !open || !is_local(peer.ip(), headers) {
            return Err(ApiError::Unauthorized(needed));
        }
        return match is_foreign_page(headers) {
            true => Err(ApiError::ForeignPage),
            false => Ok(()),
        };
    };
    let shown = shown.to_str().ok().and_then(|shown| shown.split_once(' '));
    // A scheme may be written in any case (RFC 9110, 11.1).
    let text = match shown {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Some(token.to_owned()),
        Some((scheme, pair)) if looks && scheme.eq_ignore_ascii_case("basic") => {
            // A browser sends it along whoever's page asks.
            if is_foreign_page(headers) {
                return Err(ApiError::ForeignPage);
            }
            password(pair)
        }
        _ => None,
    };
    let scope = match text {
        Some(text) if app.token.is(&text) => Some(Scope::Admin),
        Some(text) => app.tokens.scope(&text).map_err(|source| {
            error!(%source, "tokens could not be read, nobody gets in");
            ApiError::Internal
        })?,
        None => None,
    };
    match scope {
        Some(scope) if scope.opens(needed) => Ok(()),
        Some(shown) => Err(ApiError::Forbidden { shown, needed }),
        None => {
            // These alone are counted: who guesses is to keep nobody out who need not guess, and finds
            // one of 2^256 at no rate.
            let client = settings.proxies.client(peer.ip(), headers);
            if let Err(seconds) = app.guesses.wrong(client) {
                return Err(app.metrics.too_many(Limited::Token, seconds));
            }
            warn!("a request showed a token that is none");
            Err(ApiError::Unauthorized(needed))
        }
    }
}

/// The password of what a browser sends for a name and a password (RFC 7617).
fn password(pair: &str) -> Option<String> {
    let pair = String::from_utf8(BASE64_STANDARD.decode(pair.trim()).ok()?).ok()?;
    pair.split_once(':').map(|(_, password)| password.to_owned())
}

/// Whether a browser says that another place's page asks. This machine's browser comes from this machine
/// whoever wrote the page, and what a page may not read it may still have reckoned.
fn is_foreign_page(headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).map(HeaderValue::as_bytes);
    let host = text(header::HOST).unwrap_or_default();
    let is_own = |origin: &[u8]| {
        let schemes = [b"http://".as_slice(), b"https://"];
        schemes.iter().any(|scheme| origin.strip_prefix(*scheme) == Some(host))
    };
    text(HeaderName::from_static("sec-fetch-site")) == Some(b"cross-site".as_slice())
        || text(header::ORIGIN).is_some_and(|origin| !is_own(origin))
}

/// Whether the request comes from this machine and speaks for nobody else.
pub(super) fn is_local(peer: IpAddr, headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).map(HeaderValue::as_bytes).unwrap_or_default();
    peer.to_canonical().is_loopback()
        && !FORWARDING.iter().any(|name| headers.contains_key(*name))
        && std::str::from_utf8(host).is_ok_and(is_own_name)
}

fn is_own_name(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    name.eq_ignore_ascii_case("localhost") || address.is_ok_and(|a| a.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_by_its_own_name() {
        let ask = |peer: &str, host: &str, forwarded: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, host.parse().unwrap());
            if let Some(name) = forwarded {
                headers.insert(name, "192.0.2.1".parse().unwrap());
            }
            is_local(peer.parse().unwrap(), &headers)
        };
        assert!(ask("127.0.0.1", "127.0.0.1:8787", None));
        assert!(ask("::1", "[::1]:8787", None));
        assert!(ask("::ffff:127.0.0.1", "localhost", None));
        assert!(!ask("192.0.2.1", "127.0.0.1:8787", None));
        assert!(!ask("127.0.0.1", "evil.example:8787", None));
        assert!(!ask("127.0.0.1", "127.0.0.1:8787", Some("x-forwarded-for")));
    }
}
