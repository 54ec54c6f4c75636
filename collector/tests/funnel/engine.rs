//! The engine against ClickHouse's answers.

use percorso::journey::funnel::{Event, Funnel, Modes, Semantics};

use super::fixtures;

fn level(
    modes: &[String],
    window: u64,
    steps: &[Vec<String>],
    events: impl Iterator<Item = (i64, String)>,
) -> usize {
    let bits = |name: &String| {
        (0..)
            .zip(steps)
            .filter(|(_, names)| names.contains(name))
            .fold(0, |all, (i, _)| all | 1 << i)
    };
    let mut events: Vec<Event> =
        events.map(|(time, name)| Event { user: 0, time, steps: bits(&name) }).collect();
    events.sort_by_key(|event| event.time);
    let modes = Modes::from_names(modes.iter().map(String::as_str)).unwrap();
    Funnel::new(steps.len(), window, Semantics::ClickHouse(modes)).unwrap().level(&events)
}

#[test]
fn clickhouses_own_cases() {
    let Some(cases) = fixtures::cases() else { return };
    assert_eq!(cases.len(), 41);
    for case in cases {
        for (user, expected) in &case.expect {
            let events = case.events.iter().filter(|(who, ..)| who.to_string() == *user);
            let events = events.map(|(_, time, name)| (*time, name.clone()));
            let level = level(&case.modes, case.window, &case.steps, events);
            assert_eq!(level, *expected, "{}, user {user}", case.name);
        }
    }
}

#[test]
fn four_thousand_random_users() {
    let Some(vectors) = fixtures::vectors() else { return };
    assert_eq!(vectors.len(), 4_000);
    let wrong: Vec<_> = vectors
        .iter()
        .filter(|v| level(&v.modes, v.window, &v.steps, v.events.iter().cloned()) != v.level)
        .collect();
    assert!(wrong.is_empty(), "{} of 4,000 differ, such as {:?}", wrong.len(), wrong.first());
}
