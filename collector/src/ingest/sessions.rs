//! Which visit an event belongs to: a visitor's events with no pause of 30 minutes.
//!
//! The open visits are kept in memory and read back from the store at start. Rows are never changed
//! afterwards: what arrives very late makes, or joins, a visit of its own time.

use std::collections::HashMap;

use super::row::Row;
use super::visitor::low64;

/// The pause that ends a visit, in microseconds: 30 minutes, as GA4 and the field have it.
pub const PAUSE: i64 = 30 * 60 * 1_000_000;

/// Visits of one visitor that are kept open at a time.
const VISITS: usize = 4;
/// How often visits that are over are looked for, in microseconds: 5 minutes.
const SWEEP: i64 = 5 * 60 * 1_000_000;
/// Visitors with open visits that are remembered, some 90 bytes each: anybody can call himself a million names
/// in half an hour. Beyond, the half that has been quiet longest is let go; who of them comes again begins anew.
const VISITORS: usize = 1 << 20;

/// The visits that may still go on.
#[derive(Debug, Default)]
pub struct Sessions {
    /// Few each: the visit of now, and those of what arrives late.
    open: HashMap<u64, Vec<Open>>,
    swept_at: i64,
}

/// One visit that may still go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Open {
    /// Its id.
    pub session_id: u64,
    /// When its first event happened.
    pub first: i64,
    /// When its last event happened.
    pub last: i64,
}

impl Sessions {
    /// Takes up the visits that were open when the collector stopped.
    pub fn restore(visits: impl IntoIterator<Item = (u64, Open)>) -> Self {
        let mut sessions = Self::default();
        visits.into_iter().for_each(|(visitor_id, open)| sessions.begin(visitor_id, open));
        sessions
    }

    /// Sets the row's visitor and visit.
    pub fn assign(&mut self, row: &mut Row) {
        self.sweep(row.received_at);
        let at = row.occurred_at;
        let goes_on = |id: &u64| self.open.get(id).is_some_and(|o| o.iter().any(|o| o.holds(at)));
        if let Some(earlier) = row.earlier_id.filter(goes_on) {
            row.visitor_id = earlier;
        }
        let id = row.visitor_id;
        if let Some(before) = row.before_consent {
            self.hand_over(before, id, at);
        }
        let visits = self.open.get_mut(&id).map(Vec::as_mut_slice).unwrap_or_default();
        row.session_id = if let Some(open) = visits.iter_mut().find(|open| open.holds(at)) {
            (open.first, open.last) = (open.first.min(at), open.last.max(at));
            open.session_id
        } else {
            let session_id = session_id(id, at);
            self.begin(id, Open { session_id, first: at, last: at });
            session_id
        };
    }

    /// Who consents in the middle of a visit goes on with it: it is taken from the id of the day, so
    /// that nobody else goes on with it too.
    fn hand_over(&mut self, before: u64, id: u64, at: i64) {
        if self.open.get(&id).is_some_and(|visits| visits.iter().any(|open| open.holds(at))) {
            return;
        }
        let Some(visits) = self.open.get_mut(&before) else { return };
        if let Some(place) = visits.iter().position(|open| open.holds(at)) {
            let visit = visits.remove(place);
            self.begin(id, visit);
        }
    }

    fn begin(&mut self, visitor_id: u64, open: Open) {
        if self.open.len() >= VISITORS {
            self.let_go_half();
        }
        // Room for one, which nearly everybody has: a vector that grows by itself takes room for four.
        let visits = self.open.entry(visitor_id).or_insert_with(|| Vec::with_capacity(1));
        if visits.len() >= VISITS {
            visits.remove(0);
        }
        visits.push(open);
    }

    fn let_go_half(&mut self) {
        let last = |visits: &[Open]| visits.iter().map(|open| open.last).max().unwrap_or(i64::MIN);
        let mut times: Vec<i64> = self.open.values().map(|visits| last(visits)).collect();
        let half = times.len() / 2;
        let (_, middle, _) = times.select_nth_unstable(half);
        let middle = *middle;
        let mut left = half;
        // Of those who were last heard of in the same moment, too, only so many as make it half.
        self.open.retain(|_, visits| {
            let goes = left > 0 && last(visits) <= middle;
            left -= usize::from(goes);
            !goes
        });
    }

