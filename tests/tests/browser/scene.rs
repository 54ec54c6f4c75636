//! What a test needs around a page of its own: collector, wire, site and browser, taken down in order.

use std::time::{Duration, Instant};

use percorso_tests::browser::{Browser, Engine, Site, Told, Wire, tag};
use percorso_tests::harness::{PATIENCE, TestCollector, wait_for};
use serde_json::Value;

use crate::rows;

/// A browser before a site whose tag points at a collector behind a wire.
pub(crate) struct Scene {
    pub(crate) browser: Browser,
    pub(crate) site: Site,
    pub(crate) wire: Wire,
    pub(crate) collector: TestCollector,
    /// The touchpoint that the collector leaves out: pages whose rules have not come yet tell of it.
    pub(crate) silenced: Option<&'static str>,
}

impl Scene {
    /// A site of these pages, `TAG` in them being the tag, before Chromium.
    pub(crate) fn of(pages: &[(&str, &str)]) -> Self {
        Self::of_in(Engine::Chromium, pages)
    }

    /// The same before any engine's browser.
    pub(crate) fn of_in(engine: Engine, pages: &[(&str, &str)]) -> Self {
        Self::on_in(engine, |wire| {
            let tag = tag(wire);
            let filled: Vec<_> = pages
                .iter()
                .map(|(path, html)| (*path, document(&html.replace("TAG", &tag))))
                .collect();
            Site::pages(&filled)
        })
    }

    /// A site made for the wire's address, before Chromium.
    pub(crate) fn on(make: impl FnOnce(&str) -> Site) -> Self {
        Self::on_in(Engine::Chromium, make)
    }

    /// The same before any engine's browser.
    pub(crate) fn on_in(engine: Engine, make: impl FnOnce(&str) -> Site) -> Self {
        Self::with(engine, TestCollector::start(), make)
    }

    /// The same before a collector that was started with options.
    pub(crate) fn with(
        engine: Engine,
        collector: TestCollector,
        make: impl FnOnce(&str) -> Site,
    ) -> Self {
        let wire = Wire::before(collector.client());
        let site = make(&wire.url());
        Self { browser: Browser::on(engine), site, wire, collector, silenced: None }
    }

    /// Goes to a page and waits for the tracker there.
    pub(crate) fn open(&self, path: &str) {
        self.browser.go(&self.site.at(path));
        self.browser.wait_for_tracker();
    }

    /// What is acknowledged of views, sales and what the page told, once, in the order of arrival.
    pub(crate) fn told(&self) -> Vec<Told> {
        let mut told = self.wire.told_once();
        told.retain(rows::is_told);
        told
    }

    /// Waits until so many of these are acknowledged; what is missing then is told by `end`.
    pub(crate) fn arrived(&self, events: usize) {
        let deadline = Instant::now() + PATIENCE;
        while self.told().len() < events && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits until an event of this name with these parameters is acknowledged.
    #[track_caller]
    pub(crate) fn hears(&self, event: &str, params: &Value) -> Told {
        wait_for(&format!("{event} {params}"), PATIENCE, || {
            let mut told = self.wire.told_once();
            told.retain(|told| told.event == event && has(&told.params, params));
            told.into_iter().next()
        })
    }

    /// Leaves the page, stops everything and compares what is stored with what should be.
    #[track_caller]
    pub(crate) fn end(self, expected: &[&str]) -> Past {
        self.end_with(expected, |_| false)
    }

    /// The same, where the page may complain of some things.
    #[track_caller]
    pub(crate) fn end_with(self, expected: &[&str], allowed: fn(&str) -> bool) -> Past {
        self.settle(expected.len(), allowed);
        self.close(expected)
    }

    /// Leaves the page and waits for so many events; the collector still runs.
    #[track_caller]
    pub(crate) fn settle(&self, events: usize, allowed: fn(&str) -> bool) {
        let mut complaints = self.browser.complaints();
        complaints.retain(|complaint| !allowed(complaint));
        assert_eq!(complaints, [""; 0], "the page never pays");
        self.browser.leave();
        self.arrived(events);
    }

    /// Stops everything and compares.
    #[track_caller]
    pub(crate) fn close(self, expected: &[&str]) -> Past {
        let past = self.read();
        assert_eq!(rows::lines(&past.rows), expected);
        assert_eq!(past.wire.other_methods(), [""; 0], "a beacon asks for no permission");
        past
    }

    /// Leaves the page, waits for its last event and all before it, and reads all that is stored.
    #[track_caller]
    pub(crate) fn end_at(self, last: (&str, &Value), allowed: fn(&str) -> bool) -> Past {
        let mut complaints = self.browser.complaints();
        complaints.retain(|complaint| !allowed(complaint));
        assert_eq!(complaints, [""; 0], "the page never pays");
        self.browser.leave();
        self.hears(last.0, last.1);
        wait_for("all events before the last", PATIENCE, || {
            is_whole(&self.wire.told_once()).then_some(())
        });
        self.read()
    }

    /// Stops everything and reads what is stored.
    fn read(mut self) -> Past {
        drop(self.browser);
        self.wire.end();
        let mut told = self.wire.told_once();
        told.retain(|told| {
            self.silenced.is_none_or(|name| told.params["touchpoint"] != name)
                || told.event != "touchpoint"
        });
        let all = as_happened(self.collector.stop_and_read(), &told);
        let told = all.iter().filter(|(told, _)| rows::is_told(told));
        let rows = told.map(|(_, row)| row.clone()).collect();
        let all = all.into_iter().map(|(_, row)| row).collect();
        Past { rows, all, wire: self.wire, collector: self.collector }
    }
}

/// Whether each page load's sequence is there from its beginning, without a gap.
fn is_whole(told: &[Told]) -> bool {
    told.iter().all(|one| {
        let of_it = told.iter().filter(|other| other.page == one.page);
        one.seq < of_it.count() as u64
    })
}

/// Whether all these parameters are among those.
fn has(params: &Value, wanted: &Value) -> bool {
    wanted.as_object().expect("parameters").iter().all(|(key, value)| params[key] == *value)
}

/// The rows in the order of the browser's clock: beacons may overtake each other.
fn as_happened(rows: Vec<Value>, told: &[Told]) -> Vec<(Told, Value)> {
    let stored: Vec<_> = rows.iter().map(|row| rows::text(row, "event")).collect();
    let acknowledged: Vec<_> = told.iter().map(|told| told.event.clone()).collect();
    assert_eq!(stored, acknowledged, "what is acknowledged is stored, once, and nothing else");
    let mut both: Vec<_> = told.iter().cloned().zip(rows).collect();
    both.sort_by(|(a, _), (b, _)| (a.at, &a.page, a.seq).cmp(&(b.at, &b.page, b.seq)));
    both
}

/// What is left of a scene.
pub(crate) struct Past {
    /// The rows that tests compare: views, sales and what the page told.
    pub(crate) rows: Vec<Value>,
    /// All rows.
    pub(crate) all: Vec<Value>,
    pub(crate) wire: Wire,
    pub(crate) collector: TestCollector,
}

fn document(head_and_body: &str) -> String {
    format!("<!doctype html><html lang=\"en\"><head><title>A page</title>{head_and_body}</html>")
}
