//! Writes one contact's rows: the clock, the page, who it is, and the event's own words.

use std::sync::Arc;

use serde_json::{Value, json};

use super::Desk;
use crate::demo::draw::{Dice, For, hash};
use crate::demo::model::calendar::DAY;
use crate::demo::model::people::{Device, Person};
use crate::demo::model::shop::{CATEGORIES, Line, Product};
use crate::demo::visit::Visit;
use crate::ingest::page::Page;
use crate::ingest::row::Row;

/// The shop's host.
pub(super) const HOST: &str = "shop.example";
/// Microseconds from an event to its arrival: the tracker gathers for two seconds.
const ARRIVES: i64 = 2_000_000;
/// After so long a visit comes to its end without more ado, so that none lasts an hour.
const HURRY: i64 = 35 * 60 * 1_000_000;

pub(super) struct Scribe<'a> {
    pub(super) desk: &'a Desk<'a>,
    pub(super) visit: &'a Visit,
    pub(super) person: Person,
    pub(super) dice: Dice,
    /// Whether this visit is told in every detail.
    pub(super) detail: bool,
    page: Arc<Page>,
    title: Option<String>,
    device: Device,
    /// What was said to being recognised, as far as it has been said.
    consent: Option<bool>,
    now: i64,
    place: u64,
    rows: &'a mut Vec<Row>,
}

impl<'a> Scribe<'a> {
    pub(super) fn new(desk: &'a Desk<'a>, visit: &'a Visit, rows: &'a mut Vec<Row>) -> Self {
        let config = &desk.plan.config;
        let person = Person::new(config, visit.person);
        let [main, other] = person.devices;
        let device = if visit.device == 0 { main } else { other };
        let (owner, place) = (u64::from(visit.person), u64::from(visit.ordinal));
        let mut dice = Dice::new(config.seed, For::Events, owner, place);
        let detail = dice.chance(config.detail);
        let consent = device.consent.filter(|_| config.recognised || !visit.first);
        Self {
            desk,
            visit,
            person,
            dice,
            detail,
            page: Arc::default(),
            title: None,
            device,
            consent,
            now: visit.at,
            place: 0,
            rows,
        }
    }

    /// Lets time pass: half the times less than so many milliseconds.
    pub(super) fn wait(&mut self, median: f64) {
        let ms = self.dice.ms(median, 0.6);
        self.pass(if self.now - self.visit.at > HURRY { ms.min(2_000) } else { ms });
    }

    /// Lets exactly so many milliseconds pass, at least one and at most ten minutes.
    pub(super) fn pass(&mut self, ms: i64) {
        self.now += ms.clamp(1, 600_000) * 1000;
    }

    /// Opens a page of the shop from within it.
    pub(super) fn open(&mut self, path: &str, title: &str) -> &mut Row {
        let page = Page {
            host: Some(HOST.to_owned()),
            path: Some(path.to_owned()),
            from_own: true,
            ..Page::default()
        };
        self.turn(page, title)
    }

    /// Opens a page, whichever way.
    pub(super) fn turn(&mut self, page: Page, title: &str) -> &mut Row {
        self.page = Arc::new(page);
        self.title = None;
        let row = self.say("page_view");
        row.page_title = Some(title.to_owned());
        row
    }

    /// Writes an event without parameters of its own.
    pub(super) fn say(&mut self, event: &str) -> &mut Row {
        let config = &self.desk.plan.config;
        let day = self.now.div_euclid(DAY);
        let device = usize::from(self.visit.device);
        let id = |day| self.person.visitor_id(self.desk.key, device, day);
        let by_page = self.visit.is_visit();
        let (visitor_id, earlier_id) = match self.consent {
            // The shop's server names whom it is about.
            _ if !by_page => (id(None), None),
            Some(true) => (id(None), None),
            _ => (id(Some(day)), Some(id(Some(day - 1)))),
        };
        let owner = u64::from(self.visit.person) << 16 | u64::from(self.visit.ordinal);
        let row = Row {
            event_id: event_id(self.desk.key, owner, self.place),
            site: config.site.clone(),
            visitor_id,
            earlier_id,
            event: event.to_owned(),
            occurred_at: self.now,
            received_at: self.now + ARRIVES,
            source: "demo",
            page: Arc::clone(&self.page),
            device: by_page.then(|| self.device.kind.into()),
            browser: by_page.then(|| self.device.browser.into()),
            system: by_page.then(|| self.device.system.into()),
            country: by_page.then(|| self.person.country.into()),
            consent: self.consent.map(|said| if said { "granted" } else { "denied" }),
            ..Row::default()
        };
        self.place += 1;
        // No two events of a visit at once: their order is what reports read.
        self.now += 1000;
        self.rows.push(row);
        let last = self.rows.len() - 1;
        #[expect(clippy::indexing_slicing, reason = "it was pushed the line before")]
        &mut self.rows[last]
    }

