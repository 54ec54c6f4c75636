//! Texts as they may be kept: of addresses in them no query, no fragment and no key, and nothing personal that
//! can be told by its shape.

use std::borrow::Cow;

use percorso_protocol::scrub::{scrub, scrub_path, sign};

/// Characters of a name in a query.
const NAME: usize = 64;

/// A text as it may be kept.
#[must_use]
pub fn kept(text: String) -> String {
    cut(&text, begins(&text)).unwrap_or(text)
}

/// Whether a text may be kept as it is.
#[must_use]
pub fn may_stay(text: &str) -> bool {
    cut(text, begins(text)).is_none()
}

/// A text that is an address, of whatever form, as it may be kept.
#[must_use]
pub fn address(text: &str) -> String {
    cut(text, Some(0)).unwrap_or_else(|| text.to_owned())
}

/// Where an address begins: at once, if it is a path or a query, or with a scheme. Errors quote addresses, and
/// addresses hold others, whose signs are encoded then.
fn begins(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let slash = |at| sign(bytes, at, b'/', *b"2f");
    let start = text.len() - text.trim_start().len();
    if slash(start) > 0 || bytes.get(start) == Some(&b'?') {
        return Some(0);
    }
    let mut signs = text.match_indices([':', '%']).map(|(at, _)| at);
    signs.find(|at| {
        let colon = sign(bytes, *at, b':', *b"3a");
        let first = slash(at + colon);
        colon > 0 && first > 0 && slash(at + colon + first) > 0
    })
}

/// What may be kept of a text in which an address begins there, or none does; nothing where that is all.
fn cut(text: &str, begins: Option<usize>) -> Option<String> {
    // Nothing from the first query or fragment behind this place on: a query may have spaces in it, so that
    // nobody can tell where it ends.
    let query = begins.and_then(|begins| Some(begins + text.get(begins..)?.find(['?', '#'])?));
    let end = [query, named_query(text)].into_iter().flatten().min();
    let left = text.get(..end.unwrap_or(text.len())).unwrap_or_default();
    let keyless = begins.and_then(|_| without_keys(left));
    match scrub(keyless.as_deref().unwrap_or(left)) {
        Cow::Borrowed(same) if same == text => None,
        left => Some(left.into_owned()),
    }
}

/// Where a query or fragment begins that names something (`?token=`), its signs plain or encoded. The name
/// tells it from a question where nothing says that there is an address, and from a path's own `%3F`.
fn named_query(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_end = |at: usize| sign(bytes, at, b'=', *b"3d") > 0;
    let is_in_name = |at: usize| {
        bytes.get(at).is_some_and(|b| b.is_ascii_alphanumeric() || b"_-.~%".contains(b))
    };
    let mut signs = text.match_indices(['?', '#', '%']).map(|(at, _)| at);
    signs.find(|at| {
        let length = sign(bytes, *at, b'?', *b"3f").max(sign(bytes, *at, b'#', *b"23"));
        if length == 0 {
            return false;
        }
        let name = at + length;
        let end = (name..name + NAME).find(|at| is_end(*at) || !is_in_name(*at));
        end.is_some_and(|end| end > name && is_end(end))
    })
}

/// The address without the keys in its path, whose slashes may be encoded; nothing where there are none.
fn without_keys(text: &str) -> Option<String> {
    let (mut plain, mut from) = (String::with_capacity(text.len()), 0);
    for (at, _) in text.match_indices('%') {
        let length = sign(text.as_bytes(), at, b'/', *b"2f");
        if length > 0 {
            plain.push_str(text.get(from..at).unwrap_or_default());
            plain.push('/');
            from = at + length;
        }
    }
    plain.push_str(text.get(from..).unwrap_or_default());
    match scrub_path(&plain) {
        Cow::Owned(keyless) => Some(keyless),
        Cow::Borrowed(_) => None,
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
            // Where nothing but its query says that it is one.
            ("cart?token=s3cret", "cart"),
            ("shop.example/cart#access_token=s3cret", "shop.example/cart"),
            ("login?token=s3cret&next=https://shop.example/a", "login"),
            // Within another, or as a program has sent it that did not know that it was encoded already.
            ("https://shop.example/a%3Ftoken%3Ds3cret", "https://shop.example/a"),
            ("/go/https:%2F%2Fshop.example%2Fa%3Ftoken=s3cret", "/go/https:%2F%2Fshop.example%2Fa"),
            ("https%3A%2F%2Fshop.example%2Fa%3Futm%3Ds3cret", "https%3A%2F%2Fshop.example%2Fa"),
            ("https%253A%252F%252Fa.example%253Fq%253Ds3cret", "https%253A%252F%252Fa.example"),
            ("https%3a%2f%2fshop.example?s3cret", "https%3a%2f%2fshop.example"),
            ("%2Freset%2Fa1b2c3d4e5", "/reset/[token]"),
            ("https%3A%2F%2Fa.example%2Freset%2Fa1b2c3d4e5", "https%3A//a.example/reset/[token]"),
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
            "/books/c%23/roger-rabbit%3F/1",
            "Which one? a=b, #2 = c",
            "a#buy[name=b]",
            "100%",
            "/a%2Fb/c",
            "",
        ] {
            assert_eq!(kept(text.to_owned()), text);
        }
        assert_eq!(kept("ask ann@example.org".to_owned()), "ask [email]");
        assert_eq!(address("cart?s3cret"), "cart");
    }

    proptest::proptest! {
        #[test]
        fn twice_is_as_once(text in "([a-z?#/: @.=%]|%3F|%3D|%3A%2F%2F|%252f){0,40}") {
            let once = kept(text.clone());
            proptest::prop_assert_eq!(may_stay(&text), once == text);
            proptest::prop_assert!(may_stay(&once));
            proptest::prop_assert_eq!(kept(once.clone()), once);
        }
    }
}
