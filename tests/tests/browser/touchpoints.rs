//! Touchpoints of the demo shop, declared and found: seen, attended, stopped at, acted on; and the rules.

use std::fs;

use percorso_tests::browser::{Engine, Shopper, Site};
use percorso_tests::harness::rows::{ask, open};
use percorso_tests::harness::{PATIENCE, TestCollector, wait_for};
use percorso_tests::storefront::Csp;
use serde_json::{Value, json};

use crate::rows::{json, text};
use crate::scene::{Past, Scene};

const PRODUCT: &str = "/p/langa-cardigan";

fn shop(engine: Engine) -> Scene {
    Scene::on_in(engine, |wire| Site::shop(wire, Csp::None))
}

fn person(scene: &Scene) -> Shopper<'_> {
    Shopper { browser: &scene.browser, shop: &scene.site, reads: true }
}

/// "touchpoint action" of each row, without repeats.
fn met(past: &Past) -> Vec<String> {
    let rows = past.all.iter().filter(|row| text(row, "event") == "touchpoint");
    let mut met: Vec<_> =
        rows.map(|row| format!("{} {}", text(row, "touchpoint"), text(row, "action"))).collect();
    met.sort();
    met.dedup();
    met
}

fn seen(touchpoint: &str) -> Value {
    json!({ "touchpoint": touchpoint, "action": "seen" })
}

fn who_scrolls_to_a_touchpoint_and_stops_has_seen_it(engine: Engine) {
    let scene = shop(engine);
    person(&scene).arrive(PRODUCT);
    scene.browser.see("#colours label");
    // Declared ones of the first view, and found ones.
    for name in ["size-guide", "wishlist", "navigation"] {
        scene.hears("touchpoint", &seen(name));
    }
    assert!(!met_so_far(&scene, "comparison"), "it lies below");
    scene.browser.run("document.querySelector('#comparison').scrollIntoView({ behavior: 'instant', block: 'center' })");
    scene.hears("touchpoint", &json!({ "touchpoint": "comparison", "action": "stopped" }));
    scene.browser.click("#compare-title");
    scene.hears("touchpoint", &json!({ "touchpoint": "comparison", "action": "acted" }));
    let past = scene.end_at(
        ("touchpoint", &json!({ "touchpoint": "comparison", "action": "attended" })),
        |_| false,
    );
    let met = met(&past);
    for wanted in [
        "navigation attended",
        "navigation seen",
        "comparison acted",
        "comparison attended",
        "comparison seen",
        "comparison stopped",
        "size-guide attended",
        "size-guide seen",
        "wishlist seen",
    ] {
        assert!(met.iter().any(|is| is == wanted), "{wanted} is not in {met:?}");
    }
    // What lies in the first view made nobody stop.
    assert!(!met.iter().any(|is| is == "size-guide stopped"), "{met:?}");
    let sql = "SELECT concat_ws(' ', touchpoint, seen, stopped, acted, attended_ms BETWEEN 1000 AND 60000)
        FROM touchpoints WHERE touchpoint IN ('comparison', 'size-guide') ORDER BY ALL";
    assert_eq!(
        ask(&open(past.collector.db()), sql),
        ["comparison 1 1 1 true", "size-guide 1 0 0 true"]
    );
}

fn met_so_far(scene: &Scene, touchpoint: &str) -> bool {
    scene.wire.told_once().iter().any(|told| told.params["touchpoint"] == touchpoint)
}

const RULES: &str = r##"
[[touchpoint]]
name = "price"
selector = "#price"

[[touchpoint]]
name = "size-guide"
rename = "fitting"

[[touchpoint]]
site = "demo"
name = "wishlist"
silence = true
"##;

