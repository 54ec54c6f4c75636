//! Scripts that fail: what kind and where is told, and nothing of what they were about.

use percorso_tests::browser::Engine;
use serde_json::{Value, json};

use crate::rows::{json, text};
use crate::scene::Scene;

/// Errors in whose messages engines quote a value, or which hold it themselves; the last has no place.
const FAILS: &str = r#"TAG<script>
    const typed = 'mario rossi';
    window.fail = [
        () => 'length' in typed,
        () => Object.fromEntries([typed]),
        () => { throw { name: 'Mario Rossi', message: typed }; },
        () => { Promise.reject(new RangeError(typed)); },
    ];
    </script></head><body><div id="box">Box</div>"#;
/// The browser notices that this goes round in a circle, which is no script's failure.
const CIRCLE: &str = "let width = 100;
    new ResizeObserver(() => { if (width < 110) box.style.width = `${width += 1}px`; }).observe(box);";

fn an_error_is_told_by_its_kind_and_its_place(engine: Engine) {
    let path = "/search/mario%20rossi";
    let scene = Scene::of_in(engine, &[(path, FAILS)]);
    scene.open(&format!("{path}?return=https://shop.example/x&token=SECRET"));
    scene.browser.run("for (const one of fail) setTimeout(one);");
    scene.hears("js_error", &json!({ "error": "RangeError" }));
    scene.browser.run(CIRCLE);
    scene.browser.holds("box.style.width === '110px'");
    scene.browser.run("percorso('track', 'done')");
    let past = scene.end_at(("done", &json!({})), |_| true);
    let of = |row: &&Value| text(row, "event") == "js_error";
    let told: Vec<_> = past.all.iter().filter(of).map(|row| json(row, "params")).collect();
    let kinds: Vec<_> = told.iter().map(|params| params["error"].clone()).collect();
    assert_eq!(kinds, [json!("TypeError"), json!("TypeError"), Value::Null, json!("RangeError")]);
    for params in &told {
        let keys: Vec<_> = params.as_object().unwrap().keys().collect();
        assert!(keys.iter().all(|key| ["error", "place"].contains(&key.as_str())), "{keys:?}");
    }
    for params in &told[..3] {
        let place = text(params, "place");
        assert!(place.starts_with("http://127.0.0.1:") && place.contains("/search/-:"), "{place}");
    }
    for body in past.wire.bodies() {
        assert!(!body.to_lowercase().contains("rossi") && !body.contains("SECRET"), "{body}");
    }
}

in_each_engine!(an_error_is_told_by_its_kind_and_its_place);
