//! The only door to the browser: what the script in `js/` tells, and what is told there.
//!
//! Each call stands in a `try` there, so that nothing escapes into the page.

use std::cell::RefCell;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::record::{Hurt, Kind, Sink};
use crate::recorder::{Recorder, Signal};

#[wasm_bindgen(raw_module = "percorso/records")]
extern "C" {
    /// Writes a record down.
    fn record(kind: u8, ms: u32, values: &[u32]);
    /// Tells the page that something hurts.
    fn hurt(kind: u8);
    /// Tells [`WOKEN`] after so many milliseconds, in place of an earlier call. Signed, because unsigned numbers
    /// would have an adapter.
    fn wake(ms: i32);
}

// The kinds of signals, as in js/signals.js.
#[expect(dead_code, reason = "any kind that is no other")]
const WOKEN: u8 = 0;
const TURNED: u8 = 1;
const LEFT: u8 = 2;
const WATCHED: u8 = 3;
const CLICKED: u8 = 4;
const REACTED: u8 = 5;
const ERRED: u8 = 6;
const WAVERED: u8 = 7;
const SCROLLED: u8 = 8;
const ENTERED: u8 = 9;
const EXITED: u8 = 10;
const FOCUSED: u8 = 11;
const BLURRED: u8 = 12;
const EDITED: u8 = 13;
const FAILED: u8 = 14;
const SUBMITTED: u8 = 15;
const ANSWERED: u8 = 16;

struct Page;

impl Sink for Page {
    fn record(&self, kind: Kind, ms: u32, values: &[u32]) {
        record(kind as u8, ms, values);
    }
    fn hurt(&self, kind: Hurt) {
        hurt(kind as u8);
    }
    fn wake(&self, ms: u32) {
        wake(ms.cast_signed());
    }
}

thread_local! {
    static RECORDER: RefCell<Recorder<Page>> = const { RefCell::new(Recorder::new(Page)) };
}

/// A signal, `ms` milliseconds after the page load began: what `id` and `x` are depends on the kind.
///
/// One function for all kinds, because each costs a hundred bytes.
#[wasm_bindgen]
pub fn tell(kind: u8, ms: u32, id: u32, x: u32) {
    let signal = match kind {
        TURNED => Signal::Turned,
        LEFT => Signal::Left,
        WATCHED => Signal::Watched { watched: x > 0 },
        CLICKED => Signal::Clicked { element: id, expects: x },
        REACTED => Signal::Reacted { reaction: x },
        ERRED => Signal::Erred,
        WAVERED => Signal::Wavered,
        SCROLLED => Signal::Scrolled,
        ENTERED => Signal::Entered { spot: id, is_form: x > 0 },
        EXITED => Signal::Exited { spot: id, is_form: x > 0 },
        FOCUSED => Signal::Focused { field: id, form: x },
        BLURRED => Signal::Blurred { field: id },
        EDITED => Signal::Edited { field: id, how: x },
        FAILED => Signal::Failed { field: id, form: x },
        SUBMITTED => Signal::Submitted { form: id, on: x > 0 },
        ANSWERED => Signal::Answered { status: x },
        _ => Signal::Woken,
    };
    RECORDER.with(|recorder| {
        if let Ok(mut recorder) = recorder.try_borrow_mut() {
            recorder.signal(ms, signal);
        }
    });
}
