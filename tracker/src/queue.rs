//! The events that no reply has confirmed yet, in order, and which of them are on their way.
//!
//! An event's place in the sequence never changes, so a batch that is sent twice counts once. A beacon
//! has no reply and so confirms nothing: what it carried stays here and, if the page lives on, goes
//! once more by a request that has one.

use crate::json::{push, push_number};

/// Bytes of events in one request: as the page leaves, 64 KiB are shared by everybody on it.
pub(crate) const CHUNK_BYTES: usize = 16 * 1024;
/// Bytes of events kept while the collector can't be reached; beyond, the oldest are let go.
pub(crate) const KEEP_BYTES: usize = 1024 * 1024;

/// Events in order, the oldest first.
pub(crate) struct Queue {
    events: Vec<Event>,
    /// The address and referrer in force before the first event.
    context: String,
    /// The first event's place in the page load's sequence.
    seq: u64,
    bytes: usize,
    flying: usize,
    beaconed: usize,
}

struct Event {
    text: String,
    /// The address and referrer in force from here on, as a batch's fields with a comma
    /// after each; empty if as before.
    context: String,
}

impl Queue {
    /// Nothing yet.
    pub(crate) const fn new() -> Self {
        Self {
            events: Vec::new(),
            context: String::new(),
            seq: 0,
            bytes: 0,
            flying: 0,
            beaconed: 0,
        }
    }

    /// Adds an event's JSON text; a view brings the fields that hold for what follows.
    pub(crate) fn push(&mut self, text: String, context: String) {
        self.bytes += text.len();
        self.events.push(Event { text, context });
        while self.bytes > KEEP_BYTES {
            self.drop_first();
        }
    }

    /// Bytes of all events' text.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Whether there is nothing to send.
    pub(crate) fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// Whether a reply is awaited.
    pub(crate) fn is_flying(&self) -> bool {
        self.flying > 0
    }

    /// Writes the oldest events as one batch after `head` and awaits the reply.
    pub(crate) fn fly(&mut self, head: &str, sent: u64) -> String {
        self.flying = self.fitting(0);
        self.batch(head, sent, 0, self.flying)
    }

    /// The reply has come: the events in flight are confirmed, or refused for good.
    pub(crate) fn landed(&mut self) {
        for _ in 0..std::mem::take(&mut self.flying) {
            self.drop_first();
        }
    }

    /// The reply has not come, or said "not now": the events in flight are to be sent again.
    pub(crate) fn bounced(&mut self) {
        self.flying = 0;
    }

    /// Gives every event that is not on its way to `beacon`, in chunks, halved where it refuses.
    ///
    /// Calling it again sends only what has come since. False if nothing at all could be sent.
    pub(crate) fn leave(
        &mut self,
        head: &str,
        sent: u64,
        mut beacon: impl FnMut(&str) -> bool,
    ) -> bool {
        let start = self.flying.max(self.beaconed);
        let mut from = start;
        while from < self.events.len() {
            let mut n = self.fitting(from);
            while n > 0 && !beacon(&self.batch(head, sent, from, n)) {
                n /= 2;
            }
            if n == 0 {
                break;
            }
            from += n;
            self.beaconed = from;
        }
        from > start || from == self.events.len()
    }

    /// The page is seen again: what beacons carried is not known to have arrived.
    pub(crate) fn returned(&mut self) {
        self.beaconed = 0;
    }

    fn drop_first(&mut self) {
        let first = self.events.remove(0);
        self.bytes -= first.text.len();
        if !first.context.is_empty() {
            self.context = first.context;
        }
        self.seq += 1;
        self.flying = self.flying.saturating_sub(1);
        self.beaconed = self.beaconed.saturating_sub(1);
    }

    /// How many events from `from` on fit a chunk; at least one.
    fn fitting(&self, from: usize) -> usize {
        let (mut n, mut bytes) = (0, 0);
        for event in self.events.iter().skip(from) {
            bytes += event.text.len() + 1;
            if n > 0 && bytes > CHUNK_BYTES {
                break;
            }
            n += 1;
        }
        n
    }

    fn batch(&self, head: &str, sent: u64, from: usize, n: usize) -> String {
        let mut out = String::new();
        push(&mut out, head);
        push(&mut out, ",\"seq\":");
        push_number(&mut out, self.seq + from as u64);
        push(&mut out, ",\"sent\":");
        push_number(&mut out, sent);
        push(&mut out, ",");
        let before = self.events.iter().take(from + 1).rev().map(|event| &event.context);
        push(&mut out, before.chain([&self.context]).find(|c| !c.is_empty()).map_or("", |c| c));
        push(&mut out, "\"events\":");
        let mut before = "[";
        for event in self.events.iter().skip(from).take(n) {
            push(&mut out, before);
            push(&mut out, &event.text);
            before = ",";
        }
        push(&mut out, "]}");
        out
    }
}

#[cfg(test)]
#[path = "queue_tests.rs"]
mod tests;
