//! What the machines' tests share: a page that keeps everything it is told, and whose alarm rings in time.

use std::cell::{Cell, RefCell};

use crate::record::{Hurt, Kind, Sink};
use crate::recorder::{Recorder, Signal};

/// A record: kind, time, values.
pub(crate) type Record = (Kind, u32, Vec<u32>);

/// How many values a record of a kind has at most; `tests/scripts.rs` holds js/records.js to the same.
pub(crate) fn most_values(kind: Kind) -> usize {
    match kind {
        Kind::Click => 4,
        Kind::Friction => 2,
        Kind::Touchpoint => 3,
        Kind::Form => 7,
        Kind::Field => 11,
    }
}

/// Keeps everything.
#[derive(Default)]
pub(crate) struct Notes {
    records: RefCell<Vec<Record>>,
    hurts: RefCell<Vec<Hurt>>,
    wake: Cell<Option<u32>>,
}

impl Notes {
    /// All records of a kind, without it.
    pub(crate) fn of(&self, kind: Kind) -> Vec<(u32, Vec<u32>)> {
        let records = self.records.borrow();
        records.iter().filter(|(k, ..)| *k == kind).map(|(_, ms, v)| (*ms, v.clone())).collect()
    }

    pub(crate) fn records(&self) -> Vec<Record> {
        self.records.borrow().clone()
    }

    pub(crate) fn hurts(&self) -> Vec<Hurt> {
        self.hurts.borrow().clone()
    }
}

impl Sink for Notes {
    fn record(&self, kind: Kind, ms: u32, values: &[u32]) {
        assert!(values.len() <= most_values(kind), "{kind:?} {values:?}");
        self.records.borrow_mut().push((kind, ms, values.to_vec()));
    }
    fn hurt(&self, hurt: Hurt) {
        self.hurts.borrow_mut().push(hurt);
    }
    fn wake(&self, ms: u32) {
        self.wake.set(Some(ms));
    }
}

impl Sink for &Notes {
    fn record(&self, kind: Kind, ms: u32, values: &[u32]) {
        (*self).record(kind, ms, values);
    }
    fn hurt(&self, hurt: Hurt) {
        (*self).hurt(hurt);
    }
    fn wake(&self, ms: u32) {
        (*self).wake(ms);
    }
}

/// A page whose recorder's alarm rings when it should.
pub(crate) struct Page<'a> {
    pub(crate) notes: &'a Notes,
    pub(crate) recorder: Recorder<&'a Notes>,
    /// When the alarm rings.
    pub(crate) alarm: Option<u32>,
    pub(crate) now: u32,
}

impl<'a> Page<'a> {
    pub(crate) fn new(notes: &'a Notes) -> Self {
        Self { notes, recorder: Recorder::new(notes), alarm: None, now: 0 }
    }

    fn tell(&mut self, ms: u32, signal: Signal) {
        self.now = ms;
        self.recorder.signal(ms, signal);
        if let Some(wait) = self.notes.wake.take() {
            self.alarm = Some(ms.saturating_add(wait));
        }
    }

    /// Lets the time pass until then.
    pub(crate) fn pass(&mut self, until: u32) {
        while let Some(ms) = self.alarm.filter(|ms| *ms <= until) {
            self.alarm = None;
            self.tell(ms, Signal::Woken);
        }
        self.now = until;
    }

    /// A signal at a time, after the alarms before it.
    pub(crate) fn at(&mut self, ms: u32, signal: Signal) -> &mut Self {
        self.pass(ms);
        self.tell(ms, signal);
        self
    }
}
