//! Pages that a server sends back: what it refuses under another address, and the coupon that it does not take.

use percorso_tests::browser::Engine;
use percorso_tests::harness::rows::{ask, open};
use serde_json::{Value, json};

use crate::rows::{json, text};
use crate::scene::Scene;

const RULES: &str = "performance.getEntriesByType('resource').some(({ name, responseEnd }) => name.includes('/rules/') && responseEnd && responseEnd < performance.now() - 100)";

/// Comes to the next page and stays there longer than a page has to show what it is about.
fn goes_on(scene: &Scene, button: &str, holds: &str) {
    let person = &scene.browser;
    person.click(button);
    person.holds(holds);
    person.wait_for_tracker();
    person.holds(RULES);
    let before = person.ask("return performance.now();");
    person.holds(&format!("performance.now() - {before} > 2000"));
}

/// Sent to another address of the same step, where the server writes it anew.
const STREET: &str = r#"TAG</head><body><form id="street" method="post" action="/checkout/submit">
<p><input name="zip"></p><button id="go">Continue</button></form>"#;
const REFUSED: &str = r#"TAG</head><body><form id="street" method="post" action="/checkout/submit">
<p><input name="zip"> <b class="error">Not a postcode</b></p><button>Continue</button></form>
<a id="on" href="/checkout/payment">On</a>"#;
/// The next step was not refused, whatever always stands at its fields.
const NEXT: &str = r#"TAG</head><body><p><input name="card"> <b class="error">Cards only</b></p>"#;

fn what_comes_back_under_another_address_of_its_step_was_refused(engine: Engine) {
    let pages = [("/checkout", STREET), ("/checkout/submit", REFUSED), ("/checkout/payment", NEXT)];
    let scene = Scene::of_in(engine, &pages);
    scene.open("/checkout");
    scene.browser.holds(RULES);
    scene.browser.click("[name=zip]");
    scene.browser.press("[name=zip]", "1");
    goes_on(&scene, "#go", "location.pathname === '/checkout/submit'");
    goes_on(&scene, "#on", "location.pathname === '/checkout/payment'");
    scene.browser.run("percorso('track', 'done')");
    let past = scene.end_at(("done", &json!({})), |_| false);
    let rows = "SELECT concat_ws(' ', page_path, element) FROM friction WHERE kind = 'validation'";
    assert_eq!(ask(&open(past.collector.db()), rows), ["/checkout/submit street.zip"]);
}

/// Refused at the field and above all, as shop systems say it; one is good, and one is only offered.
const CODES: &str = r#"TAG</head><body>
<div class="alert alert-warning" role="alert">Use coupon SPRING for free delivery.</div>
<ul class="error" id="above" hidden><li>Coupon "x" does not exist!</li></ul>
<form method="post" action="/cart?above"><button id="again">Apply</button></form>
<form method="post" action="/cart?at">
  <div><input name="promo"> <b class="error" id="at" hidden>Unknown</b></div><button id="go">Apply</button></form>
<form method="post" action="/cart?good"><button id="good">Apply</button></form>
<script>
const said = document.getElementById(location.search.slice(1));
if (said?.className) said.hidden = false;
</script>"#;

fn a_coupon_that_the_server_refuses_has_failed(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/cart", CODES)]);
    scene.open("/cart");
    scene.browser.holds(RULES);
    for (button, search) in [("#good", "?good"), ("#go", "?at"), ("#again", "?above")] {
        goes_on(&scene, button, &format!("location.search === '{search}'"));
        scene.browser.run("percorso('track', 'stay')");
    }
    scene.browser.run("percorso('track', 'done')");
    let past = scene.end_at(("done", &json!({})), |_| false);
    let of = |row: &&Value| ["coupon_error", "stay"].contains(&text(row, "event").as_str());
    let came = past
        .all
        .iter()
        .filter(of)
        .map(|row| format!("{} {}", text(row, "event"), json(row, "params")["error_type"]));
    let refused = "coupon_error \"soft\"";
    assert_eq!(
        came.collect::<Vec<_>>(),
        ["stay null", refused, "stay null", refused, "stay null"],
        "neither the good nor the offered"
    );
}

in_each_engine!(
    what_comes_back_under_another_address_of_its_step_was_refused,
    a_coupon_that_the_server_refuses_has_failed,
);
