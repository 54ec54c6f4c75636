//! The settings of a collector: its file, over which options and the environment go; and `percorso config`.

use std::collections::BTreeMap;
use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use clap::builder::BoolishValueParser;
use ipnet::IpNet;

use super::Outcome;
use crate::config::{Config, FORWARDED, NONE_AT_ONCE, Site, X_FORWARDED_FOR, burst_of};
use crate::ingest::country::Countries;

/// Where a collector listens unless told otherwise: on this machine alone.
pub(super) const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8787);

/// Where DuckDB's clients attach unless told otherwise: on this machine alone, at Quack's own port.
const SQL: &str = "127.0.0.1:9494";

/// Check the settings a collector would have, and print them.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Settings {
    /// Settings, a TOML file; options and the environment go over what it says.
    #[arg(long, env = "PERCORSO_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// Address to listen on [default: 127.0.0.1:8787]
    #[arg(long, env = "PERCORSO_LISTEN")]
    listen: Option<SocketAddr>,
    /// Rules for touchpoints, channels and phases, a TOML file; SIGHUP has it read again.
    #[arg(long, env = "PERCORSO_RULES", value_name = "FILE")]
    rules: Option<PathBuf>,
    /// Tells countries: a database in MaxMind's format (GeoLite2-Country, DB-IP's and others').
    #[arg(long, env = "PERCORSO_GEO", value_name = "FILE")]
    geo: Option<PathBuf>,
    /// Certificates to serve HTTPS with, PEM, the collector's own first; SIGHUP has them read again.
    #[arg(long, env = "PERCORSO_TLS_CERTIFICATE", value_name = "FILE", requires = "tls_key")]
    tls_certificate: Option<PathBuf>,
    /// Its key, PEM.
    #[arg(long, env = "PERCORSO_TLS_KEY", value_name = "FILE", requires = "tls_certificate")]
    tls_key: Option<PathBuf>,
    /// Whether this machine, too, must show a token to read [default: where a proxy or a site is named]
    #[arg(long, env = "PERCORSO_REQUIRE_TOKEN", value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", value_parser = BoolishValueParser::new())]
    require_token: Option<bool>,
    /// A proxy, or a network of them, whose X-Forwarded-For tells the client's address.
    #[arg(long, env = "PERCORSO_TRUSTED_PROXIES", value_name = "NETWORK", value_delimiter = ',', value_parser = network)]
    trusted_proxy: Vec<IpNet>,
    /// The header they write [default: x-forwarded-for]
    #[arg(long, env = "PERCORSO_CLIENT_ADDRESS", value_name = "HEADER", value_parser = [X_FORWARDED_FOR, FORWARDED])]
    client_address: Option<String>,
    /// A site, and the origins its pages have: NAME, or NAME=https://shop.example,https://www.shop.example; in
    /// the environment with semicolons between them. In place of those in the file
    #[arg(long, env = "PERCORSO_SITES", value_name = "SITE", value_delimiter = ';', value_parser = site)]
    site: Vec<Option<(String, Site)>>,
    /// Requests a second taken of an address prefix (/24, /48), ten times as many at once; 0: any
    /// number [default: 100]
    #[arg(long, env = "PERCORSO_LIMIT", value_name = "NUMBER", value_parser = rate)]
    limit: Option<f64>,
    /// So many of them at once
    #[arg(long, env = "PERCORSO_LIMIT_BURST", value_name = "NUMBER", value_parser = rate)]
    limit_burst: Option<f64>,
    /// Events a second taken of a site, ten times as many at once; 0: any number [default: 0]
    #[arg(long, env = "PERCORSO_SITE_LIMIT", value_name = "NUMBER", value_parser = rate)]
    site_limit: Option<f64>,
    /// Have DuckDB's clients attach, by its own protocol (Quack), to who shows a token that may read;
    /// at this address, or at 127.0.0.1:9494
    #[arg(long, env = "PERCORSO_SQL", value_name = "ADDR", num_args = 0..=1, default_missing_value = SQL)]
    sql: Option<SocketAddr>,
    /// Let that address be one that other machines reach. Token and answers go there in the clear; a proxy
    /// with TLS before 127.0.0.1 is the better way
    #[arg(long, env = "PERCORSO_SQL_PUBLIC")]
    sql_public: bool,
    /// Where httpfs.duckdb_extension and quack.duckdb_extension are; by default where DuckDB's own
    /// INSTALL puts them.
    #[arg(long, env = "PERCORSO_SQL_EXTENSION", value_name = "FOLDER")]
    sql_extension: Option<PathBuf>,
}

