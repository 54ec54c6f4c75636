//! The dataLayer: what was pushed before the tag came and after, in GTM's shape and in gtag's.

use crate::scene::Scene;

const GTAG: &str = "function gtag() { dataLayer.push(arguments); }";

#[test]
fn what_was_pushed_before_the_tag_came_is_told_once_and_in_order() {
    let scene = Scene::of(&[(
        "/a",
        &format!(
            "<script>window.dataLayer = [
              {{ 'gtm.start': 1, event: 'gtm.js' }}, {{ ecommerce: null }},
              {{ event: 'view_item', ecommerce: {{ currency: 'EUR', value: 5, items: [{{ item_id: 'x1' }}] }} }},
              {{ event: 'page_view' }}, {{ event: 'newsletter_popup', id: 7 }}, 'a text', null, 3,
            ];
            {GTAG}
            gtag('js', new Date()); gtag('config', 'G-1'); gtag('event', 'page_view');
            gtag('event', 'add_to_wishlist', {{ currency: 'eur', value: '3.50', items: [{{ item_id: 'x2' }}] }});
            </script>TAG</head><body>"
        ),
    )]);
    scene.open("/a");
    scene.browser.run("percorso('track', 'done')");
    scene.end(&[
        "page_view /a",
        "view_item /a value=5.0 currency=EUR items=x1",
        "add_to_wishlist /a value=3.5 currency=EUR items=x2",
        "done /a",
    ]);
}

#[test]
fn what_is_pushed_later_is_told_and_the_shop_s_own_names_and_views_are_not() {
    let scene = Scene::of(&[(
        "/a",
        &format!("TAG<script>{GTAG} window.dataLayer = [];</script></head><body>"),
    )]);
    scene.open("/a");
    scene.browser.run(
        "dataLayer.push({ ecommerce: null }, { event: 'add_to_cart', ecommerce: { value: 1, items: [{ item_id: 'x1' }] } });
         dataLayer.push({ event: 'page_view' }, { event: 'scroll_depth', percent: 50 });
         gtag('event', 'purchase', { transaction_id: 'T1', value: 9, currency: 'EUR' });
         gtag('event', 'custom_thing', { value: 1 });
         dataLayer.push({ event: 'search', search_term: 'wool', 'gtm.uniqueEventId': 4 });
         percorso('track', 'done');",
    );
    let past = scene.end(&[
        "page_view /a",
        "add_to_cart /a value=1.0 items=x1",
        "purchase /a value=9.0 currency=EUR transaction_id=T1",
        "search /a",
        "done /a",
    ]);
    // What was searched for was typed.
    assert!(past.rows[3].get("params").is_none(), "{}", past.rows[3]);
}

#[test]
fn a_tag_manager_that_replaces_push_changes_nothing() {
    // Before us: theirs calls the array's own. After us: theirs calls ours, and returns its own.
    let wrap = "(() => { const own = dataLayer.push;
        dataLayer.push = function (...all) { window.heard = (window.heard ?? 0) + all.length; own.apply(dataLayer, all); return 'theirs'; }; })();";
    let scene = Scene::of(&[(
        "/a",
        &format!("<script>window.dataLayer = []; {wrap}</script>TAG</head><body>"),
    )]);
    scene.open("/a");
    scene.browser.run("dataLayer.push({ event: 'login', method: 'mail' });");
    assert_eq!(scene.browser.ask("return window.heard;"), 1);
    scene.browser.run(wrap);
    assert_eq!(
        scene.browser.ask("return dataLayer.push({ event: 'sign_up', method: 'mail' });"),
        "theirs"
    );
    assert_eq!(scene.browser.ask("return window.heard;"), 3);
    assert_eq!(scene.browser.ask("return dataLayer.length;"), 2);
    // Past everybody: found when the page is left.
    scene.browser.run("Array.prototype.push.call(dataLayer, { event: 'share', method: 'link' });");
    scene.end(&["page_view /a", "login /a", "sign_up /a", "share /a"]);
}
