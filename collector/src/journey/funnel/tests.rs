//! The engine against brute force: every chain there is, tried one by one.

use proptest::prelude::*;

use super::{Event, Funnel, FunnelError, MAX_STEPS, ModeError, Modes, Semantics};

/// The longest chain of distinct events that match steps 1..k in order within the window.
fn brute_force(events: &[Event], steps: usize, window: u64, strict: bool) -> usize {
    fn extend(events: &[Event], chain: &mut Vec<usize>, limits: (usize, u64, bool)) -> usize {
        let (steps, window, strict) = limits;
        let mut best = chain.len();
        if best == steps {
            return best;
        }
        for (index, event) in events.iter().enumerate() {
            let follows = chain.last().is_none_or(|&last| {
                let last = events[last].time;
                if strict { last < event.time } else { last <= event.time }
            });
            let inside = chain.first().is_none_or(|&first| {
                event.time >= events[first].time
                    && event.time.abs_diff(events[first].time) <= window
            });
            if event.steps >> chain.len() & 1 == 1 && follows && inside && !chain.contains(&index) {
                chain.push(index);
                best = best.max(extend(events, chain, limits));
                chain.pop();
            }
        }
        best
    }
    extend(events, &mut Vec::new(), (steps, window, strict))
}

fn compare(events: &[Event], steps: usize, window: u64) {
    for (semantics, strict) in [(Semantics::Distinct, false), (Semantics::Increasing, true)] {
        let level = Funnel::new(steps, window, semantics).unwrap().level(events);
        let expected = brute_force(events, steps, window, strict);
        assert_eq!(level, expected, "{semantics:?}, {steps} steps, window {window}: {events:?}");
    }
}

/// A small generator of its own, so that the ten thousand users are the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        // xorshift64*
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % sides
    }
}

/// Users dense in ties (few instants for many events) and in events that match several steps.
#[test]
fn ten_thousand_users_as_by_brute_force() {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let mut levels = [0_usize; 8];
    for user in 0..10_000 {
        let steps = 1 + dice.roll(5);
        let window = dice.roll(8);
        let instants = 1 + dice.roll(6);
        // Which of several steps an event matches: one at most, or any number.
        let overlapping = dice.roll(4) > 0;
        let mut events: Vec<Event> = (0..dice.roll(9))
            .map(|_| Event {
                user,
                time: dice.roll(instants).cast_signed() * 2,
                steps: if overlapping {
                    u32::try_from(dice.roll(1 << steps)).unwrap()
                } else {
                    1 << dice.roll(steps + 1) & ((1 << steps) - 1)
                },
            })
            .collect();
        events.sort_by_key(|event| event.time);
        let steps = usize::try_from(steps).unwrap();
        compare(&events, steps, window);
        levels[brute_force(&events, steps, window, false)] += 1;
    }
    // The test would prove nothing if hardly any user came anywhere.
    assert!(levels[..=4].iter().all(|&users| users > 400), "levels are too uneven: {levels:?}");
}

fn user() -> impl Strategy<Value = (Vec<Event>, usize, u64)> {
    (1..=5_usize, 0..12_u64).prop_flat_map(|(steps, window)| {
        let event =
            (-6..6_i64, 0..1_u32 << steps).prop_map(|(time, steps)| Event { user: 7, time, steps });
        (prop::collection::vec(event, 0..9), Just(steps), Just(window))
    })
}

proptest! {
    #[test]
    fn any_user_as_by_brute_force((mut events, steps, window) in user()) {
        events.sort_by_key(|event| event.time);
        compare(&events, steps, window);
    }

    /// The order of arrival within an instant says nothing.
    #[test]
    fn ties_have_no_order((mut events, steps, window) in user()) {
        events.sort_by_key(|event| event.time);
        let mut turned = events.clone();
        turned.reverse();
        turned.sort_by_key(|event| event.time);
        let mut funnel = Funnel::new(steps, window, Semantics::Distinct).unwrap();
        prop_assert_eq!(funnel.level(&events), funnel.level(&turned));
    }

    /// A wider window never loses anyone.
    #[test]
    fn a_wider_window_reaches_no_less((mut events, steps, window) in user(), more in 0..9_u64) {
        events.sort_by_key(|event| event.time);
        let level = |window| {
            Funnel::new(steps, window, Semantics::Distinct).unwrap().level(&events)
        };
        prop_assert!(level(window) <= level(window + more));
    }

    /// Nothing a user can do makes any meaning panic or go beyond the last step.
    #[test]
    fn levels_stay_within_the_steps(
        steps in 1..=MAX_STEPS,
        mut events in prop::collection::vec((any::<i64>(), any::<u32>()), 0..12),
        window in any::<u64>(),
        switches in any::<[bool; 5]>(),
    ) {
        events.sort_unstable();
        let mask = u32::MAX >> (MAX_STEPS - steps);
        let events: Vec<Event> = events
            .into_iter()
            .map(|(time, steps)| Event { user: 0, time, steps: steps & mask })
            .collect();
        let [deduplication, order, increase, once, reentry] = switches;
        let modes = Modes { deduplication, order, increase, once, reentry: reentry && order };
        for semantics in [Semantics::Distinct, Semantics::Increasing, Semantics::ClickHouse(modes)] {
            prop_assert!(Funnel::new(steps, window, semantics).unwrap().level(&events) <= steps);
        }
    }
}

/// A day known only by its date: thousands of events in one instant are still quick to match.
#[test]
fn a_crowded_instant_is_matched_exactly() {
    let steps = MAX_STEPS;
    // Every event serves as either of two neighbouring steps; one event for each step but the last two.
    let mut events: Vec<Event> =
        (0..steps - 1).map(|i| Event { user: 0, time: 5, steps: 0b11 << i }).collect();
    let mut funnel = Funnel::new(steps, 0, Semantics::Distinct).unwrap();
    assert_eq!(funnel.level(&events), steps - 1, "31 events cannot be 32 steps");
    events.push(Event { user: 0, time: 5, steps: 1 });
    assert_eq!(funnel.level(&events), steps, "32 can");
    events.extend((0..50_000).map(|i| Event { user: 0, time: 5, steps: i }));
    events.retain(|event| event.steps != 0);
    assert_eq!(funnel.level(&events), steps);
}

#[test]
fn a_funnel_has_one_to_thirty_two_steps() {
    for steps in [0, MAX_STEPS + 1] {
        let error = Funnel::new(steps, 1, Semantics::Distinct).unwrap_err();
        assert_eq!(error, FunnelError::Steps(steps));
    }
}

#[test]
fn modes_are_refused_as_clickhouse_refuses_them() {
    assert_eq!(Modes::from_names(["strict"]), Err(ModeError::Renamed));
    assert_eq!(Modes::from_names(["allow_reentry"]), Err(ModeError::Reentry));
    assert_eq!(Modes::from_names(["lenient"]), Err(ModeError::Unknown("lenient".into())));
    let modes = Modes::from_names(["allow_reentry", "strict_order"]).unwrap();
    assert_eq!(modes.names(), ["strict_order", "allow_reentry"]);
}
