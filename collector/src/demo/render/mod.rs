//! Writes the contacts of a plan as rows of `events`, in order of time.

mod address;
mod after;
mod cart;
mod contact;
mod friction;
mod land;
mod offline;
mod payment;
mod phases;
mod product;
mod scribe;

use crate::demo::draw::{For, hash};
use crate::demo::model::calendar::HOUR;
use crate::demo::model::shop::{Product, catalogue};
use crate::demo::plan::Plan;
use crate::demo::visit::Visit;
use crate::ingest::row::Row;
use crate::ingest::sessions::Sessions;
use contact::contact;
use phases::Phases;

/// What writing a contact needs to know of the rest.
struct Desk<'a> {
    plan: &'a Plan,
    products: Vec<Product>,
    /// The seed and the site's name, so that two sites of one seed share no id.
    key: u64,
}

/// The events of a plan in order of time, an hour's at once.
pub fn rows(plan: &Plan) -> impl Iterator<Item = Vec<Row>> {
    let seed = plan.config.seed;
    let site = plan.config.site.bytes();
    let key = site.fold(seed, |key, byte| hash(key, For::Site, u64::from(byte), 0));
    let desk = Desk { plan, products: catalogue(seed), key };
    Rows {
        desk,
        next: 0,
        waiting: Vec::new(),
        sessions: Sessions::default(),
        phases: Phases::default(),
    }
}

struct Rows<'a> {
    desk: Desk<'a>,
    /// The contact that is written next.
    next: usize,
    /// What is written and later than what was given out.
    waiting: Vec<Row>,
    sessions: Sessions,
    phases: Phases,
}

impl Iterator for Rows<'_> {
    type Item = Vec<Row>;

    fn next(&mut self) -> Option<Vec<Row>> {
        let visits = &self.desk.plan.visits;
        let start = self.waiting.iter().map(|row| row.occurred_at).min();
        let first = visits.get(self.next).map(|visit| visit.at);
        let hour = start.into_iter().chain(first).min()?.div_euclid(HOUR);
        let end = (hour + 1) * HOUR;
        let due = |visit: &&Visit| visit.at < end;
        let visits = visits.get(self.next..).unwrap_or_default();
        for visit in visits.iter().take_while(due) {
            contact(&self.desk, visit, &mut self.waiting);
            self.next += 1;
        }
        // Later rows first, so that those of this hour are at the end and nothing is moved.
        self.waiting.sort_by_cached_key(|row| std::cmp::Reverse((row.occurred_at, row.event_id)));
        let later = self.waiting.partition_point(|row| row.occurred_at >= end);
        let mut rows = self.waiting.split_off(later);
        rows.reverse();
        for row in &mut rows {
            self.sessions.assign(row);
            row.phase = self.phases.of(row);
        }
        Some(rows)
    }
}
