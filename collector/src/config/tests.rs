//! Settings: what a file may say, and how its mistakes are told.

use std::path::Path;

use proptest::prelude::*;

use super::*;

fn read(text: &str) -> Result<Config, ConfigError> {
    Config::read(text, Path::new("/etc/percorso"))
}

const WHOLE: &str = r#"
listen = "0.0.0.0:443"
require_token = true
trusted_proxies = ["127.0.0.1", "10.0.0.0/8", "::1"]
client_address = "forwarded"
rules = "rules.toml"
geo = "/var/lib/geo.mmdb"

[tls]
certificate = "cert.pem"
key = "key.pem"

[limits]
requests_per_second = 20
site_events_per_second = 5_000

[[site]]
name = "shop"
origins = ["https://shop.example", "https://www.shop.example:8443/"]

[[site]]
name = "second"
"#;

#[test]
fn a_whole_file() {
    let config = read(WHOLE).unwrap();
    assert_eq!(config.listen, Some("0.0.0.0:443".parse().unwrap()));
    assert!(config.requires_token() && config.rfc7239);
    assert_eq!(config.trusted_proxies.len(), 3);
    assert_eq!(config.rules.as_deref(), Some(Path::new("/etc/percorso/rules.toml")));
    assert_eq!(config.geo.as_deref(), Some(Path::new("/var/lib/geo.mmdb")));
    assert!(config.tls.is_some());
    let expect = Limits {
        requests_per_second: 20.0,
        requests_burst: 200.0,
        site_events_per_second: 5_000.0,
    };
    assert_eq!(config.limits, expect);
    assert_eq!(
        config.sites["shop"].origins,
        ["https://shop.example", "https://www.shop.example:8443"]
    );
    assert_eq!(read("").unwrap(), Config::default());
    let both = read("[limits]\nrequests_per_second = 20\nrequests_burst = 30").unwrap();
    assert_eq!((both.limits.requests_per_second, both.limits.requests_burst), (20.0, 30.0));
}

#[test]
fn a_token_is_wanted_where_others_come_in_unless_the_owner_says_otherwise() {
    let wanted = |text: &str| read(text).unwrap().requires_token();
    let (proxy, site) = ("trusted_proxies = [\"127.0.0.1\"]\n", "[[site]]\nname = \"shop\"\n");
    assert!(!wanted(""));
    assert!(wanted(proxy) && wanted(site));
    assert!(wanted("require_token = true"));
    assert!(!wanted(&format!("require_token = false\n{proxy}{site}")));
}

#[test]
fn who_is_taken() {
    let config = read(WHOLE).unwrap();
    let takes = |site, origin| config.takes(site, origin);
    assert!(takes("shop", Some("https://shop.example")));
    assert!(!takes("shop", Some("https://shop.example.evil")));
    assert!(!takes("shop", Some("null")) && !takes("shop", None));
    let pixel = read("[[site]]\nname = \"shop\"\norigins = [\"null\"]").unwrap();
    assert!(pixel.takes("shop", Some("null")) && !pixel.takes("shop", None));
    assert!(takes("second", None) && takes("second", Some("https://anywhere.example")));
    assert!(!takes("third", Some("https://shop.example")));
    assert!(Config::default().takes("any", None));
}

#[test]
fn mistakes_are_told_with_their_line() {
    for (text, line, said) in [
        ("\nlisten = \"here\"", 2, "127.0.0.1:8787"),
        ("listn = \"127.0.0.1:1\"", 1, "unknown field `listn`"),
        ("\n\ntrusted_proxies = [\"10.0.0.0/8\",\n \"proxy\"]", 4, "10.0.0.0/8"),
        ("client_address = \"x-real-ip\"", 1, "x-forwarded-for"),
        ("[limits]\nrequests_per_second = -1", 1, "from 0"),
        ("[[site]]\nname = \"a b\"", 2, "no site's name"),
        ("[[site]]\nname = \"a\"\norigins = [\"shop.example\"]", 3, "https://shop.example"),
        ("[[site]]\nname = \"a\"\norigins = [\"https://shop.example/path\"]", 3, "no origin"),
        ("[[site]]\nname = \"a\"\n[[site]]\nname = \"a\"", 3, "twice"),
        ("[tls]\nkey = \"k\"", 1, "certificate"),
        ("listen =", 1, ""),
    ] {
        let error = read(text).unwrap_err();
        assert_eq!(error.line, line, "{text:?}: {error}");
        assert!(error.what.contains(said), "{text:?}: {error}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in r#"(listen|site|origins|\[\[site\]\]|=|"|[a-z:/.]|\n){0,30}|.{0,60}"#) {
        let _ = read(&text);
    }
}
