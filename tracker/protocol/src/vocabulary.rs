//! One vocabulary of events: GA4's names for commerce, Percorso's own for what GA4 lacks.
//!
//! A name outside the vocabulary is stored as it came. The list decides what the `dataLayer` bridge
//! carries and what reports know.

use crate::limits::NAME_CHARS;

/// GA4's recommended commerce events and their neighbours (Google, "Recommended events").
pub const GA4: [&str; 22] = [
    "add_payment_info",
    "add_shipping_info",
    "add_to_cart",
    "add_to_wishlist",
    "begin_checkout",
    "generate_lead",
    "login",
    "page_view",
    "purchase",
    "refund",
    "remove_from_cart",
    "search",
    "select_content",
    "select_item",
    "select_promotion",
    "share",
    "sign_up",
    "view_cart",
    "view_item",
    "view_item_list",
    "view_promotion",
    "view_search_results",
];

/// What GA4 lacks.
pub const OWN: [&str; 28] = [
    "chat_opened",
    "chat_replied",
    "checkout_step",
    "click",
    "consent",
    "content",
    "coupon_error",
    "doubt",
    "field",
    "form",
    "friction",
    "identify",
    "js_error",
    "order_delivered",
    "payment_attempt",
    "payment_error",
    "payment_frame",
    "price_change",
    "request_failed",
    "request_slow",
    "return_requested",
    "return_resolved",
    "review_submitted",
    "stock_error",
    "survey_answer",
    "survey_shown",
    "touchpoint",
    "web_vital",
];

/// Whether the vocabulary has this name.
#[must_use]
pub fn knows(name: &str) -> bool {
    GA4.binary_search(&name).is_ok() || OWN.binary_search(&name).is_ok()
}

/// Whether this may name an event or a site's key: 1 to 64 of letters, digits, `_ . : -`.
///
/// The set is small so that a name is safe in a log line, a CSV cell and a URL.
#[must_use]
pub fn is_name(text: &str) -> bool {
    (1..=NAME_CHARS).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b':' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_and_named_well() {
        assert!(GA4.is_sorted() && OWN.is_sorted());
        assert!(GA4.iter().chain(&OWN).all(|name| is_name(name) && knows(name)));
    }

    #[test]
    fn names_are_bounded() {
        assert!(is_name("checkout:step-1.b"));
        for bad in ["", "a b", "è", "<script>", "a\n", &"x".repeat(65)] {
            assert!(!is_name(bad), "{bad:?}");
        }
    }
}
