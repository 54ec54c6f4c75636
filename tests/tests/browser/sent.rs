//! Forms that are sent as pages: what the next page says of them, and what a script sends.

use percorso_tests::browser::Engine;
use percorso_tests::harness::rows::{ask, open};
use serde_json::{Value, json};

use crate::rows::{json, text};
use crate::scene::{Past, Scene};

pub(crate) const RULES: &str = "performance.getEntriesByType('resource').some(({ name, responseEnd }) => name.includes('/rules/') && responseEnd && responseEnd < performance.now() - 100)";

/// "event key=value …" of all events of a name, of these parameters.
pub(crate) fn told(past: &Past, event: &str, keys: &[&str]) -> Vec<String> {
    let of = |row: &&Value| text(row, "event") == event;
    let all = past.all.iter().filter(of).map(|row| json(row, "params"));
    all.map(|params| keys.iter().map(|key| params[key].to_string()).collect::<Vec<_>>().join(" "))
        .collect()
}

pub(crate) fn friction(past: &Past, kinds: &str) -> Vec<String> {
    let rows = format!(
        "SELECT concat_ws(' ', kind, page_path, detail) FROM friction
         WHERE kind IN ({kinds}) ORDER BY occurred_at, kind"
    );
    ask(&open(past.collector.db()), &rows)
}

/// As a server writes it anew, with what is wrong; an alert that always stands there says nothing.
const ADDRESS: &str = r#"TAG</head><body data-checkout-step="address">
<form id="address" method="post" action="/address?sent">
  <p><input name="zip"> <b class="error" hidden>Not a postcode</b></p><p><input name="town"></p>
  <button id="go">Continue</button></form>
<script>if (location.search) document.querySelector('b').hidden = false;</script>"#;
const PAYMENT: &str = r#"TAG</head><body data-checkout-step="payment">
<p class="alert" hidden>Your card has expired.</p>
<form id="payment" method="post" action="/payment?sent"><p><input name="card"></p><button id="go">Pay 19 euro</button></form>
<script>if (location.search) document.querySelector('.alert').hidden = false;</script>"#;
const HELD: &str = r#"TAG</head><body data-checkout-step="payment"><a id="on" href="/address">Back</a>
<p class="alert">We hold your basket for ten minutes.</p><button type="button">Pay 19 euro</button>"#;

/// A list's next page is come to from the same path, too, and was not sent.
const LIST: &str = r#"TAG</head><body><a id="on" href="/socks?page=2">Next</a>
<div><input type="checkbox" name="wish"><span class="stock-alert">Only 3 left</span></div>"#;

fn what_the_server_refuses_is_seen_on_the_page_that_comes_back(engine: Engine) {
    let pages = [("/held", HELD), ("/address", ADDRESS), ("/payment", PAYMENT), ("/socks", LIST)];
    let scene = Scene::of_in(engine, &pages);
    let person = &scene.browser;
    // Longer than a page has to show what it is about.
    let stays = || {
        person.holds(RULES);
        let before = person.ask("return performance.now();");
        person.holds(&format!("performance.now() - {before} > 2000"));
    };
    for path in ["/held", "/address"] {
        scene.open(path);
        stays();
    }
    scene.open("/socks");
    person.click("#on");
    person.holds("location.search === '?page=2'");
    person.wait_for_tracker();
    stays();
    for path in ["/address", "/payment"] {
        scene.open(path);
        person.click("input");
        person.press("input", "1");
        person.holds(RULES);
        person.click("#go");
        person.holds("location.search === '?sent'");
        person.wait_for_tracker();
        stays();
    }
    person.run("percorso('track', 'done')");
    let past = scene.end_at(("done", &json!({})), |_| false);
    assert_eq!(
        friction(&past, "'validation', 'payment_error'"),
        ["validation /address 1 times"],
        "an alert of the page's own is no payment's failure"
    );
    assert_eq!(told(&past, "payment_attempt", &["inferred"]), ["true"], "though the page was left");
}

