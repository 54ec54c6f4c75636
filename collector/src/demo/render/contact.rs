//! One contact from its first event to its last.

use serde_json::json;

use super::scribe::Scribe;
use super::{Desk, address, after, cart, friction, land, offline, payment, product};
use crate::demo::after::looks;
use crate::demo::model::stage::{STAGES, Stage};
use crate::demo::model::touchpoints::STOPPED;
use crate::demo::visit::{Kind, Visit};
use crate::ingest::row::Row;

/// Writes a contact's rows behind those there are.
pub(super) fn contact(desk: &Desk<'_>, visit: &Visit, rows: &mut Vec<Row>) {
    let mut scribe = Scribe::new(desk, visit, rows);
    match visit.kind {
        Kind::Shop | Kind::Recover => shop(&mut scribe),
        Kind::Delivered => after::delivered(&mut scribe),
        Kind::Track => after::track(&mut scribe),
        Kind::Return => after::send_back(&mut scribe),
        Kind::Resolved => after::resolved(&mut scribe),
        Kind::Review => after::review(&mut scribe),
        Kind::Till => offline::till(&mut scribe),
        Kind::Call => offline::call(&mut scribe),
    }
}

fn shop(scribe: &mut Scribe<'_>) {
    let visit = scribe.visit;
    let looks = Looks::of(scribe);
    land::arrive(scribe);
    for stage in STAGES.into_iter().filter(|stage| (visit.start..=visit.reached).contains(stage)) {
        let passes = visit.reached > stage;
        match stage {
            Stage::Land => {}
            Stage::Product => product::look(scribe),
            Stage::Add => cart::add(scribe),
            Stage::Cart => cart::open(scribe),
            Stage::Address => address::open(scribe),
            Stage::Delivery => payment::delivery(scribe),
            Stage::Payment => payment::open(scribe),
            Stage::Done => {}
        }
        looks.tell(scribe, stage);
        interventions(scribe, stage);
        friction::tell(scribe, stage);
        match stage {
            Stage::Land => land::leave(scribe, passes),
            Stage::Product => product::leave(scribe),
            Stage::Cart => cart::leave(scribe),
            Stage::Address => address::leave(scribe, passes),
            Stage::Payment => payment::leave(scribe, passes),
            Stage::Add | Stage::Delivery | Stage::Done => {}
        }
    }
    if visit.buys() {
        payment::done(scribe);
    }
}

/// How long each touchpoint is looked at.
struct Looks([i64; 16]);

impl Looks {
    fn of(scribe: &Scribe<'_>) -> Self {
        let (config, visit) = (&scribe.desk.plan.config, scribe.visit);
        let mut dice = looks(config.seed, visit.person, visit.ordinal);
        let mut ms = [0; 16];
        for (place, (touchpoint, ms)) in config.touchpoints.iter().zip(&mut ms).enumerate() {
            if visit.touchpoints & 1 << place != 0 {
                *ms = dice.ms(touchpoint.seconds * 1000.0, 0.6);
            }
        }
        Self(ms)
    }

    /// Tells the touchpoints that are met at a stage.
    fn tell(&self, scribe: &mut Scribe<'_>, stage: Stage) {
        let config = &scribe.desk.plan.config;
        for (place, (touchpoint, ms)) in config.touchpoints.iter().zip(self.0).enumerate() {
            if touchpoint.stage != stage || scribe.visit.touchpoints & 1 << place == 0 {
                continue;
            }
            scribe.wait(1500.0);
            scribe.touch(touchpoint.name, "seen");
            if scribe.dice.chance(STOPPED) {
                scribe.touch(touchpoint.name, "stopped");
            }
            if touchpoint.name == "chat" {
                product::chat(scribe);
            }
            if scribe.dice.chance(touchpoint.acted) {
                scribe.wait(1200.0);
                scribe.touch(touchpoint.name, "acted");
            }
            scribe.pass(ms.min(120_000));
            scribe.touch(touchpoint.name, "attended").params =
                Some(json!({ "attended_ms": ms }).to_string());
        }
    }
}

/// Tells what is done for the shopper at a stage, or held back.
fn interventions(scribe: &mut Scribe<'_>, stage: Stage) {
    let config = &scribe.desk.plan.config;
    for (place, change) in config.interventions.iter().take(8).enumerate() {
        let bit = 1 << place;
        // A change for everybody is nothing that a page tells.
        if change.stage != stage || scribe.visit.interventions & bit == 0 || change.holdout == 0.0 {
            continue;
        }
        scribe.wait(600.0);
        let arm = if scribe.visit.held & bit == 0 { "shown" } else { "held" };
        scribe.tell("intervention", json!({ "arm": arm, "intervention": change.name }));
        if arm == "shown" {
            scribe.touch(change.name, "seen");
        }
    }
}
