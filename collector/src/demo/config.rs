//! What to make up: how many shoppers, over which months, and what is planted among them.

use super::model::calendar::{Calendar, HOUR};
use super::model::friction::{FRICTIONS, Friction};
use super::model::incident::{self, Incident};
use super::model::intervention::{self, Intervention};
use super::model::touchpoints::{TOUCHPOINTS, Touchpoint};

/// What to make up. The same configuration gives the same rows and the same truth.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where all chance comes from.
    pub seed: u64,
    /// The site's name.
    pub site: String,
    /// How many shoppers.
    pub shoppers: u32,
    /// How many months of history.
    pub months: u32,
    /// The end of the history, in microseconds since 1970.
    pub until: i64,
    /// Share of visits that are told in every detail (each click, each page's speed, each look at a
    /// touchpoint); the others have what decides and what is planted.
    pub detail: f64,
    /// How much more readily shoppers come as far as the cart than in an ordinary shop, in log odds: with
    /// 2.5, few shoppers make many checkouts, and tests of the checkout stay small.
    pub keen: f64,
    /// Everybody has one device, an account, and has consented before: every visit's visitor is the
    /// shopper, and what is true of lives can be read off the rows.
    pub recognised: bool,
    /// Share of shoppers with an account who also buy in the shop in town, and of those who call.
    pub offline: f64,
    /// Frictions, at most 32.
    pub frictions: Vec<Friction>,
    /// Touchpoints, at most 16.
    pub touchpoints: Vec<Touchpoint>,
    /// Incidents, at most 8.
    pub incidents: Vec<Incident>,
    /// Interventions, at most 8.
    pub interventions: Vec<Intervention>,
}

impl Config {
    /// Everything planted, over 14 months.
    #[must_use]
    pub fn new(seed: u64, shoppers: u32, until: i64) -> Self {
        Self {
            seed,
            site: "demo".to_owned(),
            shoppers,
            months: 14,
            until,
            detail: 1.0,
            keen: 0.0,
            offline: 0.0,
            recognised: false,
            frictions: FRICTIONS.to_vec(),
            touchpoints: TOUCHPOINTS.to_vec(),
            incidents: Vec::new(),
            interventions: Vec::new(),
        }
        .months(14)
    }

    /// Over so many months; incidents and interventions are planted anew within them.
    #[must_use]
    pub fn months(mut self, months: u32) -> Self {
        self.months = months;
        let calendar = self.calendar();
        self.incidents = incident::planted(self.seed, &calendar);
        self.interventions = intervention::planted(&calendar);
        self
    }

    /// The days of the history; no visit begins in its last hour, so that none goes beyond its end.
    #[must_use]
    pub fn calendar(&self) -> Calendar {
        Calendar::new(self.until - HOUR, self.months)
    }

    /// Contacts that no page sees, too: see the field `offline`. Their orders are counted apart.
    #[must_use]
    pub fn with_offline(mut self) -> Self {
        self.offline = 0.04;
        self
    }

    /// Many checkouts from few shoppers: see the field of this name.
    #[must_use]
    pub fn keen(mut self, keen: f64) -> Self {
        self.keen = keen;
        self
    }

    /// Everybody can be recognised: see the field of this name.
    #[must_use]
    pub fn recognised(mut self) -> Self {
        self.recognised = true;
        self
    }

    /// No friction at all: nobody meets one. Payment errors of incidents stay.
    #[must_use]
    pub fn without_frictions(mut self) -> Self {
        for friction in &mut self.frictions {
            friction.rate = 0.0;
        }
        self
    }

    /// Frictions that are met and do no harm: what is said of their effect is chance alone.
    #[must_use]
    pub fn with_harmless_frictions(mut self) -> Self {
        for friction in &mut self.frictions {
            friction.leave = 0.0;
        }
        self
    }

    /// Touchpoints that are met and do nothing.
    #[must_use]
    pub fn with_idle_touchpoints(mut self) -> Self {
        for touchpoint in &mut self.touchpoints {
            touchpoint.effect = 0.0;
        }
        self
    }

    /// No incident.
    #[must_use]
    pub fn without_incidents(mut self) -> Self {
        self.incidents.clear();
        self
    }

    /// No intervention and no change.
    #[must_use]
    pub fn without_interventions(mut self) -> Self {
        self.interventions.clear();
        self
    }
}
