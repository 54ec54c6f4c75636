//! `percorso('track', …)`: before the tag has come, after, and wrongly used.

use serde_json::json;

use crate::rows::json;
use crate::scene::Scene;

const STUB: &str = "<script>window.percorso=window.percorso||function(){(percorso.q=percorso.q||[]).push(arguments)};
percorso('track', 'early', { n: 1 }); window.held = window.percorso;</script>TAG</head><body>";

#[test]
fn commands_are_taken_before_the_tag_has_come_and_after() {
    let scene = Scene::of(&[("/a", STUB)]);
    scene.open("/a");
    scene.browser.run("percorso('track', 'later', { n: 2, touchpoint: 'box', action: 'seen' })");
    // A page may hold on to the function it defined itself.
    scene.browser.run("held('track', 'held', { n: 3 })");
    let past =
        scene.end(&["page_view /a", "early /a", "later /a touchpoint=box action=seen", "held /a"]);
    let n: Vec<_> = past.rows[1..].iter().map(|row| json(row, "params")["n"].clone()).collect();
    assert_eq!(n, [json!(1), json!(2), json!(3)]);
}

#[test]
fn wrong_commands_tell_nothing_and_throw_nothing() {
    let scene = Scene::of(&[("/a", STUB)]);
    scene.open("/a");
    scene.browser.run(
        "const round = {}; round.round = round;
         percorso(); percorso('track'); percorso(null); percorso('fly', 'away'); percorso('track', 'round', round);
         percorso('track', 'big', { value: 10n }); percorso('track', { toString() { throw new Error('no'); } });
         percorso('track', 'done', null);",
    );
    let past = scene.end(&["page_view /a", "early /a", "done /a"]);
    assert_eq!(past.rows[2].get("params"), None);
}

#[test]
fn the_overlay_comes_when_it_is_asked_for_and_comes_again() {
    let scene = Scene::of(&[("/a", STUB)]);
    scene.open("/a");
    for _ in 0..2 {
        scene.browser.run("percorso('debug')");
        scene.browser.holds("window.percorso.debug");
        // As its own button closes it.
        scene.browser.run("delete window.percorso.debug");
    }
    scene.end(&["page_view /a", "early /a"]);
}
