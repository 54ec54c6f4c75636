//! Forms and their fields, by Zuko's definitions: what happens in them, never what is in them.

use crate::record::{Kind, Sink};

/// How long a submission may take to show what came of it.
pub(crate) const OUTCOME_MS: u32 = 10_000;
/// Forms and fields of one document, whose memory is one page whatever they are; what comes after is not recorded.
pub(crate) const FORMS: usize = 32;
const FIELDS: usize = 128;

// A form's actions and a submission's outcomes, as in js/records.js; zero is none.
const STARTED: u32 = 4;
const SUBMITTED: u32 = 5;
const LEFT: u32 = 6;
/// A request was answered.
pub(crate) const REQUEST: u32 = 1;
/// Another page came.
pub(crate) const NAVIGATION: u32 = 2;
/// The page complained.
pub(crate) const INVALID: u32 = 3;
/// Nothing.
pub(crate) const NOTHING: u32 = 4;
/// Every form.
pub(crate) const ALL: u32 = u32::MAX;

// A field's counters in the order of js/records.js, then how it is edited: by a key, which counts
// nothing, or by what stands so many places behind the errors.
const VISITS: usize = 0;
const RETURNS: usize = 1;
const FIELD_MS: usize = 2;
const HESITATION_MS: usize = 3;
const ERRORS: usize = 4;
const COUNTERS: usize = 8;

/// Every form and field of the page, by number. Times that are none are 0.
pub(crate) struct Forms {
    forms: [Form; FORMS],
    fields: [Field; FIELDS],
    /// The form touched last: whose a field is that is filled in, or wrong, before it ever had the focus.
    current: u32,
    /// The field that has the focus, and from when on its time is not counted yet; zero if none has it.
    focused: u32,
    since: u32,
}

#[derive(Clone, Copy)]
struct Form {
    /// When it was first edited.
    started: u32,
    /// When it was submitted last; and until when what comes of it counts, while that is not known.
    submitted: u32,
    until: u32,
    /// Whether it was edited and not submitted since.
    dirty: bool,
    /// The field touched last; fields are numbered from one.
    last: u32,
}

#[derive(Clone, Copy)]
struct Field {
    /// Forms are numbered from one here; zero while it is not known.
    form: u32,
    counters: [u32; COUNTERS],
    /// Whether it was ever edited.
    edited: bool,
    /// Whether there is something to tell.
    news: bool,
}

const NO_FORM: Form = Form { started: 0, submitted: 0, until: 0, dirty: false, last: 0 };
const NO_FIELD: Field = Field { form: 0, counters: [0; COUNTERS], edited: false, news: false };

impl Forms {
    /// None yet.
    pub(crate) const fn new() -> Self {
        Self {
            forms: [NO_FORM; FORMS],
            fields: [NO_FIELD; FIELDS],
            current: 0,
            focused: 0,
            since: 0,
        }
    }

    /// A form's field has got the focus.
    pub(crate) fn focus(&mut self, ms: u32, at: u32, form: u32) {
        // A field that is taken out of the page loses the focus without a word.
        self.count(ms);
        self.since = ms;
        // The window has got it back, and with it the field.
        if self.focused == at {
            return;
        }
        self.focused = at;
        self.current = form.wrapping_add(1);
        if let Some(field) = self.fields.get_mut(at as usize) {
            field.form = self.current;
            field.add(VISITS, 1);
            field.add(RETURNS, field.edited.into());
            if let Some(form) = self.forms.get_mut(form as usize) {
                form.last = at;
            }
        }
    }

    /// The field has lost it; none if the window has.
    pub(crate) fn blur(&mut self, ms: u32, at: u32) {
        self.count(ms);
        self.since = 0;
        if at == self.focused {
            self.focused = 0;
        }
    }

    /// The field was edited: 0 by a key, else by what stands so many places behind the errors.
    pub(crate) fn edit(&mut self, ms: u32, at: u32, how: u32, to: &impl Sink) {
        let Some(field) = self.fields.get_mut(at as usize) else { return };
        if !field.edited && at == self.focused && self.since > 0 {
            field.add(HESITATION_MS, ms.wrapping_sub(self.since));
        }
        if how > 0 {
            field.add(ERRORS + how as usize, 1);
        }
        field.edited = true;
        field.news = true;
        let number = field.of(self.current).wrapping_sub(1);
        if let Some(form) = self.forms.get_mut(number as usize) {
            form.dirty = true;
            form.last = at;
            if form.started == 0 {
                form.started = ms;
                to.record(Kind::Form, ms, &[number, STARTED]);
            }
        }
    }

