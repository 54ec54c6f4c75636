//! What is true of a made-up shop: known because the model knows what would have happened otherwise.
//!
//! Money is in cents, rates are shares of 1, times are RFC 3339 in UTC. "Orders without" counts the same
//! visits walked again by the same chance with one thing taken away.

mod causes;
mod counts;
mod journeys;
mod start;
mod tally;
mod times;
mod voice;

use serde::Serialize;

pub use causes::{ChannelTruth, FrictionTruth, IncidentTruth, InterventionTruth, TouchpointTruth};
pub use counts::{FormTruth, MonthTruth, OfflineTruth, PaymentTruth, PeopleTruth};
pub use journeys::{CartTruth, Cohort, ReturnTruth, StageTruth};
pub(super) use tally::Tally;
pub use times::{Quantiles, Survival};
pub use voice::VoiceTruth;

/// What is true.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Truth {
    /// The seed of it all.
    pub seed: u64,
    /// The site's name.
    pub site: String,
    /// The first day.
    pub from: String,
    /// The end of the history.
    pub until: String,
    /// People, each with one device or two.
    pub shoppers: u32,
    /// Visits to the shop's pages.
    pub visits: u64,
    /// Those of them that might have bought.
    pub shopping_visits: u64,
    /// Orders.
    pub orders: u64,
    /// What they are worth.
    pub revenue_cents: i64,
    /// How many visits that might have bought came to each stage.
    pub stages: Vec<StageTruth>,
    /// What each friction has cost.
    pub frictions: Vec<FrictionTruth>,
    /// What each touchpoint does.
    pub touchpoints: Vec<TouchpointTruth>,
    /// What each incident has cost.
    pub incidents: Vec<IncidentTruth>,
    /// What each intervention does.
    pub interventions: Vec<InterventionTruth>,
    /// What each channel has brought.
    pub channels: Vec<ChannelTruth>,
    /// Carts.
    pub carts: CartTruth,
    /// Who ordered first in each month, and again.
    pub cohorts: Vec<Cohort>,
    /// What was sent back.
    pub returns: ReturnTruth,
    /// Ways to pay.
    pub payments: Vec<PaymentTruth>,
    /// The address form.
    pub form: FormTruth,
    /// Each month's visits and orders.
    pub months: Vec<MonthTruth>,
    /// Visits by weekday from Monday, and hour, UTC.
    pub rhythm: [[u64; 24]; 7],
    /// Whom the shop comes to know by name.
    pub people: PeopleTruth,
    /// What shoppers have said.
    pub voice: VoiceTruth,
    /// Contacts that no page sees; their orders are not among the others.
    pub offline: OfflineTruth,
    /// From an order to its delivery, all of them, delivered yet or not; hours.
    pub delivery_hours: Quantiles,
    /// From asking to send back to its being settled; hours.
    pub resolve_hours: Quantiles,
    /// From opening a chat to its answer; seconds.
    pub chat_seconds: Quantiles,
    /// From the first visit to the first order, by Kaplan and Meier.
    pub first_order: Survival,
}
