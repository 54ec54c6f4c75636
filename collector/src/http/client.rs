//! Whose address a request has: the peer's, or, where the peer is a proxy the owner trusts, the one it
//! forwards for.

use std::net::IpAddr;

use axum::http::HeaderMap;
use ipnet::IpNet;

/// Headers by which a proxy says that it speaks for somebody.
pub(super) const FORWARDING: [&str; 4] = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];

/// Whether the connection that a request came by is TLS.
#[derive(Debug, Clone, Copy)]
pub(super) struct ByTls(pub(super) bool);

/// The proxies whose word counts; none by default.
#[derive(Debug, Clone, Default)]
pub(super) struct Proxies {
    /// Their networks.
    pub(super) trusted: Vec<IpNet>,
    /// Whether they write `Forwarded` (RFC 7239), not `X-Forwarded-For`.
    pub rfc7239: bool,
}

impl Proxies {
    /// The client's address: from the peer backwards, the first that is no trusted proxy. What a client
    /// wrote into the header itself stands to the left of it and is never reached.
    #[must_use]
    pub(super) fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer.to_canonical();
        let name = if self.rfc7239 { "forwarded" } else { "x-forwarded-for" };
        let lines = headers.get_all(name).into_iter().rev();
        let mut hops = lines.flat_map(|line| line.to_str().unwrap_or_default().rsplit(','));
        while self.trusts(client) {
            // A hop that can't be read ends the chain: nothing left of it is anybody's word.
            let Some(hop) = hops.next().and_then(|hop| self.address(hop)) else { break };
            client = hop;
        }
        client
    }

    /// The scheme by which the client asks: the connection's own, or what a trusted proxy says.
    pub(super) fn scheme(
        &self,
        peer: IpAddr,
        ByTls(by_tls): ByTls,
        headers: &HeaderMap,
    ) -> &'static str {
        let said = |name| headers.get(name).and_then(|said| said.to_str().ok()).unwrap_or_default();
        // The first is the outermost's, which the client has met.
        let outermost = |name| said(name).split(',').next().unwrap_or_default();
        let proto = match self.rfc7239 {
            false => outermost("x-forwarded-proto").trim(),
            true => pair(outermost("forwarded"), "proto").unwrap_or_default(),
        };
        let told = self.trusts(peer.to_canonical()) && proto.eq_ignore_ascii_case("https");
        if by_tls || told { "https" } else { "http" }
    }

    /// Whether this is one of them.
    pub(super) fn trusts(&self, address: IpAddr) -> bool {
        self.trusted.iter().any(|network| network.contains(&address))
    }

    fn address(&self, hop: &str) -> Option<IpAddr> {
        let hop = if self.rfc7239 { pair(hop, "for")? } else { hop.trim() };
        let bare = match hop.strip_prefix('[') {
            Some(rest) => rest.split_once(']')?.0,
            // An IPv4 address may carry a port; an IPv6 one without brackets may not.
            None => match hop.split_once(':') {
                Some((address, port)) if !port.contains(':') => address,
                _ => hop,
            },
        };
        Some(bare.parse::<IpAddr>().ok()?.to_canonical())
    }
}

/// What a hop of `Forwarded` says under this name.
fn pair<'a>(hop: &'a str, name: &str) -> Option<&'a str> {
    let pairs = hop.split(';').filter_map(|pair| pair.split_once('='));
    let mut pairs = pairs.filter(|(own, _)| own.trim().eq_ignore_ascii_case(name));
    Some(pairs.next()?.1.trim().trim_matches('"'))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn client(trusted: &[&str], rfc7239: bool, peer: &str, lines: &[&str]) -> String {
        let trusted = trusted.iter().map(|network| network.parse().unwrap()).collect();
        let mut headers = HeaderMap::new();
        for line in lines {
            let name = if rfc7239 { "forwarded" } else { "x-forwarded-for" };
            headers.append(name, HeaderValue::from_str(line).unwrap());
        }
        Proxies { trusted, rfc7239 }.client(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn nobody_is_trusted_unless_named() {
        assert_eq!(client(&[], false, "127.0.0.1", &["192.0.2.1"]), "127.0.0.1");
        assert_eq!(client(&["10.0.0.0/8"], false, "127.0.0.1", &["192.0.2.1"]), "127.0.0.1");
    }

    #[test]
    fn the_rightmost_that_is_no_proxy() {
        let ours = &["127.0.0.0/8", "10.0.0.0/8"];
        assert_eq!(client(ours, false, "127.0.0.1", &["192.0.2.1"]), "192.0.2.1");
        assert_eq!(client(ours, false, "127.0.0.1", &["1.1.1.1, 192.0.2.1"]), "192.0.2.1");
        assert_eq!(
            client(ours, false, "127.0.0.1", &["1.1.1.1", "192.0.2.1, 10.1.1.1"]),
            "192.0.2.1"
        );
        assert_eq!(client(ours, false, "::ffff:127.0.0.1", &["[2001:db8::1]:443"]), "2001:db8::1");
        assert_eq!(client(ours, false, "127.0.0.1", &["192.0.2.1:5555"]), "192.0.2.1");
        assert_eq!(client(ours, false, "127.0.0.1", &["192.0.2.1, unknown"]), "127.0.0.1");
        assert_eq!(client(ours, false, "127.0.0.1", &[]), "127.0.0.1");
        let line = r#"for=1.1.1.1, for="[2001:db8::1]:443";proto=https;by=10.0.0.1"#;
        assert_eq!(client(ours, true, "127.0.0.1", &[line]), "2001:db8::1");
    }

    #[test]
    fn a_scheme_is_the_connections_or_what_a_trusted_proxy_says() {
        let scheme = |trusted: &[&str], rfc7239, tls, name: &'static str, said: &str| {
            let trusted = trusted.iter().map(|network| network.parse().unwrap()).collect();
            let mut headers = HeaderMap::new();
            headers.insert(name, HeaderValue::from_str(said).unwrap());
            let peer = "127.0.0.1".parse().unwrap();
            Proxies { trusted, rfc7239 }.scheme(peer, ByTls(tls), &headers)
        };
        let (ours, proto) = (&["127.0.0.1/32"], "x-forwarded-proto");
        assert_eq!(scheme(&[], false, false, proto, "https"), "http");
        assert_eq!(scheme(&[], false, true, proto, "http"), "https");
        assert_eq!(scheme(ours, false, false, proto, "https, http"), "https");
        assert_eq!(scheme(ours, false, false, proto, "http"), "http");
        assert_eq!(scheme(ours, true, false, "forwarded", "for=1.2.3.4; Proto=\"HTTPS\""), "https");
        assert_eq!(
            scheme(ours, true, false, proto, "https"),
            "http",
            "not the header that it writes"
        );
    }

    proptest! {
        #[test]
        fn any_header_is_read(line in "[ -~]{0,60}", rfc7239: bool) {
            let found = client(&["127.0.0.1/32"], rfc7239, "127.0.0.1", &[&line]);
            prop_assert!(found.parse::<IpAddr>().is_ok());
        }
    }
}
