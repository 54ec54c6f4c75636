//! Surveys: when they are asked and when not, and that of the dialog nothing is told but the answer.

use percorso_tests::browser::{Engine, Site, tag};
use serde_json::{Value, json};

use crate::rows::{json, text};
use crate::scene::{Past, Scene};

/// The page holds on to the closed shadow root, so that the test can look in.
const HOLD: &str = "const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function (options) {
        const made = attach.call(this, options);
        if ('percorsoIgnore' in this.dataset) Object.assign(window, { root: made, mode: options.mode, shownAt: performance.now() });
        return made;
    };";
const OPEN: &str = "window.root?.querySelector('section.open')";
const CLOSED: &str = "window.root && !root.host.isConnected";

const TAB: char = '\u{e004}';
const ENTER: char = '\u{e007}';
const ESCAPE: char = '\u{e00c}';
const RIGHT: char = '\u{e014}';

/// Pages with a survey each: path, the survey's attributes, body.
fn asks_in(engine: Engine, pages: &[(&str, &str, &str)]) -> Scene {
    Scene::on_in(engine, |wire| {
        let made: Vec<_> = pages
            .iter()
            .map(|(path, survey, body)| {
                let page = format!(
                    "<!doctype html><html lang=\"en\"><head><title>A page</title><script>{HOLD}</script>{}
                     <script async crossorigin src=\"{wire}/p/percorso-survey.js\" data-delay=\"0\" {survey}></script>
                     </head><body><h1>A page of a shop</h1>{body}</body></html>",
                    tag(wire)
                );
                (*path, page)
            })
            .collect();
        Site::pages(&made)
    })
}

const PURCHASE: &str =
    "percorso('track', 'purchase', { transaction_id: 'T1', currency: 'EUR', value: 5 });";

/// The parameters of all events of a name.
fn told(past: &Past, event: &str) -> Vec<Value> {
    let of = |row: &&Value| text(row, "event") == event;
    past.all.iter().filter(of).map(|row| json(row, "params")).collect()
}

/// That nothing was told but these: the dialog is no form, no touchpoint, and no click in it counts.
#[track_caller]
fn nothing_but(past: &Past, events: &[&str]) {
    for row in &past.all {
        let event = text(row, "event");
        let is_known = ["page_view", "web_vital", "done"].contains(&event.as_str());
        assert!(is_known || events.contains(&event.as_str()), "{row}");
    }
}

fn it_is_asked_after_the_purchase_once_and_the_answer_arrives(engine: Engine) {
    let survey = r#"data-survey="nps" data-when="purchase""#;
    let scene = asks_in(engine, &[("/a", survey, "")]);
    let person = &scene.browser;
    scene.open("/a");
    person.run(PURCHASE);
    person.holds(OPEN);
    assert_eq!(
        person.ask(
            "const dialog = root.querySelector('section');
             return [mode, dialog.getAttribute('role'), root.querySelector('legend').textContent,
                 root.querySelector('#' + dialog.getAttribute('aria-labelledby')).localName,
                 root.querySelectorAll('[type=radio]').length, document.activeElement === root.host,
                 getComputedStyle(root.host).position];"
        ),
        json!([
            "closed",
            "dialog",
            "How likely are you to recommend us to a friend or a colleague?",
            "legend",
            11,
            true,
            "fixed"
        ])
    );
    // By a hand where there is nothing to react, which would be rage; then by the keyboard alone.
    person.click_in_a_row("[data-percorso-ignore]", 4);
    person.run("root.querySelector('form').reset(); root.querySelector('section').focus();");
    person.press_there(&format!("{TAB}{TAB} "));
    person.press_there(&RIGHT.to_string().repeat(9));
    person.press_there(&format!("{TAB}Good socks{TAB}{ENTER}"));
    let answer = scene.hears("survey_answer", &json!({}));
    let comment = "Good socks";
    let expected =
        json!({ "survey": "nps", "trigger": "purchase", "score": 9, "comment": comment });
    assert_eq!(answer.params, expected);
    person.holds(CLOSED);
    person.run("window.root = undefined; percorso('track', 'purchase', { transaction_id: 'T2' });");
    scene.hears("purchase", &json!({ "transaction_id": "T2" }));
    person.run("percorso('track', 'done');");
    let nothing = json!([[], null]);
    let kept = "return [Object.keys(localStorage).filter((key) => key.startsWith('percorso')), window.root ?? null];";
    assert_eq!(person.ask(kept), nothing, "neither asked twice nor kept");
    let past = scene.end_at(("done", &json!({})), |_| false);
    assert_eq!(told(&past, "survey_shown"), [json!({ "survey": "nps", "trigger": "purchase" })]);
    assert_eq!(told(&past, "survey_answer"), [expected]);
    nothing_but(&past, &["purchase", "checkout_step", "survey_shown", "survey_answer"]);
}

