//! Where events are sent on to: the receivers that the owner's rules name.

use std::str::FromStr;

use url::{Host, Url};

/// Characters of an address.
const ADDRESS: usize = 2048;

/// A receiver of events.
#[derive(Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Its address.
    pub url: Url,
    /// The variable of the environment that holds what is signed with. The secret itself is in no file.
    pub secret_env: Option<String>,
    /// The line of its rule.
    pub line: usize,
}

impl Webhook {
    /// Whether both are one receiver, which gets an event once however many rules ask for it.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        (&self.url, &self.secret_env) == (&other.url, &other.secret_env)
    }
}

/// A query may let whoever knows it in.
impl std::fmt::Debug for Webhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Webhook(line {})", self.line)
    }
}

/// The address of a receiver.
pub(super) struct Target(pub(super) Url);

impl FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.chars().count() > ADDRESS {
            return Err(format!("write at most {ADDRESS} characters"));
        }
        let url = Url::parse(text).map_err(|error| format!("no address ({error})"))?;
        match url.scheme() {
            "https" => {}
            "http" if is_this_machine(&url) => {}
            _ => {
                return Err(
                    "write an https:// address; http:// goes to this machine alone".to_owned()
                );
            }
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(
                "no name and password in it; secret_env names what is signed with".to_owned()
            );
        }
        Ok(Self(url))
    }
}

/// Whether an address is this machine's, by a name that nobody else answers to.
#[must_use]
pub fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
