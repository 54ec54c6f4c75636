//! The owner's settings: a TOML file, over which the environment and the command line's options go.
//!
//! What a file says is checked whole before anything is opened, and a mistake is told with its line.

mod read;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;

use ipnet::IpNet;

pub use read::{ConfigError, FORWARDED, X_FORWARDED_FOR};

/// All that can be set; what is not stays at its default.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Config {
    /// Where to listen.
    pub listen: Option<SocketAddr>,
    /// Whether this machine, too, must show a token to read, where the owner has said so.
    pub require_token: Option<bool>,
    /// Proxies whose word on the client's address counts.
    pub trusted_proxies: Vec<IpNet>,
    /// Whether they write `Forwarded`, not `X-Forwarded-For`.
    pub rfc7239: bool,
    /// Rules for touchpoints, channels and phases.
    pub rules: Option<PathBuf>,
    /// A database of countries.
    pub geo: Option<PathBuf>,
    /// Certificate chain and key, both PEM.
    pub tls: Option<(PathBuf, PathBuf)>,
    /// Where DuckDB's clients attach; nowhere where not set.
    pub sql: Option<SocketAddr>,
    /// Whether that may be an address that other machines reach.
    pub sql_public: bool,
    /// Where the extensions are that this needs.
    pub sql_extension: Option<PathBuf>,
    /// How much is taken from whom.
    pub limits: Limits,
    /// The sites, by name. None: events of any site are taken, from anywhere.
    pub sites: BTreeMap<String, Site>,
}

/// How much is taken from whom; 0 sets no limit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Requests a second of an address prefix (/24, /48), over a long time.
    pub requests_per_second: f64,
    /// So many of them at once.
    pub requests_burst: f64,
    /// Events a second of a site.
    pub site_events_per_second: f64,
}

/// So many at once, where the owner says how many a second alone; one at least.
#[must_use]
pub fn burst_of(rate: f64) -> f64 {
    (10.0 * rate).max(1.0)
}

impl Limits {
    /// Whether so few at once are allowed that none would be.
    #[must_use]
    pub fn take_none(&self) -> bool {
        self.requests_per_second > 0.0 && self.requests_burst < 1.0
    }
}

/// What to do about limits that take none.
pub const NONE_AT_ONCE: &str = "less than one request at once cannot be; write a burst of 1 or more, or a \
                                rate of 0 for any number";

impl Default for Limits {
    fn default() -> Self {
        // A page sends a request every few seconds: enough for hundreds of shoppers behind one address.
        Self { requests_per_second: 100.0, requests_burst: 1_000.0, site_events_per_second: 0.0 }
    }
}

/// One site.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Site {
    /// Where its pages are, as browsers tell it: `https://shop.example`. None: anywhere.
    pub origins: Vec<String>,
}

impl Config {
    /// Whether this machine, too, must show a token to read. Where a proxy or a site is named, others
    /// come in: a proxy on this machine that does not say so makes each of them this machine.
    #[must_use]
    pub fn requires_token(&self) -> bool {
        self.require_token.unwrap_or(!self.trusted_proxies.is_empty() || !self.sites.is_empty())
    }

    /// Whether events of this site are taken from a page of this origin.
    ///
    /// No proof of anything, because whoever is no browser can say any origin; it keeps copies of the
    /// shop and other people's pages out of the figures.
    #[must_use]
    pub fn takes(&self, site: &str, origin: Option<&str>) -> bool {
        if self.sites.is_empty() {
            return true;
        }
        self.sites.get(site).is_some_and(|site| {
            site.origins.is_empty()
                || origin.is_some_and(|origin| site.origins.iter().any(|own| own == origin))
        })
    }
}

#[cfg(test)]
mod tests;