fn it_is_asked_after_friction_and_escape_tells_no_answer(engine: Engine) {
    let survey = r#"data-survey="ces" data-when="friction:dead""#;
    let button = r#"<button id="dead" type="button">Sizes</button>"#;
    let scene = asks_in(engine, &[("/a", survey, button)]);
    let person = &scene.browser;
    scene.open("/a");
    person.click("#dead");
    person.holds(OPEN);
    assert_eq!(person.ask("return root.querySelectorAll('[type=radio]').length;"), json!(7));
    person.press_there(&format!("{TAB}{TAB} {ESCAPE}"));
    person.holds(CLOSED);
    // Of other frictions it was not to be asked, and of this not again.
    person.run("window.root = undefined;");
    person.click("#dead");
    scene.hears("survey_shown", &json!({ "survey": "ces", "trigger": "friction:dead" }));
    person.holds("performance.now() > shownAt + 5000");
    assert_eq!(person.ask("return window.root ?? null;"), Value::Null);
    person.run("percorso('track', 'done');");
    let past = scene.end_at(("done", &json!({})), |_| false);
    assert_eq!(told(&past, "survey_shown").len(), 1);
    assert_eq!(told(&past, "click").len(), 2, "the page's own");
    nothing_but(&past, &["click", "survey_shown"]);
}

fn with_consent_nobody_is_asked_again_on_the_next_page(engine: Engine) {
    let survey = r#"data-survey="csat" data-when="purchase""#;
    let scene = asks_in(engine, &[("/a", survey, ""), ("/b", survey, "")]);
    let person = &scene.browser;
    scene.open("/a");
    person.run(&format!("percorso('consent', 'granted'); {PURCHASE}"));
    person.holds(OPEN);
    person.press_there(&ESCAPE.to_string());
    person.holds(CLOSED);
    let kept = "return Object.keys(JSON.parse(localStorage['percorso.survey'] ?? '{}'));";
    assert_eq!(person.ask(kept), json!(["csat"]));
    scene.open("/b");
    person.run("percorso('track', 'purchase', { transaction_id: 'T2' });");
    scene.hears("purchase", &json!({ "transaction_id": "T2" }));
    assert_eq!(person.ask("return window.root ?? null;"), Value::Null);
    person.run("percorso('consent', 'denied');");
    scene.hears("consent", &json!({ "state": "denied" }));
    assert_eq!(person.ask("return localStorage['percorso.survey'] ?? null;"), Value::Null);
    person.run("percorso('track', 'done');");
    let past = scene.end_at(("done", &json!({})), |_| false);
    assert_eq!(told(&past, "survey_shown").len(), 1);
    assert!(told(&past, "survey_answer").is_empty());
}

fn no_step_of_the_checkout_is_covered_unless_it_is_wanted(engine: Engine) {
    let step = r#"<p data-checkout-step="payment">Payment</p>"#;
    let survey = r#"data-survey="ces" data-when="friction@payment""#;
    let wanted = format!("{survey} data-checkout");
    let scene = asks_in(engine, &[("/a", survey, step), ("/b", &wanted, step)]);
    let person = &scene.browser;
    let fails = "percorso('track', 'payment_error', { error_type: 'soft' });";
    scene.open("/a");
    person.run(fails);
    scene.hears("payment_error", &json!({}));
    assert_eq!(person.ask("return window.root ?? null;"), Value::Null);
    scene.open("/b");
    person.run(fails);
    person.holds(OPEN);
    let said = json!({ "survey": "ces", "trigger": "friction:payment_error", "step": "payment" });
    let past = scene.end_at(("survey_shown", &said), |_| false);
    assert_eq!(told(&past, "survey_shown"), [said]);
}

