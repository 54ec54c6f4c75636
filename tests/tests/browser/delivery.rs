//! Every event arrives, once: at the exit, with the collector down, busy, or cut off.

use percorso_tests::browser::Engine;
use percorso_tests::harness::{PATIENCE, wait_for};
use serde_json::{Value, json};

use crate::rows::{json, text};
use crate::scene::{Past, Scene};

const PAGE: &str = "TAG</head><body>";
/// Fifty events, of more bytes than one beacon carries.
const BURST: &str =
    "for (let n = 0; n < 50; n++) percorso('track', 'burst', { n, pad: 'x'.repeat(500) });";

/// Counts requests that fail: not every engine keeps a record of them.
const COUNTING: &str = "<script>window.failures = 0;
    const own = window.fetch;
    window.fetch = (...all) => own(...all).catch((error) => { failures += 1; throw error; });
    </script>TAG</head><body>";
/// What browsers let a page send while it ends is 64 KiB; a part of it is left over.
const QUOTA: usize = 60_000;

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

fn fifty_events_and_a_navigation_in_one_task_all_arrive(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", PAGE), ("/b", "</head><body>")]);
    scene.open("/a");
    scene.browser.run(&format!("{BURST} location.href = '/b';"));
    scene.browser.holds("location.pathname === '/b'");
    assert_burst(&scene.end(&with_burst(&["page_view /a"], &[])));
}

fn fifty_events_and_a_navigation_before_the_tracker_is_up_all_arrive(engine: Engine) {
    let page = format!(
        "TAG<script>addEventListener('DOMContentLoaded', () => {{ {BURST} location.href = '/b'; }});</script></head><body>"
    );
    let scene = Scene::of_in(engine, &[("/a", &page), ("/b", "</head><body>")]);
    scene.browser.go(&scene.site.at("/a"));
    scene.browser.holds("location.pathname === '/b'");
    assert_burst(&scene.end(&with_burst(&["page_view /a"], &[])));
}

fn fifty_events_and_the_tab_is_closed_all_arrive(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", PAGE), ("/b", "</head><body>")]);
    scene.browser.go(&scene.site.at("/b"));
    scene.browser.open_tab();
    scene.open("/a");
    scene.browser.run(BURST);
    if engine == Engine::Firefox {
        // Of what any page sends while its tab closes, Firefox loses up to a third on a busy machine: here
        // the person looks at another tab first.
        scene.browser.open_tab();
        scene.browser.go(&scene.site.at("/b"));
    } else {
        scene.browser.close_tab();
    }
    assert_burst(&scene.end(&with_burst(&["page_view /a"], &[])));
}

fn what_happens_while_the_collector_is_down_arrives_once_when_it_is_up(engine: Engine) {
    let mut scene = Scene::of_in(engine, &[("/a", PAGE), ("/b", COUNTING)]);
    // The first page brings the tracker into the browser's cache.
    scene.open("/a");
    scene.browser.leave();
    scene.arrived(1);
    if engine == Engine::WebKit {
        // Under automation it keeps no file from one page to the next.
        scene.open("/b");
        scene.wire.unplug();
    } else {
        scene.wire.unplug();
        scene.open("/b");
    }
    scene.collector.kill();
    scene.browser.run("percorso('track', 'meanwhile')");
    scene.browser.holds("failures > 0");
    scene.collector.restart();
    scene.wire.plug(scene.collector.client());
    scene.arrived(3);
    scene.browser.run("percorso('track', 'done')");
    scene.end(&["page_view /a", "page_view /b", "meanwhile /b", "done /b"]);
}

fn nothing_is_lost_in_seconds_off_line_while_the_page_lives(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", COUNTING)]);
    scene.open("/a");
    scene.browser.run("percorso('track', 'before')");
    scene.arrived(2);
    scene.wire.unplug();
    scene.browser.run("percorso('track', 'off')");
    scene.browser.holds("failures > 0");
    // A view and an event between the tries.
    scene.browser.run("history.pushState({}, '', '/a/1'); percorso('track', 'still_off')");
    scene.browser.holds("failures > 1");
    scene.wire.plug(scene.collector.client());
    scene.arrived(5);
    assert_eq!(scene.told().len(), 5, "before the page is left");
    scene.browser.run("percorso('track', 'on')");
    scene.end(&[
        "page_view /a",
        "before /a",
        "off /a",
        "page_view /a/1",
        "still_off /a/1",
        "on /a/1",
    ]);
}

fn of_a_hundred_large_events_before_a_navigation_as_many_arrive_as_the_browser_lets(
    engine: Engine,
) {
    let mut scene = Scene::of_in(engine, &[("/a", PAGE), ("/b", "</head><body>")]);
    scene.open("/a");
    scene.arrived(1);
    scene.browser.run(
        "for (let n = 0; n < 100; n++) percorso('track', 'large', { n, pad: 'x'.repeat(2000) });
         location.href = '/b';",
    );
    scene.browser.holds("location.pathname === '/b'");
    let bytes = || scene.wire.bodies().iter().map(String::len).sum::<usize>();
    wait_for("the browser's quota", PATIENCE, || (bytes() >= QUOTA).then_some(()));
    scene.browser.leave();
    drop(scene.browser);
    let rows = scene.collector.stop_and_read();
    let large = rows.iter().filter(|row| text(row, "event") == "large");
    let mut n: Vec<u64> =
        large.map(|row| json(row, "params")["n"].as_u64().expect("a number was sent")).collect();
    let arrived = n.len();
    n.sort_unstable();
    n.dedup();
    assert_eq!(n.len(), arrived, "none twice");
    #[expect(clippy::print_stderr, reason = "engines differ, and it is worth knowing how much")]
    {
        eprintln!("{engine:?}: {arrived} of 100 events, {} bytes", bytes());
    }
}

fn a_busy_collector_gets_the_batch_again_once_it_has_time(engine: Engine) {
    use percorso_tests::browser::Fate::Refuse;
    let scene = Scene::of_in(engine, &[("/a", PAGE)]);
    scene.wire.next(&[Refuse, Refuse]);
    scene.open("/a");
    scene.browser.run("percorso('track', 'one')");
    scene.arrived(2);
    scene.browser.run("percorso('track', 'two')");
    let past = scene.end(&["page_view /a", "one /a", "two /a"]);
    assert!(past.wire.bodies().len() >= 4, "two refusals, the batch, the last event");
}

fn a_batch_whose_reply_was_lost_is_sent_again_and_counted_once(engine: Engine) {
    use percorso_tests::browser::Fate::CutReply;
    let scene = Scene::of_in(engine, &[("/a", PAGE)]);
    scene.wire.next(&[CutReply]);
    scene.open("/a");
    scene.browser.run("percorso('track', 'one')");
    wait_for("the same batch again", PATIENCE, || {
        (scene.wire.told().len() > scene.wire.told_once().len()).then_some(())
    });
    scene.browser.run("percorso('track', 'two')");
    scene.end(&["page_view /a", "one /a", "two /a"]);
}

in_each_engine!(
    fifty_events_and_a_navigation_in_one_task_all_arrive,
    fifty_events_and_a_navigation_before_the_tracker_is_up_all_arrive,
    fifty_events_and_the_tab_is_closed_all_arrive,
    what_happens_while_the_collector_is_down_arrives_once_when_it_is_up,
    nothing_is_lost_in_seconds_off_line_while_the_page_lives,
    of_a_hundred_large_events_before_a_navigation_as_many_arrive_as_the_browser_lets,
    a_busy_collector_gets_the_batch_again_once_it_has_time,
    a_batch_whose_reply_was_lost_is_sent_again_and_counted_once,
);
