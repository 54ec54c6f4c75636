//! The host page never pays: it works without a collector, and with a tag that is wrong.

use percorso_tests::browser::{Browser, Shopper, Site};
use percorso_tests::storefront::Csp;

use crate::scene::Scene;

#[test]
fn the_shop_works_with_the_collector_down() {
    // Nothing listens there: the port is the discard service's, and reserved.
    let shop = Site::shop("http://127.0.0.1:9", Csp::None);
    let browser = Browser::open();
    let person = Shopper { browser: &browser, shop: &shop, reads: false };
    person.arrive("/c/scarves-hats");
    person.open_product("nebbia-scarf");
    person.add_to_basket();
    person.open_basket();
    person.go_to_checkout();
    assert_eq!(browser.complaints(), [""; 0]);
}

#[test]
fn a_tag_without_a_site_sends_nothing_and_harms_nothing() {
    let scene = Scene::on(|wire| {
        let nameless = format!("<script defer crossorigin src=\"{wire}/p/percorso.js\"></script>");
        let named = percorso_tests::browser::tag(wire);
        let page = |tag: &str| {
            format!(
                "<!doctype html><head>{tag}</head><body data-loaded><p data-touchpoint=\"p\" id=\"p\">Text</p>"
            )
        };
        Site::pages(&[("/a", page(&nameless)), ("/b", page(&named))])
    });
    scene.browser.go(&scene.site.at("/a"));
    // The script has run: the page can call it.
    scene.browser.run("percorso('track', 'nobody'); window.dataLayer = [{ event: 'login' }];");
    scene.browser.click("#p");
    scene.open("/b");
    scene.browser.run("percorso('track', 'done')");
    scene.end(&["page_view /b", "done /b"]);
}

#[test]
fn two_tags_on_a_page_count_as_one() {
    let scene = Scene::of(&[("/a", "TAGTAG</head><body>")]);
    scene.open("/a");
    scene.browser.run("percorso('track', 'done')");
    scene.end(&["page_view /a", "done /a"]);
}

#[test]
fn an_endpoint_that_is_told_by_its_place_is_where_the_rules_are_too() {
    let scene = Scene::on(|wire| {
        let there = wire.trim_start_matches("http:");
        let tag = percorso_tests::browser::tag(wire)
            .replace("data-site", &format!("data-endpoint=\"{there}/p/e\" data-site"));
        let page = format!("<!doctype html><head>{tag}</head><body><nav>Socks</nav>");
        Site::pages(&[("/a", page)])
    });
    scene.open("/a");
    // What is a navigation stands in the rules.
    scene.hears("touchpoint", &serde_json::json!({ "touchpoint": "navigation", "action": "seen" }));
    scene.end(&["page_view /a"]);
}
