//! Every event arrives, once: at the exit, with the collector down, busy, or cut off.

use percorso_tests::harness::wait_for;
use serde_json::{Value, json};

use crate::rows::{json, text};
use crate::scene::{Past, Scene};

const PAGE: &str = "TAG</head><body>";
/// Fifty events, of more bytes than one beacon carries.
const BURST: &str =
    "for (let n = 0; n < 50; n++) percorso('track', 'burst', { n, pad: 'x'.repeat(500) });";

fn with_burst(before: &[&'static str], after: &[&'static str]) -> Vec<&'static str> {
    [before, &["burst /a"; 50], after].concat()
}

/// The fifty, each once and in order.
#[track_caller]
fn assert_burst(past: &Past) {
    let bursts = past.rows.iter().filter(|row| text(row, "event") == "burst");
    let n: Vec<Value> = bursts.map(|row| json(row, "params")["n"].clone()).collect();
    assert_eq!(n, (0..50).map(|n| json!(n)).collect::<Vec<_>>());
}

#[test]
fn fifty_events_and_a_navigation_in_one_task_all_arrive() {
    let scene = Scene::of(&[("/a", PAGE), ("/b", "</head><body>")]);
    scene.open("/a");
    scene.browser.run(&format!("{BURST} location.href = '/b';"));
    scene.browser.holds("location.pathname === '/b'");
    assert_burst(&scene.end(&with_burst(&["page_view /a"], &[])));
}

#[test]
fn fifty_events_and_a_navigation_before_the_tracker_is_up_all_arrive() {
    let page = format!(
        "TAG<script>addEventListener('DOMContentLoaded', () => {{ {BURST} location.href = '/b'; }});</script></head><body>"
    );
    let scene = Scene::of(&[("/a", &page), ("/b", "</head><body>")]);
    scene.browser.go(&scene.site.at("/a"));
    scene.browser.holds("location.pathname === '/b'");
    assert_burst(&scene.end(&with_burst(&["page_view /a"], &[])));
}

#[test]
fn fifty_events_and_the_tab_is_closed_all_arrive() {
    let scene = Scene::of(&[("/a", PAGE), ("/b", "</head><body>")]);
    scene.browser.go(&scene.site.at("/b"));
    scene.browser.open_tab();
    scene.open("/a");
    scene.browser.run(BURST);
    scene.browser.close_tab();
    assert_burst(&scene.end(&with_burst(&["page_view /a"], &[])));
}

#[test]
fn what_happens_while_the_collector_is_down_arrives_once_when_it_is_up() {
    let mut scene = Scene::of(&[("/a", PAGE), ("/b", PAGE)]);
    // The first page brings the tracker into the browser's cache.
    scene.open("/a");
    scene.browser.leave();
    scene.arrived(1);
    scene.wire.unplug();
    scene.collector.kill();
    scene.open("/b");
    scene.browser.run("percorso('track', 'meanwhile')");
    // The browser's first try has failed.
    scene
        .browser
        .holds("performance.getEntriesByType('resource').some((e) => e.name.endsWith('/p/e'))");
    scene.collector.restart();
    scene.wire.plug(scene.collector.client());
    scene.arrived(3);
    scene.browser.run("percorso('track', 'done')");
    scene.end(&["page_view /a", "page_view /b", "meanwhile /b", "done /b"]);
}

#[test]
fn a_busy_collector_gets_the_batch_again_once_it_has_time() {
    use percorso_tests::browser::Fate::Refuse;
    let scene = Scene::of(&[("/a", PAGE)]);
    scene.wire.next(&[Refuse, Refuse]);
    scene.open("/a");
    scene.browser.run("percorso('track', 'one')");
    scene.arrived(2);
    scene.browser.run("percorso('track', 'two')");
    let past = scene.end(&["page_view /a", "one /a", "two /a"]);
    assert!(past.wire.bodies().len() >= 4, "two refusals, the batch, the last event");
}

#[test]
fn a_batch_whose_reply_was_lost_is_sent_again_and_counted_once() {
    use percorso_tests::browser::Fate::CutReply;
    let scene = Scene::of(&[("/a", PAGE)]);
    scene.wire.next(&[CutReply]);
    scene.open("/a");
    scene.browser.run("percorso('track', 'one')");
    wait_for("the same batch again", percorso_tests::harness::PATIENCE, || {
        (scene.wire.told().len() > scene.wire.told_once().len()).then_some(())
    });
    scene.browser.run("percorso('track', 'two')");
    scene.end(&["page_view /a", "one /a", "two /a"]);
}
