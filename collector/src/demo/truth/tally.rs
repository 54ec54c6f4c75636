//! Counts while lives are lived; the tallies of many threads add up to one truth.

use chrono::{DateTime, SecondsFormat};

use super::Truth;
use super::causes::{
    ChannelTruth, FrictionTruth, IncidentTruth, InterventionTruth, TouchpointTruth,
};
use super::counts::{FormTruth, OfflineTruth, PaymentTruth, PeopleTruth};
use super::journeys::{CartTruth, Cohort, ReturnTruth, StageTruth};
use super::times::{Quantiles, Survival};
use super::voice::VoiceTruth;
use crate::demo::after::{After, LONG_LOOK_MS, chat_reply, looks};
use crate::demo::config::Config;
use crate::demo::draw::whole;
use crate::demo::life::World;
use crate::demo::model::calendar::{DAY, HOUR, date};
use crate::demo::model::channels::CHANNELS;
use crate::demo::model::people::Person;
use crate::demo::model::shop::PAYMENT_TYPES;
use crate::demo::model::stage::{STAGES, Stage};
use crate::demo::visit::{Kind, Visit};
use crate::demo::walk::{Otherwise, Outcome, Situation};

/// Counts of a part of the lives.
pub(in crate::demo) struct Tally {
    truth: Truth,
    delivery: Vec<f64>,
    resolve: Vec<f64>,
    chats: Vec<f64>,
    first_order: Vec<(f64, bool)>,
}

impl Tally {
    /// Nothing counted yet.
    pub(in crate::demo) fn new(world: &World<'_>) -> Self {
        Self {
            truth: blank(world),
            delivery: Vec::new(),
            resolve: Vec::new(),
            chats: Vec::new(),
            first_order: Vec::new(),
        }
    }

