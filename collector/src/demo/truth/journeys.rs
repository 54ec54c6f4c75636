//! What is counted over lives: stages, carts, cohorts, returns.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::demo::model::calendar::HOUR;
use crate::demo::model::stage::Stage;
use crate::demo::visit::{Kind, Visit};

/// How many came to a stage.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct StageTruth {
    /// The stage.
    pub stage: Stage,
    /// Visits that came to it or began in it.
    pub reached: u64,
}

/// The ledger of carts. A cart lives until it is bought or left for a week; it is known by its `cart_id`.
/// With [`crate::demo::Config::recognised`] a visitor's carts can be told without it.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct CartTruth {
    /// Carts begun.
    pub created: u64,
    /// Those in which something was added or taken out in a later visit or in the cart.
    pub changed: u64,
    /// Those bought.
    pub ordered: u64,
    /// Those left for an hour or more without an order, at least once.
    pub abandoned: u64,
    /// Those of them bought in the end.
    pub recovered: u64,
    /// Revenue of the recovered ones.
    pub recovered_cents: i64,
    /// Those left and not bought, when the history ends.
    pub lost: u64,
    /// Their worth.
    pub lost_cents: i64,
    /// Orders in visits begun by the e-mail about the cart.
    pub recovered_by_mail: u64,
}

/// Who ordered first in a month.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Cohort {
    /// The month of the first order, as 2026-01.
    pub month: String,
    /// How many.
    pub size: u64,
    /// How many ordered again within 30 days of it, of all.
    pub again_30: u64,
    /// Within 90 days.
    pub again_90: u64,
    /// At any time yet.
    pub again: u64,
}

/// What was sent back.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ReturnTruth {
    /// Orders asked to be sent back.
    pub requested: u64,
    /// Settled yet.
    pub resolved: u64,
    /// Why.
    pub reasons: BTreeMap<&'static str, u64>,
}

impl CartTruth {
    /// Counts the carts of one life; its visits are in order.
    pub(super) fn count(&mut self, visits: &[Visit], until: i64) {
        let (mut number, mut changed) = (0, false);
        // When the cart was last left, and what is in the one that is not bought.
        let (mut left, mut open): (Option<i64>, Option<i64>) = (None, None);
        for visit in visits.iter().filter(|visit| visit.is_shopping()) {
            let Some(cart) = visit.cart else { continue };
            if cart.number != number {
                self.created += 1;
                self.lose(open);
                (number, left, changed) = (cart.number, None, false);
            }
            let found = visit.before.map_or((0, false), |before| (before.extra, before.cut));
            let changes = (cart.extra, cart.cut) != found;
            self.changed += u64::from(changes && !changed);
            changed |= changes;
            if visit.buys() {
                open = None;
                self.ordered += 1;
                self.recovered_by_mail += u64::from(visit.kind == Kind::Recover);
                if left.is_some() {
                    self.recovered += 1;
                    self.recovered_cents += visit.cents;
                }
            } else {
                let over = until - visit.at >= 2 * HOUR;
                self.abandoned += u64::from(left.is_none() && over);
                (left, open) = (Some(visit.at), over.then_some(visit.cents));
            }
        }
        self.lose(open);
    }

    fn lose(&mut self, cents: Option<i64>) {
        self.lost += u64::from(cents.is_some());
        self.lost_cents += cents.unwrap_or(0);
    }
}
