//! Clicks that wait for the page's first reaction, and what their waiting tells.
//!
//! Every click is one record. It goes out three seconds after the click, when a reaction would no longer
//! be one to it and a script's error no longer its own, or earlier if the page is left.

use crate::record::{Hurt, Kind, Sink};

/// How long a click waits for a reaction; after it the click is dead.
pub(crate) const PATIENCE_MS: u32 = 3_000;
/// A reaction after this long is slow.
pub(crate) const SLOW_MS: u32 = 1_000;
/// A script that fails within this time of a click is the click's.
pub(crate) const ERROR_MS: u32 = 2_000;
/// Clicks that follow each other within this time are one burst.
pub(crate) const BURST_MS: u32 = 1_000;
/// The click of a burst that is rage.
pub(crate) const RAGE: u32 = 3;
/// A second click on a pay button within this time is impatience, not a second try.
pub(crate) const PAY_MS: u32 = 10_000;
/// Clicks that are kept; beyond, the oldest goes out as it is.
const KEEP: usize = 16;

// What is expected of an element, a bit each, as in js/clicks.js.
/// The page has to do something.
pub(crate) const REACTS: u32 = 1;
/// Many clicks in a row are meant so.
pub(crate) const REPEATS: u32 = 2;
/// It pays.
pub(crate) const PAYS: u32 = 4;
/// It was not clicked but swiped.
pub(crate) const SWIPES: u32 = 8;
/// It stands in the checkout and says nothing that is known: what pays may say that it works.
pub(crate) const WORKS: u32 = 16;

/// The reaction of a page that goes elsewhere, as in js/reactions.js; zero is none.
pub(crate) const NAVIGATION: u32 = 2;

/// Clicks under observation, in a ring: the place after the last one's is the oldest's.
pub(crate) struct Clicks {
    waiting: [Click; KEEP],
    last: usize,
    /// The pay button clicked last, and when.
    paid: u32,
    paid_ms: u32,
}

#[derive(Clone, Copy)]
struct Click {
    /// Whether there is one.
    live: bool,
    ms: u32,
    element: u32,
    expects: u32,
    burst: u32,
    reaction: u32,
    react_ms: u32,
    marks: u32,
}

const NONE: Click = Click {
    live: false,
    ms: 0,
    element: 0,
    expects: 0,
    burst: 0,
    reaction: 0,
    react_ms: 0,
    marks: 0,
};

impl Clicks {
    /// None yet.
    pub(crate) const fn new() -> Self {
        Self { waiting: [NONE; KEEP], last: 0, paid: 0, paid_ms: 0 }
    }

    /// A click on an element, of which this is [expected](REACTS).
    pub(crate) fn click(&mut self, ms: u32, element: u32, expects: u32, to: &impl Sink) {
        let mut click = Click { live: true, ms, element, expects, burst: 1, ..NONE };
        if let Some(before) = self.waiting.get(self.last)
            && before.live
            && before.element == element
            && before.reaction == 0
            && ms.wrapping_sub(before.ms) <= BURST_MS
        {
            click.burst += before.burst;
        }
        if click.burst == RAGE && expects & (REACTS | REPEATS) == REACTS {
            click.mark(Hurt::Rage, to);
        }
        // What has become a way to the cart, say, does not pay again.
        if self.paid == element
            && expects & (PAYS | WORKS) != 0
            && ms.wrapping_sub(self.paid_ms) < PAY_MS
        {
            click.mark(Hurt::Pay, to);
        }
        if expects & PAYS != 0 {
            self.paid = element;
            self.paid_ms = ms;
        }
        self.last = (self.last + 1) % KEEP;
        if let Some(place) = self.waiting.get_mut(self.last) {
            place.tell(to);
            *place = click;
        }
    }

    /// The page complains about a field, and what was clicked to pay is clicked again for that; or another view has
    /// come, and it is no longer there to pay.
    pub(crate) fn refuse(&mut self) {
        self.paid = 0;
    }

    /// The page has reacted: to the last click, and to those on the same element before it.
    pub(crate) fn react(&mut self, ms: u32, reaction: u32, to: &impl Sink) {
        let element = self.waiting.get(self.last).map_or(0, |click| click.element);
        for click in &mut self.waiting {
            if !click.live || click.element != element || click.reaction != 0 {
                continue;
            }
            click.reaction = reaction;
            click.react_ms = ms.wrapping_sub(click.ms);
            if click.react_ms >= SLOW_MS && click.expects & REACTS != 0 {
                click.mark(Hurt::Slow, to);
            }
        }
    }

    /// A script has failed.
    pub(crate) fn fail(&mut self, ms: u32, to: &impl Sink) {
        for click in &mut self.waiting {
            if click.live && ms.wrapping_sub(click.ms) <= ERROR_MS {
                click.mark(Hurt::Error, to);
            }
        }
    }

    /// When the next click's time is over.
    pub(crate) fn due(&self) -> u32 {
        let mut due = u32::MAX;
        for click in self.waiting.iter().filter(|click| click.live) {
            due = due.min(click.ms.wrapping_add(PATIENCE_MS));
        }
        due
    }

    /// Tells the clicks whose time is over, or all if the page is left.
    pub(crate) fn tell(&mut self, ms: u32, left: bool, to: &impl Sink) {
        // In their order.
        for at in 1..=KEEP {
            let Some(click) = self.waiting.get_mut((self.last + at) % KEEP) else { continue };
            let over = click.ms.wrapping_add(PATIENCE_MS) <= ms;
            if click.live && over && click.reaction == 0 && click.expects & REACTS != 0 {
                let swipes = click.expects & SWIPES != 0;
                click.mark(if swipes { Hurt::DeadSwipe } else { Hurt::Dead }, to);
            }
            if over || left {
                click.tell(to);
            }
        }
    }
}

impl Click {
    /// Marks it with what is wrong, and tells the page, once.
    fn mark(&mut self, hurt: Hurt, to: &impl Sink) {
        let bit = 1 << hurt as u32;
        if self.marks & bit == 0 {
            self.marks |= bit;
            to.hurt(hurt);
        }
    }

    /// Tells it, if there is one, and forgets it. Of swipes only the dead are told.
    fn tell(&mut self, to: &impl Sink) {
        if !std::mem::take(&mut self.live) {
            return;
        }
        if self.expects & SWIPES == 0 {
            let values = [self.element, self.reaction, self.react_ms, self.marks];
            to.record(Kind::Click, self.ms, &values);
        } else if self.marks > 0 {
            to.record(Kind::Friction, self.ms, &[Hurt::DeadSwipe as u32, self.element]);
        }
    }
}

#[cfg(test)]
#[path = "clicks_tests.rs"]
mod tests;