    /// Forgets visits that are over, so that memory holds half an hour's visitors and few more.
    fn sweep(&mut self, now: i64) {
        // Also after a time that was ahead, or nothing would be forgotten until then.
        if now.saturating_sub(self.swept_at).abs() > SWEEP {
            self.open.retain(|_, visits| {
                visits.retain(|open| now.saturating_sub(open.last) <= PAUSE);
                !visits.is_empty()
            });
            self.swept_at = now;
        }
    }
}

impl Open {
    fn holds(&self, at: i64) -> bool {
        at > self.first.saturating_sub(PAUSE) && at < self.last.saturating_add(PAUSE)
    }
}

fn session_id(visitor_id: u64, first: i64) -> u64 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&visitor_id.to_le_bytes()).update(&first.to_le_bytes());
    low64(&hasher)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60 * 1_000_000;

    fn visit(sessions: &mut Sessions, visitor_id: u64, earlier: Option<u64>, minute: i64) -> Row {
        let at = minute * MINUTE;
        let mut row = Row {
            visitor_id,
            earlier_id: earlier,
            occurred_at: at,
            received_at: at,
            ..Row::default()
        };
        sessions.assign(&mut row);
        row
    }

    #[test]
    fn a_pause_of_half_an_hour_ends_a_visit() {
        let mut sessions = Sessions::default();
        let first = visit(&mut sessions, 1, None, 100).session_id;
        assert_eq!(visit(&mut sessions, 1, None, 129).session_id, first);
        assert_eq!(visit(&mut sessions, 1, None, 158).session_id, first);
        assert_ne!(visit(&mut sessions, 1, None, 188).session_id, first);
        assert_ne!(visit(&mut sessions, 2, None, 101).session_id, first);
    }

    #[test]
    fn a_visit_survives_midnight_and_an_ended_one_does_not() {
        let mut sessions = Sessions::default();
        let before = visit(&mut sessions, 1, None, 1430);
        let after = visit(&mut sessions, 2, Some(1), 1445);
        assert_eq!((after.visitor_id, after.session_id), (1, before.session_id));
        assert_eq!(visit(&mut sessions, 2, Some(1), 1500).visitor_id, 2);
    }

    #[test]
    fn who_consents_goes_on_with_the_visit_and_nobody_else_does() {
        let mut sessions = Sessions::default();
        let consents = |sessions: &mut Sessions, visitor_id, minute| {
            let at = minute * MINUTE;
            let mut row = Row {
                visitor_id,
                before_consent: Some(1),
                occurred_at: at,
                received_at: at,
                ..Row::default()
            };
            sessions.assign(&mut row);
            row
        };
        let before = visit(&mut sessions, 1, None, 100);
        let after = consents(&mut sessions, 7, 110);
        assert_eq!((after.visitor_id, after.session_id), (7, before.session_id));
        assert_eq!(visit(&mut sessions, 7, None, 120).session_id, before.session_id);
        assert_ne!(visit(&mut sessions, 1, None, 115).session_id, before.session_id);
        // A visit of one's own goes on; one that is over does not.
        assert_eq!(consents(&mut sessions, 7, 121).session_id, before.session_id);
        assert_ne!(consents(&mut sessions, 8, 190).session_id, before.session_id);
    }

    #[test]
    fn what_arrives_late_does_not_join_the_visit_of_now() {
        let mut sessions = Sessions::default();
        let now = visit(&mut sessions, 1, None, 600).session_id;
        let late = visit(&mut sessions, 1, None, 500).session_id;
        assert_ne!(late, now);
        assert_eq!(visit(&mut sessions, 1, None, 501).session_id, late);
        assert_eq!(visit(&mut sessions, 1, None, 601).session_id, now);
    }

    #[test]
    fn a_crowd_of_names_is_bounded_and_those_heard_of_last_stay() {
        let mut sessions = Sessions::default();
        let most = VISITORS as u64;
        for name in 0..most + 10 {
            sessions.begin(name, Open { session_id: name, first: 0, last: name as i64 });
        }
        assert_eq!(sessions.open.len() as u64, most - most / 2 + 10);
        assert!(sessions.open.contains_key(&(most - 1)) && !sessions.open.contains_key(&0));
        for name in 2 * most..4 * most {
            sessions.begin(name, Open { session_id: name, first: 0, last: 7 });
        }
        assert!(sessions.open.len() <= VISITORS);
    }
}
