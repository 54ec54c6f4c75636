//! Fields that stand in no form: in a plain element, in sections before one button, in a shadow tree.

use percorso_tests::browser::Engine;
use percorso_tests::harness::rows::{ask, open};
use serde_json::json;

use crate::scene::Scene;

const RULES: &str = "performance.getEntriesByType('resource').some(({ name, responseEnd }) => name.includes('/rules/') && responseEnd && responseEnd < performance.now() - 100)";

const DIV: &str = r#"TAG</head><body id="address">
<div><div><label>Name <input name="full_name"></label></div><div><label>City <input name="town"></label></div></div>
<div><button id="next" type="button">Continue</button></div>
<script>document.querySelector('#next').addEventListener('click', () => fetch('/ok', { method: 'POST' }));</script>"#;

/// One button goes on from both; it complains about one of them first.
const SECTIONS: &str = r#"TAG</head><body id="all" data-checkout-step="payment">
<section id="who"><p><input name="mail"></p></section>
<section id="where"><p><input name="zip"> <b class="error" id="wrong" hidden>Enter a postcode</b></p></section>
<div role="button" tabindex="0" id="pay">Pay 19 euro</div>
<script>
document.querySelector('#pay').addEventListener('click', () => {
  document.querySelector('#wrong').hidden = document.querySelector('[name=zip]').value;
  if (document.querySelector('#wrong').hidden) location.href = '/ok';
});
</script>"#;

const SHADOW: &str = r#"TAG</head><body id="shadow"><shop-box></shop-box><script>
customElements.define('shop-box', class extends HTMLElement {
  connectedCallback() {
    const root = this.attachShadow({ mode: 'open' });
    root.innerHTML = '<div><input name="street"></div><div><input name="house"></div><div><button type="button">Save</button></div>';
    root.querySelector('button').addEventListener('click', () => fetch('/ok', { method: 'POST' }));
  }
});
window.inside = (css) => document.querySelector('shop-box').shadowRoot.querySelector(css);
</script>"#;

const FORMS: &str = "SELECT concat_ws(' ', form, 'submitted', submitted, 'invalid', invalid,
        CASE WHEN completed THEN 'completed' END, CASE WHEN abandoned THEN 'abandoned' END,
        'last', last_field, 'fields', fields)
    FROM forms ORDER BY form";
const FIELDS: &str = "SELECT concat_ws(' ', form, field, 'visits', visits, 'errors', errors,
        CASE WHEN dirty THEN 'dirty' END)
    FROM fields ORDER BY form, field";

fn fields_without_a_form_are_viewed_started_and_completed(engine: Engine) {
    let scene = Scene::of_in(
        engine,
        &[("/a", DIV), ("/b", SECTIONS), ("/c", SHADOW), ("/ok", "</head><body>")],
    );
    let person = &scene.browser;
    scene.open("/a");
    person.holds(RULES);
    scene.hears("form", &json!({ "form": "address", "action": "viewed" }));
    person.click("[name=full_name]");
    person.press("[name=full_name]", "Ann");
    scene.hears("form", &json!({ "form": "address", "action": "started" }));
    person.click("#next");
    scene.hears("form", &json!({ "form": "address", "outcome": "request", "status": 200 }));

    scene.open("/b");
    person.holds(RULES);
    person.click("[name=mail]");
    person.press("[name=mail]", "a@b.example");
    person.click("[name=zip]");
    person.press("[name=zip]", "1\u{e003}");
    person.click("#pay");
    scene.hears("form", &json!({ "form": "where", "outcome": "invalid" }));
    person.click("[name=zip]");
    person.press("[name=zip]", "1");
    person.click("#pay");
    person.holds("location.pathname === '/ok'");

    scene.open("/c");
    person.holds(RULES);
    person.run("inside('[name=street]').focus()");
    person.press_there("Hi");
    // By the keyboard, over the other field.
    person.press_there("\u{e004}\u{e004}\u{e007}");
    scene.hears("form", &json!({ "form": "shadow", "outcome": "request", "status": 200 }));
    scene.hears("form", &json!({ "form": "shadow", "action": "viewed" }));

    let last = json!({ "form": "shadow", "field": "street" });
    let past = scene.end_at(("field", &last), |_| false);
    let store = open(past.collector.db());
    assert_eq!(
        ask(&store, FORMS),
        [
            "address submitted 1 invalid 0 completed last fields",
            "shadow submitted 1 invalid 0 completed last fields",
            "where submitted 2 invalid 1 completed last fields",
            "who submitted 2 invalid 0 completed last fields",
        ]
    );
    assert_eq!(
        ask(&store, FIELDS),
        [
            "address full_name visits 1 errors 0",
            "shadow house visits 1 errors 0",
            "shadow street visits 1 errors 0",
            "where zip visits 2 errors 1",
            "who mail visits 1 errors 0",
        ]
    );
}

fn fields_without_a_form_are_abandoned_with_the_last_one(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", DIV), ("/c", SHADOW)]);
    let person = &scene.browser;
    scene.open("/a");
    person.holds(RULES);
    person.click("[name=full_name]");
    person.press("[name=full_name]", "Ann");
    person.click("[name=town]");
    person.press("[name=town]", "R");
    scene.open("/c");
    person.holds(RULES);
    person.run("inside('[name=house]').focus()");
    person.press_there("1");
    let last = json!({ "form": "shadow", "action": "left" });
    let past = scene.end_at(("form", &last), |_| false);
    assert_eq!(
        ask(&open(past.collector.db()), FORMS),
        [
            "address submitted 0 invalid 0 abandoned last town fields 2",
            "shadow submitted 0 invalid 0 abandoned last house fields 1",
        ]
    );
}

/// What is bought here has nothing to do with the newsletter.
const BESIDE: &str = r#"TAG</head><body id="shop">
<section id="news"><input name="mail"></section><button id="go" type="button">Save for later</button>
<script>document.querySelector('#go').addEventListener('click', () => fetch('/ok', { method: 'POST' }).then(() => { window.saved = 1; }));</script>"#;

fn a_button_beside_a_section_does_not_send_it(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", BESIDE), ("/ok", "</head><body>")]);
    let person = &scene.browser;
    scene.open("/a");
    person.holds(RULES);
    person.click("[name=mail]");
    person.press("[name=mail]", "a");
    person.click("#go");
    person.holds("window.saved");
    let last = json!({ "form": "news", "action": "left" });
    let past = scene.end_at(("form", &last), |_| false);
    assert_eq!(
        ask(&open(past.collector.db()), FORMS),
        ["news submitted 0 invalid 0 abandoned last mail fields 1"]
    );
}

in_each_engine!(
    a_button_beside_a_section_does_not_send_it,
    fields_without_a_form_are_viewed_started_and_completed,
    fields_without_a_form_are_abandoned_with_the_last_one,
);
