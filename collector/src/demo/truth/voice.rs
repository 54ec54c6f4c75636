//! What shoppers say: answers, reviews, and telling others.

use serde::Serialize;

use crate::demo::after::After;
use crate::demo::visit::{Kind, Visit};

/// What shoppers have said.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct VoiceTruth {
    /// Answers on recommending the shop (NPS), 0 to 10.
    pub nps: u64,
    /// Those of them of 9 and 10.
    pub promoters: u64,
    /// Those of them of 6 and less.
    pub detractors: u64,
    /// Answers on how easy it was (CES), 1 to 7, and their sum.
    pub ces: u64,
    /// See `ces`.
    pub ces_sum: i64,
    /// Answers on how satisfied they are (CSAT), 1 to 5.
    pub csat: u64,
    /// Those of them of 4 and 5.
    pub satisfied: u64,
    /// Reviews, and the sum of their stars.
    pub reviews: u64,
    /// See `reviews`.
    pub stars: i64,
    /// How often others were told.
    pub shares: u64,
}

impl VoiceTruth {
    /// Counts what was said in a contact, which an order followed or came before.
    pub(super) fn count(&mut self, visit: &Visit, after: &After) {
        let wrong = visit.frictions.count_ones();
        match visit.kind {
            Kind::Shop | Kind::Recover if visit.buys() => {
                if let Some(score) = after.recommends(wrong) {
                    self.nps += 1;
                    self.promoters += u64::from(score >= 9);
                    self.detractors += u64::from(score <= 6);
                }
                self.ces += u64::from(after.effort(wrong).is_some());
                self.ces_sum += after.effort(wrong).unwrap_or(0);
                self.shares += u64::from(after.shares);
            }
            Kind::Track => {
                self.csat += u64::from(after.satisfied.is_some());
                self.satisfied += u64::from(after.satisfied.is_some_and(|score| score >= 4));
            }
            Kind::Review => {
                self.reviews += 1;
                self.stars += after.review.map_or(0, |(_, stars)| stars);
            }
            _ => {}
        }
    }
}
