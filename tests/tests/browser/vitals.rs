//! Core Web Vitals: what is told of a page's speed, and that what is not known is not told.

use percorso_tests::browser::Engine;
use serde_json::{Value, json};

use crate::rows::{json, text};
use crate::scene::{Past, Scene};

const SLOW: &str = r#"TAG</head><body><button id="slow" type="button">Slow</button><script>
    slow.onclick = () => { const end = performance.now() + 150; while (performance.now() < end); };
    </script>"#;
/// As in browsers that do not say how the page came.
const UNKNOWN: &str = "<script>
    const { getEntriesByType } = performance;
    performance.getEntriesByType = (type) => type === 'navigation' ? [] : getEntriesByType.call(performance, type);
    </script>TAG</head><body><p>Text</p>";
const TELLS_INTERACTIONS: &str =
    "return PerformanceObserver.supportedEntryTypes.includes('event') &&
    'interactionId' in PerformanceEventTiming.prototype;";

fn vitals(past: &Past, metric: &str) -> Vec<Value> {
    let of = |row: &&Value| text(row, "event") == "web_vital";
    let all = past.all.iter().filter(of).map(|row| json(row, "params"));
    all.filter(|params| params["metric"] == metric).collect()
}

fn the_slowest_interaction_is_told_with_its_element(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", SLOW)]);
    scene.open("/a");
    let is_told = scene.browser.ask(TELLS_INTERACTIONS) == true;
    scene.browser.click("#slow");
    // It is timed until the next frame is painted.
    scene.browser.run(
        "const from = performance.now(); window.later = () => performance.now() - from > 500;",
    );
    scene.browser.holds("later()");
    let metric = if is_told { "INP" } else { "TTFB" };
    let past = scene.end_at(("web_vital", &json!({ "metric": metric })), |_| false);
    let told = vitals(&past, "INP");
    assert_eq!(told.len(), usize::from(is_told), "{told:?}");
    for inp in told {
        assert_eq!(inp["element"], "button#slow");
        assert!(inp["ms"].as_f64().is_some_and(|ms| ms >= 140.0), "{inp}");
    }
}

fn what_the_browser_does_not_say_is_not_told(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", UNKNOWN)]);
    scene.open("/a");
    scene.browser.run("percorso('track', 'done')");
    let past = scene.end_at(("done", &json!({})), |_| false);
    assert!(vitals(&past, "TTFB").is_empty());
    for row in past.all.iter().filter(|row| text(row, "event") == "web_vital") {
        let params = json(row, "params");
        assert!(params["ms"].is_number() || params["score"].is_number(), "{params}");
    }
}

in_each_engine!(
    the_slowest_interaction_is_told_with_its_element,
    what_the_browser_does_not_say_is_not_told,
);
