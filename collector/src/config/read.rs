//! Reads the file of settings, and says of what is wrong in it where that is and what to write instead.

use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use percorso_protocol::vocabulary::is_name;
use serde::Deserialize;
use toml::Spanned;
use url::Url;

use super::{Config, Limits, NONE_AT_ONCE, Site, burst_of};

/// The headers that proxies write.
pub const X_FORWARDED_FOR: &str = "x-forwarded-for";
/// RFC 7239's.
pub const FORWARDED: &str = "forwarded";

/// Why a file of settings is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct ConfigError {
    /// Where, from 1.
    pub line: usize,
    /// What is wrong, and what to do.
    pub what: String,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct File {
    listen: Option<Spanned<String>>,
    require_token: Option<bool>,
    trusted_proxies: Vec<Spanned<String>>,
    client_address: Option<Spanned<String>>,
    rules: Option<PathBuf>,
    geo: Option<PathBuf>,
    tls: Option<Tls>,
    sql: Option<Spanned<String>>,
    sql_public: bool,
    sql_extension: Option<PathBuf>,
    limits: Option<Spanned<Limited>>,
    site: Vec<Spanned<Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tls {
    certificate: PathBuf,
    key: PathBuf,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Limited {
    requests_per_second: Option<f64>,
    requests_burst: Option<f64>,
    site_events_per_second: Option<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: Spanned<String>,
    #[serde(default)]
    origins: Vec<Spanned<String>>,
}

impl Config {
    /// Reads the text of a file that lies in `folder`, from which its paths go.
    ///
    /// # Errors
    /// At the first mistake.
    pub fn read(text: &str, folder: &Path) -> Result<Self, ConfigError> {
        let at = |place: usize, what: String| ConfigError { line: line(text, place), what };
        let file: File = toml::from_str(text).map_err(|error| {
            at(error.span().map_or(0, |span| span.start), error.message().replace('\n', " "))
        })?;
        let path = |path: PathBuf| folder.join(path);
        let mut config = Self {
            require_token: file.require_token,
            rules: file.rules.map(path),
            geo: file.geo.map(path),
            tls: file.tls.map(|tls| (path(tls.certificate), path(tls.key))),
            sql_public: file.sql_public,
            sql_extension: file.sql_extension.map(path),
            ..Self::default()
        };
        if let Some(sql) = file.sql {
            config.sql = Some(parsed(&sql, "an address and a port, as in 127.0.0.1:9494", at)?);
        }
        if let Some(listen) = file.listen {
            config.listen =
                Some(parsed(&listen, "an address and a port, as in 127.0.0.1:8787", at)?);
        }
        for network in &file.trusted_proxies {
            config.trusted_proxies.push(network_of(network, at)?);
        }
        if let Some(header) = file.client_address {
            config.rfc7239 = match header.as_ref().as_str() {
                X_FORWARDED_FOR => false,
                FORWARDED => true,
                other => {
                    let what = format!(
                        "client_address cannot be {other:?}; it is \"x-forwarded-for\" or \"forwarded\""
                    );
                    return Err(at(header.span().start, what));
                }
            };
        }
        if let Some(limits) = file.limits {
            config.limits = limits_of(&limits, at)?;
        }
        for entry in file.site {
            let (name, site) = site_of(entry.as_ref(), at)?;
            if config.sites.insert(name.clone(), site).is_some() {
                return Err(at(entry.span().start, format!("the site {name:?} is there twice")));
            }
        }
        Ok(config)
    }
}

impl Site {
    /// Reads a site as an option has it: `shop`, or `shop=https://shop.example,https://www.shop.example`.
    /// Nothing is none: what is set to nothing in the environment, and what follows the last semicolon.
    ///
    /// # Errors
    /// What is wrong, and what to write instead.
    pub fn read(text: &str) -> Result<Option<(String, Self)>, String> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        let (name, given) = text.split_once('=').unwrap_or((text, ""));
        let origins = given.split(',').filter(|origin| !origin.is_empty()).map(origin_of);
        let site = Self { origins: origins.collect::<Result<_, _>>()? };
        // A variable that is not set would open it to everywhere.
        if text.contains('=') && site.origins.is_empty() {
            return Err(format!(
                "no origin follows {text:?}; write one, as in {text}https://shop.example, or the name \
                 alone for a site that is taken from anywhere"
            ));
        }
        Ok(Some((name_of(name)?, site)))
    }
}

/// The line of a place in a text, from 1.
fn line(text: &str, place: usize) -> usize {
    1 + text.bytes().take(place).filter(|byte| *byte == b'\n').count()
}

fn parsed<T: FromStr<Err: Display>>(
    text: &Spanned<String>,
    what: &str,
    at: impl Fn(usize, String) -> ConfigError,
) -> Result<T, ConfigError> {
    text.as_ref().parse().map_err(|error| {
        at(text.span().start, format!("{:?} is not {what} ({error})", text.as_ref()))
    })
}

/// A network, or one address.
fn network_of(
    text: &Spanned<String>,
    at: impl Fn(usize, String) -> ConfigError,
) -> Result<ipnet::IpNet, ConfigError> {
    match text.as_ref().parse::<std::net::IpAddr>() {
        Ok(address) => Ok(address.into()),
        Err(_) => parsed(text, "an address or a network, as in 10.0.0.0/8", at),
    }
}

fn limits_of(
    limits: &Spanned<Limited>,
    at: impl Fn(usize, String) -> ConfigError,
) -> Result<Limits, ConfigError> {
    let (asked, usual) = (limits.as_ref(), Limits::default());
    let given = [asked.requests_per_second, asked.requests_burst, asked.site_events_per_second];
    if given.into_iter().flatten().any(|number| !(0.0..=1e9).contains(&number)) {
        let what = "limits are numbers from 0 (none) to 1e9".to_owned();
        return Err(at(limits.span().start, what));
    }
    let own = Limits {
        requests_per_second: asked.requests_per_second.unwrap_or(usual.requests_per_second),
        // As --limit has it: who sets a rate and finds a burst of another would not see his own.
        requests_burst: asked
            .requests_burst
            .or(asked.requests_per_second.map(burst_of))
            .unwrap_or(usual.requests_burst),
        site_events_per_second: asked
            .site_events_per_second
            .unwrap_or(usual.site_events_per_second),
    };
    match own.take_none() {
        true => Err(at(limits.span().start, NONE_AT_ONCE.to_owned())),
        false => Ok(own),
    }
}

fn site_of(
    entry: &Entry,
    at: impl Fn(usize, String) -> ConfigError,
) -> Result<(String, Site), ConfigError> {
    let name = name_of(entry.name.as_ref()).map_err(|what| at(entry.name.span().start, what))?;
    let origins = entry
        .origins
        .iter()
        .map(|origin| origin_of(origin.as_ref()).map_err(|what| at(origin.span().start, what)));
    Ok((name, Site { origins: origins.collect::<Result<_, _>>()? }))
}

fn name_of(name: &str) -> Result<String, String> {
    match is_name(name) {
        true => Ok(name.to_owned()),
        false => {
            Err(format!("{name:?} can be no site's name; it must be as in the tag's data-site"))
        }
    }
}

fn origin_of(origin: &str) -> Result<String, String> {
    // What a browser says of a frame in a sandbox, as Shopify's pixels are.
    if origin == "null" {
        return Ok("null".to_owned());
    }
    let own = Url::parse(origin).ok().map(|url| url.origin().ascii_serialization());
    own.filter(|own| own != "null" && own == origin.trim_end_matches('/')).ok_or_else(|| {
        format!("{origin:?} is no origin; write scheme and host, as in https://shop.example")
    })
}
