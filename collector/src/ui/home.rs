//! The first page: the tag to paste, what has arrived, the funnel.

use askama::Template;

use super::chooser::Chooser;
use super::figures::ago;
use super::funnel::Funnel;
use crate::query::latest::{First, Latest};

/// The page.
#[derive(Template)]
#[template(path = "home.html")]
pub struct Home {
    /// Scheme, host and port this collector is asked at.
    pub origin: String,
    /// The site to write into the tag.
    pub site: String,
    /// The tag's file under its unchanging name, where the tracker is built in.
    pub pinned: Option<Pinned>,
    /// The periods and sites to choose from.
    pub chooser: Chooser,
    /// This program's version.
    pub version: &'static str,
    first: Option<String>,
    latest: Vec<EventLine>,
    funnel: Option<Funnel>,
}

/// The tag's file, pinned.
pub struct Pinned {
    /// Its name.
    pub file: &'static str,
    /// Its sum, as `integrity` wants it.
    pub integrity: &'static str,
}

/// The part of the page that changes.
#[derive(Template)]
#[template(path = "live.html")]
pub struct Live {
    first: Option<String>,
    latest: Vec<EventLine>,
    funnel: Option<Funnel>,
}

/// One line of the latest events.
pub struct EventLine {
    ago: String,
    event: String,
    page: String,
    about: String,
    value: String,
}

impl Live {
    /// What is to be seen at `now`.
    #[must_use]
    pub fn new(
        first: Option<&First>,
        latest: Vec<Latest>,
        funnel: Option<Funnel>,
        now: i64,
    ) -> Self {
        Self {
            first: first.map(|first| ago(now - first.received_at)),
            latest: latest.into_iter().map(|event| EventLine::new(event, now)).collect(),
            funnel,
        }
    }

    /// The whole page around it.
    #[must_use]
    pub fn page(
        self,
        origin: String,
        site: String,
        pinned: Option<Pinned>,
        chooser: Chooser,
    ) -> Home {
        let Self { first, latest, funnel } = self;
        Home {
            origin,
            site,
            pinned,
            chooser,
            version: env!("CARGO_PKG_VERSION"),
            first,
            latest,
            funnel,
        }
    }
}

impl EventLine {
    fn new(event: Latest, now: i64) -> Self {
        let currency = event.currency.unwrap_or_default();
        Self {
            ago: ago(now - event.received_at),
            event: event.event,
            page: event.page,
            about: event.about,
            value: event.value.map(|v| format!("{v:.2} {currency}")).unwrap_or_default(),
        }
    }
}
