//! Content-Security-Policies of shops: what is refused, what the page hears of it, what is told anyway.

use percorso_tests::browser::{Engine, Shopper, Site};
use percorso_tests::storefront::Csp;
use serde_json::json;

use crate::rows::different;
use crate::scene::Scene;

const ROWS: [&str; 3] = [
    "page_view /p/nebbia-scarf",
    "view_item /p/nebbia-scarf value=50.82 currency=EUR items=BL-2001",
    "add_to_cart /p/nebbia-scarf value=50.82 currency=EUR items=BL-2001",
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

/// Lockdown Mode has none of it, and browsers of 2020 not all.
const NONE: &str = "<script>delete window.WebAssembly;</script>TAG</head><body>";
const OLD: &str = "<script>delete WebAssembly.instantiateStreaming;</script>TAG</head><body>";

fn without_web_assembly_views_and_what_the_page_tells_are_counted(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/none", NONE), ("/old", OLD)]);
    for path in ["/none", "/old"] {
        scene.browser.go(&scene.site.at(path));
        scene.browser.holds("window.percorso");
        scene.browser.run(&format!("percorso('track', 'seen', {{ path: '{path}' }})"));
        scene.hears("seen", &json!({ "path": path }));
    }
    let past = scene.end(&["page_view /none", "seen /none", "page_view /old", "seen /old"]);
    assert_eq!(different(&past.all, "source"), ["fallback"]);
}

in_each_engine!(
    without_web_assembly_views_and_what_the_page_tells_are_counted,
    a_policy_with_wasm_unsafe_eval_is_enough_and_nothing_is_reported,
    a_policy_without_it_is_reported_once_a_page_and_costs_no_event,
);
