//! Texts as they may be kept: of addresses in them no query, no fragment and no key, and nothing personal that
//! can be told by its shape.

use std::borrow::Cow;

use percorso_protocol::scrub::{scrub, scrub_path};

/// A text as it may be kept.
#[must_use]
pub fn kept(text: String) -> String {
    let text = match begins(&text) {
        Some(place) => bare(&text, place),
        None => text,
    };
    changed(scrub(&text)).unwrap_or(text)
}

/// Whether a text may be kept as it is.
#[must_use]
pub fn may_stay(text: &str) -> bool {
    begins(text).is_none_or(|place| bare(text, place) == text) && scrub(text) == text
}

/// A text that is an address, of whatever form, as it may be kept.
#[must_use]
pub fn address(text: &str) -> String {
    let bare = bare(text, 0);
    changed(scrub(&bare)).unwrap_or(bare)
}

/// Where an address begins: at once, if it is a path or a query, or with a scheme. Errors quote addresses.
fn begins(text: &str) -> Option<usize> {
    if text.trim_start().starts_with(['/', '?']) { Some(0) } else { text.find("://") }
}

/// Nothing from the first query or fragment behind this place on: a query may have spaces in it, so that
/// nobody can tell where it ends.
fn bare(text: &str, begins: usize) -> String {
    let (before, address) = text.split_at(begins);
    let address = address.split(['?', '#']).next().unwrap_or_default();
    let all = [before, address].concat();
    changed(scrub_path(&all)).unwrap_or(all)
}

fn changed(text: Cow<'_, str>) -> Option<String> {
    match text {
        Cow::Borrowed(_) => None,
        Cow::Owned(text) => Some(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_addresses_no_query_no_fragment_and_no_key_is_kept() {
        for (text, expect) in [
            ("https://shop.example/a?token=s3cret", "https://shop.example/a"),
            ("HTTPS://shop.example/search?q=mario rossi", "HTTPS://shop.example/search"),
            ("/cart?email=ann", "/cart"),
            (" /a#access_token=s3cret", " /a"),
            ("//cdn.example/i.png?sig=s3cret", "//cdn.example/i.png"),
            ("?q=mario", ""),
            ("app://open?token=s3cret", "app://open"),
            ("/reset/a1b2c3d4e5", "/reset/[token]"),
            (
                "https://shop.example/verify/9f8e7d6c5b/done",
                "https://shop.example/verify/[token]/done",
            ),
            (
                "no answer of https://api.example/x?key=s3cret, sorry",
                "no answer of https://api.example/x",
            ),
            ("why? https://shop.example/a?b", "why? https://shop.example/a"),
            ("/to?next=https://shop.example/a", "/to"),
        ] {
            assert_eq!(kept(text.to_owned()), expect, "{text}");
        }
    }

    #[test]
    fn other_texts_stay_but_for_personal_data() {
        for text in [
            "Is it in stock? #1 of the list",
            "and/or",
            "button#pay",
            "#ff0000",
            "https://schema.org/InStock",
            "https://shop.example/js/app.js:12:5",
            "/p/blue-socks-42",
            "19.99",
            "",
        ] {
            assert_eq!(kept(text.to_owned()), text);
        }
        assert_eq!(kept("ask ann@example.org".to_owned()), "ask [email]");
        assert_eq!(address("cart?token=s3cret"), "cart");
    }

    proptest::proptest! {
        #[test]
        fn twice_is_as_once(text in "[a-z?#/: @.]{0,40}") {
            let once = kept(text.clone());
            proptest::prop_assert_eq!(may_stay(&text), once == text);
            proptest::prop_assert!(may_stay(&once));
            proptest::prop_assert_eq!(kept(once.clone()), once);
        }
    }
}
