//! What comes after the page: its parts, a count by a request, and our own tag.

use percorso_tests::browser::{Engine, Site, tag};
use serde_json::json;

use crate::scene::Scene;

const PARTS: &str = r#"TAG</head><body><h1>Search</h1><script>
addEventListener('load', () => setTimeout(() => {
  document.querySelector('h1').textContent = '1,234 results';
  document.body.insertAdjacentHTML('beforeend', '<p data-touchpoint="help">Help</p><div id="tidio-box">Hello</div>');
}, 2500));
</script>"#;

fn what_a_page_adds_later_is_seen_and_counted(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/search", PARTS)]);
    scene.open("/search?q=socks");
    for touchpoint in ["help", "chat"] {
        scene.hears("touchpoint", &json!({ "touchpoint": touchpoint, "action": "seen" }));
    }
    scene.hears("touchpoint", &json!({ "touchpoint": "search", "results": 1234 }));
    scene.end_at(("touchpoint", &json!({ "touchpoint": "chat", "action": "attended" })), |_| false);
}

/// As a tag manager does: the tag comes when the page has long been shown.
fn who_comes_after_the_page_hears_what_was_consented_to(engine: Engine) {
    let scene = Scene::on_in(engine, |wire| {
        let tag = tag(wire).replace("</script>", "<\\/script>");
        let script = format!(
            "window.__tcfapi = (command, version, run) =>
                run({{ eventStatus: 'tcloaded', gdprApplies: true, purpose: {{ consents: {{ 1: true, 8: true }} }} }}, true);
            addEventListener('load', () => setTimeout(() =>
                document.head.append(document.createRange().createContextualFragment('{tag}')), 200));"
        );
        let page = format!("<!doctype html><head><script>{script}</script></head><body>");
        Site::pages(&[("/a", page)])
    });
    scene.open("/a");
    scene.hears("consent", &json!({ "state": "granted", "source": "tcf" }));
    scene.end(&["page_view /a"]);
}

in_each_engine!(
    what_a_page_adds_later_is_seen_and_counted,
    who_comes_after_the_page_hears_what_was_consented_to,
);
