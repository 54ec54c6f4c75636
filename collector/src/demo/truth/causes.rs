//! What each cause has done: frictions, touchpoints, incidents, interventions, channels.

use serde::Serialize;

use crate::demo::model::incident::Harm;
use crate::demo::model::segment::Segment;
use crate::demo::model::stage::Stage;

/// A friction at its step.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FrictionTruth {
    /// Its kind.
    pub kind: &'static str,
    /// The stage it happens at.
    pub stage: Stage,
    /// The step of the checkout, where it is one.
    pub step: Option<&'static str>,
    /// How many times as often mobile devices meet it: above 1 the device confounds.
    pub mobile: f64,
    /// The share of those who meet it who leave because of it; more do during incidents of payments.
    pub leave: f64,
    /// Visits that reached the stage.
    pub reached: u64,
    /// Visits that met it.
    pub affected: u64,
    /// How many of them bought.
    pub orders: u64,
    /// How many of them would have bought without it.
    pub orders_without: u64,
    /// Revenue lost by it.
    pub lost_cents: i64,
    /// The same in expectation: the share that leaves, of what would have been bought without it.
    pub expected_lost_cents: i64,
}

/// A touchpoint.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TouchpointTruth {
    /// Its name.
    pub touchpoint: &'static str,
    /// The stage it is met at.
    pub stage: Stage,
    /// Its effect on passing that stage, in log odds.
    pub effect: f64,
    /// Visits that reached the stage.
    pub reached: u64,
    /// Visits that met it.
    pub met: u64,
    /// Of all that reached the stage: how many would buy had all met it, and had none.
    pub orders_with: u64,
    /// See `orders_with`.
    pub orders_without: u64,
    /// The same of passing on to the next stage.
    pub passed_with: u64,
    /// See `passed_with`.
    pub passed_without: u64,
    /// Visits that looked at it for 15 s or more and did not pass the stage.
    pub long_without_progress: u64,
}

/// An incident.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IncidentTruth {
    /// What one would call it.
    pub name: &'static str,
    /// The stage that failed.
    pub stage: Stage,
    /// Whom it failed.
    pub segment: Segment,
    /// The first moment.
    pub from: String,
    /// The moment after the last.
    pub to: String,
    /// What happened.
    pub harm: Harm,
    /// Visits of the segment that came to the stage meanwhile.
    pub affected: u64,
    /// How many of them passed it.
    pub passed: u64,
    /// How many would have passed it.
    pub passed_without: u64,
    /// How many bought.
    pub orders: u64,
    /// How many would have bought.
    pub orders_without: u64,
    /// Revenue lost.
    pub lost_cents: i64,
}

/// An intervention, or a change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InterventionTruth {
    /// Its name.
    pub name: &'static str,
    /// The stage it is done at.
    pub stage: Stage,
    /// From when on.
    pub from: String,
    /// Share of shoppers held back; 0: a change for everybody.
    pub holdout: f64,
    /// Its effect on passing the stage, in log odds.
    pub effect: f64,
    /// Visits it was done for, and their orders.
    pub shown: u64,
    /// See `shown`.
    pub shown_orders: u64,
    /// Visits it was held back from, and their orders.
    pub held: u64,
    /// See `held`.
    pub held_orders: u64,
    /// Of both together: how many would buy were it done for all, and for none.
    pub orders_with: u64,
    /// See `orders_with`.
    pub orders_without: u64,
}

/// A channel.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChannelTruth {
    /// Its name.
    pub channel: &'static str,
    /// Visits by it, of those that might have bought.
    pub visits: u64,
    /// Orders in them.
    pub orders: u64,
    /// Their revenue.
    pub revenue_cents: i64,
    /// What the visits have cost.
    pub cost_cents: i64,
    /// Orders there would not be without it: lives lived again without its visits.
    pub contribution: i64,
    /// Revenue there would not be.
    pub contribution_cents: i64,
}
