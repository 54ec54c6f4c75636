//! What is counted of visits: ways to pay, the address form, months, contacts that no page sees.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Truth;
use crate::demo::form::Form;
use crate::demo::life::World;
use crate::demo::model::calendar::{DAY, HOUR, date};
use crate::demo::model::form::FIELDS;
use crate::demo::model::friction::PAYMENT_ERROR;
use crate::demo::model::people::Person;
use crate::demo::model::stage::Stage;
use crate::demo::visit::{Kind, Visit};

/// A way to pay.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PaymentTruth {
    /// Its name.
    pub payment_type: &'static str,
    /// Visits that came to paying by it.
    pub reached: u64,
    /// How often it was tried.
    pub attempts: u64,
    /// How often it failed.
    pub errors: u64,
    /// Orders.
    pub orders: u64,
}

/// The address form, to Zuko's definitions.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct FormTruth {
    /// Visits that saw it.
    pub views: u64,
    /// Visits that edited a field.
    pub starters: u64,
    /// Visits that completed it.
    pub completions: u64,
    /// Of those who gave up: the field that was the last.
    pub abandons: BTreeMap<&'static str, u64>,
    /// Those who gave up having come to the postal code, and those of them who came back to it.
    pub postal_abandoners: (u64, u64),
    /// Those who completed, and those of them who came back to the postal code.
    pub postal_completers: (u64, u64),
}

/// A month.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct MonthTruth {
    /// As 2026-01.
    pub month: String,
    /// Visits to the shop's pages.
    pub visits: u64,
    /// Orders.
    pub orders: u64,
    /// Their worth.
    pub revenue_cents: i64,
}

/// Shoppers whom the shop comes to know by name.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct PeopleTruth {
    /// Those who have said who they are at least once.
    pub identified: u64,
    /// Those of them who have said it on both of their devices: one person of two visitors or more.
    pub on_two_devices: u64,
}

/// Contacts that no page sees.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct OfflineTruth {
    /// Till receipts.
    pub receipts: u64,
    /// What they are worth.
    pub receipts_cents: i64,
    /// Calls.
    pub calls: u64,
}

impl Truth {
    /// Counts one contact of a life.
    pub(super) fn count(&mut self, world: &World<'_>, person: &Person, visit: &Visit) {
        self.offline.receipts += u64::from(visit.kind == Kind::Till);
        self.offline.calls += u64::from(visit.kind == Kind::Call);
        self.offline.receipts_cents += if visit.kind == Kind::Till { visit.cents } else { 0 };
        if !visit.is_visit() {
            return;
        }
        let hour = usize::try_from(visit.at.rem_euclid(DAY) / HOUR).unwrap_or(0);
        // 1970 began on a Thursday.
        let weekday = usize::try_from((visit.at.div_euclid(DAY) + 3).rem_euclid(7)).unwrap_or(0);
        if let Some(count) = self.rhythm.get_mut(weekday).and_then(|day| day.get_mut(hour)) {
            *count += 1;
        }
        let bought = u64::from(visit.buys());
        let month = month(&mut self.months, date(visit.at).format("%Y-%m").to_string());
        month.visits += 1;
        month.orders += bought;
        month.revenue_cents += if visit.buys() { visit.cents } else { 0 };
        if !visit.is_shopping() {
            return;
        }
        let met = |kind: &str| {
            let frictions = world.config.frictions.iter().take(32).enumerate();
            let mut met = frictions.filter(|(place, _)| visit.frictions & 1 << place != 0);
            met.any(|(_, friction)| friction.kind == kind)
        };
        let way = self.payments.iter_mut().find(|way| way.payment_type == person.payment_type);
        if let Some(way) = way.filter(|_| visit.reached >= Stage::Payment) {
            let failed = u64::from(met(PAYMENT_ERROR));
            way.reached += 1;
            way.errors += failed;
            way.attempts += failed + bought;
            way.orders += bought;
        }
        if visit.reached >= Stage::Address {
            let passes = visit.reached > Stage::Address;
            let (seed, invalid) = (world.config.seed, met("validation"));
            let form = Form::of(seed, visit.person, visit.ordinal, passes, invalid);
            self.form.count(form, passes);
        }
    }
}

impl PeopleTruth {
    /// Counts one life.
    pub(super) fn count(&mut self, person: &Person, visits: &[Visit]) {
        let on = |device: u8| {
            visits.iter().any(|visit| visit.identifies(person) && visit.device == device)
        };
        self.identified += u64::from(on(0) || on(1));
        self.on_two_devices += u64::from(on(0) && on(1));
    }
}

impl FormTruth {
    fn count(&mut self, form: Form, passes: bool) {
        self.views += 1;
        self.starters += u64::from(form.started);
        self.completions += u64::from(passes);
        if !form.started {
            return;
        }
        let come_to = FIELDS.iter().take(form.last + 1).any(|field| field.0 == "postal-code");
        let of = if passes { &mut self.postal_completers } else { &mut self.postal_abandoners };
        of.0 += u64::from(come_to);
        of.1 += u64::from(form.returns);
        if let Some(field) = FIELDS.get(form.last).filter(|_| !passes) {
            *self.abandons.entry(field.0).or_default() += 1;
        }
    }
}

/// The month of this name, made where it is not there yet.
pub(super) fn month(months: &mut Vec<MonthTruth>, name: String) -> &mut MonthTruth {
    let place = months.partition_point(|month| month.month < name);
    if months.get(place).is_none_or(|month| month.month != name) {
        months.insert(place, MonthTruth { month: name, ..MonthTruth::default() });
    }
    #[expect(clippy::indexing_slicing, reason = "it was put there the line before")]
    &mut months[place]
}
