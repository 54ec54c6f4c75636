//! Each truth before anything is counted, and how the counts of two parts add up.

use super::Truth;
use super::causes::{
    ChannelTruth, FrictionTruth, IncidentTruth, InterventionTruth, TouchpointTruth,
};
use super::counts::{FormTruth, PaymentTruth, month};
use super::journeys::{CartTruth, Cohort};
use crate::demo::model::channels::Channel;
use crate::demo::model::friction::Friction;
use crate::demo::model::incident::Incident;
use crate::demo::model::intervention::Intervention;
use crate::demo::model::touchpoints::Touchpoint;

impl FrictionTruth {
    pub(super) fn of(friction: &Friction) -> Self {
        let Friction { kind, stage, mobile, leave, .. } = *friction;
        Self {
            kind,
            stage,
            step: stage.step(),
            mobile,
            leave,
            reached: 0,
            affected: 0,
            orders: 0,
            orders_without: 0,
            lost_cents: 0,
            expected_lost_cents: 0,
        }
    }
}

impl TouchpointTruth {
    pub(super) fn of(touchpoint: &Touchpoint) -> Self {
        let Touchpoint { name, stage, effect, .. } = *touchpoint;
        Self {
            touchpoint: name,
            stage,
            effect,
            reached: 0,
            met: 0,
            orders_with: 0,
            orders_without: 0,
            passed_with: 0,
            passed_without: 0,
            long_without_progress: 0,
        }
    }
}

impl IncidentTruth {
    pub(super) fn of(incident: &Incident, text: impl Fn(i64) -> String) -> Self {
        let Incident { name, stage, ref segment, from, to, harm } = *incident;
        Self {
            name,
            stage,
            segment: segment.clone(),
            from: text(from),
            to: text(to),
            harm,
            affected: 0,
            passed: 0,
            passed_without: 0,
            orders: 0,
            orders_without: 0,
            lost_cents: 0,
        }
    }
}

impl InterventionTruth {
    pub(super) fn of(intervention: &Intervention, text: impl Fn(i64) -> String) -> Self {
        let Intervention { name, stage, from, effect, holdout } = *intervention;
        Self {
            name,
            stage,
            from: text(from),
            holdout,
            effect,
            shown: 0,
            shown_orders: 0,
            held: 0,
            held_orders: 0,
            orders_with: 0,
            orders_without: 0,
        }
    }
}

impl ChannelTruth {
    pub(super) fn of(channel: &Channel) -> Self {
        Self {
            channel: channel.name,
            visits: 0,
            orders: 0,
            revenue_cents: 0,
            cost_cents: 0,
            contribution: 0,
            contribution_cents: 0,
        }
    }
}

/// Adds the named counts of one to another's.
macro_rules! add {
    ($to:expr, $from:expr, $($field:tt),+) => { $( $to.$field += $from.$field; )+ };
}

impl Truth {
    /// Adds what was counted of other lives of the same world; times are the tally's.
    pub(super) fn add(&mut self, other: &Self) {
        add!(self, other, visits, shopping_visits, orders, revenue_cents);
        for (to, from) in self.stages.iter_mut().zip(&other.stages) {
            add!(to, from, reached);
        }
        for (to, from) in self.frictions.iter_mut().zip(&other.frictions) {
            add!(to, from, reached, affected, orders, orders_without, lost_cents);
            add!(to, from, expected_lost_cents);
        }
        for (to, from) in self.touchpoints.iter_mut().zip(&other.touchpoints) {
            add!(to, from, reached, met, orders_with, orders_without, passed_with, passed_without);
            add!(to, from, long_without_progress);
        }
        for (to, from) in self.incidents.iter_mut().zip(&other.incidents) {
            add!(to, from, affected, passed, passed_without, orders, orders_without, lost_cents);
        }
        for (to, from) in self.interventions.iter_mut().zip(&other.interventions) {
            add!(to, from, shown, shown_orders, held, held_orders, orders_with, orders_without);
        }
        for (to, from) in self.channels.iter_mut().zip(&other.channels) {
            add!(to, from, visits, orders, revenue_cents, contribution, contribution_cents);
        }
        self.carts.add(&other.carts);
        for cohort in &other.cohorts {
            match self.cohorts.binary_search_by(|own| own.month.cmp(&cohort.month)) {
                Ok(place) => {
                    if let Some(own) = self.cohorts.get_mut(place) {
                        own.add(cohort);
                    }
                }
                Err(place) => self.cohorts.insert(place, cohort.clone()),
            }
        }
        for (to, from) in self.payments.iter_mut().zip(&other.payments) {
            add!(to, from, reached, attempts, errors, orders);
        }
        self.form.add(&other.form);
        for from in &other.months {
            let to = month(&mut self.months, from.month.clone());
            add!(to, from, visits, orders, revenue_cents);
        }
        let hours = self.rhythm.iter_mut().flatten().zip(other.rhythm.iter().flatten());
        hours.for_each(|(to, from)| *to += from);
        add!(self.voice, other.voice, nps, promoters, detractors, ces, ces_sum, csat, satisfied);
        add!(self.voice, other.voice, reviews, stars, shares);
        add!(self.people, other.people, identified, on_two_devices);
        add!(self.offline, other.offline, receipts, receipts_cents, calls);
        add!(self.returns, other.returns, requested, resolved);
        for (reason, count) in &other.returns.reasons {
            *self.returns.reasons.entry(reason).or_default() += count;
        }
    }
}

impl PaymentTruth {
    pub(super) fn of(payment_type: &'static str) -> Self {
        Self { payment_type, reached: 0, attempts: 0, errors: 0, orders: 0 }
    }
}

impl FormTruth {
    fn add(&mut self, from: &Self) {
        add!(self, from, views, starters, completions);
        for (field, count) in &from.abandons {
            *self.abandons.entry(field).or_default() += count;
        }
        add!(self.postal_abandoners, from.postal_abandoners, 0, 1);
        add!(self.postal_completers, from.postal_completers, 0, 1);
    }
}

impl CartTruth {
    fn add(&mut self, from: &Self) {
        add!(self, from, created, changed, ordered, abandoned, recovered, recovered_cents);
        add!(self, from, lost, lost_cents, recovered_by_mail);
    }
}

impl Cohort {
    fn add(&mut self, from: &Self) {
        add!(self, from, size, again_30, again_90, again);
    }
}