    /// Counts a visit that might have bought, and walks it otherwise.
    pub(in crate::demo) fn visit(
        &mut self,
        world: &World<'_>,
        visit: &Visit,
        here: &Situation<'_>,
    ) {
        let Truth { stages, frictions, touchpoints, incidents, interventions, channels, .. } =
            &mut self.truth;
        let config = world.config;
        let buys = visit.buys();
        let came = |stage: Stage| (visit.start..=visit.reached).contains(&stage);
        let done = |outcome: Outcome| u64::from(outcome.reached == Stage::Done);
        let passed = |outcome: Outcome, stage: Stage| u64::from(outcome.reached > stage);
        let walk = |stage, otherwise| here.walk(config, stage, otherwise);
        let lost = |without: u64| match (buys, without) {
            (false, 1) => world.worth(visit.person, here.cart),
            _ => 0,
        };
        for stage in stages.iter_mut().filter(|stage| came(stage.stage)) {
            stage.reached += 1;
        }
        for (place, truth) in frictions.iter_mut().enumerate().filter(|(_, f)| came(f.stage)) {
            truth.reached += 1;
            let bit = 1 << place;
            if visit.frictions & bit != 0 {
                let without =
                    done(walk(truth.stage, Otherwise { no_friction: bit, ..Otherwise::default() }));
                truth.affected += 1;
                truth.orders += u64::from(buys);
                truth.orders_without += without;
                truth.lost_cents += lost(without);
                if let (1, Some(friction)) = (without, config.frictions.get(place)) {
                    let (_, leave) = here.odds(config, friction, visit.incidents);
                    let worth = world.worth(visit.person, here.cart) as f64;
                    truth.expected_lost_cents += whole(leave * worth);
                }
            }
        }
        let mut dice = looks(config.seed, visit.person, visit.ordinal);
        for (place, truth) in touchpoints.iter_mut().enumerate().filter(|(_, t)| came(t.stage)) {
            let bit = 1 << place;
            let with = walk(truth.stage, Otherwise { touch: bit, ..Otherwise::default() });
            let without = walk(truth.stage, Otherwise { no_touch: bit, ..Otherwise::default() });
            truth.reached += 1;
            truth.orders_with += done(with);
            truth.orders_without += done(without);
            truth.passed_with += passed(with, truth.stage);
            truth.passed_without += passed(without, truth.stage);
            if visit.touchpoints & bit != 0 {
                truth.met += 1;
                let seconds = config.touchpoints.get(place).map_or(0.0, |touch| touch.seconds);
                let long = dice.ms(seconds * 1000.0, 0.6) >= LONG_LOOK_MS;
                truth.long_without_progress += u64::from(long && visit.reached == truth.stage);
            }
        }
        for (place, truth) in incidents.iter_mut().enumerate() {
            let bit = 1 << place;
            if visit.incidents & bit != 0 {
                let without =
                    walk(truth.stage, Otherwise { no_incident: bit, ..Otherwise::default() });
                truth.affected += 1;
                truth.passed += u64::from(visit.reached > truth.stage);
                truth.passed_without += passed(without, truth.stage);
                truth.orders += u64::from(buys);
                truth.orders_without += done(without);
                truth.lost_cents += lost(done(without));
            }
        }
        for (place, truth) in interventions.iter_mut().enumerate() {
            let bit = 1 << place;
            if visit.interventions & bit != 0 {
                let with = walk(truth.stage, Otherwise { done: bit, ..Otherwise::default() });
                let without =
                    walk(truth.stage, Otherwise { not_done: bit, ..Otherwise::default() });
                let (count, orders) = match visit.held & bit {
                    0 => (&mut truth.shown, &mut truth.shown_orders),
                    _ => (&mut truth.held, &mut truth.held_orders),
                };
                *count += 1;
                *orders += u64::from(buys);
                truth.orders_with += done(with);
                truth.orders_without += done(without);
            }
        }
        if let Some(truth) = channels.get_mut(usize::from(visit.channel)) {
            truth.visits += 1;
            if buys {
                truth.orders += 1;
                truth.revenue_cents += visit.cents;
            }
        }
        self.truth.shopping_visits += 1;
        let chat = config.touchpoints.iter().position(|touchpoint| touchpoint.name == "chat");
        if chat.is_some_and(|place| visit.touchpoints & 1 << place != 0) {
            let reply = chat_reply(config.seed, visit.person, visit.ordinal);
            self.chats.extend(reply.map(|micros| micros as f64 / 1e6));
        }
    }

    /// Counts a life; its contacts are in order.
    pub(in crate::demo) fn life(&mut self, world: &World<'_>, person: &Person, visits: &[Visit]) {
        let until = world.calendar.until();
        let seed = world.config.seed;
        self.truth.visits += visits.iter().filter(|visit| visit.is_visit()).count() as u64;
        self.truth.carts.count(visits, until);
        self.truth.people.count(person, visits);
        let orders: Vec<_> = visits.iter().filter(|visit| visit.buys()).collect();
        self.truth.orders += orders.len() as u64;
        self.truth.revenue_cents += orders.iter().map(|order| order.cents).sum::<i64>();
        let after = |visit: &Visit| {
            After::of(seed, person.number, visit.order.unwrap_or(0), person.shipping_tier)
        };
        let hours = |micros: i64| micros as f64 / HOUR as f64;
        self.delivery.extend(orders.iter().map(|order| hours(after(order).delivered)));
        for visit in visits {
            let after = after(visit);
            self.truth.count(world, person, visit);
            self.truth.voice.count(visit, &after);
            let Some((asked, reason, resolved)) = after.returned else { continue };
            match visit.kind {
                Kind::Return => {
                    self.truth.returns.requested += 1;
                    *self.truth.returns.reasons.entry(reason).or_default() += 1;
                }
                Kind::Resolved => {
                    self.truth.returns.resolved += 1;
                    self.resolve.push(hours(resolved - asked));
                }
                _ => {}
            }
        }
        let Some(first) = visits.iter().find(|visit| visit.is_shopping()) else { return };
        let days = |to: i64| (to - first.at) as f64 / DAY as f64;
        let ordered = orders.first();
        self.first_order.push((days(ordered.map_or(until, |order| order.at)), ordered.is_some()));
        if let Some(order) = ordered {
            let month = date(order.at).format("%Y-%m").to_string();
            let cohorts = &mut self.truth.cohorts;
            let place = cohorts.binary_search_by(|cohort| cohort.month.cmp(&month));
            let place = place.unwrap_or_else(|place| {
                cohorts.insert(place, Cohort { month, ..Cohort::default() });
                place
            });
            let again = |days: i64| {
                u64::from(orders.get(1).is_some_and(|next| next.at - order.at <= days * DAY))
            };
            if let Some(cohort) = cohorts.get_mut(place) {
                cohort.size += 1;
                cohort.again_30 += again(30);
                cohort.again_90 += again(90);
                cohort.again += again(i64::MAX / DAY);
            }
        }
    }

