//! What hurts on a page: a row in the view of friction, and an event in the page at the moment it hurts.

use percorso_tests::browser::Engine;
use percorso_tests::harness::rows::{ask, open};
use serde_json::json;

use crate::scene::Scene;

/// Keeps what the page hears, and the story of it: what hurts is to be heard of before the page does anything else,
/// which a task that is queued at that moment shows. Only a dead click hurts by the passing of time, and no task of
/// the page's is there to say so: of timers the one that ends earlier runs earlier, however late they run.
const PAGE: &str = r#"TAG</head><body data-checkout-step="payment">
<button id="dead" type="button">Continue</button>
<button id="slow" type="button">Calculate</button>
<button id="rage" type="button">Choose</button>
<button id="error" type="button">Break</button>
<button id="pay" type="button">Pay 19 euro</button>
<p id="out"></p>
<script>
window.heard = [];
window.story = [];
const out = document.querySelector('#out');
let clicks = 0;
const then = (what, ms) => setTimeout(() => story.push(what), ms);
const hurts = (kind) => then(`${kind} over`);
document.addEventListener('percorso:friction', ({ detail }) => { heard.push(detail); story.push(detail.kind); });
const click = (id, run) => document.getElementById(id).addEventListener('click', run);
click('dead', () => { then('dead early', 2900); then('dead over', 3100); });
click('slow', () => setTimeout(() => { story.push('slow early'); hurts('slow'); out.textContent += 'slow '; }, 1500));
click('rage', () => { story.push(`rage ${++clicks}`); clicks === 3 && hurts('rage'); });
click('error', () => { out.textContent += 'error '; story.push('error early'); hurts('error'); throw new Error('broken'); });
click('pay', () => { clicks > 3 ? hurts('pay') : story.push('pay early'); clicks = 4; out.textContent += 'pay '; });
</script>"#;

fn every_kind_of_bad_click_is_a_row_and_the_page_hears_of_it_at_once(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", PAGE)]);
    scene.open("/a");
    // What pays is told by words, and those come with the rules.
    scene.hears("checkout_step", &json!({ "step": "payment", "declared": true }));
    scene.browser.holds("performance.getEntriesByType('resource').some(({ name, responseEnd }) => name.includes('/rules/') && responseEnd)");
    let hears = |n: usize| scene.browser.holds(&format!("heard.length >= {n}"));
    scene.browser.click("#dead");
    hears(1);
    scene.browser.click("#slow");
    hears(2);
    scene.browser.click_in_a_row("#rage", 3);
    hears(6);
    scene.browser.click("#error");
    hears(8);
    scene.browser.click_in_a_row("#pay", 2);
    hears(9);

    let heard = scene.browser.ask("return heard;");
    let heard = heard.as_array().unwrap();
    let kinds: Vec<_> = heard.iter().map(|event| event["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["dead", "slow", "rage", "dead", "dead", "dead", "error", "js_error", "pay"]);
    scene.browser.holds("story.includes('pay over')");
    let story = scene.browser.ask("return story;");
    let story: Vec<&str> = story.as_array().unwrap().iter().map(|s| s.as_str().unwrap()).collect();
    for [before, kind, after] in [
        ["dead early", "dead", "dead over"],
        ["slow early", "slow", "slow over"],
        ["rage 2", "rage", "rage over"],
        ["error early", "error", "error over"],
        ["pay early", "pay", "pay over"],
    ] {
        let at = |what: &str| story.iter().position(|is| *is == what);
        let places = [before, kind, after].map(at);
        assert!(places.is_sorted() && places[0].is_some(), "{kind}: {story:?}");
    }

    let last = json!({ "element": "button#pay", "friction": ["pay"] });
    let past = scene.end_at(("click", &last), |complaint| complaint.contains("broken"));
    let rows =
        "SELECT concat_ws(' ', kind, element, step, severity) FROM friction ORDER BY element, kind";
    assert_eq!(
        ask(&open(past.collector.db()), rows),
        [
            "dead button#dead payment medium",
            "error button#error payment high",
            "pay button#pay payment high",
            "dead button#rage payment medium",
            "dead button#rage payment medium",
            "dead button#rage payment medium",
            "rage button#rage payment high",
            "slow button#slow payment low",
            "js_error payment medium",
        ]
    );
    let clicks = "SELECT concat_ws(' ', element, reaction, react_ms >= 1500) FROM clicks ORDER BY occurred_at";
    assert_eq!(
        ask(&open(past.collector.db()), clicks),
        [
            "button#dead",
            "button#slow mutation true",
            "button#rage",
            "button#rage",
            "button#rage",
            "button#error mutation false",
            "button#pay mutation false",
            "button#pay mutation false",
        ]
    );
    for event in heard {
        assert_eq!(event["step"], "payment");
        let severity = match event["kind"].as_str().unwrap() {
            "rage" | "pay" | "error" => "high",
            "slow" => "low",
            _ => "medium",
        };
        assert_eq!(event["severity"], severity, "{event}");
    }
}

in_each_engine!(every_kind_of_bad_click_is_a_row_and_the_page_hears_of_it_at_once);
