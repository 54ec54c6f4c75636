//! The owner's routes answer to this machine alone, whatever the collector listens on.
//!
//! A proxy on this machine speaks for others, so what it forwards is not local; and a name that is
//! not this machine's may be a foreign page's trick to read the answer (DNS rebinding).

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::error::ApiError;
use super::state::App;

/// Lets the request through when it comes from this machine.
pub(super) async fn require_local(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    // A collector that listens on one outer address is asked on that, and is no loopback's.
    if is_local(peer.ip(), request.headers())
        || shown(request.headers()).is_some_and(|token| app.token.is(token))
    {
        return next.run(request).await;
    }
    ApiError::Forbidden("this page answers on the collector's own machine only").into_response()
}

/// The token a request shows.
fn shown(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

/// Whether the request comes from this machine and speaks for nobody else.
pub(super) fn is_local(peer: IpAddr, headers: &HeaderMap) -> bool {
    let forwarded = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];
    let host = headers.get(header::HOST).map(HeaderValue::as_bytes).unwrap_or_default();
    peer.to_canonical().is_loopback()
        && !forwarded.iter().any(|name| headers.contains_key(*name))
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
