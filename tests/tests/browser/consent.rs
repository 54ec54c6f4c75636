//! What is on the device and who is recognised: nothing and nobody, unless it was granted.

use percorso_tests::browser::{Engine, Site, tag};
use percorso_tests::harness::rows::{ask, open};
use serde_json::{Value, json};

use crate::rows::{different, json, text};
use crate::scene::Scene;

const PAGE: &str = "TAG</head><body><button id=\"on\" type=\"button\">On</button>";
/// Everything a page can keep on the device by itself.
const KEPT: &str = "return [Object.keys(localStorage).filter((key) => key.startsWith('percorso')).sort(), document.cookie];";

fn nothing(scene: &Scene) {
    assert_eq!(scene.browser.ask(KEPT), json!([[], ""]));
}

fn consents(rows: &[Value]) -> Vec<String> {
    let of = |row: &&Value| text(row, "event") == "consent";
    let said =
        |row: &Value| ["source", "state"].map(|key| text(&json(row, "params"), key)).join(" ");
    rows.iter().filter(of).map(said).collect()
}

fn nothing_is_on_the_device_before_anybody_was_asked(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", PAGE), ("/b", PAGE)]);
    scene.open("/a");
    scene.browser.click("#on");
    nothing(&scene);
    scene.open("/b");
    scene.browser.run("percorso('track', 'done')");
    nothing(&scene);
    let past = scene.end(&["page_view /a", "page_view /b", "done /b"]);
    // By what a request shows, it is one visitor of this day.
    assert_eq!(different(&past.all, "visitor_id").len(), 1);
    assert_eq!(different(&past.all, "consent"), ["null"]);
}

fn who_grants_it_is_the_same_on_every_page_until_it_is_denied(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", PAGE), ("/b", PAGE)]);
    let id = || scene.browser.ask("return localStorage['percorso.id'];");
    scene.open("/a");
    scene.arrived(1);
    scene.browser.run("percorso('consent', 'granted')");
    let first = id();
    assert!((16..=64).contains(&first.as_str().unwrap().len()), "{first}");
    scene.open("/b");
    assert_eq!(id(), first);
    scene.browser.run("percorso('track', 'known')");
    scene.arrived(3);
    scene.browser.run("percorso('consent', 'denied')");
    nothing(&scene);
    scene.browser.run("percorso('track', 'unknown')");
    scene.open("/a");
    nothing(&scene);
    let past =
        scene.end(&["page_view /a", "page_view /b", "known /b", "unknown /b", "page_view /a"]);
    let of = |column: &str| past.rows.iter().map(|row| text(row, column)).collect::<Vec<_>>();
    let (visitor, session) = (of("visitor_id"), of("session_id"));
    assert_eq!(visitor[1], visitor[2], "known by the device");
    assert_ne!(visitor[0], visitor[1], "not known before");
    assert_eq!(visitor[0], visitor[4], "nor after");
    assert_eq!(session[0], session[1], "what was before the word belongs to the visit");
    assert_eq!(of("consent"), ["null", "granted", "granted", "denied", "null"]);
    assert_eq!(consents(&past.all), ["api granted", "api denied"]);
    let stored: String = past.all.iter().map(Value::to_string).collect();
    assert!(!stored.contains(first.as_str().unwrap()), "the device's own id is not stored");
}

/// Pages `/a` and `/b` whose tag has another attribute, after a script.
fn with(engine: Engine, attribute: &str, script: &str) -> Scene {
    Scene::on_in(engine, |wire| {
        let tag = tag(wire).replace("data-site", &format!("{attribute} data-site"));
        let page = format!("<!doctype html><head><script>{script}</script>{tag}</head><body>");
        Site::pages(&[("/a", page.clone()), ("/b", page)])
    })
}

const SAYS_NO: &str = "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { value: true, configurable: true });";

fn a_browser_that_says_no_is_not_recognised(engine: Engine) {
    let scene = with(engine, "", SAYS_NO);
    scene.open("/a");
    scene.browser.run(
        "percorso('consent', 'granted'); percorso('identify', 'ann'); percorso('track', 'done')",
    );
    nothing(&scene);
    let past = scene.end(&["page_view /a", "done /a"]);
    assert_eq!(different(&past.all, "consent"), ["denied"]);
}

fn where_the_shop_wants_it_so_a_browser_that_says_no_stops_everything(engine: Engine) {
    let no_on_a = format!("if (location.pathname === '/a') {SAYS_NO}");
    let scene = with(engine, "data-gpc=\"stop\"", &no_on_a);
    scene.browser.go(&scene.site.at("/a"));
    scene
        .browser
        .run("window.percorso?.('track', 'never'); window.dataLayer?.push({ event: 'login' });");
    nothing(&scene);
    scene.open("/b");
    scene.browser.run("percorso('track', 'done')");
    scene.end(&["page_view /b", "done /b"]);
}

fn who_opts_out_is_out_until_they_opt_in(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", PAGE), ("/b", PAGE), ("/c", PAGE)]);
    scene.open("/a");
    scene.browser.run("percorso('consent', 'granted'); percorso('track', 'before')");
    scene.arrived(2);
    scene.browser.run("percorso('optout'); percorso('track', 'never')");
    scene.browser.click("#on");
    scene.browser.go(&scene.site.at("/b"));
    assert_eq!(scene.browser.ask(KEPT), json!([["percorso.out"], ""]), "the word alone is kept");
    scene.browser.run("percorso('track', 'never')");
    scene.browser.click("#on");
    scene.browser.run("percorso('optin')");
    scene.open("/c");
    scene.browser.run("percorso('track', 'done')");
    nothing(&scene);
    let past = scene.end(&["page_view /a", "before /a", "page_view /c", "done /c"]);
    assert!(
        past.all.iter().all(|row| text(row, "page_path") != "/b"),
        "nothing of the page between"
    );
}

