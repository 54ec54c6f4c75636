//! What a page says after a coupon, a payment or a field: success is no error, and an error behind it is one.

use percorso_tests::browser::Engine;
use serde_json::json;

use crate::rows::text;
use crate::scene::Scene;

/// Each coupon and each payment is answered with success first, in the markup of a shop system, then refused in its
/// markup; meanwhile a countdown runs. The story is told in the order in which it happens.
const PAGE: &str = r#"TAG</head><body data-checkout-step="payment">
<div class="reservation-alert">Held for <b id="left">600</b> s</div>
<div id="box"></div>
<label>Code <input name="coupon_code" id="code"></label><button id="apply" type="button">Apply coupon</button>
<button id="pay" type="button" class="aria-invalid:border-destructive">Pay 19 euro</button>
<form novalidate>
  <div><input id="city" name="city" class="aria-invalid:border-destructive">
    <button type="button" class="aria-invalid:border-destructive">Find</button></div>
  <p><input id="zip" name="zip"> <b class="alert alert-success">Looks good</b> <i class="error" hidden>Not a postcode</i></p>
  <input id="end" name="end">
</form>
<script>
const $ = (id) => document.getElementById(id);
window.story = [];
document.addEventListener('percorso:friction', ({ detail }) => story.push(detail.kind));
setInterval(() => $('left').textContent--, 100);
const SHOPS = [
  ['<div class="woocommerce-message" role="alert">Coupon code applied successfully.</div>', '<ul class="woocommerce-error" role="alert"><li>Coupon "x" does not exist!</li></ul>'],
  ['<div class="wc-block-components-notice-banner is-success" role="alert">Code x was applied.</div>', '<div class="wc-block-components-notice-banner is-error" role="alert">Code x is used up.</div>'],
  ['<div role="alert" class="messages"><div class="message-success success message">You used coupon code x.</div></div>', '<div role="alert" class="messages"><div class="message-error error message">The code is not valid.</div></div>'],
  ['<article class="alert alert-info" role="alert">One more for free delivery</article>', '<article class="alert alert-danger js-error" role="alert"><span>This voucher does not exist</span></article>'],
  ['<div class="Toastify__toast--success"><div role="alert" class="Toastify__toast-body">Done</div></div>', '<small class="cart__error" role="alert">Enter a discount code</small>'],
];
let shop = 0;
const answer = () => {
  const [good, bad] = SHOPS[shop++ % SHOPS.length];
  $('box').innerHTML = '';
  setTimeout(() => { story.push('good'); $('box').innerHTML = good; }, 100);
  setTimeout(() => { story.push('bad'); $('box').innerHTML = bad; }, 1600);
};
$('apply').addEventListener('click', answer);
$('pay').addEventListener('click', () => { $('pay').textContent = 'Processing'; answer(); });
$('zip').addEventListener('blur', () => { document.querySelector('i').hidden = $('zip').value.length > 3; });
</script>"#;

fn success_is_no_error_and_what_is_refused_after_it_is_one(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", PAGE)]);
    let person = &scene.browser;
    scene.open("/a");
    scene.hears("checkout_step", &json!({ "step": "payment", "declared": true }));
    person.holds("performance.getEntriesByType('resource').some(({ name, responseEnd }) => name.includes('/rules/') && responseEnd)");

    let mut story = Vec::new();
    person.click("#code");
    for _ in 0..5 {
        person.click("#apply");
        story.extend(["good", "bad", "coupon_error"]);
        person.holds(&format!("story.length >= {}", story.len()));
        assert_eq!(person.ask("return story;"), json!(story));
    }
    person.click("#pay");
    story.extend(["good", "bad", "payment_error"]);
    person.holds(&format!("story.length >= {}", story.len()));

    for (field, text) in [("#city", "Roma"), ("#zip", "00185"), ("#zip", "\u{e003}\u{e003}")] {
        person.click(field);
        person.press(field, text);
        person.tab_from(field);
        // Longer than a complaint may take.
        let before = person.ask("return performance.now();");
        person.holds(&format!("performance.now() - {before} > 600"));
    }
    person.click("#end");
    story.push("validation");
    person.holds(&format!("story.length >= {}", story.len()));
    assert_eq!(person.ask("return story;"), json!(story));
    let last = json!({ "field": "zip", "errors": 1 });
    scene.end_at(("field", &last), |_| false);
}

/// What the page says here is nobody's business.
const IGNORED: &str = r#"TAG</head><body data-checkout-step="payment">
<div data-percorso-ignore><p role="alert" id="ours" hidden>Your card was stolen</p></div>
<button id="pay" type="button">Pay 19 euro</button><p id="end">End</p>
<script>
const $ = (id) => document.getElementById(id);
$('pay').addEventListener('click', () => { $('ours').hidden = false; $('end').dataset.done = 1; });
</script>"#;

fn an_alert_that_is_to_be_ignored_is_not_read(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", IGNORED)]);
    let person = &scene.browser;
    scene.open("/a");
    person.holds("performance.getEntriesByType('resource').some(({ name, responseEnd }) => name.includes('/rules/') && responseEnd && responseEnd < performance.now() - 100)");
    person.click("#pay");
    scene.hears("payment_attempt", &json!({ "inferred": true }));
    let before = person.ask("return performance.now();");
    person.holds(&format!("performance.now() - {before} > 1500"));
    person.run("percorso('track', 'done')");
    let past = scene.end_at(("done", &json!({})), |_| false);
    let refused = past.all.iter().filter(|row| text(row, "event") == "payment_error");
    assert_eq!(refused.count(), 0);
}

in_each_engine!(
    success_is_no_error_and_what_is_refused_after_it_is_one,
    an_alert_that_is_to_be_ignored_is_not_read,
);
