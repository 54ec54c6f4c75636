//! The tracker's files as a real browser takes them.

use percorso_tests::browser::{Browser, Site};
use percorso_tests::harness::TestCollector;

use crate::scene::Scene;

#[test]
fn the_module_is_valid_in_the_browser() {
    let collector = TestCollector::start();
    let tag = collector.get("/p/percorso.js", &[]).expect(200).text();
    let end = tag.find(".wasm").expect("the script names the module") + ".wasm".len();
    let start = tag[..end].rfind("percorso-").expect("the module's name has a hash");
    let module = format!("{}/p/{}", collector.url(), &tag[start..end]);

    let site = Site::pages(&[("/", "<!doctype html><head></head>".to_owned())]);
    let browser = Browser::open();
    browser.go(&site.at("/"));
    let found = browser.ask_later(&format!(
        "const streamed = await WebAssembly.compileStreaming(fetch('{module}'));
         const whole = await WebAssembly.compile(await (await fetch('{module}')).arrayBuffer());
         return [streamed, whole].map((m) => WebAssembly.Module.exports(m).length > 0);"
    ));
    assert_eq!(found, serde_json::json!([true, true]));
}

#[test]
fn the_pinned_tag_of_the_first_page_works_when_pasted() {
    let mut shown = String::new();
    let scene = Scene::on(|wire| {
        // As the owner does: from the collector's page into the shop's.
        let browser = Browser::open();
        browser.go(&format!("{wire}/"));
        let tag = browser.ask("return document.querySelector('#pinned').textContent;");
        shown = tag.as_str().unwrap().to_owned();
        Site::pages(&[("/a", format!("<!doctype html><head>{shown}</head><body>"))])
    });
    assert!(shown.contains("integrity=\"sha384-") && shown.contains("crossorigin"), "{shown}");
    assert!(shown.contains("/p/percorso-"), "{shown}");
    scene.open("/a");
    scene.end(&["page_view /a"]);
}
