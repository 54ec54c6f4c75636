//! What counts as a view of a page, and what does not.

use percorso_tests::browser::Engine;
use percorso_tests::harness::rows::{ask, open};
use serde_json::Value;

use crate::scene::Scene;

const PAGE: &str = "TAG</head><body><a id=\"on\" href=\"/b\">On</a>";

fn a_load_counts_and_so_does_a_reload(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", PAGE)]);
    scene.open("/a?utm_source=news&q=secret#part");
    scene.browser.reload();
    scene.browser.wait_for_tracker();
    let past = scene.end(&["page_view /a", "page_view /a"]);
    for row in past.rows {
        assert_eq!((&row["page_title"], &row["utm_source"]), (&"A page".into(), &"news".into()));
        assert!(!row.to_string().contains("secret"), "{row}");
    }
}

fn an_application_s_moves_count_by_their_address_and_not_by_its_fragment(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", PAGE)]);
    scene.open("/a");
    let done = |name: &str| scene.browser.run(&format!("percorso('track', '{name}')"));
    // The address first and the title after, as applications do.
    scene.browser.run("history.pushState({}, '', '/a/1'); document.title = 'One';");
    done("on_1");
    scene.browser.run("history.pushState({}, '', '/a/1'); location.hash = 'top';");
    scene.browser.holds("location.hash === '#top'");
    done("still_on_1");
    scene.browser.run("history.replaceState({}, '', '/a/2'); document.title = 'Two';");
    done("on_2");
    // Back over the fragment, then over the doubled entry, to /a.
    scene.browser.run("history.go(-2)");
    scene.browser.holds("location.pathname === '/a/1'");
    scene.browser.run("history.back()");
    scene.browser.holds("location.pathname === '/a'");
    done("on_a");
    let past = scene.end(&[
        "page_view /a",
        "page_view /a/1",
        "on_1 /a/1",
        "still_on_1 /a/1",
        "page_view /a/2",
        "on_2 /a/2",
        "page_view /a/1",
        "page_view /a",
        "on_a /a",
    ]);
    let title = |at: usize| past.rows[at]["page_title"].as_str().unwrap().to_owned();
    assert_eq!([title(0), title(1), title(4)], ["A page", "One", "Two"]);
}

fn a_page_out_of_the_back_forward_cache_counts_as_seen_again(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", PAGE), ("/b", PAGE)]);
    scene.open("/a");
    scene.browser.run("percorso('track', 'first')");
    // Not by WebDriver's click: while Firefox clicks, its driver's listeners keep the page from the cache.
    scene.browser.run("document.querySelector('#on').click()");
    scene.browser.holds("location.pathname === '/b'");
    scene.browser.wait_for_tracker();
    scene.browser.back();
    scene.browser.holds("location.pathname === '/a' && probe.restored === 1");
    scene.browser.run("percorso('track', 'again')");
    scene.end(&["page_view /a", "first /a", "page_view /b", "page_view /a", "again /a"]);
}

/// As Android's browsers say it where an app has opened the page.
const FROM_APP: &str = "<script>
    Object.defineProperty(document, 'referrer', { value: 'android-app://com.google.android.gm/' });
    </script>TAG</head><body>";

fn an_app_that_opens_a_page_is_where_its_visitor_comes_from(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", FROM_APP)]);
    scene.open("/a");
    let past = scene.end(&["page_view /a"]);
    let row = &past.rows[0];
    assert_eq!(row["referrer_host"], "com.google.android.gm");
    assert_eq!(row["channel"], "Email");
}

/// Takes back the probe's word that nobody drives the browser: what the engine itself says is true again.
const DRIVEN: &str = "<script>delete navigator.webdriver</script>TAG</head><body>";

fn a_browser_that_a_program_drives_is_marked_and_left_out_of_reports(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/person", PAGE), ("/robot", DRIVEN)]);
    scene.open("/person");
    assert_eq!(scene.browser.ask("return navigator.webdriver;"), Value::Bool(false));
    scene.open("/robot");
    assert_eq!(scene.browser.ask("return navigator.webdriver;"), Value::Bool(true));
    let past = scene.end(&["page_view /person", "page_view /robot"]);
    let marks: Vec<_> = past.rows.iter().map(|row| row["robot"].clone()).collect();
    assert_eq!(marks, [Value::Null, "webdriver".into()]);
    let store = open(past.collector.db());
    let counted = "SELECT page_path FROM asked(NULL, NULL, NULL, NULL) WHERE event = 'page_view'";
    assert_eq!(ask(&store, counted), ["/person"]);
    assert_eq!(ask(&store, "SELECT sum(page_views)::VARCHAR FROM sessions"), ["1"]);
}

/// Renders `/b` before it is asked for, and says so when its script has run.
const AHEAD: &str = r#"TAG<script type="speculationrules">
{"prerender": [{"urls": ["/b"], "eagerness": "immediate"}]}
</script></head><body><a id="on" href="/b">On</a><a id="other" href="/c">Other</a>"#;
const RENDERED: &str = r#"TAG</head><body><script>
addEventListener('load', () => { localStorage.ahead = probe.prerendered; percorso('track', 'ready'); });
</script>"#;

#[test]
fn a_page_rendered_ahead_counts_when_it_is_shown() {
    let scene = Scene::of(&[("/a", AHEAD), ("/b", RENDERED)]);
    scene.open("/a");
    scene.browser.holds("localStorage.ahead === 'true'");
    scene.browser.run("percorso('track', 'before')");
    scene.browser.click("#on");
    scene.browser.holds("location.pathname === '/b' && probe.prerendered");
    scene.browser.wait_for_tracker();
    scene.end(&["page_view /a", "before /a", "page_view /b", "ready /b"]);
}

#[test]
fn a_page_rendered_ahead_and_never_shown_does_not_count() {
    let scene = Scene::of(&[("/a", AHEAD), ("/b", RENDERED), ("/c", PAGE)]);
    scene.open("/a");
    scene.browser.holds("localStorage.ahead === 'true'");
    scene.browser.click("#other");
    scene.browser.holds("location.pathname === '/c'");
    scene.browser.wait_for_tracker();
    scene.browser.run("percorso('track', 'done')");
    scene.end(&["page_view /a", "page_view /c", "done /c"]);
}

in_each_engine!(
    a_load_counts_and_so_does_a_reload,
    an_application_s_moves_count_by_their_address_and_not_by_its_fragment,
    a_page_out_of_the_back_forward_cache_counts_as_seen_again,
    a_browser_that_a_program_drives_is_marked_and_left_out_of_reports,
    an_app_that_opens_a_page_is_where_its_visitor_comes_from,
);
