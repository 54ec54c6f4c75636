//! One visit, stage by stage. All chance is drawn before, so that the same visit can be walked again
//! with a friction away, a touchpoint forced or an incident undone: what would have happened is known.

use super::config::Config;
use super::draw::Dice;
use super::model::channels::CHANNELS;
use super::model::friction::{Friction, PAYMENT_ERROR};
use super::model::incident::Harm;
use super::model::segment::Facts;
use super::model::stage::Stage;
use super::visit::Cart;

/// The chance of one visit, drawn ahead.
pub(super) struct Draws {
    pass: [f64; 7],
    meets: [f64; 32],
    leaves: [f64; 32],
    touches: [f64; 16],
    falls: [f64; 8],
}

/// What the visit is.
pub(super) struct Situation<'a> {
    pub(super) facts: Facts,
    pub(super) mobile: bool,
    /// Place of its channel.
    pub(super) channel: usize,
    /// Readiness of the shopper and what earlier contacts have left, in log odds.
    pub(super) ready: f64,
    pub(super) at: i64,
    /// Which interventions are held back from this shopper, a bit each.
    pub(super) held: u8,
    /// The cart it has, or would have made.
    pub(super) cart: Cart,
    pub(super) draws: &'a Draws,
}

/// What to do otherwise than it was.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Otherwise {
    /// These frictions are not met.
    pub(super) no_friction: u32,
    /// These incidents are not.
    pub(super) no_incident: u8,
    /// These touchpoints are met, those are not.
    pub(super) touch: u16,
    pub(super) no_touch: u16,
    /// These interventions are done, those are not.
    pub(super) done: u8,
    pub(super) not_done: u8,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Outcome {
    /// The stage it did not pass.
    pub(super) reached: Stage,
    /// Frictions met, a bit each.
    pub(super) frictions: u32,
    /// Touchpoints met.
    pub(super) touchpoints: u16,
    /// Interventions met, whether done or held back.
    pub(super) interventions: u8,
    /// Incidents met.
    pub(super) incidents: u8,
}

impl Draws {
    pub(super) fn new(dice: &mut Dice) -> Self {
        let mut draws = Self {
            pass: [0.0; 7],
            meets: [0.0; 32],
            leaves: [0.0; 32],
            touches: [0.0; 16],
            falls: [0.0; 8],
        };
        let all = [&mut draws.pass[..], &mut draws.meets, &mut draws.leaves, &mut draws.touches];
        for draw in all.into_iter().flatten().chain(&mut draws.falls) {
            *draw = dice.unit();
        }
        draws
    }
}

impl Situation<'_> {
    /// Walks the visit, from a stage on.
    pub(super) fn walk(&self, config: &Config, from: Stage, otherwise: Otherwise) -> Outcome {
        let mut outcome =
            Outcome { reached: from, frictions: 0, touchpoints: 0, interventions: 0, incidents: 0 };
        while outcome.reached != Stage::Done && self.passes(config, otherwise, &mut outcome) {
            outcome.reached = outcome.reached.next();
        }
        outcome
    }

    /// How many meet a friction here, and how many of them leave because of it, during these incidents.
    pub(super) fn odds(&self, config: &Config, friction: &Friction, incidents: u8) -> (f64, f64) {
        let mobile = if self.mobile { friction.mobile } else { 1.0 };
        let (mut rate, mut leave) = (friction.rate * mobile, friction.leave);
        if friction.kind == PAYMENT_ERROR {
            rate *= self.facts.payment_fails();
            for (place, incident) in config.incidents.iter().take(8).enumerate() {
                if let Harm::PaymentErrors { share, leave: more } = incident.harm
                    && incidents & 1 << place != 0
                {
                    (rate, leave) = (rate.max(share), leave.max(more));
                }
            }
        }
        (rate, leave)
    }

    fn passes(&self, config: &Config, otherwise: Otherwise, outcome: &mut Outcome) -> bool {
        let (stage, draws) = (outcome.reached, self.draws);
        let pass = stage.pass();
        let mut odds = (pass / (1.0 - pass)).ln() + self.ready;
        odds += CHANNELS.get(self.channel).map_or(0.0, |channel| channel.ready);
        if self.mobile {
            odds += stage.mobile();
        }
        if stage < Stage::Cart {
            odds += config.keen;
        }
        let mut leaves = false;
        for (place, (touchpoint, touch)) in config.touchpoints.iter().zip(draws.touches).enumerate()
        {
            if touchpoint.stage == stage {
                let bit = 1 << place;
                let met = touch < touchpoint.rate || otherwise.touch & bit != 0;
                if met && otherwise.no_touch & bit == 0 {
                    outcome.touchpoints |= bit;
                    odds += touchpoint.effect;
                }
            }
        }
        for (place, change) in config.interventions.iter().take(8).enumerate() {
            if change.stage == stage && self.at >= change.from {
                let bit = 1 << place;
                outcome.interventions |= bit;
                let done = self.held & bit == 0 || otherwise.done & bit != 0;
                if done && otherwise.not_done & bit == 0 {
                    odds += change.effect;
                }
            }
        }
        for (place, (incident, fall)) in config.incidents.iter().zip(draws.falls).enumerate() {
            let bit = 1 << place;
            if incident.stage == stage
                && (incident.from..incident.to).contains(&self.at)
                && otherwise.no_incident & bit == 0
                && self.facts.are(&incident.segment)
            {
                outcome.incidents |= bit;
                leaves |= matches!(incident.harm, Harm::Leaves(share) if fall < share);
            }
        }
        let chances = draws.meets.iter().zip(draws.leaves);
        for (place, (friction, (meet, leave))) in config.frictions.iter().zip(chances).enumerate() {
            let bit = 1 << place;
            if friction.stage == stage && otherwise.no_friction & bit == 0 {
                let (rate, share) = self.odds(config, friction, outcome.incidents);
                if *meet < rate {
                    outcome.frictions |= bit;
                    leaves |= leave < share;
                }
            }
        }
        let pass = draws.pass.get(stage as usize).copied().unwrap_or(1.0);
        !leaves && pass < 1.0 / (1.0 + (-odds).exp())
    }
}
