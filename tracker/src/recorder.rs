//! The machines together: the page's signals go in, records and one alarm come out.
//!
//! Times are milliseconds since the page's start; the caller's clock is the only clock.

use crate::attention::Attention;
use crate::clicks::{self, Clicks};
use crate::forms::{self, Forms};
use crate::pointer::Pointer;
use crate::record::{Hurt, Kind, Sink};

/// What the page tells. Elements, touchpoints, forms and fields have numbers, in the order of their coming.
#[derive(Debug, Clone, Copy)]
pub enum Signal {
    /// The alarm has rung.
    Woken,
    /// Another view begins in the same document.
    Turned,
    /// The page is hidden or left; perhaps for good.
    Left,
    /// The page is seen and has the focus, or no longer.
    Watched { watched: bool },
    /// A click on an element, and what is expected of it.
    Clicked { element: u32, expects: u32 },
    /// The page has reacted to it.
    Reacted { reaction: u32 },
    /// A script has failed.
    Erred,
    /// The pointer turns round.
    Wavered,
    /// The page scrolls.
    Scrolled,
    /// An element of a touchpoint's is in view, or of a form's.
    Entered { spot: u32, is_form: bool },
    /// It is in view no longer.
    Exited { spot: u32, is_form: bool },
    /// A field of a form has got the focus.
    Focused { field: u32, form: u32 },
    /// It has lost it; field 0 stands for the window.
    Blurred { field: u32 },
    /// It was edited.
    Edited { field: u32, how: u32 },
    /// The page complains about a field of a form.
    Failed { field: u32, form: u32 },
    /// A form was submitted; or a script sends on what was submitted before.
    Submitted { form: u32, on: bool },
    /// A request of the page's was answered.
    Answered { status: u32 },
}

/// Everything known about one page load.
pub struct Recorder<S> {
    sink: S,
    clicks: Clicks,
    pointer: Pointer,
    attention: Attention,
    forms: Forms,
    /// When the alarm rings.
    alarm: u32,
}

impl<S: Sink> Recorder<S> {
    /// A recorder that has heard nothing yet.
    pub const fn new(sink: S) -> Self {
        Self {
            sink,
            clicks: Clicks::new(),
            pointer: Pointer::new(),
            attention: Attention::new(),
            forms: Forms::new(),
            alarm: u32::MAX,
        }
    }

    /// Takes a signal and does what follows.
    pub fn signal(&mut self, ms: u32, signal: Signal) {
        let to = &self.sink;
        match signal {
            Signal::Woken => {
                self.alarm = u32::MAX;
                self.clicks.tell(ms, false, to);
                self.attention.tell(ms, to);
            }
            Signal::Turned => {
                self.clicks.react(ms, clicks::NAVIGATION, to);
                self.clicks.refuse();
                self.close(ms);
                self.attention.turn();
            }
            Signal::Left => self.close(ms),
            Signal::Watched { watched } => self.attention.watch(ms, watched),
            Signal::Clicked { element, expects } => self.clicks.click(ms, element, expects, to),
            Signal::Reacted { reaction } => self.clicks.react(ms, reaction, to),
            Signal::Erred => self.clicks.fail(ms, to),
            Signal::Wavered => {
                if self.pointer.turned(ms) {
                    to.hurt(Hurt::ThrashedCursor);
                    to.record(Kind::Friction, ms, &[Hurt::ThrashedCursor as u32]);
                }
            }
            Signal::Scrolled => self.attention.scroll(ms),
            Signal::Entered { spot, is_form } => self.attention.enter(ms, spot, is_form),
            Signal::Exited { spot, is_form } => self.attention.exit(ms, spot, is_form),
            Signal::Focused { field, form } => self.forms.focus(ms, field, form),
            Signal::Blurred { field } => self.forms.blur(ms, field),
            Signal::Edited { field, how } => self.forms.edit(ms, field, how, to),
            Signal::Failed { field, form } => {
                self.clicks.refuse();
                self.forms.fail(ms, field, form, to);
            }
            Signal::Submitted { form, on } => self.forms.submit(ms, form, on, to),
            Signal::Answered { status } => {
                self.forms.settle(ms, forms::ALL, forms::REQUEST, status, to);
            }
        }
        let due = self.clicks.due().min(self.attention.due());
        if due < self.alarm {
            self.alarm = due;
            self.sink.wake(due.saturating_sub(ms));
        }
    }

    /// What there is to say of the page so far.
    fn close(&mut self, ms: u32) {
        self.clicks.tell(ms, true, &self.sink);
        self.forms.close(ms, &self.sink);
        self.attention.close(ms, &self.sink);
    }
}

#[cfg(test)]
#[path = "recorder_tests.rs"]
mod tests;