fn consent_managers_are_heard(engine: Engine) {
    let tcf = "window.__tcfapi = (command, version, run) =>
        run({ eventStatus: 'tcloaded', gdprApplies: true, purpose: { consents: { 1: true, 8: location.pathname === '/a' } } }, true);";
    let scene = with(engine, "", tcf);
    scene.open("/a");
    scene.hears("consent", &json!({ "state": "granted", "source": "tcf" }));
    scene.open("/b");
    scene.hears("consent", &json!({ "state": "denied", "source": "tcf" }));
    nothing(&scene);
    scene.end(&["page_view /a", "page_view /b"]);

    let mode = "window.dataLayer = []; function gtag() { dataLayer.push(arguments); }
        gtag('consent', 'default', { analytics_storage: 'denied' });";
    let scene = with(engine, "", mode);
    scene.open("/a");
    nothing(&scene);
    scene.browser.run("gtag('consent', 'update', { analytics_storage: 'granted' });");
    scene.hears("consent", &json!({ "state": "granted", "source": "gcm" }));
    scene.browser.run("gtag('consent', 'update', { analytics_storage: 'denied' });");
    scene.hears("consent", &json!({ "state": "denied", "source": "gcm" }));
    nothing(&scene);
    let past = scene.end(&["page_view /a"]);
    assert_eq!(consents(&past.all), ["gcm granted", "gcm denied"]);
}

fn who_the_shop_knows_is_told_as_a_hash_that_the_shop_can_make_too(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", PAGE)]);
    scene.open("/a");
    scene.browser.run("percorso('identify', ' Ann.Meyer@Example.org ')");
    let told = scene.hears("identify", &json!({}));
    let past = scene.end(&["page_view /a", "identify /a"]);
    let store = open(past.collector.db());
    let hash = ask(&store, "SELECT sha256('test:ann.meyer@example.org')");
    assert_eq!(told.params, json!({ "identity": hash[0] }));
    assert_eq!(ask(&store, "SELECT identity FROM events WHERE event = 'identify'"), hash);
    assert!(!past.wire.bodies().join("").to_lowercase().contains("meyer"));
}

fn of_what_is_to_be_ignored_nothing_is_told(engine: Engine) {
    let page = r#"TAG</head><body><div data-percorso-ignore id="secret-box" class="reviews">
        <h1 id="secret-title">A large text that nobody is to know of, painted last and largest</h1>
        <button id="secret-button" type="button" data-touchpoint="secret-touchpoint">Break</button>
        <form id="secret-form"><input id="secret-field" name="secret-name" required><button id="secret-send">Send</button></form>
        <nav id="secret-nav"><a href="/secret-link" id="secret-link">On</a></nav>
        </div><p data-touchpoint="p" id="p">Text</p>"#;
    let scene = Scene::of_in(engine, &[("/a", page), ("/secret-link", "</head><body>")]);
    scene.open("/a");
    scene.hears("touchpoint", &json!({ "touchpoint": "p", "action": "seen" }));
    scene.browser.click("#secret-button");
    scene.browser.type_into("#secret-field", "x\u{e003}");
    scene.browser.click("#secret-send");
    scene.browser.type_into("#secret-field", "abc");
    scene.browser.run(
        "const touch = (type, clientX) => { const event = new Event(type, { bubbles: true, composed: true });
             event.touches = event.changedTouches = [{ clientX, clientY: 5 }];
             document.querySelector('#secret-title').dispatchEvent(event); };
         touch('touchstart', 5); touch('touchend', 99);",
    );
    scene.browser.click("#p");
    scene.browser.click("#secret-link");
    scene.browser.holds("location.pathname === '/secret-link'");
    let past = scene
        .end_at(("touchpoint", &json!({ "touchpoint": "p", "action": "attended" })), |_| false);
    for row in &past.all {
        assert!(!row.to_string().contains("secret"), "{row}");
    }
    let clicks: Vec<_> = past.all.iter().filter(|row| text(row, "event") == "click").collect();
    assert_eq!(clicks.len(), 1, "the one outside");
}

fn with_consent_all_of_a_hundred_large_events_arrive_after_the_next_page(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", PAGE), ("/b", PAGE)]);
    scene.open("/a");
    scene.browser.run("percorso('consent', 'granted')");
    scene.browser.run(
        "for (let n = 0; n < 100; n++) percorso('track', 'large', { n, pad: 'x'.repeat(2000) });
         location.href = '/b';",
    );
    scene.browser.holds("location.pathname === '/b'");
    scene.browser.wait_for_tracker();
    scene.arrived(102);
    assert_eq!(scene.browser.ask("return localStorage['percorso.queue'] ?? null;"), Value::Null);
    let expected = [&["page_view /a"], &["large /a"; 100][..], &["page_view /b"]].concat();
    let past = scene.end(&expected);
    let n: Vec<_> = past.rows[1..=100].iter().map(|row| json(row, "params")["n"].clone()).collect();
    assert_eq!(n, (0..100).map(|n| json!(n)).collect::<Vec<_>>());
}

in_each_engine!(
    nothing_is_on_the_device_before_anybody_was_asked,
    who_grants_it_is_the_same_on_every_page_until_it_is_denied,
    a_browser_that_says_no_is_not_recognised,
    where_the_shop_wants_it_so_a_browser_that_says_no_stops_everything,
    who_opts_out_is_out_until_they_opt_in,
    consent_managers_are_heard,
    who_the_shop_knows_is_told_as_a_hash_that_the_shop_can_make_too,
    of_what_is_to_be_ignored_nothing_is_told,
    with_consent_all_of_a_hundred_large_events_arrive_after_the_next_page,
);
