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

const FORM: &str = r#"TAG</head><body><form id="ask"><input name="a"><button id="go">Go</button></form><script>
document.querySelector('#ask').addEventListener('submit', (event) => {
  event.preventDefault();
  early.go();
});
</script>"#;

fn what_was_asked_for_before_a_form_was_sent_is_no_answer_to_it(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", FORM)]);
    scene.open("/a");
    // Opened before, answered after.
    scene.browser.run(
        "const early = new XMLHttpRequest(); early.open('GET', '/none');
         window.early = { go: () => setTimeout(() => early.send(), 50) };",
    );
    scene.browser.click("[name=a]");
    scene.browser.press("[name=a]", "x");
    scene.browser.click("#go");
    scene.hears("request_failed", &json!({ "path": "/none" }));
    scene.browser.run("fetch('/a', { method: 'POST' })");
    let last = json!({ "form": "ask", "action": "submitted" });
    scene.hears("form", &last);
    let past = scene.end_at(("form", &last), |_| false);
    let of = |row: &&Value| text(row, "event") == "form" && text(row, "action") == "submitted";
    let told: Vec<_> = past.all.iter().filter(of).map(|row| json(row, "params")).collect();
    assert_eq!(told.len(), 1);
    assert_eq!([&told[0]["outcome"], &told[0]["status"]], [&json!("request"), &json!(200)]);
}

fn a_request_used_again_is_told_once_each_time(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", PAGE)]);
    scene.open("/a");
    scene.browser.run(
        "const request = new XMLHttpRequest(); const paths = ['/second', '/third'];
         const go = (path) => { request.open('GET', path); request.send(); };
         go('/gone'); request.abort();
         request.addEventListener('load', () => { const next = paths.shift(); if (next) go(next); });
         go('/first');",
    );
    scene.hears("request_failed", &json!({ "path": "/third" }));
    scene.browser.run("percorso('track', 'done')");
    let past = scene.end_at(("done", &json!({})), |_| false);
    let of = |row: &&Value| text(row, "event") == "request_failed";
    let paths: Vec<_> =
        past.all.iter().filter(of).map(|row| text(&json(row, "params"), "path")).collect();
    assert_eq!(paths, ["/first", "/second", "/third"]);
}

/// The page hears of the end before its load is told, and asks for the next with the same object; what it has stopped
/// itself is no failure.
fn a_request_opened_again_before_its_end_is_told_by_its_own_path(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", PAGE)]);
    scene.open("/a");
    scene.browser.run(
        "const request = new XMLHttpRequest(); const paths = ['/second', '/third'];
         const go = (path) => { request.open('GET', path); request.send(); };
         request.onreadystatechange = () => {
           const next = request.readyState > 3 && request.status && paths.shift();
           if (next) go(next);
         };
         go('/stopped'); request.abort(); go('/dropped'); go('/first');",
    );
    scene.hears("request_failed", &json!({ "path": "/third" }));
    // What it stops it takes for an end, too, and goes on.
    scene.browser.run(
        "const request = new XMLHttpRequest();
         request.onreadystatechange = () => {
           if (request.readyState < 4 || request.status) return;
           request.onreadystatechange = null; request.open('GET', '/after'); request.send();
         };
         request.open('GET', '/given-up'); request.send(); request.abort();",
    );
    scene.hears("request_failed", &json!({ "path": "/after" }));
    scene.browser.run("percorso('track', 'done')");
    let past = scene.end_at(("done", &json!({})), |_| false);
    let of = |row: &&Value| text(row, "event") == "request_failed";
    let paths: Vec<_> = past
        .all
        .iter()
        .filter(of)
        .map(|row| json(row, "params"))
        .map(|params| format!("{} {}", text(&params, "path"), params["status"]))
        .collect();
    assert_eq!(paths, ["/first 404", "/second 404", "/third 404", "/after 404"]);
}

in_each_engine!(
    a_request_opened_again_before_its_end_is_told_by_its_own_path,
    what_was_asked_for_before_a_form_was_sent_is_no_answer_to_it,
    a_request_used_again_is_told_once_each_time,
    what_was_typed_into_a_look_up_is_cut_out_of_its_path,
    a_failure_that_nobody_hears_is_the_page_s_as_without_us,
);