    /// The page complains about a form's field, which may never have had the focus.
    pub(crate) fn fail(&mut self, ms: u32, at: u32, form: u32, to: &impl Sink) {
        if let Some(field) = self.fields.get_mut(at as usize) {
            field.form = form.wrapping_add(1);
            field.add(ERRORS, 1);
        }
        self.settle(ms, form, INVALID, 0, to);
    }

    /// A form is submitted; `on` says that a script now sends on what was submitted before, a bank's check later say:
    /// that is the same submission, unless something good has come of it already, and took as long to fill in. Where
    /// nothing has been told of it meanwhile, because the page was hidden, another record follows that says the same.
    pub(crate) fn submit(&mut self, ms: u32, at: u32, on: bool, to: &impl Sink) {
        self.current = at.wrapping_add(1);
        if !on {
            self.settle(ms, at, NOTHING, 0, to);
        }
        if let Some(form) = self.forms.get_mut(at as usize)
            && (!on || form.dirty || form.until > 0)
        {
            if !on {
                form.submitted = ms;
            }
            form.until = ms.wrapping_add(OUTCOME_MS);
        }
    }

    /// What came of a form's submission, or of all, if they wait for it; with a request's status. What comes too late
    /// is nothing, and was so when the time was over.
    pub(crate) fn settle(&mut self, ms: u32, of: u32, outcome: u32, status: u32, to: &impl Sink) {
        for (number, form) in (0..).zip(&mut self.forms) {
            if form.until > 0 && (of == number || of == ALL) {
                let over = std::mem::take(&mut form.until);
                let (ms, outcome, status) =
                    if ms < over { (ms, outcome, status) } else { (over, NOTHING, 0) };
                let took = form.took(form.submitted);
                to.record(Kind::Form, ms, &[number, SUBMITTED, outcome, status, took]);
                // Done with if another page came, or an answer that is no failure.
                form.dirty &= outcome != NAVIGATION && status.wrapping_sub(200) >= 200;
            }
        }
    }

    /// The page is left: all that is known is told, and nothing of it again.
    pub(crate) fn close(&mut self, ms: u32, to: &impl Sink) {
        self.settle(ms, ALL, NAVIGATION, 0, to);
        self.count(ms);
        for (number, form) in (0..).zip(&mut self.forms) {
            let (mut edited, mut news) = (0, false);
            for (at, field) in
                (0..).zip(&mut self.fields).filter(|(_, field)| field.form == number + 1)
            {
                edited += u32::from(field.edited);
                if std::mem::take(&mut field.news) {
                    news = true;
                    let [a, b, c, d, e, f, g, h] = std::mem::take(&mut field.counters);
                    let dirty = u32::from(form.dirty && field.edited);
                    to.record(Kind::Field, ms, &[number, at, dirty, a, b, c, d, e, f, g, h]);
                }
            }
            if news && form.dirty {
                to.record(Kind::Form, ms, &[number, LEFT, 0, 0, form.took(ms), edited, form.last]);
            }
        }
    }

    /// Counts the time of the field that has the focus, up to now.
    // Not inlined, as below: the module is the smaller for it.
    #[inline(never)]
    fn count(&mut self, ms: u32) {
        if self.since > 0 {
            if let Some(field) = self.fields.get_mut(self.focused as usize) {
                field.add(FIELD_MS, ms.wrapping_sub(self.since));
            }
            self.since = ms;
        }
    }
}

impl Form {
    /// How long it took from the first edit on, if there was one.
    fn took(&self, ms: u32) -> u32 {
        if self.started > 0 { ms.wrapping_sub(self.started) } else { 0 }
    }
}

impl Field {
    #[inline(never)]
    fn add(&mut self, counter: usize, n: u32) {
        if let Some(sum) = self.counters.get_mut(counter) {
            *sum = sum.wrapping_add(n);
        }
        self.news = true;
    }

    /// Its form; the current one's if it has none yet.
    #[inline(never)]
    fn of(&mut self, current: u32) -> u32 {
        if self.form == 0 {
            self.form = current;
        }
        self.form
    }
}

#[cfg(test)]
#[path = "forms_tests.rs"]
mod tests;
