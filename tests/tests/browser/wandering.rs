//! Who does not find: to and fro between pages, with the pointer and the finger, and a search without results.

use percorso_tests::browser::Engine;
use percorso_tests::harness::rows::{ask, open};
use serde_json::json;

use crate::scene::{Past, Scene};

const LIST: &str = r#"TAG</head><body><h1>Socks</h1>
<a id="p1" href="/p/1">One</a> <a id="p2" href="/p/2">Two</a> <a id="p3" href="/p/3">Three</a>"#;
const PRODUCT: &str = r#"<script>
window.dataLayer = [{ event: 'view_item', ecommerce: { items: [{ item_id: location.pathname }] } }];
</script>TAG</head><body><h1>A pair of socks</h1>"#;

/// "kind path" of all friction of some kinds, in order.
fn friction(past: &Past, kinds: &str) -> Vec<String> {
    let rows = format!(
        "SELECT concat_ws(' ', kind, coalesce(element, page_path)) FROM friction
         WHERE kind IN ({kinds}) ORDER BY occurred_at, kind"
    );
    ask(&open(past.collector.db()), &rows)
}

fn who_comes_back_at_once_and_again_and_again_has_not_found(engine: Engine) {
    let pages = [("/socks", LIST), ("/p/1", PRODUCT), ("/p/2", PRODUCT), ("/p/3", PRODUCT)];
    let scene = Scene::of_in(engine, &pages);
    let person = &scene.browser;
    // The collector knows the time by what a batch has waited, as exactly as it came: people look for a second.
    let looks = || {
        let before = person.ask("return performance.now();");
        person.holds(&format!("performance.now() - {before} > 1200"));
    };
    scene.open("/socks");
    for product in 1..=3 {
        looks();
        // As in views.rs: while its driver clicks, Firefox keeps no page for the way back.
        person.run(&format!("document.querySelector('#p{product}').click()"));
        person.holds(&format!("location.pathname === '/p/{product}'"));
        person.wait_for_tracker();
        looks();
        person.back();
        person.holds("location.pathname === '/socks'");
        person.wait_for_tracker();
    }
    person.run("percorso('track', 'done')");
    let past = scene.end_at(("done", &json!({})), |_| false);
    assert_eq!(
        friction(&past, "'quick_back', 'pogo'"),
        ["quick_back /p/1", "quick_back /p/2", "pogo /socks", "quick_back /p/3"]
    );
}

const FOUND: &str = r#"TAG</head><body><h1></h1><script>
const n = new URLSearchParams(location.search).get('n');
window.hurt = [];
document.addEventListener('percorso:friction', ({ detail }) => hurt.push(detail.kind));
document.querySelector('h1').textContent = n > 0 ? `${n} results for socks` : 'No results for socks';
</script>"#;

fn a_search_that_finds_nothing_hurts_and_one_that_finds_does_not(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/search", FOUND)]);
    let found =
        |results| json!({ "touchpoint": "search", "action": "results", "results": results });
    scene.open("/search?q=socks&n=12");
    scene.hears("touchpoint", &found(12));
    assert_eq!(scene.browser.ask("return hurt;"), json!([]));
    scene.open("/search?q=socks&n=0");
    scene.hears("touchpoint", &found(0));
    assert_eq!(scene.browser.ask("return hurt;"), json!(["zero_results"]));
    scene.browser.run("percorso('track', 'done')");
    let past = scene.end_at(("done", &json!({})), |_| false);
    assert_eq!(friction(&past, "'zero_results'"), ["zero_results /search"]);
}

const WAITING: &str = r#"TAG</head><body><p id="wait" style="height: 9rem">Please wait</p>"#;

fn a_pointer_thrown_to_and_fro_is_told_once_and_one_that_looks_round_is_not(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/calm", WAITING), ("/lost", WAITING)]);
    for (path, times) in [("/calm", 6), ("/lost", 14)] {
        scene.open(path);
        scene.browser.shake("#wait", times);
    }
    scene.browser.run("percorso('track', 'done')");
    let past = scene.end_at(("done", &json!({})), |_| false);
    assert_eq!(friction(&past, "'thrashed_cursor'"), ["thrashed_cursor /lost"]);
}

const PICTURES: &str = r#"TAG</head><body>
<div id="flat" style="height: 9rem; touch-action: none">A picture</div>
<div id="carousel" style="height: 9rem; touch-action: none">A picture of many</div><script>
carousel.addEventListener('touchend', () => { carousel.textContent = 'The next picture'; });
document.addEventListener('percorso:friction', ({ detail }) => { window.hurt = detail.kind; });
</script>"#;

/// The other engines have no touch screen here.
#[test]
fn a_swipe_that_nothing_follows_is_dead_and_one_that_turns_the_picture_is_not() {
    let scene = Scene::of(&[("/a", PICTURES)]);
    scene.open("/a");
    scene.browser.swipe("#carousel", 90.0);
    scene.browser.swipe("#flat", 90.0);
    scene.browser.holds("window.hurt === 'dead_swipe'");
    let last = json!({ "kind": "dead_swipe", "element": "div#flat" });
    let past = scene.end_at(("friction", &last), |_| false);
    assert_eq!(friction(&past, "'dead_swipe', 'dead'"), ["dead_swipe div#flat"]);
}

in_each_engine!(
    who_comes_back_at_once_and_again_and_again_has_not_found,
    a_search_that_finds_nothing_hurts_and_one_that_finds_does_not,
    a_pointer_thrown_to_and_fro_is_told_once_and_one_that_looks_round_is_not,
);
