//! Content-Security-Policies of shops: what is refused, what the page hears of it, what is told anyway.

use percorso_tests::browser::{Engine, Shopper, Site};
use percorso_tests::storefront::Csp;

use crate::rows::different;
use crate::scene::Scene;

const ROWS: [&str; 3] = [
    "page_view /p/nebbia-scarf",
    "view_item /p/nebbia-scarf value=62.0 currency=EUR items=BL-2001",
    "add_to_cart /p/nebbia-scarf value=62.0 currency=EUR items=BL-2001",
];

fn scarf(engine: Engine, csp: Csp) -> Scene {
    let scene = Scene::on_in(engine, |wire| Site::shop(wire, csp));
    let person = Shopper { browser: &scene.browser, shop: &scene.site, reads: true };
    person.arrive("/p/nebbia-scarf");
    person.add_to_basket();
    scene
}

fn a_policy_with_wasm_unsafe_eval_is_enough_and_nothing_is_reported(engine: Engine) {
    let scene = scarf(engine, Csp::Wasm);
    assert_eq!(scene.browser.ask("return probe.tracker;"), "wasm");
    let past = scene.end(&ROWS);
    assert_eq!(different(&past.all, "source"), ["tracker"]);
}

fn a_policy_without_it_is_reported_once_a_page_and_costs_no_event(engine: Engine) {
    let scene = scarf(engine, Csp::Strict);
    assert_eq!(scene.browser.ask("return probe.tracker;"), "refused");
    // WebKit refuses without a report.
    let reports: &[&str] = match engine {
        Engine::Chromium | Engine::Firefox => &["csp: script-src wasm-eval"],
        Engine::WebKit => &[],
    };
    assert_eq!(scene.browser.complaints(), reports);
    let past = scene.end_with(&ROWS, |complaint| complaint == "csp: script-src wasm-eval");
    assert_eq!(different(&past.all, "source"), ["fallback"]);
}

in_each_engine!(
    a_policy_with_wasm_unsafe_eval_is_enough_and_nothing_is_reported,
    a_policy_without_it_is_reported_once_a_page_and_costs_no_event,
);
