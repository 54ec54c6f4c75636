//! Where events are read from: the store's table, or a file with a user, a time and a name a row.

use super::span::SECOND;
use super::users::{User, numbers_if_all};

/// What a user of a funnel is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// A visitor, across visits and pseudonyms.
    Visitor,
    /// One visit.
    Session,
}

/// Events to read, and in which columns they say what.
#[derive(Debug)]
pub struct Relation {
    /// What stands after FROM.
    pub(super) from: &'static str,
    /// Expressions of this program's own for the user, the time and the event's name.
    pub(super) user: &'static str,
    pub(super) time: &'static str,
    pub(super) event: &'static str,
    /// A condition of this program's own that all events fulfil.
    pub(super) people: &'static str,
    pub(super) users: Users,
    pub(super) unit: Unit,
    /// Whether several users may be one person.
    pub(super) merges: bool,
    /// What to call it in an error.
    pub(super) name: String,
}

/// What the user column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Users {
    Unsigned,
    Signed,
    /// Text; numbers when all of it is, as in CSV, which knows no types.
    Text {
        maybe_numbers: bool,
    },
}

/// What the time column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Microseconds, as DuckDB's own timestamps.
    Stamps,
    /// Microseconds, as numbers.
    Micros,
    Seconds,
}

impl Unit {
    /// A length of time in this unit: no event is at a fraction of one.
    pub(super) fn length(self, micros: u64) -> u64 {
        match self {
            Self::Stamps | Self::Micros => micros,
            Self::Seconds => micros / SECOND,
        }
    }

    /// The first time in this unit that is not before a moment.
    pub(super) fn moment(self, micros: i64) -> i64 {
        match self {
            Self::Stamps | Self::Micros => micros,
            Self::Seconds => {
                let second = SECOND.cast_signed();
                micros.div_euclid(second) + i64::from(micros.rem_euclid(second) > 0)
            }
        }
    }
}

impl Relation {
    /// The store's events.
    #[must_use]
    pub fn store(by: By) -> Self {
        Self {
            from: "events",
            user: match by {
                By::Visitor => "visitor_id",
                By::Session => "session_id",
            },
            time: "occurred_at",
            event: "event",
            people: "robot IS NULL",
            users: Users::Unsigned,
            unit: Unit::Stamps,
            merges: by == By::Visitor,
            name: "the store".to_owned(),
        }
    }

    /// The window in the unit the events' times are in.
    #[must_use]
    pub fn window(&self, micros: u64) -> u64 {
        self.unit.length(micros)
    }

    /// Puts levels into the order of their users, numbers as numbers.
    pub fn settle(&self, levels: &mut [(User, usize)]) {
        if self.users == (Users::Text { maybe_numbers: true }) {
            numbers_if_all(levels);
        }
        levels.sort_unstable();
    }

    /// A file's events, loaded or opened as `input`.
    pub(super) fn input(
        name: String,
        (user, users): (&'static str, Users),
        (time, unit): (&'static str, Unit),
        event: &'static str,
    ) -> Self {
        let (from, people, merges) = ("input", "true", false);
        Self { from, user, time, event, people, users, unit, merges, name }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_seconds_lose_nobody() {
        assert_eq!(Unit::Seconds.length(1_999_999), 1);
        assert_eq!(Unit::Seconds.moment(1_000_000), 1);
        assert_eq!(Unit::Seconds.moment(1_000_001), 2);
        assert_eq!(Unit::Seconds.moment(-1), 0);
        assert_eq!(Unit::Micros.moment(-1), -1);
    }
}
