//! Records: what the machines have to say, in numbers that the script turns into words.

/// What a record is about; the script's `js/records.js` has the names, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// Element, reaction, milliseconds to it, marks.
    Click,
    /// Kind, element.
    Friction,
    /// Touchpoint, action, milliseconds.
    Touchpoint,
    /// Form, action, outcome, status, milliseconds, fields, last field.
    Form,
    /// Form, field, whether dirty, counters.
    Field,
}

/// Something that hurts the visitor now; the script tells the page at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Hurt {
    /// A click that nothing followed.
    Dead,
    /// A click that was answered late.
    Slow,
    /// Clicks in a row that nothing followed.
    Rage,
    /// A click with a script's failure after it.
    Error,
    /// A pay button clicked again.
    Pay,
    /// A swipe that nothing followed.
    DeadSwipe,
    /// A pointer thrown to and fro.
    ThrashedCursor,
}

/// Where records go.
pub trait Sink {
    /// A record of something at this time.
    fn record(&self, kind: Kind, ms: u32, values: &[u32]);
    /// Something hurts.
    fn hurt(&self, hurt: Hurt);
    /// Tells [`recorder::Signal::Woken`](crate::recorder::Signal::Woken) after so long, in place of an earlier call.
    fn wake(&self, ms: u32);
}
