//! Which page the visitor is on, and when a new view of it counts.
//!
//! A load and a return out of the back/forward cache always count. Within a single-page application
//! a view counts once per change of address; a change of the fragment alone is not one.

use crate::json::{push, push_text, split};

/// The page, and the view of it that is not written down yet.
pub(crate) struct Page {
    url: String,
    referrer: String,
    waiting: Option<u64>,
}

/// A view, ready to be sent.
pub(crate) struct View {
    /// Milliseconds after the page's start.
    pub(crate) ms: u64,
    /// Address and referrer as a batch's fields, a comma after each: they hold for what follows, too.
    pub(crate) context: String,
    /// The event's parameters.
    pub(crate) params: String,
}

impl Page {
    /// No page yet.
    pub(crate) const fn new() -> Self {
        Self { url: String::new(), referrer: String::new(), waiting: None }
    }

    /// A view that counts in any case. The one before must have been [taken](Self::take).
    pub(crate) fn viewed(&mut self, ms: u64, url: &str, referrer: &str) {
        set(&mut self.url, clean(url));
        set(&mut self.referrer, clean(referrer));
        self.waiting = Some(ms);
    }

    /// An application has gone to an address that is [elsewhere](Self::is_elsewhere).
    pub(crate) fn moved(&mut self, ms: u64, url: &str) {
        std::mem::swap(&mut self.url, &mut self.referrer);
        set(&mut self.url, clean(url));
        self.waiting = Some(ms);
    }

    /// Whether an application's new address is another page.
    pub(crate) fn is_elsewhere(&self, url: &str) -> bool {
        self.url != clean(url)
    }

    /// Whether a view waits for its title.
    pub(crate) fn is_waiting(&self) -> bool {
        self.waiting.is_some()
    }

    /// The view that waits, with the title it has by now.
    ///
    /// It waits because applications change the address first and the title after: the title is read
    /// when something else happens or the batch is written, whichever comes first.
    pub(crate) fn take(&mut self, title: &str) -> Option<View> {
        let ms = self.waiting.take()?;
        let mut context = String::new();
        push(&mut context, "\"url\":");
        push_text(&mut context, &self.url);
        push(&mut context, ",\"referrer\":");
        push_text(&mut context, &self.referrer);
        push(&mut context, ",");
        let mut params = String::new();
        push(&mut params, "{");
        push(&mut params, &context);
        push(&mut params, "\"title\":");
        push_text(&mut params, title);
        push(&mut params, "}");
        Some(View { ms, context, params })
    }
}

/// An address without its fragment, which may carry tokens and says nothing about the page.
fn clean(url: &str) -> &str {
    split(url, b'#').0
}

fn set(text: &mut String, to: &str) {
    text.clear();
    push(text, to);
}

#[cfg(test)]
#[path = "page_tests.rs"]
mod tests;
