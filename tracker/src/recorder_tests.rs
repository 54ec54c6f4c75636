//! The recorder: which signals become which batches, and when.

use std::cell::RefCell;
use std::rc::Rc;

use percorso_protocol::batch::{Batch, decode};
use serde_json::json;

use super::*;

/// What the recorder asked of the browser.
#[derive(Debug, PartialEq)]
enum Did {
    Post(Batch),
    Beacon(Batch),
    Wake(u32),
}

#[derive(Clone, Default)]
struct Browser {
    did: Rc<RefCell<Vec<Did>>>,
    refuses_beacons: bool,
}

impl super::Browser for Browser {
    fn post(&self, batch: &str) {
        self.did.borrow_mut().push(Did::Post(decode(batch.as_bytes()).unwrap()));
    }
    fn beacon(&self, batch: &str) -> bool {
        let batch = decode(batch.as_bytes()).unwrap();
        self.did.borrow_mut().push(Did::Beacon(batch));
        !self.refuses_beacons
    }
    fn wake(&self, ms: u32) {
        self.did.borrow_mut().push(Did::Wake(ms));
    }
}

const OK: Signal<'_> = Signal::Replied { status: 202, asked_s: 0, random: 0.5 };
const DOWN: Signal<'_> = Signal::Replied { status: 0, asked_s: 0, random: 0.0 };
const BUSY: Signal<'_> = Signal::Replied { status: 503, asked_s: 30, random: 0.0 };

struct Scene {
    title: &'static str,
    browser: Browser,
    recorder: Recorder<Browser>,
}

impl Scene {
    fn new(refuses_beacons: bool) -> Self {
        let browser = Browser { refuses_beacons, ..Browser::default() };
        let mut recorder = Recorder::new(browser.clone());
        let id = "0123456789abcdefABCD-_";
        recorder.signal(1_732_225_000_000, "", Signal::Begun { site: "shop", id });
        Self { title: "", browser, recorder }
    }

    /// Gives a signal and tells what came of it.
    fn on(&mut self, ms: u64, signal: Signal<'_>) -> Vec<Did> {
        self.recorder.signal(ms, self.title, signal);
        self.browser.did.borrow_mut().drain(..).collect()
    }

    fn track(&mut self, ms: u64, name: &str) -> Vec<Did> {
        self.on(ms, Signal::Event { name: &format!("\"{name}\""), params: "{\"value\":9.5}" })
    }

    fn posted(&mut self, ms: u64) -> Batch {
        match self.on(ms, Signal::Woken).as_slice() {
            [Did::Post(batch)] => batch.clone(),
            other => panic!("no post alone: {other:?}"),
        }
    }
}

fn names(batch: &Batch) -> Vec<&str> {
    batch.events.iter().map(|event| event.name.as_str()).collect()
}

const HOME: Signal<'_> = Signal::Viewed { url: "https://shop.example/", referrer: "" };

#[test]
fn a_visit_becomes_one_batch() {
    let mut scene = Scene::new(false);
    assert_eq!(scene.on(1, HOME), [Did::Wake(GATHER_MS)]);
    scene.title = "Home";
    assert_eq!(scene.track(40, "view_item"), []);
    assert_eq!(scene.on(50, Signal::Acted { touchpoint: "size \"guide\"" }), []);
    let batch = scene.posted(2_001);
    assert_eq!((batch.site.as_str(), batch.seq), ("shop", 0));
    assert_eq!((batch.time, batch.sent), (1_732_225_000_000, 1_732_225_002_001));
    assert_eq!(batch.url, "https://shop.example/");
    assert_eq!(names(&batch), ["page_view", "view_item", "touchpoint"]);
    assert_eq!(batch.events.iter().map(|e| e.ms).collect::<Vec<_>>(), [1, 40, 50]);
    assert_eq!(batch.events[0].params["title"], "Home");
    assert_eq!(batch.events[1].params["value"], json!(9.5));
    assert_eq!(batch.events[2].params["touchpoint"], "size \"guide\"");
    assert_eq!(batch.events[2].params["action"], "acted");
    assert_eq!(scene.on(2_100, OK), []);
}

#[test]
fn moves_count_once_each_and_take_the_title_of_later() {
    let mut scene = Scene::new(false);
    scene.on(0, HOME);
    scene.title = "Home";
    scene.on(10, Signal::Moved { url: "https://shop.example/#menu" });
    scene.on(20, Signal::Moved { url: "https://shop.example/cart" });
    scene.title = "Cart";
    scene.on(30, Signal::Moved { url: "https://shop.example/cart#pay" });
    let batch = scene.posted(2_000);
    assert_eq!(names(&batch), ["page_view", "page_view"]);
    assert_eq!(batch.events[0].params["title"], "Home");
    assert_eq!(batch.events[1].params["title"], "Cart");
    assert_eq!(batch.events[1].params["referrer"], "https://shop.example/");
    assert_eq!(batch.events[1].ms, 20);
}

