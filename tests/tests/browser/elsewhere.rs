//! What shoppers do beside the page: in another tab for a coupon, in a provider's frame to pay.

use percorso_tests::browser::Engine;
use percorso_tests::harness::rows::{ask, open};
use serde_json::{Value, json};

use crate::rows::{json, text};
use crate::scene::Scene;

const CART: &str = r#"TAG</head><body>
<input name="note" id="note"><input name="coupon_code" id="code">
<script>
window.hurt = [];
window.hidden = 0;
document.addEventListener('percorso:friction', ({ detail }) => hurt.push(detail.kind));
document.addEventListener('visibilitychange', () => { hidden += document.hidden; });
</script>"#;
const RULES: &str = "performance.getEntriesByType('resource').some(({ name, responseEnd }) => name.includes('/rules/') && responseEnd)";

fn who_looks_for_a_coupon_in_another_tab_hunts(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/cart", CART), ("/b", "</head><body>")]);
    let person = &scene.browser;
    scene.open("/cart");
    person.holds(RULES);
    for (at, field) in ["#note", "#code"].iter().enumerate() {
        person.click(field);
        person.open_tab();
        person.go(&scene.site.at("/b"));
        person.close_tab();
        person.holds(&format!("window.hidden === {}", at + 1));
        person.holds("document.visibilityState === 'visible'");
    }
    person.holds("hurt.length > 0");
    assert_eq!(person.ask("return hurt;"), json!(["coupon_hunt"]));
    person.run("percorso('track', 'done')");
    let past = scene.end_at(("done", &json!({})), |_| false);
    let hunts = "SELECT concat_ws(' ', kind, element) FROM friction WHERE kind = 'coupon_hunt'";
    assert_eq!(ask(&open(past.collector.db()), hunts), ["coupon_hunt input#code"]);
}

/// The frame is of another host, as a provider's is; one is none of ours, and outside of the checkout none is.
const PAYING: &str = r#"TAG</head><body>
<input id="name" name="name"><div data-percorso-ignore><iframe class="psp"></iframe></div>
<iframe id="card" class="psp"></iframe><p id="out">Outside</p>
<script>
if (location.pathname.includes('checkout')) document.body.dataset.checkoutStep = 'payment';
for (const frame of document.querySelectorAll('.psp'))
  frame.src = `${location.origin.replace('127.0.0.1', 'localhost')}/fields?session=s3cret`;
addEventListener('blur', (event) => { if (event.target === window) window.left = performance.now(); });
addEventListener('focus', (event) => { if (event.target === window) window.back = performance.now(); });
</script>"#;
const FIELDS: &str = r#"</head><body style="margin: 0"><input style="width: 100%; height: 9rem">"#;
/// How far the page's own measure may be from the tracker's.
const OFF_MS: f64 = 100.0;

fn the_time_in_a_provider_s_frame_is_told_with_its_host_and_nothing_of_it(engine: Engine) {
    let pages = [("/help", PAYING), ("/checkout", PAYING), ("/fields", FIELDS)];
    let scene = Scene::of_in(engine, &pages);
    let person = &scene.browser;
    for (path, frames) in [("/help", vec!["#card"]), ("/checkout", vec!["div .psp", "#card"])] {
        scene.open(path);
        for css in frames {
            person.click("#name");
            person.run("window.left = 0");
            person.click(css);
            person.holds("document.activeElement.localName === 'iframe' && window.left");
            person.holds("performance.now() - left > 900");
            person.click("#name");
            person.holds("window.back > window.left");
        }
    }
    let measured = person.ask("return back - left;").as_f64().unwrap();
    person.run("percorso('track', 'done')");
    let host = scene.site.url().replace("http://127.0.0.1", "localhost");
    let past = scene.end_at(("done", &json!({})), |_| false);
    let of = |row: &&Value| text(row, "event") == "payment_frame";
    let told: Vec<_> = past.all.iter().filter(of).map(|row| json(row, "params")).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    let keys: Vec<_> = told[0].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["frame_ms", "host"]);
    assert_eq!(told[0]["host"], host.as_str());
    let off = (told[0]["frame_ms"].as_f64().unwrap() - measured).abs();
    assert!(off <= OFF_MS, "{} is {off} ms off {measured}", told[0]);
    let sent = past.wire.bodies().join("");
    assert!(!sent.contains("s3cret") && !sent.contains("/fields"), "{sent}");
}

fn who_leaves_from_within_the_frame_has_been_in_it(engine: Engine) {
    let pages = [("/checkout", PAYING), ("/fields", FIELDS)];
    let scene = Scene::of_in(engine, &pages);
    let person = &scene.browser;
    scene.open("/checkout");
    person.click("#name");
    person.run("window.left = 0");
    person.click("#card");
    person.holds("document.activeElement.localName === 'iframe' && window.left");
    person.holds("performance.now() - left > 900");
    scene.browser.leave();
    let told = scene.hears("payment_frame", &json!({}));
    assert!(told.params["frame_ms"].as_f64().unwrap() > 800.0, "{:?}", told.params);
}

/// No tab of WebKit's own small browser is ever hidden.
mod tabs {
    use super::who_looks_for_a_coupon_in_another_tab_hunts;
    in_engine!(chromium, Chromium, who_looks_for_a_coupon_in_another_tab_hunts);
    in_engine!(firefox, Firefox, who_looks_for_a_coupon_in_another_tab_hunts);
}

in_each_engine!(
    who_leaves_from_within_the_frame_has_been_in_it,
    the_time_in_a_provider_s_frame_is_told_with_its_host_and_nothing_of_it
);
