//! Pages that a server sends back: what it refuses under another address, and the coupon that it does not take.

use percorso_tests::browser::Engine;
use percorso_tests::harness::rows::{ask, open};
use serde_json::{Value, json};

use crate::rows::{json, text};
use crate::scene::{Past, Scene};
use crate::sent::{RULES, told};

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
<a id="on" href="/checkout/billing">On</a>"#;
/// What comes next was not refused, whatever always stands at its fields: beside, below, and in another step.
const NEXT: &str = r#"TAG</head><body><p><input name="card"> <b class="error">Cards only</b></p>
<a id="on" href="/checkout/billing/address">On</a><a id="pay" href="/checkout/payment">Pay</a>"#;

fn what_comes_back_under_an_address_below_its_own_was_refused(engine: Engine) {
    let pages = [
        ("/checkout", STREET),
        ("/checkout/submit", REFUSED),
        ("/checkout/billing", NEXT),
        ("/checkout/billing/address", NEXT),
        ("/checkout/payment", NEXT),
    ];
    let scene = Scene::of_in(engine, &pages);
    scene.open("/checkout");
    scene.browser.holds(RULES);
    scene.browser.click("[name=zip]");
    scene.browser.press("[name=zip]", "1");
    goes_on(&scene, "#go", "location.pathname === '/checkout/submit'");
    for (link, path) in [
        ("#on", "/checkout/billing"),
        ("#on", "/checkout/billing/address"),
        ("#pay", "/checkout/payment"),
    ] {
        goes_on(&scene, link, &format!("location.pathname === '{path}'"));
    }
    scene.browser.run("percorso('track', 'done')");
    let past = scene.end_at(("done", &json!({})), |_| false);
    let rows = "SELECT concat_ws(' ', page_path, element) FROM friction WHERE kind = 'validation'";
    assert_eq!(ask(&open(past.collector.db()), rows), ["/checkout/submit street.zip"]);
}

/// The complaint stands until the next page, which the bank's check or a slow script brings after a second.
const SLOW: &str = r#"TAG</head><body><form id="street" method="post" action="/checkout/payment">
<p><input name="zip"> <b class="error">Not a postcode</b></p><p><input name="town"></p><button id="on">Continue</button></form>
<script>
document.querySelector('form').addEventListener('submit', (event) => {
  event.preventDefault();
  setTimeout(() => event.target.submit(), 1000);
});
</script>"#;

fn a_complaint_that_stands_while_its_field_is_corrected_is_one(engine: Engine) {
    let pages = [("/checkout", STREET), ("/checkout/submit", SLOW), ("/checkout/payment", NEXT)];
    let scene = Scene::of_in(engine, &pages);
    let person = &scene.browser;
    scene.open("/checkout");
    person.holds(RULES);
    person.click("[name=zip]");
    person.press("[name=zip]", "1");
    goes_on(&scene, "#go", "location.pathname === '/checkout/submit'");
    person.click("[name=zip]");
    person.press("[name=zip]", "00185");
    person.tab_from("[name=zip]");
    // Longer than a complaint may take to be noticed.
    let before = person.ask("return performance.now();");
    person.holds(&format!("performance.now() - {before} > 900"));
    goes_on(&scene, "#on", "location.pathname === '/checkout/payment'");
    person.run("percorso('track', 'done')");
    let past = scene.end_at(("done", &json!({})), |_| false);
    let rows =
        "SELECT concat_ws(' ', page_path, element, detail) FROM friction WHERE kind = 'validation'";
    let store = open(past.collector.db());
    assert_eq!(ask(&store, rows), ["/checkout/submit street.zip 1 times"]);
    let forms = "SELECT concat_ws(' ', submitted, invalid, completed, abandoned) FROM forms WHERE form = 'street'";
    assert_eq!(ask(&store, forms), ["2 0 true false"]);
    let outcomes = told(&past, "form", &["outcome", "last_field"]);
    let ends: Vec<_> = outcomes.iter().filter(|line| *line != "null null").collect();
    assert_eq!(ends, [r#""navigation" null"#; 2], "neither refused nor left");
}

/// Refused at the field and above all, as shop systems say it; one is good, shown in red and can be taken back, and
/// one is only offered. What is said of the cart beside a coupon is not said of it.
const CODES: &str = r#"TAG</head><body>
<div class="alert alert-warning" role="alert">Use coupon SPRING for free delivery.</div>
<p><span class="text-danger">Coupon SUMMER −5 €</span> <a class="btn btn-danger" href="/b">Remove coupon</a></p>
<ul class="error above" hidden><li>Coupon "x" does not exist!</li></ul>
<p class="error at" hidden>Socks are out of stock.</p>
<form method="post" action="/cart?above"><button id="again">Apply</button></form>
<form method="post" action="/cart?at">
  <div><input name="promo"> <p role="alert" class="at" hidden>Code expired</p></div><button id="go">Apply</button></form>
<form method="post" action="/cart?good"><input name="voucher"><button id="good">Apply</button>
  <p role="alert">Order before noon.</p></form>
<a id="shown" href="/cart?above">Again</a><a id="away" href="/b">Away</a>
<script>
document.querySelectorAll(`.${location.search.slice(1) || 'none'}`).forEach((said) => { said.hidden = false; });
</script>"#;

/// The refusals and what was told between them.
fn refusals(past: &Past) -> Vec<String> {
    let of = |row: &&Value| text(row, "event").ends_with("_error") || text(row, "event") == "stay";
    let line = |row| format!("{} {}", text(row, "event"), json(row, "params")["error_type"]);
    past.all.iter().filter(of).map(line).collect()
}

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
    let [at, above] = ["hard", "soft"].map(|kind| format!("coupon_error \"{kind}\""));
    assert_eq!(
        refusals(&past),
        ["stay null", &at, "stay null", &above, "stay null"],
        "neither the good nor the offered, and no stock's"
    );
}

fn a_refusal_that_is_shown_again_is_no_other_one(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/cart", CODES), ("/b", "TAG</head><body>")]);
    let person = &scene.browser;
    scene.open("/cart");
    person.holds(RULES);
    goes_on(&scene, "#shown", "location.search === '?above'");
    let stays = || {
        person.run("percorso('track', 'stay')");
        let before = person.ask("return performance.now();");
        person.holds(&format!("performance.now() - {before} > 2000"));
    };
    stays();
    person.run("document.querySelector('#away').click()");
    person.holds("location.pathname === '/b'");
    person.wait_for_tracker();
    person.back();
    person.holds("location.pathname === '/cart' && probe.restored === 1");
    stays();
    person.reload();
    person.wait_for_tracker();
    person.holds(RULES);
    stays();
    person.run("history.pushState(0, '', '/cart/update');");
    stays();
    person.run("percorso('track', 'done')");
    let past = scene.end_at(("done", &json!({})), |_| false);
    let refused = r#"coupon_error "soft""#;
    let then = ["stay null"; 4];
    assert_eq!(refusals(&past), [&[refused][..], &then].concat(), "back, loaded again, and turned");
}

in_each_engine!(
    what_comes_back_under_an_address_below_its_own_was_refused,
    a_complaint_that_stands_while_its_field_is_corrected_is_one,
    a_refusal_that_is_shown_again_is_no_other_one,
    a_coupon_that_the_server_refuses_has_failed,
);
