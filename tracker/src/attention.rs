//! Who sees what for how long: touchpoints in view, and whether they made somebody stop.
//!
//! Time counts while a touchpoint is in view, the page is seen and it has the focus.

use crate::forms::FORMS;
use crate::record::{Kind, Sink};

/// In view this long, it is seen.
pub(crate) const SEEN_MS: u32 = 1_000;
/// What comes into view this soon after the page has scrolled, has been scrolled to.
pub(crate) const SCROLLING_MS: u32 = 200;
/// Who has not scrolled for so long by then has stopped.
pub(crate) const STOPPED_MS: u32 = 700;
/// Touchpoints of one page; what comes after is not recorded.
const TOUCHPOINTS: usize = FIRST_FORM as usize;
const FIRST_FORM: u32 = 48;

// Actions, as in js/records.js.
const SEEN: u32 = 0;
const ATTENDED: u32 = 1;
const STOPPED: u32 = 2;
const VIEWED: u32 = 3;

/// Every touchpoint of the page by number, and every form after them.
pub(crate) struct Attention {
    spots: [Spot; TOUCHPOINTS + FORMS],
    watched: bool,
    scrolled: u32,
}

#[derive(Clone, Copy)]
struct Spot {
    /// Elements of this name that are in view.
    in_view: u32,
    /// From when on the time is not counted yet.
    since: u32,
    /// Counted time.
    ms: u32,
    by_scroll: bool,
    seen: bool,
}

const NONE: Spot = Spot { in_view: 0, since: 0, ms: 0, by_scroll: false, seen: false };

impl Attention {
    /// Nothing in view.
    pub(crate) const fn new() -> Self {
        Self { spots: [NONE; TOUCHPOINTS + FORMS], watched: false, scrolled: 0 }
    }

    /// An element of a touchpoint's, or of a form's, has come into view.
    pub(crate) fn enter(&mut self, ms: u32, spot: u32, is_form: bool) {
        let by_scroll = self.scrolled > 0 && ms.wrapping_sub(self.scrolled) < SCROLLING_MS;
        if let Some(spot) = self.spots.get_mut(place(spot, is_form)) {
            if spot.in_view == 0 {
                spot.since = ms;
                spot.by_scroll = by_scroll;
            }
            spot.in_view = spot.in_view.wrapping_add(1);
        }
    }

    /// One of its elements has left the view.
    pub(crate) fn exit(&mut self, ms: u32, spot: u32, is_form: bool) {
        if let Some(spot) = self.spots.get_mut(place(spot, is_form)) {
            spot.count(ms, self.watched);
            spot.in_view = spot.in_view.saturating_sub(1);
        }
    }

    /// The page scrolls.
    pub(crate) fn scroll(&mut self, ms: u32) {
        self.scrolled = ms;
    }

    /// The page is seen and has the focus, or no longer.
    pub(crate) fn watch(&mut self, ms: u32, watched: bool) {
        for spot in &mut self.spots {
            spot.count(ms, self.watched);
        }
        self.watched = watched;
    }

    /// When something will have been seen.
    pub(crate) fn due(&self) -> u32 {
        let mut due = u32::MAX;
        for spot in self.spots.iter().filter(|spot| self.watched && spot.waits()) {
            due = due.min(spot.since.wrapping_add(SEEN_MS));
        }
        due
    }

    /// Tells what has been seen, and what made the visitor stop.
    pub(crate) fn tell(&mut self, ms: u32, to: &impl Sink) {
        let rested = ms.wrapping_sub(self.scrolled) >= STOPPED_MS;
        for (number, spot) in (0..).zip(&mut self.spots) {
            if self.watched && spot.waits() && spot.since.wrapping_add(SEEN_MS) <= ms {
                spot.seen = true;
                if number >= FIRST_FORM {
                    to.record(Kind::Form, ms, &[number - FIRST_FORM, VIEWED]);
                } else {
                    to.record(Kind::Touchpoint, ms, &[number, SEEN]);
                    if spot.by_scroll && rested {
                        to.record(Kind::Touchpoint, ms, &[number, STOPPED]);
                    }
                }
            }
        }
    }

    /// The page is left, or another begins in the same document: tells the times; all may be seen anew.
    pub(crate) fn close(&mut self, ms: u32, to: &impl Sink) {
        for (number, spot) in (0..).zip(&mut self.spots) {
            spot.count(ms, self.watched);
            if spot.ms > 0 && number < FIRST_FORM {
                to.record(Kind::Touchpoint, ms, &[number, ATTENDED, spot.ms]);
            }
            spot.ms = 0;
        }
    }

    /// Another page begins in the same document: all may be seen anew.
    pub(crate) fn turn(&mut self) {
        for spot in &mut self.spots {
            spot.seen = false;
            spot.by_scroll = false;
        }
    }
}

/// Where a touchpoint stands, or a form.
fn place(spot: u32, is_form: bool) -> usize {
    match (spot as usize, is_form) {
        (spot, true) => TOUCHPOINTS + spot,
        (spot, false) if spot < TOUCHPOINTS => spot,
        _ => usize::MAX,
    }
}

impl Spot {
    fn waits(&self) -> bool {
        self.in_view > 0 && !self.seen
    }

    /// Counts the time up to now.
    fn count(&mut self, ms: u32, watched: bool) {
        if self.in_view > 0 && watched {
            self.ms = self.ms.wrapping_add(ms.wrapping_sub(self.since));
        }
        self.since = ms;
    }
}

#[cfg(test)]
#[path = "attention_tests.rs"]
mod tests;