    /// Writes an event with parameters.
    #[expect(clippy::needless_pass_by_value, reason = "every caller makes them for it alone")]
    pub(super) fn tell(&mut self, event: &str, params: Value) -> &mut Row {
        let row = self.say(event);
        row.params = Some(params.to_string());
        row
    }

    /// Writes an event of commerce.
    #[expect(clippy::needless_pass_by_value, reason = "every caller makes them for it alone")]
    pub(super) fn trade(&mut self, event: &str, lines: &[Line], params: Value) -> &mut Row {
        let (items, cents) = items(&self.desk.products, lines);
        let row = self.say(event);
        row.items = Some(items);
        row.value = Some(cents * 100);
        row.currency = Some("EUR".to_owned());
        if params.as_object().is_some_and(|params| !params.is_empty()) {
            row.params = Some(params.to_string());
        }
        row
    }

    /// The banner is answered: what follows is written under the lasting id, or not.
    pub(super) fn answer_banner(&mut self) {
        if !self.visit.first || self.device.consent.is_none() || self.consent.is_some() {
            return;
        }
        self.wait(3500.0);
        let before = self.person.visitor_id(
            self.desk.key,
            usize::from(self.visit.device),
            Some(self.now.div_euclid(DAY)),
        );
        self.consent = self.device.consent;
        let granted = self.consent == Some(true);
        let state = if granted { "granted" } else { "denied" };
        let row = self.tell("consent", json!({ "source": "api", "state": state }));
        row.before_consent = granted.then_some(before);
    }

    /// Says who it is to the shop.
    pub(super) fn identify(&mut self) {
        let identity = self.person.identity(self.desk.key);
        self.say("identify").identity = Some(identity);
    }

    /// Writes something about a touchpoint.
    pub(super) fn touch(&mut self, touchpoint: &str, action: &str) -> &mut Row {
        let row = self.say("touchpoint");
        row.touchpoint = Some(touchpoint.to_owned());
        row.action = Some(action.to_owned());
        row
    }

    /// An answer that took so many microseconds.
    pub(super) fn answered(&mut self, micros: i64) {
        // Saying that it was asked has taken a millisecond.
        self.now += micros - 1000;
    }

    /// A page that took too long to show its largest part.
    pub(super) fn slow_page(&mut self) {
        let ms = 4100 + self.dice.ms(1500.0, 0.6);
        self.tell("web_vital", json!({ "element": "img.hero", "metric": "LCP", "ms": ms }));
    }

    /// How fast the page was, where it is told: never so slow that it would be a friction.
    pub(super) fn vitals(&mut self) {
        if self.detail {
            let lcp = self.dice.ms(1700.0, 0.35).min(3990);
            let inp = self.dice.ms(90.0, 0.5).min(480);
            let cls = self.dice.between(0, 12) as f64 / 100.0;
            self.tell("web_vital", json!({ "element": "img.main", "metric": "LCP", "ms": lcp }));
            self.tell("web_vital", json!({ "element": "button", "metric": "INP", "ms": inp }));
            self.tell(
                "web_vital",
                json!({ "element": "div.promo", "metric": "CLS", "score": cls }),
            );
        }
    }

    /// A click that did what it should, where it is told.
    pub(super) fn click(&mut self, element: &str, reaction: &str) {
        if self.detail {
            let ms = self.dice.ms(45.0, 0.7).min(900);
            let params = json!({ "element": element, "react_ms": ms, "reaction": reaction });
            self.tell("click", params);
        }
    }
}

/// GA4's items and what they are worth together, in cents.
fn items(products: &[Product], lines: &[Line]) -> (String, i64) {
    let (mut items, mut cents) = (Vec::with_capacity(lines.len()), 0);
    for (place, many) in lines {
        let Some(product) = products.get(*place) else { continue };
        let category = CATEGORIES.get(product.category).map_or("", |category| category.0);
        cents += product.cents * many;
        items.push(json!({
            "item_category": category,
            "item_id": product.id,
            "item_name": product.name,
            "price": product.cents as f64 / 100.0,
            "quantity": many,
        }));
    }
    (Value::Array(items).to_string(), cents)
}

/// As the collector's: version 8 and the RFC 9562 variant.
fn event_id(key: u64, owner: u64, place: u64) -> u128 {
    let half = |half| u128::from(hash(key, For::EventId, owner, place << 1 | half));
    let id = half(0) << 64 | half(1);
    (id & !(0xf000_u128 << 64) & !(0b11 << 62)) | (0x8000 << 64) | (0b10 << 62)
}