in_each_engine!(
    it_is_asked_after_the_purchase_once_and_the_answer_arrives,
    it_is_asked_after_friction_and_escape_tells_no_answer,
    with_consent_nobody_is_asked_again_on_the_next_page,
    no_step_of_the_checkout_is_covered_unless_it_is_wanted,
);

/// What is written is given on purpose; whom it names is not kept.
#[test]
fn a_free_question_is_asked_by_phase_in_the_pages_language_and_its_answer_is_scrubbed() {
    let survey = r#"data-survey="free" data-phase="experience" data-lang="it" data-note="""#;
    let scene = asks_in(Engine::Chromium, &[("/a", survey, ""), ("/my-orders/7", survey, "")]);
    let person = &scene.browser;
    scene.open("/a");
    person.run("percorso('track', 'seen');");
    scene.hears("seen", &json!({}));
    assert_eq!(person.ask("return window.root ?? null;"), Value::Null, "this is another phase");
    scene.open("/my-orders/7");
    person.holds(OPEN);
    let words = "return ['.free span', 'small', '.send'].map((css) => root.querySelector(css).textContent);";
    assert_eq!(person.ask(words), json!(["Che cosa potremmo fare meglio?", "", "Invia"]));
    // Sent empty it is not sent.
    person.press_there(&format!("{TAB}{TAB}{TAB}{ENTER}"));
    person.holds(OPEN);
    person.run("root.querySelector('textarea').focus();");
    person.press_there(&format!("Write to Ann@Example.org or +39 345 7391827!{TAB}{ENTER}"));
    scene.hears("survey_answer", &json!({ "survey": "free" }));
    person.run("percorso('track', 'done');");
    let past = scene.end_at(("done", &json!({})), |_| false);
    let expected = json!({
        "survey": "free", "trigger": "*/my-orders/*", "phase": "experience", "comment": "Write to [email] or [phone]!",
    });
    assert_eq!(told(&past, "survey_answer"), [expected]);
    assert!(!past.wire.bodies().join("").to_lowercase().contains("example.org"));
}

/// Both hear the tracker by one door.
#[test]
fn the_overlay_takes_nothing_from_it() {
    let survey = r#"data-survey="nps" data-when="purchase /b""#;
    let scene = asks_in(Engine::Chromium, &[("/a", survey, "")]);
    let person = &scene.browser;
    scene.open("/a");
    person.holds("percorso.debug");
    person.run("percorso('debug');");
    person.holds("percorso.debug.show");
    person.run(PURCHASE);
    person.holds(OPEN);
    let past = scene.end_at(("survey_shown", &json!({ "trigger": "purchase" })), |_| false);
    assert_eq!(told(&past, "survey_shown").len(), 1);
}

/// Under a policy without styles and markup of scripts' own, and without a word of it in the speed of the page.
#[test]
fn the_strictest_policy_lets_it_be_seen_and_the_page_is_none_the_slower() {
    let scene = Scene::on(|wire| {
        let policy = format!(
            "default-src 'none'; script-src 'self' {wire} 'nonce-a' 'wasm-unsafe-eval'; connect-src {wire};
             require-trusted-types-for 'script'"
        );
        let survey = "async src=\"WIRE/p/percorso-survey.js\" data-survey=\"nps\" data-delay=\"0\"";
        let page = format!(
            "<!doctype html><head><meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">
             <script nonce=\"a\">{HOLD}</script>{}<script {}></script></head><body><p>Socks</p></body>",
            tag(wire),
            survey.replace("WIRE", wire)
        );
        Site::pages(&[("/a", page)])
    });
    let person = &scene.browser;
    scene.open("/a");
    person.holds(OPEN);
    assert_eq!(
        person.ask("return getComputedStyle(root.querySelector('.scale')).display;"),
        "grid"
    );
    let shown_at = person.ask("return shownAt;").as_f64().unwrap();
    // Long enough to have been painted.
    person.holds("performance.now() > shownAt + 1000");
    person.run("percorso('track', 'done');");
    scene.hears("done", &json!({}));
    let past = scene.end_at(("web_vital", &json!({ "metric": "LCP" })), |_| false);
    let vitals = told(&past, "web_vital");
    let of = |metric: &str| vitals.iter().find(|vital| vital["metric"] == metric).unwrap();
    assert!(of("LCP")["ms"].as_f64().unwrap() < shown_at, "{vitals:?}, shown at {shown_at}");
    assert_eq!(of("CLS")["score"].as_f64(), Some(0.0));
}
