//! What a test needs around a page of its own: collector, wire, site and browser, taken down in order.

use std::time::{Duration, Instant};

use percorso_tests::browser::{Browser, Engine, Site, Told, Wire, tag};
use percorso_tests::harness::{PATIENCE, TestCollector};
use serde_json::Value;

use crate::rows;

/// A browser before a site whose tag points at a collector behind a wire.
pub(crate) struct Scene {
    pub(crate) browser: Browser,
    pub(crate) site: Site,
    pub(crate) wire: Wire,
    pub(crate) collector: TestCollector,
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
        let collector = TestCollector::start();
        let wire = Wire::before(collector.client());
        let site = make(&wire.url());
        Self { browser: Browser::on(engine), site, wire, collector }
    }

    /// Goes to a page and waits for the tracker there.
    pub(crate) fn open(&self, path: &str) {
        self.browser.go(&self.site.at(path));
        self.browser.wait_for_tracker();
    }

    /// Waits until so many different events are acknowledged; what is missing then is told by `end`.
    pub(crate) fn arrived(&self, events: usize) {
        let deadline = Instant::now() + PATIENCE;
        while self.wire.told_once().len() < events && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(10));
        }
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
    pub(crate) fn close(mut self, expected: &[&str]) -> Past {
        drop(self.browser);
        let rows = as_happened(self.collector.stop_and_read(), self.wire.told_once());
        assert_eq!(rows::lines(&rows), expected);
        assert_eq!(self.wire.other_methods(), [""; 0], "a beacon asks for no permission");
        Past { rows, wire: self.wire, collector: self.collector }
    }
}

/// The rows in the order of the browser's clock: beacons may overtake each other.
fn as_happened(rows: Vec<Value>, told: Vec<Told>) -> Vec<Value> {
    let stored: Vec<_> = rows.iter().map(|row| rows::text(row, "event")).collect();
    let acknowledged: Vec<_> = told.iter().map(|told| told.event.clone()).collect();
    assert_eq!(stored, acknowledged, "what is acknowledged is stored, once, and nothing else");
    let mut both: Vec<_> = told.into_iter().zip(rows).collect();
    both.sort_by(|(a, _), (b, _)| (a.at, &a.page, a.seq).cmp(&(b.at, &b.page, b.seq)));
    both.into_iter().map(|(_, row)| row).collect()
}

/// What is left of a scene.
pub(crate) struct Past {
    pub(crate) rows: Vec<Value>,
    pub(crate) wire: Wire,
    pub(crate) collector: TestCollector,
}

fn document(head_and_body: &str) -> String {
    format!("<!doctype html><html lang=\"en\"><head><title>A page</title>{head_and_body}</html>")
}
