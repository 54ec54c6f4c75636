//! Addresses: what of a page's URL and its referrer may be kept.
//!
//! Queries hold reset tokens and e-mail addresses, so nothing of them is kept but the five UTM
//! parameters and the *name* of an advertiser's click id.

use percorso_protocol::limits;
use url::Url;

use super::text;

/// Bytes of a path. A character of four bytes, which the page has sent as it is, takes twelve in an address.
const PATH_BYTES: usize = 2048;
/// Bytes of a host: the most that a name can have.
const HOST_BYTES: usize = 253;
/// Characters of a UTM parameter.
const UTM_CHARS: usize = limits::NAME_CHARS * 4;

/// Query keys in which advertisers put the id of a click.
pub(super) const CLICK_IDS: [&str; 12] = [
    "dclid",
    "epik",
    "fbclid",
    "gbraid",
    "gclid",
    "igshid",
    "li_fat_id",
    "msclkid",
    "sccid",
    "ttclid",
    "twclid",
    "wbraid",
];

/// What is kept of a page's address and of where the visitor came from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// Host of the page.
    pub host: Option<String>,
    /// Path of the page, scrubbed.
    pub path: Option<String>,
    /// Host of the referrer, when another; of an app, its package.
    pub referrer_host: Option<String>,
    /// Whether the referrer is a page of the same site, on this host or one above or below it.
    pub from_own: bool,
    /// utm_source.
    pub utm_source: Option<String>,
    /// utm_medium.
    pub utm_medium: Option<String>,
    /// utm_campaign.
    pub utm_campaign: Option<String>,
    /// utm_content.
    pub utm_content: Option<String>,
    /// utm_term.
    pub utm_term: Option<String>,
    /// Name of the click id in the address.
    pub click_id: Option<String>,
}

impl Page {
    /// A page as it was stored, to be asked for its channel once more.
    #[must_use]
    pub fn kept(mut page: Self) -> Self {
        let hosts = page.referrer_host.as_ref().zip(page.host.as_ref());
        page.from_own = hosts.is_some_and(|(from, to)| same_site(from, to));
        page
    }

    /// Reads the two addresses; what is not an `http` address counts as absent.
    #[must_use]
    pub fn read(url: &str, referrer: &str) -> Self {
        let Some(url) = web_address(url) else { return Self::default() };
        let host = url.host_str().map(str::to_owned);
        let from = origin(referrer);
        let mut page = Self {
            path: Some(short(&text::address(url.path())).to_owned()),
            from_own: from
                .as_ref()
                .zip(host.as_ref())
                .is_some_and(|(from, to)| same_site(from, to)),
            referrer_host: from.filter(|from| Some(from) != host.as_ref()),
            host,
            ..Self::default()
        };
        for (key, value) in url.query_pairs() {
            let slot = match key.as_ref() {
                "utm_source" => &mut page.utm_source,
                "utm_medium" => &mut page.utm_medium,
                "utm_campaign" => &mut page.utm_campaign,
                "utm_content" => &mut page.utm_content,
                "utm_term" => &mut page.utm_term,
                key if is_click_id(key) => {
                    page.click_id = Some(key.to_owned());
                    continue;
                }
                _ => continue,
            };
            // In this order: of what is cut amid an e-mail address the rest would not look like one.
            let value: String = text::kept(value.into_owned()).chars().take(UTM_CHARS).collect();
            if !value.is_empty() {
                *slot = Some(value);
            }
        }
        page
    }

    /// What it takes in memory.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let texts = [
            &self.host,
            &self.path,
            &self.referrer_host,
            &self.utm_source,
            &self.utm_medium,
            &self.utm_campaign,
            &self.utm_content,
            &self.utm_term,
            &self.click_id,
        ];
        size_of::<Self>() + texts.into_iter().flatten().map(String::capacity).sum::<usize>()
    }
}

/// The path, or as much of it as is kept; it ends between two characters, those that are written as several
/// percent signs, too.
fn short(path: &str) -> &str {
    if path.len() <= PATH_BYTES {
        return path;
    }
    let end = (0..=PATH_BYTES).rev().find(|at| begins_character(path.as_bytes(), *at));
    path.get(..end.unwrap_or_default()).unwrap_or_default()
}

/// Whether a character begins here: no percent sign's two digits, and none of those by which UTF-8 goes on.
fn begins_character(path: &[u8], at: usize) -> bool {
    let sign = |at: Option<usize>| at.and_then(|at| path.get(at)) == Some(&b'%');
    let is_digit = sign(at.checked_sub(1)) || sign(at.checked_sub(2));
    let next = path.get(at + 1).map(u8::to_ascii_uppercase);
    let goes_on = sign(Some(at)) && matches!(next, Some(b'8' | b'9' | b'A' | b'B'));
    !is_digit && !goes_on
}