impl Settings {
    /// The settings as they are in force.
    pub(super) fn config(&self) -> Result<Config, String> {
        let mut config = self.config.as_deref().map_or(Ok(Config::default()), read)?;
        config.listen = self.listen.or(config.listen);
        config.rules = self.rules.clone().or(config.rules);
        config.geo = self.geo.clone().or(config.geo);
        config.tls = self.tls_certificate.clone().zip(self.tls_key.clone()).or(config.tls);
        config.sql = self.sql.or(config.sql);
        config.sql_public |= self.sql_public;
        if let Some(sql) = config.sql
            && !sql.ip().to_canonical().is_loopback()
            && !config.sql_public
        {
            return Err(format!(
                "SQL at {sql} would be reached by other machines, and token and answers go there in the \
                 clear; serve it at {SQL} and put a proxy with TLS before it, or say sql_public = true \
                 where nobody but your own machines reaches it"
            ));
        }
        config.sql_extension = self.sql_extension.clone().or(config.sql_extension);
        config.require_token = self.require_token.or(config.require_token);
        if !self.trusted_proxy.is_empty() {
            config.trusted_proxies.clone_from(&self.trusted_proxy);
        }
        if let Some(limit) = self.limit {
            config.limits.requests_per_second = limit;
            config.limits.requests_burst = burst_of(limit);
        }
        let limits = &mut config.limits;
        limits.requests_burst = self.limit_burst.unwrap_or(limits.requests_burst);
        limits.site_events_per_second = self.site_limit.unwrap_or(limits.site_events_per_second);
        if limits.take_none() {
            return Err(format!("--limit-burst, PERCORSO_LIMIT_BURST: {NONE_AT_ONCE}"));
        }
        if let Some(header) = &self.client_address {
            config.rfc7239 = header == FORWARDED;
        }
        if self.site.iter().any(Option::is_some) {
            config.sites = named(self.site.iter().flatten())?;
        }
        Ok(config)
    }

    /// The same, when what they name could be opened: all that `serve` would refuse.
    pub(super) fn check(&self) -> Outcome<Config> {
        let config = self.config()?;
        super::serve::rules::read_to_serve(config.rules.as_deref())?;
        super::serve::tls::open(&config)?;
        config.geo.as_deref().map(Countries::open).transpose()?;
        Ok(config)
    }
}

fn named<'a>(
    given: impl Iterator<Item = &'a (String, Site)>,
) -> Result<BTreeMap<String, Site>, String> {
    let mut sites = BTreeMap::new();
    for (name, site) in given {
        if sites.insert(name.clone(), site.clone()).is_some() {
            return Err(format!("--site, PERCORSO_SITES: the site {name:?} is there twice"));
        }
    }
    Ok(sites)
}

/// Prints the settings, or what is wrong with them.
pub(super) fn show(args: &Settings) -> Outcome {
    let config = args.check()?;
    let mut out = std::io::stdout().lock();
    for (name, value) in lines(&config) {
        writeln!(out, "{name:<17}{value}")?;
    }
    Ok(())
}

/// Every setting, as it would be in force.
fn lines(config: &Config) -> Vec<(&'static str, String)> {
    let path =
        |path: Option<&PathBuf>| path.map_or("none".to_owned(), |path| path.display().to_string());
    let certificate = config.tls.as_ref().map(|(certificate, _)| certificate);
    let key = config.tls.as_ref().map(|(_, key)| key);
    let networks: Vec<_> = config.trusted_proxies.iter().map(ToString::to_string).collect();
    let networks = if networks.is_empty() { "none".to_owned() } else { networks.join(", ") };
    let of_sites = config.limits.site_events_per_second;
    let header = if config.rfc7239 { FORWARDED } else { X_FORWARDED_FOR };
    let extension = config.sql_extension.as_ref();
    let mut lines = vec![
        ("listen", config.listen.unwrap_or(LISTEN).to_string()),
        ("require_token", config.requires_token().to_string()),
        ("trusted_proxies", networks),
        ("client_address", header.to_owned()),
        ("tls certificate", path(certificate)),
        ("tls key", path(key)),
        ("rules", path(config.rules.as_ref())),
        ("geo", path(config.geo.as_ref())),
        (
            "requests",
            match config.limits.requests_per_second {
                0.0 => "any number".to_owned(),
                rate => format!(
                    "{rate} a second of an address prefix, {} at once",
                    config.limits.requests_burst
                ),
            },
        ),
        (
            "site_events",
            match of_sites {
                0.0 => "any number".to_owned(),
                rate => format!("{rate} a second of a site, {} at once", burst_of(rate)),
            },
        ),
        ("sql", config.sql.map_or("none".to_owned(), |address| address.to_string())),
        ("sql_public", config.sql_public.to_string()),
        (
            "sql_extension",
            extension.map_or("where DuckDB has its own".to_owned(), |_| path(extension)),
        ),
    ];
    if config.sites.is_empty() {
        lines.push(("sites", "any, from anywhere".to_owned()));
    }
    lines.extend(config.sites.iter().map(|(name, site)| {
        let from = match site.origins.is_empty() {
            true => "anywhere".to_owned(),
            false => site.origins.join(", "),
        };
        ("site", format!("{name} from {from}"))
    }));
    lines
}

fn read(file: &Path) -> Result<Config, String> {
    let text = std::fs::read_to_string(file)
        .map_err(|error| format!("could not read the settings {} ({error})", file.display()))?;
    let folder = file.parent().unwrap_or(Path::new(""));
    Config::read(&text, folder).map_err(|error| format!("{}, {error}", file.display()))
}

fn network(text: &str) -> Result<IpNet, String> {
    let address = text.parse::<IpAddr>().map(IpNet::from);
    address
        .or_else(|_| text.parse())
        .map_err(|_| "write an address or a network, as in 10.0.0.0/8".to_owned())
}

fn site(text: &str) -> Result<Option<(String, Site)>, String> {
    Site::read(text).map_err(|why| format!("{why} (--site, PERCORSO_SITES)"))
}

fn rate(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| (0.0..=1e9).contains(number));
    number.ok_or_else(|| "write a number from 0 to 1e9".to_owned())
}
