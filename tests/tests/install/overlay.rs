//! The debug overlay in a real page under a strict policy, fed with the protocol's golden batches.

use std::fs;
use std::path::Path;

use percorso_tests::browser::{Browser, Site};
use serde_json::Value;

/// The strictest a shop may have: no style but from files, no text made into markup or code.
const PAGE: &str = r#"<!doctype html><html lang="en"><head><title>A shop</title>
<meta http-equiv="content-security-policy"
 content="default-src 'none'; script-src 'self'; require-trusted-types-for 'script'">
<script src="/page.js"></script><script type="module" src="/debug.js"></script>
</head><body><h1>A shop</h1></body></html>"#;

/// The page holds on to the closed shadow root, so that the test can look in, and to what it hears.
const SCRIPT: &str = "
    window.percorso = function () {};
    window.keys = [];
    addEventListener('keydown', (event) => keys.push(event.key));
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function (options) {
        window.mode = options.mode;
        window.host = this;
        return (window.root = attach.call(this, options));
    };";

fn tracker(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tracker").join(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn open() -> (Browser, Site) {
    let script = "text/javascript";
    let site = Site::files(&[
        ("/", "text/html; charset=utf-8", PAGE.into()),
        ("/page.js", script, SCRIPT.into()),
        ("/debug.js", script, tracker("js/debug.js")),
        ("/debug/journal.js", script, tracker("js/debug/journal.js")),
        ("/debug/panel.js", script, tracker("js/debug/panel.js")),
        ("/debug/style.js", script, tracker("js/debug/style.js")),
    ]);
    let browser = Browser::open();
    browser.go(&site.at("/"));
    browser.holds("percorso.debug");
    (browser, site)
}

fn tell(browser: &Browser, batch: &str, how: &str) {
    browser.run(&format!("percorso.debug({}, '{how}');", Value::from(batch)));
}

fn golden(name: &str) -> String {
    String::from_utf8(tracker(&format!("protocol/golden/v1/{name}.json"))).unwrap()
}

/// Text of the rows in sight, newest first.
fn rows(browser: &Browser) -> Vec<String> {
    let rows = browser.ask(
        "return [...root.querySelectorAll('li:not([hidden])')]
            .map((row) => (row.querySelector('summary') || row).textContent.slice(12).trim());",
    );
    serde_json::from_value(rows).expect("rows are texts")
}

#[test]
fn it_lists_what_is_sent_once_and_marks_friction() {
    let (browser, _site) = open();
    tell(&browser, &golden("commerce"), "fetch");
    let shown = rows(&browser);
    assert_eq!(shown.len(), 12, "eleven events and their batch: {shown:#?}");
    assert!(shown[0].starts_with("fetch · ") && shown[0].ends_with("· 11 events"), "{}", shown[0]);
    assert!(shown[1].starts_with("purchasetransaction_id B-2026-000117 · currency EUR"));
    assert!(shown[11].starts_with("page_view"));
    let marked =
        browser.ask("return [...root.querySelectorAll('.friction b')].map((b) => b.textContent);");
    assert_eq!(marked, serde_json::json!(["payment_error"]));

    tell(&browser, &golden("commerce"), "beacon");
    let again = rows(&browser);
    assert_eq!(again.len(), 13);
    assert!(again[0].ends_with("11 events, 11 sent again"), "{}", again[0]);

    let detail = "{ kind: 'dead', step: 'payment', severity: 'high' }";
    browser.run(&format!(
        "document.dispatchEvent(new CustomEvent('percorso:friction', {{ detail: {detail} }}));"
    ));
    assert_eq!(rows(&browser)[0], "percorso:frictionkind dead · step payment · severity high");
    for odd in ["{", "null", "[]", r#"{"events":[null,7]}"#, r#"{"events":{}}"#] {
        tell(&browser, odd, "fetch");
    }
    tell(&browser, &golden("unknown"), "fetch");
    let state = browser.ask("return [...root.querySelectorAll('dd')].map((dd) => dd.textContent);");
    assert_eq!(state[0], "shop.example:it");
    assert_eq!(state[3], "cookieless");
    assert_eq!(browser.complaints(), [""; 0], "no policy is broken, no error is heard");
}

#[test]
fn it_filters_folds_closes_and_keeps_to_itself() {
    let (browser, _site) = open();
    tell(&browser, &golden("commerce"), "fetch");
    assert_eq!(
        browser.ask("return [mode, host.dataset.percorsoIgnore];"),
        serde_json::json!(["closed", ""])
    );
    let styles = browser.ask("return getComputedStyle(root.querySelector('section')).display;");
    assert_eq!(styles, "flex", "its rules hold under a policy that allows no style");

    browser.run(
        "const field = root.querySelector('input');
         field.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true, composed: true }));
         field.value = 'Cart';
         field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));",
    );
    assert_eq!(rows(&browser).len(), 1, "{:#?}", rows(&browser));
    assert_eq!(
        browser.ask("return keys;"),
        serde_json::json!([]),
        "the page's shortcuts hear nothing"
    );

    // In their order: copy, fold, close.
    browser.run("root.querySelectorAll('button')[1].click();");
    assert_eq!(browser.ask("return root.querySelector('ol').offsetHeight;"), 0);
    browser.run("percorso.debug.show();");
    assert_ne!(browser.ask("return root.querySelector('ol').offsetHeight;"), 0);
    browser.run("root.querySelectorAll('button')[2].click();");
    assert_eq!(
        browser.ask("return [host.isConnected, typeof percorso.debug];"),
        serde_json::json!([false, "undefined"])
    );
}
