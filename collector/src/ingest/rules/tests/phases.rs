//! Phases by the shipped rules and the owner's, held against a table written by hand.

use super::*;
use crate::ingest::phase::Phase;
use crate::ingest::rules::{Happened, when::Facts};
use percorso_protocol::vocabulary::{GA4, OWN};

/// Event, touchpoint, path, channel, step; each may be empty.
fn phase(rules: &Rules, said: [&str; 5]) -> &'static str {
    let some = |text: &'static str| Some(text).filter(|text| !text.is_empty());
    let [event, touchpoint, path, channel, step] = said.map(|text| &*text.to_owned().leak());
    let happened = Happened {
        site: "shop",
        event,
        touchpoint: some(touchpoint),
        action: None,
        path: some(path),
        channel: some(channel),
        step: some(step),
    };
    rules.phase(happened).as_str()
}

#[test]
fn shipped_rules_give_each_event_its_phase() {
    let rules = Rules::default();
    for (said, expect) in [
        (["page_view", "", "/", "Direct", ""], "awareness"),
        (["page_view", "", "/", "Paid Social", ""], "awareness"),
        (["page_view", "", "/product/socks", "Organic Social", ""], "awareness"),
        (["page_view", "", "/product/socks", "Organic Search", ""], "consideration"),
        (["page_view", "", "/products/socks", "", ""], "consideration"),
        (["page_view", "", "/products", "", ""], "research"),
        (["page_view", "", "/categoria/calze", "", ""], "research"),
        (["page_view", "", "/Suche", "", ""], "research"),
        (["page_view", "", "/blog/wool", "", ""], "awareness"),
        (["page_view", "", "/it/carrello", "", ""], "decision"),
        (["page_view", "", "/cartoons", "", ""], "awareness"),
        (["page_view", "", "/checkout", "Email", ""], "decision"),
        (["page_view", "", "/checkout/payment", "", ""], "purchase"),
        (["page_view", "", "/grazie", "", ""], "purchase"),
        (["page_view", "", "/my-account/orders/12", "", ""], "experience"),
        (["page_view", "", "/account", "", ""], "loyalty"),
        (["click", "", "/checkout/address", "", ""], "decision"),
        (["web_vital", "", "/product/socks", "", ""], "consideration"),
        (["view_item_list", "", "/", "", ""], "research"),
        (["view_item", "", "/a.html", "", ""], "consideration"),
        (["add_to_cart", "", "/product/socks", "", ""], "decision"),
        (["begin_checkout", "", "/checkout", "", ""], "decision"),
        (["checkout_step", "", "/checkout", "", "address"], "decision"),
        (["checkout_step", "", "/checkout", "", "payment"], "purchase"),
        (["add_payment_info", "", "/checkout", "", ""], "purchase"),
        (["payment_error", "", "/checkout", "", ""], "purchase"),
        (["purchase", "", "/thank-you", "", ""], "purchase"),
        (["order_delivered", "", "", "", ""], "experience"),
        (["return_requested", "", "", "", ""], "experience"),
        (["refund", "", "", "", ""], "experience"),
        (["review_submitted", "", "/product/socks", "", ""], "loyalty"),
        (["share", "", "/product/socks", "", ""], "loyalty"),
        (["touchpoint", "reviews", "/", "", ""], "consideration"),
        (["touchpoint", "size-guide", "/", "", ""], "consideration"),
        (["touchpoint", "buying-guide", "/", "", ""], "research"),
        (["touchpoint", "order-tracking", "/", "", ""], "experience"),
        (["touchpoint", "newsletter", "/", "", ""], "loyalty"),
        (["touchpoint", "coupon", "/checkout", "", ""], "decision"),
        (["touchpoint", "nobody-knows", "/search/x", "", ""], "research"),
        (["the_shops_own", "", "", "", ""], "awareness"),
    ] {
        assert_eq!(phase(&rules, said), expect, "{said:?}");
    }
}

#[test]
fn the_owners_rules_come_first() {
    let rules: Rules =
        "[[phase]]\nphase = \"loyalty\"\nevent = \"view_item\"\npath = \"/club/*\"\n\
                        [[kind]]\nkind = \"review\"\ntouchpoint = \"voices\"\n\
                        [[channel]]\nchannel = \"Flyer\"\nsource = \"flyer*\""
            .parse()
            .unwrap();
    assert_eq!(phase(&rules, ["view_item", "", "/club/socks", "", ""]), "loyalty");
    assert_eq!(phase(&rules, ["view_item", "", "/socks", "", ""]), "consideration");
    assert_eq!(phase(&rules, ["touchpoint", "voices", "/", "", ""]), "consideration");
    let facts = Facts::default().with(when::Fact::Source, Some("Flyer-May"));
    assert_eq!(rules.channels.first(&facts).map(String::as_str), Some("Flyer"));
}

#[test]
fn every_event_of_the_vocabulary_is_spoken_of_or_told_by_its_page() {
    let rules = Rules::default();
    let by_page = [
        "click",
        "consent",
        "content",
        "field",
        "form",
        "friction",
        "identify",
        "js_error",
        "page_view",
        "request_failed",
        "request_slow",
        "touchpoint",
        "web_vital",
        "generate_lead",
        "login",
        "sign_up",
        "survey_shown",
    ];
    for event in GA4.iter().chain(&OWN) {
        let [plain, cart] = ["", "/cart"].map(|path| {
            rules.phase(Happened { site: "shop", event, path: Some(path), ..Happened::default() })
        });
        assert_eq!(plain != cart, by_page.contains(event), "{event}");
    }
}

#[test]
fn what_is_wrong_with_a_rule_is_said_with_its_line() {
    for (text, line, what) in [
        ("[[phase]]\nphase = \"buying\"\nevent = \"a\"", 2, "write one of awareness, research"),
        ("[[phase]]\nphase = \"loyalty\"", 1, "asks for nothing"),
        ("[[phase]]\nevent = \"a\"", 1, "missing field `phase`"),
        (
            "[[phase]]\nphase = \"loyalty\"\nsource = \"a\"",
            3,
            "beside `phase` there may be action, ",
        ),
        ("[[channel]]\nchannel = \" \"\nsource = \"a\"", 2, "1 to 64 characters"),
        ("[[kind]]\nkind = [\"a\", \"b\"]\ntouchpoint = \"a\"", 2, "must be one text"),
        ("[[kind]]\nkind = \"a\"\ntouchpoint = []", 3, "names nothing"),
        ("[[kind]]\nkind = \"a\"\ntouchpoint = \"\"", 3, "texts of 1 to 256"),
        ("[[kind]]\nkind = \"a\"\ntouchpoint = 3", 3, ""),
    ] {
        let error = text.parse::<Rules>().unwrap_err();
        assert_eq!(error.line, line, "{text}: {error}");
        assert!(error.what.contains(what), "{text}: {error}");
    }
}

#[test]
fn phases_are_in_the_order_of_a_journey() {
    assert!(Phase::ALL.is_sorted());
    for phase in Phase::ALL {
        assert_eq!(phase.to_string().parse(), Ok(phase));
    }
}
