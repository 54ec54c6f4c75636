//! What was searched for is told nowhere: in no title, no count, no structured data, no place of an error.

use percorso_tests::browser::Engine;
use percorso_tests::harness::{PATIENCE, wait_for};
use serde_json::{Value, json};

use crate::rows::{json, text};
use crate::scene::{Past, Scene};

/// A page that repeats everywhere what its address asks for, as search pages do.
const PAGE: &str = r#"<script>
    const path = decodeURIComponent(location.pathname).split('/');
    const asked = (new URLSearchParams(location.search).get('q') ?? path[2] ?? '').replace(/\s+/g, ' ').trim();
    const found = new URLSearchParams(location.search).get('found') ?? '';
    document.title = `Results for "${asked}" | Shop`;
    const ld = document.createElement('script');
    ld.type = 'application/ld+json';
    ld.textContent = JSON.stringify({ '@graph': [
        { '@type': 'SearchResultsPage', name: `You searched for ${asked}` },
        { '@type': 'BreadcrumbList', itemListElement: [
            { '@type': 'ListItem', name: 'Home' }, { '@type': 'ListItem', name: `Search: ${asked}`, item: location.href }] },
        { '@type': 'Person', name: 'Ada Bianchi' },
        { '@type': 'Product', name: 'Cup', sku: 'C1', offers: { '@type': 'Offer', price: 12, priceCurrency: 'EUR' } },
    ] });
    document.head.append(ld);
    addEventListener('load', () => { document.querySelector('h1').textContent = `${found} Results for "${asked}"`; });
    </script>TAG</head><body><h1></h1>"#;
const PATH: &str = "/search/mario%20rossi";
/// What the tests' visitors look for, and who is no product.
const PRIVATE: [&str; 4] = ["mario", "rossi", "bianchi", "3391234567"];

fn scene(engine: Engine) -> Scene {
    Scene::of_in(engine, &[("/search", PAGE), (PATH, PAGE), ("/", "TAG</head><body><h1></h1>")])
}

/// Waits until so many pages have said what they are about: their counts are read with it.
fn said(scene: &Scene, pages: usize) {
    wait_for("the pages to be read", PATIENCE, || {
        let told = scene.wire.told_once().into_iter();
        (told.filter(|told| told.event == "content").count() == pages).then_some(())
    });
}

/// The parameters of all events of a name.
fn params(past: &Past, event: &str) -> Vec<Value> {
    let of = |row: &&Value| text(row, "event") == event;
    past.all.iter().filter(of).map(|row| json(row, "params")).collect()
}

fn titles(past: &Past) -> Vec<String> {
    let of = |row: &&Value| text(row, "event") == "page_view";
    past.all.iter().filter(of).map(|row| text(row, "page_title")).collect()
}

/// Neither sent nor stored.
fn is_private(past: &Past) {
    let rows = past.all.iter().map(Value::to_string);
    for place in past.wire.bodies().into_iter().chain(rows) {
        for word in PRIVATE {
            assert!(!place.to_lowercase().contains(word), "{word} is in {place}");
        }
    }
}

fn what_was_asked_for_is_cut_however_it_is_written(engine: Engine) {
    let scene = scene(engine);
    let written = [
        "/search?q=mario+rossi+",
        "/search?q=mario++rossi",
        "/search?sort=up&q=%20Mario,%20ROSSI",
        PATH,
    ];
    for (at, path) in written.iter().enumerate() {
        scene.open(path);
        said(&scene, at + 1);
    }
    // Nothing but signs is nothing to cut.
    scene.open("/search?q=---");
    scene.browser.run("percorso('track', 'done')");
    let past = scene.end_at(("done", &json!({})), |_| false);
    let titles = titles(&past);
    let [cut @ .., signs] = &titles[..] else { panic!("no view") };
    assert_eq!(cut, ["Results for \"-\" | Shop"; 4]);
    assert_eq!(signs, "Results for \"---\" | Shop");
    is_private(&past);
    let contents = params(&past, "content");
    assert!(contents.len() >= written.len(), "{contents:?}");
    for content in &contents[..written.len()] {
        assert_eq!(content["breadcrumb"], "Home > Search: -");
        assert_eq!(content["types"], "SearchResultsPage,BreadcrumbList,Product");
        assert_eq!([&content["name"], &content["price"]], [&json!("Cup"), &json!(12.0)]);
    }
}

fn an_application_s_title_may_be_that_of_the_search_before(engine: Engine) {
    let scene = scene(engine);
    scene.open("/");
    let goes = |script: &str| scene.browser.run(script);
    goes(
        "history.pushState(0, '', '/search?q=mario+rossi'); document.title = 'Results for mario rossi'",
    );
    goes("percorso('track', 'on')");
    goes("history.pushState(0, '', '/p/1'); percorso('track', 'early'); document.title = 'Cup'");
    goes("percorso('track', 'on')");
    // The address changes twice before anything is told.
    goes(
        "history.replaceState(0, '', '/search?q=mario+rossi'); document.title = 'Results for mario rossi'",
    );
    goes("history.pushState(0, '', '/p/2')");
    goes("percorso('track', 'done')");
    let past = scene.end_at(("done", &json!({})), |_| false);
    let results = "Results for -";
    assert_eq!(titles(&past), ["A page", results, results, results, results]);
    is_private(&past);
}

fn a_number_that_was_typed_is_no_count(engine: Engine) {
    let scene = scene(engine);
    scene.open("/search?q=3391234567");
    said(&scene, 1);
    scene.open("/search?q=3391234567&found=12");
    let results = json!({ "touchpoint": "search", "action": "results", "results": 12 });
    scene.hears("touchpoint", &results);
    scene.browser.run("percorso('track', 'done')");
    let past = scene.end_at(("done", &json!({})), |_| false);
    is_private(&past);
    let counts: Vec<_> = params(&past, "touchpoint")
        .into_iter()
        .filter(|told| told["results"].is_number())
        .collect();
    assert!(!counts.is_empty() && counts.iter().all(|told| told["results"] == 12), "{counts:?}");
}

in_each_engine!(
    what_was_asked_for_is_cut_however_it_is_written,
    an_application_s_title_may_be_that_of_the_search_before,
    a_number_that_was_typed_is_no_count,
);
