//! The only door to the browser: what the script in `js/` calls, and what is called there.
//!
//! The script hears the page from the first moment, before this module has arrived, and tells it here;
//! each call stands in a `try` there, so that nothing escapes into the page. Sending is the script's
//! too, because the fallback needs it where WebAssembly is refused.

use std::sync::Mutex;

use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Element;

use crate::json::split;
use crate::recorder::{Browser, Recorder, Signal};

#[wasm_bindgen(raw_module = "percorso/network")]
extern "C" {
    /// Posts a batch; the script calls [`replied`] with what comes of it.
    fn post(batch: &str);
    /// Hands a batch to the browser for sending after the page is gone; false if it won't.
    fn beacon(batch: &str) -> bool;
    /// Tells that the alarm has rung, after so many milliseconds, in place of an earlier call.
    fn wake(ms: u32);
}

/// The kinds of [`tell`], as in `js/signals.js`.
const BEGUN: u8 = 0;
const VIEWED: u8 = 1;
const MOVED: u8 = 2;
const EVENT: u8 = 3;
const LEFT: u8 = 4;
const SHOWN: u8 = 5;
const WOKEN: u8 = 6;
const TITLED: u8 = 7;

struct Host;

impl Browser for Host {
    fn post(&self, batch: &str) {
        post(batch);
    }
    fn beacon(&self, batch: &str) -> bool {
        beacon(batch)
    }
    fn wake(&self, ms: u32) {
        wake(ms);
    }
}

static RECORDER: Mutex<Recorder<Host>> = Mutex::new(Recorder::new(Host));

/// A signal, `ms` milliseconds after the page load began. Its text is the document's title in a line,
/// then what the kind says.
///
/// The first is [`BEGUN`] with the time since 1970. One function and one text for all kinds, because
/// each costs a hundred bytes.
#[wasm_bindgen]
pub fn tell(kind: u8, ms: f64, text: &str) {
    let (title, text) = split(text, b'\n');
    let (a, b) = split(text, b'\n');
    let signal = match kind {
        BEGUN => Signal::Begun { site: a, id: b },
        VIEWED => Signal::Viewed { url: a, referrer: b },
        MOVED => Signal::Moved { url: a },
        EVENT => Signal::Event { name: a, params: b },
        LEFT => Signal::Left,
        SHOWN => Signal::Shown,
        TITLED => Signal::Titled,
        _ => Signal::Woken,
    };
    pass(ms, title, signal);
}

/// A click on a touchpoint. The title has been told before it.
#[wasm_bindgen]
pub fn clicked(ms: f64, element: &Element) {
    if let Some(touchpoint) = element.get_attribute("data-touchpoint") {
        pass(ms, "", Signal::Acted { touchpoint: &touchpoint });
    }
}

/// What came of [`post`]: the status or 0, the seconds of `Retry-After` or 0, and a random number.
#[wasm_bindgen]
pub fn replied(ms: f64, status: u16, asked_s: u32, random: f64) {
    pass(ms, "", Signal::Replied { status, asked_s, random });
}

fn pass(ms: f64, title: &str, signal: Signal<'_>) {
    if let Ok(mut recorder) = RECORDER.lock() {
        // The script's clock may have been set back; the cast saturates: below zero is zero.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        recorder.signal(ms as u64, title, signal);
    }
}