#[test]
fn a_reply_does_not_take_the_title_of_a_page_on_its_way() {
    let mut scene = Scene::new(false);
    scene.on(0, HOME);
    scene.posted(2_000);
    scene.on(2_010, Signal::Moved { url: "https://shop.example/cart" });
    scene.on(2_011, OK);
    scene.title = "Cart";
    scene.on(2_020, Signal::Titled);
    assert_eq!(scene.posted(4_010).events[0].params["title"], "Cart");
}

#[test]
fn a_full_chunk_does_not_wait() {
    let mut scene = Scene::new(false);
    let text = "x".repeat(CHUNK_BYTES / 2);
    let params = format!("{{\"a\":\"{text}\"}}");
    let event = Signal::Event { name: "\"e\"", params: &params };
    assert_eq!(scene.on(1, event), [Did::Wake(GATHER_MS)]);
    assert!(matches!(scene.on(2, event).as_slice(), [Did::Post(_)]));
    // While the reply is awaited, nothing else is posted; then the rest goes.
    assert_eq!(scene.on(3, event), []);
    assert_eq!(scene.on(2_001, Signal::Woken), []);
    assert_eq!(scene.on(2_010, OK).len(), 1);
}

#[test]
fn an_event_no_collector_takes_is_not_kept() {
    let mut scene = Scene::new(false);
    let params = format!("{{\"a\":\"{}\"}}", "x".repeat(PARAMS_BYTES));
    assert_eq!(scene.on(1, Signal::Event { name: "\"e\"", params: &params }), []);
}

#[test]
fn a_passing_failure_is_tried_again_with_the_same_numbers_until_it_passes() {
    let mut scene = Scene::new(false);
    scene.track(1, "purchase");
    let first = scene.posted(2_000);
    assert_eq!(scene.on(2_050, DOWN), [Did::Wake(1_000)]);
    // What comes meanwhile rings no alarm of its own.
    assert_eq!(scene.track(2_060, "view_item"), []);
    let second = scene.posted(3_050);
    assert_eq!((second.seq, &second.events[0]), (first.seq, &first.events[0]));
    assert_eq!(second.sent - second.time, 3_050);
    assert_eq!(scene.on(3_060, BUSY), [Did::Wake(30_000)]);
    assert_eq!(names(&scene.posted(33_060)), ["purchase", "view_item"]);
    assert_eq!(scene.on(33_070, OK), []);
    assert_eq!(scene.track(40_000, "search"), [Did::Wake(GATHER_MS)]);
    assert_eq!(scene.posted(42_000).seq, 2);
}

#[test]
fn a_lasting_refusal_is_not_tried_again() {
    let mut scene = Scene::new(false);
    scene.track(1, "a");
    scene.posted(2_000);
    assert_eq!(scene.on(2_050, Signal::Replied { status: 400, asked_s: 0, random: 0.0 }), []);
    assert_eq!(scene.on(2_060, Signal::Left), []);
}

#[test]
fn leaving_sends_everything_even_between_two_tries() {
    let mut scene = Scene::new(false);
    scene.track(1, "a");
    scene.posted(2_000);
    scene.on(2_050, DOWN);
    scene.on(2_060, HOME);
    let did = scene.on(2_070, Signal::Left);
    let [Did::Beacon(batch)] = did.as_slice() else { panic!("one beacon: {did:?}") };
    assert_eq!(names(batch), ["a", "page_view"]);
    // `pagehide` and `visibilitychange` both tell; the second finds nothing.
    assert_eq!(scene.on(2_071, Signal::Left), []);
}

#[test]
fn a_page_seen_again_confirms_what_it_beaconed() {
    let mut scene = Scene::new(false);
    scene.track(1, "purchase");
    assert!(matches!(scene.on(10, Signal::Left).as_slice(), [Did::Beacon(_)]));
    scene.on(2_001, Signal::Woken);
    scene.on(2_010, BUSY);
    assert_eq!(scene.on(9_000, Signal::Shown), []);
    let again = scene.posted(32_010);
    assert_eq!((names(&again), again.seq), (vec!["purchase"], 0));
}

#[test]
fn a_browser_without_beacons_posts_as_it_leaves() {
    let mut scene = Scene::new(true);
    scene.track(1, "a");
    let did = scene.on(10, Signal::Left);
    assert!(matches!(did.as_slice(), [Did::Beacon(_), Did::Post(_)]), "{did:?}");
}