    /// Counts a life lived again without a channel: so much less was ordered.
    pub(in crate::demo) fn removed(&mut self, channel: usize, orders: i64, cents: i64) {
        if let Some(truth) = self.truth.channels.get_mut(channel) {
            truth.contribution += orders;
            truth.contribution_cents += cents;
        }
    }

    /// Adds what another has counted, of other lives.
    pub(in crate::demo) fn add(&mut self, other: Self) {
        self.truth.add(&other.truth);
        self.delivery.extend(other.delivery);
        self.resolve.extend(other.resolve);
        self.chats.extend(other.chats);
        self.first_order.extend(other.first_order);
    }

    /// The truth, when all lives are counted.
    pub(in crate::demo) fn truth(self) -> Truth {
        let mut truth = self.truth;
        truth.delivery_hours = Quantiles::of(self.delivery);
        truth.resolve_hours = Quantiles::of(self.resolve);
        truth.chat_seconds = Quantiles::of(self.chats);
        truth.first_order = Survival::of(self.first_order);
        for (truth, channel) in truth.channels.iter_mut().zip(&CHANNELS) {
            truth.cost_cents = whole(truth.visits as f64 * channel.cost * 100.0);
        }
        truth
    }
}

/// A time as text.
fn text(at: i64) -> String {
    DateTime::from_timestamp_micros(at)
        .unwrap_or_default()
        .to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn blank(world: &World<'_>) -> Truth {
    let Config { seed, ref site, shoppers, .. } = *world.config;
    Truth {
        seed,
        site: site.clone(),
        from: world.calendar.first().to_string(),
        until: text(world.calendar.until()),
        shoppers,
        visits: 0,
        shopping_visits: 0,
        orders: 0,
        revenue_cents: 0,
        stages: stages(),
        frictions: world.config.frictions.iter().map(FrictionTruth::of).collect(),
        touchpoints: world.config.touchpoints.iter().map(TouchpointTruth::of).collect(),
        incidents: world.config.incidents.iter().map(|i| IncidentTruth::of(i, text)).collect(),
        interventions: world
            .config
            .interventions
            .iter()
            .map(|change| InterventionTruth::of(change, text))
            .collect(),
        channels: CHANNELS.iter().map(ChannelTruth::of).collect(),
        carts: CartTruth::default(),
        cohorts: Vec::new(),
        returns: ReturnTruth::default(),
        payments: PAYMENT_TYPES.iter().map(|way| PaymentTruth::of(way.0)).collect(),
        form: FormTruth::default(),
        months: Vec::new(),
        rhythm: [[0; 24]; 7],
        people: PeopleTruth::default(),
        voice: VoiceTruth::default(),
        offline: OfflineTruth::default(),
        delivery_hours: Quantiles::default(),
        resolve_hours: Quantiles::default(),
        chat_seconds: Quantiles::default(),
        first_order: Survival::default(),
    }
}

fn stages() -> Vec<StageTruth> {
    let all = STAGES.into_iter().chain([Stage::Done]);
    all.map(|stage| StageTruth { stage, reached: 0 }).collect()
}
