//! Who has said no: it holds whatever is said after, in other tabs too, and nobody else suffers for it.

use percorso_tests::browser::{Engine, Site, tag};
use serde_json::{Value, json};

use crate::rows::{different, text};
use crate::scene::Scene;

const PAGE: &str = "TAG</head><body>";
/// What a page keeps on the device by itself.
const KEPT: &str =
    "return Object.keys(localStorage).filter((key) => key.startsWith('percorso')).sort();";

fn kept(scene: &Scene, expected: &[&str]) {
    assert_eq!(scene.browser.ask(KEPT), json!(expected));
}

fn a_default_is_nobody_s_answer(engine: Engine) {
    let page = "<script>window.dataLayer = []; function gtag() { dataLayer.push(arguments); }
        gtag('consent', 'default', { analytics_storage: 'denied', region: ['IT'] });
        gtag('consent', 'default', { analytics_storage: 'granted' });</script>TAG</head><body>";
    let scene = Scene::of_in(engine, &[("/a", page)]);
    scene.open("/a");
    kept(&scene, &[]);
    scene.browser.run("percorso('track', 'done')");
    let past = scene.end(&["page_view /a", "done /a"]);
    assert_eq!(different(&past.all, "consent"), ["null"]);
}

fn after_an_opt_out_nothing_grants(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", PAGE)]);
    scene.open("/a");
    scene.arrived(1);
    scene.browser.run("percorso('optout'); percorso('consent', 'granted')");
    kept(&scene, &["percorso.out"]);
    // The next page begins out.
    scene.browser.reload();
    scene.browser.run("percorso('consent', 'granted'); percorso('track', 'never')");
    kept(&scene, &["percorso.out"]);
    scene.end(&["page_view /a"]);
}

fn what_is_said_in_one_tab_holds_in_the_others(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", PAGE), ("/b", PAGE)]);
    scene.open("/a");
    scene.browser.run("percorso('consent', 'granted')");
    scene.hears("consent", &json!({ "state": "granted" }));
    let first = scene.browser.ask("return localStorage['percorso.id'];");
    // It tells what it does as soon as it hears, and once it is out.
    scene.browser.run(
        "addEventListener('storage', () => setTimeout(() => {
             percorso('track', localStorage['percorso.out'] ? 'never' : 'after_denial');
             navigator.sendBeacon = () => false;
         }, 100));",
    );
    scene.browser.open_tab();
    scene.open("/b");
    scene.browser.run("percorso('consent', 'denied')");
    scene.hears("after_denial", &json!({}));
    scene.arrived(3);
    kept(&scene, &[]);
    scene.browser.run("percorso('optout')");
    std::thread::sleep(std::time::Duration::from_secs(3));
    scene.browser.close_tab();
    // Out for good: neither sent, nor kept for the next page, when this one is left.
    scene.browser.run("percorso('track', 'never'); location.href = '/b';");
    scene.browser.holds("location.pathname === '/b'");
    kept(&scene, &["percorso.out"]);
    let past = scene.end(&["page_view /a", "page_view /b", "after_denial /a"]);
    let after = past.rows.iter().find(|row| text(row, "event") == "after_denial").unwrap();
    assert_eq!(text(after, "consent"), "denied");
    let bodies = past.wire.bodies();
    let mut late = bodies.iter().filter(|body| body.contains("after_denial"));
    assert!(late.all(|body| !body.contains(first.as_str().unwrap())));
}

fn who_is_known_is_not_told_after_a_denial(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", PAGE)]);
    scene.open("/a");
    // The hash takes a moment.
    scene.browser.run("percorso('identify', 'customer-7'); percorso('consent', 'denied')");
    scene.hears("consent", &json!({ "state": "denied" }));
    scene.browser.run("percorso('track', 'done')");
    scene.end(&["page_view /a", "done /a"]);
}

fn what_is_broken_around_us_disturbs_nobody(engine: Engine) {
    // A CMP that fails, a place without cryptography, a queue that something else has written.
    let script = "window.__tcfapi = (command, version, run) => { try { run(null, false); } catch (error) { window.cmp = String(error); } };
        Object.defineProperty(crypto, 'subtle', { value: undefined });
        localStorage['percorso.id'] = 'abcdefghijklmnopqrst'; localStorage['percorso.queue'] = '{}';";
    let scene = Scene::on_in(engine, |wire| {
        let page =
            format!("<!doctype html><head><script>{script}</script>{}</head><body>", tag(wire));
        Site::pages(&[("/a", page)])
    });
    scene.open("/a");
    scene.arrived(1);
    scene.browser.run("percorso('identify', 'customer-7'); percorso('track', 'done')");
    assert_eq!(scene.browser.ask("return window.cmp ?? null;"), Value::Null);
    scene.end(&["page_view /a", "done /a"]);
}

in_each_engine!(
    a_default_is_nobody_s_answer,
    after_an_opt_out_nothing_grants,
    what_is_said_in_one_tab_holds_in_the_others,
    who_is_known_is_not_told_after_a_denial,
    what_is_broken_around_us_disturbs_nobody,
);
