//! Whose address a request has: the peer's, or, where the peer is a proxy the owner trusts, the one it
//! forwards for.

use std::net::IpAddr;

use axum::http::HeaderMap;
use ipnet::IpNet;

/// Headers by which a proxy says that it speaks for somebody.
pub(super) const FORWARDING: [&str; 4] = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];

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

    /// Whether this is one of them.
    pub(super) fn trusts(&self, address: IpAddr) -> bool {
        self.trusted.iter().any(|network| network.contains(&address))
    }

    fn address(&self, hop: &str) -> Option<IpAddr> {
        let hop = if self.rfc7239 {
            let pairs = hop.split(';').filter_map(|pair| pair.split_once('='));
            let mut pairs = pairs.filter(|(name, _)| name.trim().eq_ignore_ascii_case("for"));
            pairs.next()?.1.trim().trim_matches('"')
        } else {
            hop.trim()
        };
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

    proptest! {
        #[test]
        fn any_header_is_read(line in "[ -~]{0,60}", rfc7239: bool) {
            let found = client(&["127.0.0.1/32"], rfc7239, "127.0.0.1", &[&line]);
            prop_assert!(found.parse::<IpAddr>().is_ok());
        }
    }
}
