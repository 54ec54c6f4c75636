//! Paying: what the bank asks first, what the browser refuses, and what is pressed again.

use percorso_tests::browser::Engine;
use percorso_tests::harness::rows::{ask, open};
use serde_json::json;

use crate::scene::Scene;
use crate::sent::{RULES, friction, told};

/// The bank asks first, for longer than a submission waits for its outcome.
const BANK: &str = r#"TAG</head><body data-checkout-step="payment">
<form id="pay" action="/ok"><input name="card"><button id="go">Pay 19 euro</button></form>
<script>
document.querySelector('#pay').addEventListener('submit', (event) => {
  event.preventDefault();
  document.body.append(document.createElement('iframe'));
  setTimeout(() => event.target.submit(), 11000);
});
</script>"#;

fn what_the_bank_lets_through_later_has_led_to_the_next_page(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", BANK), ("/ok", "</head><body>")]);
    let person = &scene.browser;
    scene.open("/a");
    person.click("[name=card]");
    person.press("[name=card]", "1");
    person.click("#go");
    person.holds("document.querySelector('iframe')");
    let before = person.ask("return Date.now();");
    person.holds(&format!("location.pathname === '/ok' || Date.now() - {before} > 8000"));
    person.holds("location.pathname === '/ok'");
    scene.open("/a");
    person.run("percorso('track', 'done')");
    let past = scene.end_at(("done", &json!({})), |_| false);
    let mut told = told(&past, "form", &["outcome", "last_field"]);
    told.retain(|line| line != "null null");
    assert_eq!(told, [r#""navigation" null"#], "sent once, and not left");
    let forms = "SELECT concat_ws(' ', submitted, completed, abandoned) FROM forms";
    assert_eq!(ask(&open(past.collector.db()), forms), ["1 true false"]);
}

/// The bank asks in its own app, behind which the page is hidden when its time is over.
const APP: &str = r#"TAG</head><body data-checkout-step="payment">
<form id="pay" action="/ok"><input name="card"><button id="go">Pay 19 euro</button></form>
<script>document.querySelector('#pay').addEventListener('submit', (event) => event.preventDefault());</script>"#;

fn who_comes_back_from_the_bank_s_app_has_paid_once(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", APP), ("/ok", "</head><body>")]);
    let person = &scene.browser;
    scene.open("/a");
    person.click("[name=card]");
    person.press("[name=card]", "1");
    person.click("#go");
    let before = person.ask("return Date.now();");
    for ms in [5_500, 11_000] {
        person.holds(&format!("Date.now() - {before} > {ms}"));
    }
    for hidden in [true, false] {
        person.run(&format!(
            "Object.defineProperty(document, 'hidden', {{ value: {hidden}, configurable: true }});
             document.dispatchEvent(new Event('visibilitychange'));"
        ));
    }
    scene.hears("form", &json!({ "outcome": "nothing" }));
    person.run("document.querySelector('#pay').submit();");
    person.holds("location.pathname === '/ok'");
    scene.open("/a");
    person.run("percorso('track', 'done')");
    let past = scene.end_at(("done", &json!({})), |_| false);
    let mut told = told(&past, "form", &["outcome", "form_ms"]);
    told.retain(|line| line.starts_with('"'));
    let [hidden, sent] = &told[..] else { panic!("{told:?}") };
    let both = [hidden.strip_prefix("\"nothing\""), sent.strip_prefix("\"navigation\"")];
    assert!(both[0].is_some() && both[0] == both[1], "filled in once: {told:?}");
    let forms = "SELECT concat_ws(' ', submitted, completed, abandoned) FROM forms";
    assert_eq!(ask(&open(past.collector.db()), forms), ["1 true false"]);
    assert_eq!(friction(&past, "'resubmit'"), [""; 0]);
    let steps = "SELECT DISTINCT resubmits::VARCHAR FROM checkout_steps";
    assert_eq!(ask(&open(past.collector.db()), steps), ["0"]);
}

/// The browser itself refuses the first.
const PAYING: &str = r#"TAG</head><body data-checkout-step="payment">
<form id="pay"><input name="card" required><button id="go">Pay 19 euro</button></form>
<script>
document.querySelector('#pay').addEventListener('submit', (event) => {
  event.preventDefault();
  window.paid = true;
});
</script>"#;

fn nobody_pays_with_an_empty_field(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", PAYING)]);
    let person = &scene.browser;
    scene.open("/a");
    person.holds(RULES);
    // Whoever sees what is missing clicks on it at once.
    person.click("#go");
    person.click("[name=card]");
    scene.hears("form", &json!({ "form": "pay", "outcome": "invalid" }));
    person.press("[name=card]", "1");
    person.click("#go");
    person.holds("window.paid");
    let before = person.ask("return performance.now();");
    person.holds(&format!("performance.now() - {before} > 900"));
    person.click("#go");
    let last = json!({ "element": "button#go", "friction": ["pay"] });
    let past = scene.end_at(("click", &last), |_| false);
    assert_eq!(told(&past, "payment_attempt", &["inferred"]), ["true"; 2]);
    assert_eq!(friction(&past, "'pay'").len(), 1);
}

/// While it works, its words are others; after it has bought, it is another way on. Outside of the checkout nothing is
/// paid, whatever it says.
const WORKING: &str = r#"TAG</head><body data-checkout-step="payment">
<button id="go" type="button">Pay now</button><button id="other" type="button">Gift wrap</button><script>
document.querySelector('#go').addEventListener('click', ({ target }) => { target.textContent = 'Processing…'; });
document.querySelector('#other').addEventListener('click', ({ target }) => { target.textContent = 'Wrapped'; });
</script>"#;
const BOUGHT: &str = r#"TAG</head><body data-checkout-step="payment"><button id="go" type="button">Place order</button>
<script>
document.querySelector('#go').addEventListener('click', ({ target }) => { target.textContent = 'Continue shopping'; });
</script>"#;
const PRODUCT: &str = r#"TAG</head><body><button id="cart" type="button">Buy now</button>
<button id="added" type="button">Buy now</button><script>
document.querySelector('#cart').addEventListener('click', ({ target }) => { target.textContent = 'Go to checkout'; });
document.querySelector('#added').addEventListener('click', ({ target }) => { target.textContent = 'Added'; });
</script>"#;

fn who_pays_again_while_the_button_works_has_paid_twice(engine: Engine) {
    let pages = [("/a", WORKING), ("/bought", BOUGHT), ("/socks", PRODUCT)];
    let scene = Scene::of_in(engine, &pages);
    let person = &scene.browser;
    for (path, buttons) in
        [("/socks", &["#cart", "#added"][..]), ("/bought", &["#go"]), ("/a", &["#other", "#go"])]
    {
        scene.open(path);
        person.holds(RULES);
        for button in buttons {
            let says = format!("document.querySelector('{button}').textContent");
            let said = person.ask(&format!("return {says};"));
            person.click(button);
            person.holds(&format!("{says} !== {said}"));
            person.click(button);
        }
    }
    let last = json!({ "element": "button#go", "friction": ["pay"] });
    let past = scene.end_at(("click", &last), |_| false);
    let paid = "SELECT page_path FROM friction WHERE kind = 'pay'";
    assert_eq!(ask(&open(past.collector.db()), paid), ["/a"]);
    assert_eq!(
        told(&past, "payment_attempt", &["inferred"]),
        ["true"; 2],
        "on two pages, once each"
    );
}

in_each_engine!(
    what_the_bank_lets_through_later_has_led_to_the_next_page,
    who_comes_back_from_the_bank_s_app_has_paid_once,
    who_pays_again_while_the_button_works_has_paid_twice,
    nobody_pays_with_an_empty_field,
);
