//! What channels cost, by day.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use chrono::NaiveDate;
use duckdb::params;

use super::StoreError;
use super::upkeep::Upkeep;

const KEEP: &str = include_str!("../../sql/store/cost_keep.sql");
const FORGET: &str = include_str!("../../sql/store/cost_forget.sql");

/// What a channel, or one campaign of it, cost on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Cost {
    /// For which site; all where there is none.
    pub site: Option<String>,
    /// The day.
    pub day: NaiveDate,
    /// The channel.
    pub channel: String,
    /// The campaign.
    pub campaign: Option<String>,
    /// How much, in the currency of the orders.
    pub cost: f64,
}

impl Upkeep {
    /// Keeps the costs of some days; what was kept of these channels for these days is replaced, so that a
    /// file counts once and a later one corrects it.
    ///
    /// # Errors
    /// What DuckDB says; what was there stays.
    pub fn keep_costs(
        &self,
        days: RangeInclusive<NaiveDate>,
        costs: Vec<Cost>,
    ) -> Result<(), StoreError> {
        self.change_alone(move |connection| {
            let (first, last) = (days.start().to_string(), days.end().to_string());
            let channels: BTreeSet<_> =
                costs.iter().map(|cost| (&cost.site, &cost.channel)).collect();
            for (site, channel) in channels {
                connection.execute(FORGET, params![site, channel, first, last])?;
            }
            let mut keep = connection.prepare(KEEP)?;
            for Cost { site, day, channel, campaign, cost } in &costs {
                keep.execute(params![site, day.to_string(), channel, campaign, cost])?;
            }
            Ok(())
        })
    }
}
