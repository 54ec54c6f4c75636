//! Forms filled in by real keys: the rows of fields and forms are those that were counted by hand.

use percorso_tests::browser::Engine;
use percorso_tests::harness::rows::{ask, open};
use serde_json::json;

use crate::scene::Scene;

/// A form that is refused once, fields without a form, a form in a shadow tree, one that the browser
/// refuses, and one with its own complaints that is never sent.
const PAGE: &str = r#"TAG</head><body>
<form id="signup" novalidate>
  <label>Mail <input name="email"></label>
  <label>Name <input name="full_name"></label>
  <button id="send">Send</button>
</form>
<section id="gift-note"><textarea name="note"></textarea><button id="save" type="button">Save</button></section>
<shop-box></shop-box>
<form id="order"><input name="postcode" required><button id="buy">Order</button></form>
<form id="iban-form" novalidate><p><input name="iban"> <b class="error" id="wrong" hidden>Not an IBAN</b></p></form>
<button id="end" type="button">End</button>
<script>
const $ = (css, root = document) => root.querySelector(css);
window.answers = ['/none', '/ok'];
// What another host answers first is no answer.
const elsewhere = () => fetch(`${location.origin.replace('127.0.0.1', 'localhost')}/ok`, { mode: 'no-cors' }).catch(() => {});
$('#signup').addEventListener('submit', (event) => { event.preventDefault(); elsewhere().then(() => fetch(answers.shift(), { method: 'POST' })); });
$('#save').addEventListener('click', () => fetch('/ok', { method: 'POST' }));
const iban = $('[name=iban]');
iban.addEventListener('blur', () => {
  const bad = iban.value.length < 5;
  iban.setAttribute('aria-invalid', bad);
  $('#wrong').hidden = !bad;
});
customElements.define('shop-box', class extends HTMLElement {
  connectedCallback() {
    const root = this.attachShadow({ mode: 'open' });
    root.innerHTML = '<form id="gift" novalidate><input name="message"><button>Wrap</button></form>';
    $('form', root).addEventListener('submit', (event) => { event.preventDefault(); fetch('/ok', { method: 'POST' }); });
  }
});
window.inside = (css) => $(css, $('shop-box').shadowRoot);
window.first = {};
const time = (key) => ({ target }) => target.name && (first[`${target.name} ${key}`] ??= performance.now());
addEventListener('focusin', time('focus'));
addEventListener('input', time('input'));
window.heard = [];
document.addEventListener('percorso:friction', ({ detail: { kind } }) => kind === 'validation' && heard.push(kind));
</script>"#;

const FIELDS: &str = "SELECT concat_ws(' ', form, field, 'visits', visits, 'returns', returns,
        'corrections', corrections, 'pastes', pastes, 'errors', errors,
        CASE WHEN dirty THEN 'dirty' END)
    FROM fields ORDER BY form, field";
const FORMS: &str = "SELECT concat_ws(' ', form, 'submitted', submitted, 'invalid', invalid,
        CASE WHEN completed THEN 'completed' END, CASE WHEN abandoned THEN 'abandoned' END,
        'last', last_field, 'fields', fields)
    FROM forms ORDER BY form";

/// How far the page's own measure of a hesitation may be from the tracker's.
const OFF_MS: f64 = 50.0;

fn what_is_done_in_fields_is_counted_as_by_hand(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", PAGE), ("/ok", "</head>")]);
    let person = &scene.browser;
    scene.open("/a");
    scene.hears("form", &json!({ "form": "signup", "action": "viewed" }));
    person.run("document.querySelector('[name=email]').focus()");
    // Who hesitates does so for as long as the page measures.
    person.holds("performance.now() - first['email focus'] > 300");
    person.press("[name=email]", "abx\u{e003}@y.example");
    person.tab_from("[name=email]");
    person.press("[name=full_name]", "Ann");
    // Back to the first, whose content stays, and on to the second, which is replaced by its own copy.
    person.click("[name=email]");
    person.tab_from("[name=email]");
    for key in ['a', 'c', 'v'] {
        person.press_with_control("[name=full_name]", key);
    }
    person.click("#send");
    scene.hears("form", &json!({ "form": "signup", "outcome": "request", "status": 404 }));
    person.click("#send");
    scene.hears("form", &json!({ "form": "signup", "outcome": "request", "status": 200 }));

    person.click("[name=note]");
    person.press("[name=note]", "For you\u{e003}\u{e003}");
    person.click("#save");
    scene.hears("form", &json!({ "form": "gift-note", "outcome": "request", "status": 200 }));

    person.run("inside('input').focus()");
    person.press_there("Hi");
    person.run("inside('button').click()");
    scene.hears("form", &json!({ "form": "gift", "outcome": "request", "status": 200 }));

    person.click("[name=postcode]");
    person.press("[name=postcode]", "1\u{e003}");
    person.click("#buy");
    scene.hears("form", &json!({ "form": "order", "outcome": "invalid" }));

    person.click("[name=iban]");
    person.press("[name=iban]", "DE");
    person.tab_from("[name=iban]");
    person.holds("heard.length === 2");
    person.click("[name=iban]");
    person.press("[name=iban]", "1234");
    person.tab_from("[name=iban]");
    person.holds("document.querySelector('#wrong').hidden");
    assert_eq!(person.ask("return heard;"), json!(["validation", "validation"]));
    let first = person.ask("return first['email input'] - first['email focus'];");

    let past = scene.end_at(("form", &json!({ "form": "iban-form", "action": "left" })), |_| false);
    let store = open(past.collector.db());
    assert_eq!(
        ask(&store, FIELDS),
        [
            "gift message visits 1 returns 0 corrections 0 pastes 0 errors 0",
            "gift-note note visits 1 returns 0 corrections 2 pastes 0 errors 0",
            "iban-form iban visits 2 returns 1 corrections 0 pastes 0 errors 1 dirty",
            // The browser takes who sends it back to the field.
            "order postcode visits 2 returns 1 corrections 1 pastes 0 errors 1 dirty",
            "signup email visits 2 returns 1 corrections 1 pastes 0 errors 0",
            "signup full_name visits 2 returns 1 corrections 0 pastes 1 errors 0",
        ]
    );
    assert_eq!(
        ask(&store, FORMS),
        [
            "gift submitted 1 invalid 0 completed last fields",
            "gift-note submitted 1 invalid 0 completed last fields",
            "iban-form submitted 0 invalid 0 abandoned last iban fields 1",
            "order submitted 1 invalid 1 abandoned last postcode fields 1",
            "signup submitted 2 invalid 0 completed last fields",
        ]
    );
    let hesitation = ask(&store, "SELECT hesitation_ms::VARCHAR FROM fields WHERE field = 'email'");
    let hesitation: f64 = hesitation[0].parse().unwrap();
    let off = (hesitation - first.as_f64().unwrap()).abs();
    assert!(off <= OFF_MS, "{hesitation} ms is {off} ms off");
}

in_each_engine!(what_is_done_in_fields_is_counted_as_by_hand);
