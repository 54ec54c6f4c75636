//! What the shop's server can be told: its files, the collector's origin and the CSP to send.

use std::{fmt, path::PathBuf, str::FromStr};

use axum::http::HeaderValue;
use clap::ValueEnum;

/// The collector's origin that the files on disk carry in their tag.
pub const DEFAULT_COLLECTOR: &str = "http://127.0.0.1:8787";

/// How one shop is served.
pub struct Options {
    /// Folder with the shop's files.
    pub root: PathBuf,
    /// The collector whose tag the pages carry.
    pub collector: Origin,
    /// Content-Security-Policy to send.
    pub csp: Csp,
}

/// A web origin, checked so that it can stand in an attribute and in a header.
#[derive(Clone, Debug)]
pub struct Origin(String);

/// The Content-Security-Policy of every response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Csp {
    /// No policy.
    None,
    /// Scripts from the shop and the collector, WebAssembly allowed, nothing inline.
    Wasm,
    /// As `wasm`, but WebAssembly is refused.
    Strict,
}

impl Csp {
    pub(super) fn policy(self, collector: &Origin) -> Option<HeaderValue> {
        let wasm = match self {
            Self::None => return None,
            Self::Wasm => " 'wasm-unsafe-eval'",
            Self::Strict => "",
        };
        let policy = format!(
            "default-src 'self'; script-src 'self' {collector}{wasm}; \
             connect-src 'self' {collector}; img-src 'self' data:; object-src 'none'; \
             base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        );
        // An `Origin` is visible ASCII, so this is always a header value.
        HeaderValue::try_from(policy).ok()
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Origin {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let origin = text.strip_suffix('/').unwrap_or(text);
        let host = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        let allowed =
            |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
        match host {
            Some(host) if !host.is_empty() && host.chars().all(allowed) => {
                Ok(Self(origin.to_owned()))
            }
            _ => Err("expected scheme and host only, such as http://127.0.0.1:8787".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_cannot_leave_its_attribute_or_directive() {
        for good in ["http://127.0.0.1:8787", "https://t.shop.example/", "http://[::1]:80"] {
            assert!(good.parse::<Origin>().is_ok(), "{good}");
        }
        for bad in
            ["", "http://", "ftp://a", "http://a/b", "http://a\" onload=", "http://a;b", "//a"]
        {
            assert!(bad.parse::<Origin>().is_err(), "{bad}");
        }
    }

    #[test]
    fn only_the_wasm_policy_allows_wasm_and_none_allows_inline() {
        let origin: Origin = "http://127.0.0.1:1".parse().unwrap();
        let text = |csp: Csp| csp.policy(&origin).map(|v| v.to_str().unwrap().to_owned());
        assert_eq!(text(Csp::None), None);
        assert!(text(Csp::Wasm).unwrap().contains("'wasm-unsafe-eval'"));
        for policy in [text(Csp::Wasm).unwrap(), text(Csp::Strict).unwrap()] {
            assert!(policy.contains("connect-src 'self' http://127.0.0.1:1;"), "{policy}");
            assert!(!policy.contains("unsafe-inline"), "{policy}");
        }
        assert!(!text(Csp::Strict).unwrap().contains("wasm"));
    }
}