/// Whether advertisers put the id of a click under this key.
pub(super) fn is_click_id(key: &str) -> bool {
    CLICK_IDS.binary_search(&key).is_ok()
}

/// Host a page was come to from, or the package of an app on Android.
fn origin(referrer: &str) -> Option<String> {
    let url = Url::parse(referrer).ok()?;
    let known = matches!(url.scheme(), "http" | "https" | "android-app");
    url.host_str().filter(|_| known).filter(is_host).map(str::to_ascii_lowercase)
}

/// shop.example and checkout.shop.example are one site; so are www.shop.example and shop.example.
fn same_site(one: &str, other: &str) -> bool {
    let below = |host: &str, above: &str| {
        host.strip_suffix(above).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    let bare = |host| str::strip_prefix(host, "www.").unwrap_or(host);
    let (one, other) = (bare(one), bare(other));
    below(one, other) || below(other, one)
}

fn web_address(text: &str) -> Option<Url> {
    let is_web = |url: &Url| matches!(url.scheme(), "http" | "https");
    Url::parse(text).ok().filter(|url| is_web(url) && url.host_str().as_ref().is_some_and(is_host))
}

fn is_host(host: &&str) -> bool {
    host.len() <= HOST_BYTES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_campaigns_and_nothing_else_of_a_query() {
        let page = Page::read(
            "https://Shop.example/reset/ann@example.org?token=s3cret&utm_source=news&gclid=abc#x",
            "https://www.google.com/search?q=ann",
        );
        assert_eq!(page.host.as_deref(), Some("shop.example"));
        assert_eq!(page.path.as_deref(), Some("/reset/[email]"));
        assert_eq!(page.utm_source.as_deref(), Some("news"));
        assert_eq!(page.click_id.as_deref(), Some("gclid"));
        assert_eq!(page.referrer_host.as_deref(), Some("www.google.com"));
        assert!(!format!("{page:?}").contains("s3cret"));
    }

    #[test]
    fn own_pages_are_no_referrer_and_odd_schemes_no_pages() {
        let page = Page::read("https://shop.example/a", "https://shop.example/b");
        assert_eq!(page.referrer_host, None);
        for odd in ["", "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "::"] {
            assert_eq!(Page::read(odd, odd), Page::default());
        }
    }

    #[test]
    fn a_long_path_ends_between_two_characters() {
        // Of 12, 6 and 1 bytes in an address, after one byte more each time.
        for sign in ["\u{1F9E6}", "\u{e9}", "x"] {
            for before in 0..12 {
                let start = "a".repeat(before);
                let page =
                    Page::read(&format!("https://a.example/{start}{}", sign.repeat(3000)), "");
                let path = page.path.unwrap();
                let once =
                    Url::parse(&format!("https://a.example/{sign}")).unwrap().path().len() - 1;
                assert!(
                    path.len() <= PATH_BYTES && path.len() > PATH_BYTES - once,
                    "{}",
                    path.len()
                );
                assert_eq!((path.len() - 1 - before) % once, 0, "{path}");
            }
        }
    }

    #[test]
    fn a_host_longer_than_a_name_can_be_is_none() {
        let long = format!("https://{}example/", "a.".repeat(200));
        assert_eq!(Page::read(&long, ""), Page::default());
        assert_eq!(Page::read("https://a.example/", &long).referrer_host, None);
    }

    #[test]
    fn personal_data_at_the_edge_of_a_parameter_are_cut_whole() {
        for before in 230..260 {
            let before = "x ".repeat(before / 2);
            let url = format!("https://a.example/?utm_term={before}ann.smith@example.org");
            let term = Page::read(&url, "").utm_term.unwrap();
            assert!(!term.contains("ann") && term.chars().count() <= UTM_CHARS, "{term}");
        }
        let page =
            Page::read("https://a.example/?utm_content=https://b.example/?token%3Ds3cret", "");
        assert_eq!(page.utm_content.as_deref(), Some("https://b.example/"));
    }

    #[test]
    fn click_ids_are_sorted() {
        assert!(CLICK_IDS.is_sorted());
    }

    proptest::proptest! {
        #[test]
        fn never_panics(url: String, referrer: String) {
            let _ = Page::read(&url, &referrer);
            let _ = Page::read(&format!("https://a.example/{url}"), &referrer);
        }
    }
}