const SCRIPTED: &str = r#"TAG</head><body>
<form id="one" action="/ok"><input name="a"><button type="button" id="go">On</button></form>
<form id="two" action="/ok"><input name="b"><button id="stop">On</button></form>
<form id="three" action="/ok"><input name="c"><button id="ask">On</button></form>
<script>
const form = (id) => document.querySelector(id);
form('#go').addEventListener('click', () => form('#one').submit());
form('#two').addEventListener('submit', (event) => { event.preventDefault(); setTimeout(() => form('#two').submit(), 300); });
let asks = true;
form('#three').addEventListener('submit', (event) => {
  if (asks) { event.preventDefault(); setTimeout(() => form('#three').requestSubmit(), 300); }
  asks = false;
});
</script>"#;

fn what_a_script_sends_is_sent_once_and_leads_to_the_next_page(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", SCRIPTED), ("/ok", "</head><body>")]);
    for (field, button) in [("[name=a]", "#go"), ("[name=b]", "#stop"), ("[name=c]", "#ask")] {
        scene.open("/a");
        scene.browser.click(field);
        scene.browser.press(field, "x");
        scene.browser.click(button);
        scene.browser.holds("location.pathname === '/ok'");
    }
    scene.open("/a");
    scene.browser.run("percorso('track', 'done')");
    let past = scene.end_at(("done", &json!({})), |_| false);
    let of = |row: &&Value| text(row, "event") == "form";
    let came = past.all.iter().filter(of).map(|row| {
        let params = json(row, "params");
        format!("{} {} {}", text(&params, "form"), text(row, "action"), params["outcome"])
    });
    let mut came: Vec<_> = came.collect();
    came.retain(|line| line.contains(" submitted ") || line.contains(" left "));
    assert_eq!(
        came,
        ["one", "two", "three"].map(|form| format!(r#"{form} submitted "navigation""#)),
        "neither left nor sent twice"
    );
}

/// A pixel of hidden fields goes into a frame before the form itself goes.
const PIXEL: &str = r#"TAG</head><body>
<form id="pixel" action="/ok" target="away"><input type="hidden" name="a"></form><iframe name="away"></iframe>
<form id="payment" action="/ok"><input name="card"><button type="button" id="go">On</button></form>
<script>
document.querySelector('#go').addEventListener('click', () => {
  document.querySelector('#pixel').submit();
  setTimeout(() => document.querySelector('#payment').submit(), 300);
});
</script>"#;

fn what_nobody_has_touched_is_not_sent_by_the_visitor(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", PIXEL), ("/ok", "</head><body>")]);
    scene.open("/a");
    scene.browser.click("[name=card]");
    scene.browser.press("[name=card]", "1");
    scene.browser.click("#go");
    scene.browser.holds("location.pathname === '/ok'");
    scene.open("/a");
    scene.browser.run("percorso('track', 'done')");
    let past = scene.end_at(("done", &json!({})), |_| false);
    let mut told = told(&past, "form", &["form", "outcome", "last_field"]);
    // Views and starts have neither.
    told.retain(|line| !line.ends_with(" null null"));
    assert_eq!(told, [r#""payment" "navigation" null"#], "neither the pixel nor left");
}

const STEP: &str =
    r#"TAG</head><body data-checkout-step="delivery"><a id="on" href="/cart">Basket</a>"#;

fn a_step_is_come_to_again_when_its_page_is_shown_again(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", STEP), ("/cart", "TAG</head><body>")]);
    let person = &scene.browser;
    scene.open("/a");
    scene.hears("checkout_step", &json!({ "step": "delivery" }));
    person.run("document.querySelector('#on').click()");
    person.holds("location.pathname === '/cart'");
    person.wait_for_tracker();
    scene.hears("checkout_step", &json!({ "step": "cart" }));
    person.back();
    person.holds("location.pathname === '/a' && probe.restored === 1");
    person.run("percorso('track', 'done')");
    let past = scene.end_at(("done", &json!({})), |_| false);
    assert_eq!(
        told(&past, "checkout_step", &["step", "declared"]),
        [r#""delivery" true"#, r#""cart" null"#, r#""delivery" true"#]
    );
}

in_each_engine!(
    what_the_server_refuses_is_seen_on_the_page_that_comes_back,
    what_a_script_sends_is_sent_once_and_leads_to_the_next_page,
    what_nobody_has_touched_is_not_sent_by_the_visitor,
    a_step_is_come_to_again_when_its_page_is_shown_again,
);
