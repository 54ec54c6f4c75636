//! The tracker's whole state: signals of the page go in, batches and alarms come out.
//!
//! One request is under way at a time and one alarm is set at a time. Times are milliseconds since
//! the page's start; the caller's clock is the only clock.

use percorso_protocol::limits::PARAMS_BYTES;

use crate::backoff::{is_passing, wait_ms};
use crate::json::{push, push_number, push_text};
use crate::page::Page;
use crate::queue::{CHUNK_BYTES, Queue};

/// How long events gather before they are sent.
pub const GATHER_MS: u32 = 2_000;
/// What an event's name and time take of [`PARAMS_BYTES`], at most.
const NAME_BYTES: usize = 128;

/// What the page tells.
#[derive(Debug, Clone, Copy)]
pub enum Signal<'a> {
    /// The page load of a site begins under a random id, `ms` being milliseconds since 1970.
    Begun { site: &'a str, id: &'a str },
    /// It was loaded, or came back out of the back/forward cache.
    Viewed { url: &'a str, referrer: &'a str },
    /// Its address may have changed without a load.
    Moved { url: &'a str },
    /// An event, its name as JSON text and its parameters as the JSON text of an object.
    Event { name: &'a str, params: &'a str },
    /// The visitor has used a touchpoint.
    Acted { touchpoint: &'a str },
    /// It is hidden or left; perhaps for good.
    Left,
    /// It is seen again.
    Shown,
    /// Nothing but its title.
    Titled,
    /// The alarm has rung.
    Woken,
    /// The batch last posted was answered with this status, or, if 0, not at all.
    Replied { status: u16, asked_s: u32, random: f64 },
}

/// What the recorder needs of the browser.
pub trait Browser {
    /// Posts a batch; [`Signal::Replied`] follows.
    fn post(&self, batch: &str);
    /// Hands over a batch to be sent even if the page goes; false if the browser won't.
    fn beacon(&self, batch: &str) -> bool;
    /// Sets the alarm, in place of an earlier one; [`Signal::Woken`] follows.
    fn wake(&self, ms: u32);
}

/// Everything known about one page load.
pub struct Recorder<B> {
    browser: B,
    head: String,
    time: u64,
    page: Page,
    queue: Queue,
    failures: u32,
    alarm: bool,
}

impl<B: Browser> Recorder<B> {
    /// A recorder that waits for [`Signal::Begun`].
    pub const fn new(browser: B) -> Self {
        Self {
            browser,
            head: String::new(),
            time: 0,
            page: Page::new(),
            queue: Queue::new(),
            failures: 0,
            alarm: false,
        }
    }

    /// Takes a signal, and the document's title as it was then, and does what follows.
    pub fn signal(&mut self, ms: u64, title: &str, signal: Signal<'_>) {
        // A view stands before all that comes after it, under the title it has by then. A reply is
        // none of the page's doing, and a move to where we are tells nothing.
        match signal {
            Signal::Moved { url } if !self.page.is_elsewhere(url) => return,
            Signal::Replied { .. } => {}
            _ => self.settle(title),
        }
        match signal {
            Signal::Begun { site, id } => self.begin(ms, site, id),
            Signal::Viewed { url, referrer } => self.page.viewed(ms, url, referrer),
            Signal::Moved { url } => self.page.moved(ms, url),
            Signal::Event { name, params } => self.record(ms, name, params, String::new()),
            Signal::Acted { touchpoint } => {
                let mut params = String::new();
                push(&mut params, "{\"action\":\"acted\",\"touchpoint\":");
                push_text(&mut params, touchpoint);
                push(&mut params, "}");
                self.record(ms, "\"touchpoint\"", &params, String::new());
            }
            Signal::Left => self.leave(ms),
            Signal::Shown => self.queue.returned(),
            Signal::Titled => {}
            Signal::Woken => {
                self.alarm = false;
                self.post(ms);
            }
            Signal::Replied { status, asked_s, random } => self.replied(status, asked_s, random),
        }
        if self.failures == 0 && self.queue.bytes() >= CHUNK_BYTES {
            self.post(ms);
        }
        let waiting = self.page.is_waiting() || !self.queue.is_empty();
        if waiting && !self.alarm && !self.queue.is_flying() {
            self.set_alarm(GATHER_MS);
        }
    }

    fn begin(&mut self, time: u64, site: &str, id: &str) {
        self.time = time;
        push(&mut self.head, "{\"v\":1,\"by\":\"wasm\",\"site\":");
        push_text(&mut self.head, site);
        push(&mut self.head, ",\"page\":");
        push_text(&mut self.head, id);
        push(&mut self.head, ",\"time\":");
        push_number(&mut self.head, time);
    }

    fn settle(&mut self, title: &str) {
        if let Some(view) = self.page.take(title) {
            self.record(view.ms, "\"page_view\"", &view.params, view.context);
        }
    }

    fn record(&mut self, ms: u64, name: &str, params: &str, context: String) {
        // The collector would drop it, and a beacon could not carry it.
        if params.len() > PARAMS_BYTES - NAME_BYTES {
            return;
        }
        let mut text = String::new();
        push(&mut text, "[");
        push(&mut text, name);
        push(&mut text, ",");
        push_number(&mut text, ms);
        push(&mut text, ",");
        push(&mut text, params);
        push(&mut text, "]");
        self.queue.push(text, context);
    }

    fn replied(&mut self, status: u16, asked_s: u32, random: f64) {
        if is_passing(status) {
            self.queue.bounced();
            self.failures += 1;
            self.set_alarm(wait_ms(self.failures, asked_s, random));
        } else {
            self.queue.landed();
            self.failures = 0;
        }
    }

    /// Everything goes, as far as the browser takes it.
    fn leave(&mut self, ms: u64) {
        let sent = self.queue.leave(&self.head, self.time + ms, |batch| self.browser.beacon(batch));
        if !sent {
            self.post(ms);
        }
    }

    fn set_alarm(&mut self, ms: u32) {
        self.alarm = true;
        self.browser.wake(ms);
    }

    fn post(&mut self, ms: u64) {
        if !self.queue.is_flying() && !self.queue.is_empty() {
            self.browser.post(&self.queue.fly(&self.head, self.time + ms));
        }
    }
}

#[cfg(test)]
#[path = "recorder_tests.rs"]
mod tests;
