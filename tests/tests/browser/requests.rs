//! The page's own requests: what is told of those that fail, and that the page hears of them as ever.

use percorso_tests::browser::Engine;
use serde_json::{Value, json};

use crate::rows::{json, text};
use crate::scene::Scene;

const PAGE: &str = "<script>
    window.unheard = [];
    addEventListener('unhandledrejection', ({ reason }) => unheard.push(reason.name));
    </script>TAG</head><body>";

fn what_was_typed_into_a_look_up_is_cut_out_of_its_path(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", PAGE)]);
    scene.open("/a");
    scene.browser.run(
        "fetch('/postcodes/SW1A%202AA/houses'); fetch('/orders/12345'); fetch('/search/mario'); fetch('/cart/items?mail=x');",
    );
    scene.hears("request_failed", &json!({ "path": "/cart/items" }));
    scene.browser.run("percorso('track', 'done')");
    let past = scene.end_at(("done", &json!({})), |_| false);
    let of = |row: &&Value| text(row, "event") == "request_failed";
    let mut paths: Vec<_> =
        past.all.iter().filter(of).map(|row| text(&json(row, "params"), "path")).collect();
    paths.sort();
    assert_eq!(paths, ["/cart/items", "/orders/-", "/postcodes/-/houses", "/search/-"]);
}

fn a_failure_that_nobody_hears_is_the_page_s_as_without_us(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", PAGE)]);
    scene.open("/a");
    // Heard: nothing else is to be heard of it. Unheard: once.
    scene.browser.run(
        "fetch('http://mario rossi/').catch(({ name }) => { window.heard = name; });
         const stop = new AbortController(); fetch('/a', { signal: stop.signal }).catch(() => {}); stop.abort(null);",
    );
    scene.browser.holds("window.heard === 'TypeError'");
    assert_eq!(scene.browser.ask("return unheard;"), json!([]));
    scene.browser.run("fetch('http://mario rossi/');");
    scene.browser.holds("unheard.length > 0");
    assert_eq!(scene.browser.ask("return unheard;"), json!(["TypeError"]));
    scene.browser.run("percorso('track', 'done')");
    scene.end_at(("done", &json!({})), |complaint| complaint.starts_with("rejection: TypeError"));
}

in_each_engine!(
    what_was_typed_into_a_look_up_is_cut_out_of_its_path,
    a_failure_that_nobody_hears_is_the_page_s_as_without_us,
);
