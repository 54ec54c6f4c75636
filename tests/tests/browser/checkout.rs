//! The checkout: what is refused there and sent again, and what shoppers turn to in it.

use percorso_tests::browser::Engine;
use percorso_tests::harness::rows::{ask, open};
use serde_json::json;

use crate::scene::Scene;

const RULES: &str = "performance.getEntriesByType('resource').some(({ name, responseEnd }) => name.includes('/rules/') && responseEnd && responseEnd < performance.now() - 1500)";

/// A payment that is refused for its empty fields, which nobody has been in; then by the bank, twice in one sentence.
const PAYING: &str = r#"TAG</head><body>
<div id="box"></div>
<p class="error" id="hint" style="visibility: hidden">Choose a card</p>
<form id="pay" novalidate>
  <div><input name="card"><p class="error" id="missing" hidden>Enter the card number.</p></div>
  <div><input name="zip"></div>
  <div><input name="note"></div>
  <button id="send">Pay 19 euro</button>
</form>
<script>
window.percorso = window.percorso || function () { (percorso.q = percorso.q || []).push(arguments); };
// What the shop has told holds, whatever its one address says.
percorso('track', 'checkout_step', { step: 'payment' });
const $ = (css) => document.querySelector(css);
window.story = [];
document.addEventListener('percorso:friction', ({ detail }) => story.push(Object.values(detail).join(' ')));
// Nothing is wrong with a field any more that is typed into: left later than it is sent, it is not complained about again.
$('[name=card]').addEventListener('input', () => { $('#missing').hidden = true; });
$('[name=zip]').addEventListener('input', ({ target }) => target.removeAttribute('aria-invalid'));
$('#pay').addEventListener('submit', async (event) => {
  event.preventDefault();
  $('#box').innerHTML = '';
  $('#missing').hidden = $('[name=card]').value;
  $('[name=zip]').setAttribute('aria-invalid', !$('[name=zip]').value);
  if (!$('#missing').hidden) return;
  await new Promise((go) => setTimeout(go, 900));
  await fetch('/none', { method: 'POST' });
  $('#box').innerHTML = '<p role="alert">Your card was declined.</p>';
});
</script>"#;

fn a_payment_refused_twice_is_told_twice_and_an_empty_field_is_none(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/checkout", PAYING)]);
    let person = &scene.browser;
    scene.open("/checkout");
    person.holds(RULES);
    let has_heard = |kind: &str, n: usize| {
        person.holds(&format!("story.filter((line) => line.startsWith('{kind}')).length === {n}"));
    };
    person.click("#send");
    has_heard("validation", 2);
    // Longer than a complaint may take to be noticed.
    let before = person.ask("return performance.now();");
    person.holds(&format!("performance.now() - {before} > 1500"));
    person.type_into("[name=card]", "4000");
    person.type_into("[name=zip]", "1");
    person.click("#send");
    has_heard("payment_error", 1);
    person.click("#send");
    has_heard("payment_error", 2);
    let story = person.ask("return story.filter((line) => !line.startsWith('pay '));");
    let refused = ["request_failed payment medium", "payment_error payment high"];
    let story_then = [["validation payment medium"; 2], refused, refused].concat();
    assert_eq!(story, json!(story_then));
    scene.hears("form", &json!({ "form": "pay", "outcome": "invalid" }));

    let last = json!({ "field": "zip", "errors": 1 });
    let past = scene.end_at(("field", &last), |complaint| complaint.contains("404"));
    let store = open(past.collector.db());
    let rows = "SELECT concat_ws(' ', kind, element) FROM friction
        WHERE kind NOT IN ('pay', 'slow') AND NOT starts_with(kind, 'poor') ORDER BY ALL";
    assert_eq!(
        ask(&store, rows),
        [
            "payment_error",
            "payment_error",
            "request_failed",
            "request_failed",
            "resubmit pay",
            "resubmit pay",
            "validation pay.card",
            "validation pay.zip",
        ]
    );
    let steps = "SELECT concat_ws(' ', step, declared, resubmits) FROM checkout_steps";
    assert_eq!(ask(&store, steps), ["payment true 2"]);
}

/// Of all this two things take a doubt away, one of them by looking at it.
const DOUBTING: &str = r#"TAG</head><body data-checkout-step="delivery">
<a id="back" href="/checkout/delivery">Back to delivery</a>
<input id="tier" type="radio" name="shipping_method[0]">
<button id="go" type="submit" class="btn secure-pay">Next</button>
<a id="returns" href="/returns">Returns</a>
<a id="contact" href="/contact">Ask us</a>
<div data-percorso-ignore><a id="privacy" href="/privacy">Privacy</a></div>
<script>addEventListener('click', (event) => event.preventDefault());</script>"#;

fn doubts_are_what_informs_and_not_what_goes_on(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", DOUBTING)]);
    let person = &scene.browser;
    scene.open("/a");
    person.holds(RULES);
    for css in ["#back", "#tier", "#go", "#returns"] {
        person.click(css);
    }
    for css in ["#privacy", "#back", "#contact"] {
        let over = "dispatchEvent(new MouseEvent('mouseover', { bubbles: true, composed: true }))";
        person.run(&format!("document.querySelector('{css}').{over}"));
        let before = person.ask("return performance.now();");
        person.holds(&format!("performance.now() - {before} > 1300"));
    }
    let last = json!({ "about": "contact", "how": "hovered" });
    let past = scene.end_at(("doubt", &last), |_| false);
    let doubts = "SELECT detail FROM friction WHERE kind = 'doubt' ORDER BY occurred_at";
    assert_eq!(ask(&open(past.collector.db()), doubts), ["returns left", "contact hovered"]);
}

in_each_engine!(
    a_payment_refused_twice_is_told_twice_and_an_empty_field_is_none,
    doubts_are_what_informs_and_not_what_goes_on,
);
