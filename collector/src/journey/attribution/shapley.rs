//! The Shapley value: the mean of what a channel adds to the others, over all orders of joining them.
//!
//! A coalition of channels is worth the orders of all journeys that met no channel outside of it (Zhao,
//! Mahboobi, Bagheri 2018, "Shapley Value Methods for Attribution Modeling in Online Advertising").
//! Of that game the value is known in closed form, for any number of channels: every journey's orders
//! in equal parts to the different channels it met. Nothing has to be sampled.

use super::{Credit, Paths};

/// The credit of each channel.
pub(super) fn share(paths: &Paths) -> Vec<Credit> {
    let mut credits = vec![Credit::default(); paths.channels.len()];
    for path in paths.paths.iter().filter(|path| path.conversions > 0.0) {
        let mut met = path.channels.clone();
        met.sort_unstable();
        met.dedup();
        #[expect(clippy::cast_precision_loss, reason = "channels are few")]
        let part = 1.0 / met.len() as f64;
        for channel in met {
            if let Some(credit) = credits.get_mut(channel) {
                credit.conversions += path.conversions * part;
                credit.value += path.value * part;
            }
        }
    }
    credits
}