fn a_rule_file_finds_renames_and_silences_without_a_touch_of_the_page(engine: Engine) {
    let collector = TestCollector::start_with(|folder| {
        let file = folder.join("rules.toml");
        fs::write(&file, RULES).unwrap();
        vec!["--rules".into(), file.into()]
    });
    let mut scene = Scene::with(engine, collector, |wire| Site::shop(wire, Csp::None));
    scene.silenced = Some("wishlist");
    person(&scene).arrive(PRODUCT);
    scene.browser.see("#colours label");
    scene.hears("touchpoint", &seen("price"));
    // Where the rules come later than the first look at the page, the tracker tells it by the name that the page
    // gives it, and the collector has the last word.
    wait_for("the size guide to be seen", PATIENCE, || {
        let told = scene.wire.told_once().into_iter();
        let names = ["fitting", "size-guide"].map(seen);
        told.map(|told| told.params).find(|params| names.contains(params))
    });
    scene.browser.click("#wishlist");
    person(&scene).look_at_sizes();
    scene.hears("touchpoint", &json!({ "touchpoint": "fitting", "action": "acted" }));
    let past = scene
        .end_at(("touchpoint", &json!({ "touchpoint": "price", "action": "attended" })), |_| false);
    let met = met(&past);
    for wanted in
        ["fitting acted", "fitting attended", "fitting seen", "price attended", "price seen"]
    {
        assert!(met.iter().any(|is| is == wanted), "{wanted} is not in {met:?}");
    }
    for gone in ["size-guide", "wishlist"] {
        assert!(!met.iter().any(|is| is.starts_with(gone)), "{gone} is in {met:?}");
    }
    // The sale of it is no touchpoint's.
    assert!(past.all.iter().any(|row| text(row, "event") == "add_to_wishlist"));
}

fn what_a_product_s_page_says_to_search_engines_is_told_once_a_view(engine: Engine) {
    let scene = shop(engine);
    person(&scene).arrive(PRODUCT);
    scene.hears("content", &json!({}));
    let past = scene.end_at(("content", &json!({})), |_| false);
    let of = |row: &&Value| text(row, "event") == "content";
    let contents: Vec<_> = past.all.iter().filter(of).map(|row| json(row, "params")).collect();
    assert_eq!(contents.len(), 1, "{contents:?}");
    let said = |key: &str| contents[0][key].clone();
    assert_eq!(said("types"), "Product,BreadcrumbList");
    assert_eq!(said("name"), "Langa cardigan");
    assert_eq!(said("sku"), "BL-1002");
    assert_eq!(said("brand"), "Borgolana");
    assert_eq!(said("price"), json!(164.0));
    assert_eq!(said("price_currency"), "EUR");
    assert_eq!(said("availability"), "InStock");
    assert_eq!(said("breadcrumb"), "Home > Knitwear > Langa cardigan");
    assert_eq!(said("og"), "product");
    assert!(said("rating").as_f64().is_some_and(|rating| (1.0..=5.0).contains(&rating)));
    assert!(said("ratings").as_u64().is_some_and(|count| count > 0));
}

/// Names that say nothing: what they are is told by the page's own attribute.
const FILES: &str = r#"TAG</head><body><p><a id="plan" href="/file/7" download>The plan</a></p>"#;

fn a_link_that_downloads_is_a_touchpoint(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", FILES)]);
    scene.open("/a");
    scene.hears("touchpoint", &seen("download"));
    scene
        .end_at(("touchpoint", &json!({ "touchpoint": "download", "action": "attended" })), |_| {
            false
        });
}

/// More sections with a field than forms are kept, far below; two fields are touchpoints, one the only of its form.
const FIELDS: &str = r#"TAG</head><body><div id="cards"></div>
<form id="order" style="position: fixed; top: 0"><select data-touchpoint="size-guide"><option>S</option></select></form>
<script>
for (let n = 1; n < 41; n++) document.querySelector('#cards').innerHTML +=
  `<section id="card-${'abcdefgh'[n % 8]}${'abcdefgh'[n >> 3]}" style="margin-top: 2000px"><input type="checkbox"></section>`;
</script>"#;

fn a_field_is_a_touchpoint_and_its_form_is_viewed_among_many(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", FIELDS)]);
    scene.open("/a");
    scene.hears("form", &json!({ "form": "order", "action": "viewed" }));
    scene.hears("touchpoint", &json!({ "touchpoint": "size-guide", "action": "seen" }));
}

in_each_engine!(
    a_field_is_a_touchpoint_and_its_form_is_viewed_among_many,
    a_link_that_downloads_is_a_touchpoint,
    who_scrolls_to_a_touchpoint_and_stops_has_seen_it,
    a_rule_file_finds_renames_and_silences_without_a_touch_of_the_page,
    what_a_product_s_page_says_to_search_engines_is_told_once_a_view,
);
