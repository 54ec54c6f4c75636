//! The collector's own page shows what arrived as text, whatever it says.

use crate::scene::Scene;

#[test]
fn markup_in_what_a_page_sent_is_shown_as_text() {
    let scene = Scene::of(&[("/a", "TAG</head><body>")]);
    scene.open("/a");
    scene.browser.run(
        "const bad = '<img src=x onerror=\"document.title=1\"><script>document.title=1</scr' + 'ipt>';
         document.title = bad;
         history.pushState({}, '', '/' + encodeURIComponent(bad));
         percorso('track', 'view_item', { touchpoint: bad, currency: 'EUR', value: 1, items: [{ item_id: bad, item_name: bad }] });
         percorso('track', 'touchpoint', { touchpoint: bad, action: bad });",
    );
    scene.browser.leave();
    scene.arrived(4);
    scene.browser.go(&format!("{}/", scene.collector.url()));
    scene.browser.see("#live table.latest");
    let shown = scene.browser.ask("return document.querySelector('#live').textContent;");
    assert!(shown.as_str().unwrap().contains("<img src=x"), "{shown}");
    let grown = scene.browser.ask(
        "return [document.querySelectorAll('#live script, #live img, #live [onerror]').length, document.title];",
    );
    assert_eq!(grown, serde_json::json!([0, "Percorso"]));
}
