//! Chains against all that could be made of a few events, and by hand.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

/// A chain that somebody tried: the places of its events, and its steps.
type Tried = (Vec<usize>, Vec<usize>);

/// Every chain that these events make, by trying them all.
fn every_chain(plan: &Plan, events: &[Event]) -> Vec<Tried> {
    let mut all = Vec::new();
    for (place, event) in events.iter().enumerate() {
        for step in 0..plan.steps.len() {
            if event.steps >> step & 1 == 1 && (step == 0 || plan.open) {
                go_on(plan, events, &(vec![place], vec![step]), &mut all);
            }
        }
    }
    all
}

fn go_on(plan: &Plan, events: &[Event], chain: &Tried, all: &mut Vec<Tried>) {
    all.push(chain.clone());
    let (here, standing) = (*chain.0.last().unwrap(), *chain.1.last().unwrap());
    for place in here + 1..events.len() {
        let between = &events[here + 1..=place];
        let broken = plan.exclusions.iter().enumerate().any(|(number, exclusion)| {
            (exclusion.after..exclusion.before).contains(&standing)
                && between.iter().any(|event| event.breaks >> number & 1 == 1)
        });
        let late = gap(events[chain.0[0]].time, events[place].time) > plan.window;
        if broken || late || plan.order == Order::Strict && place != here + 1 {
            break;
        }
        for step in standing + 1..plan.steps.len() {
            let skipped = standing + 1..step;
            let near = plan.steps[step]
                .within
                .is_none_or(|most| gap(events[here].time, events[place].time) <= most);
            if events[place].steps >> step & 1 == 1
                && near
                && skipped.clone().all(|step| plan.steps[step].optional)
            {
                let (mut places, mut steps) = chain.clone();
                places.push(place);
                steps.push(step);
                go_on(plan, events, &(places, steps), all);
            }
        }
    }
}

/// The most steps in any order, by trying which event serves as which step.
fn most(plan: &Plan, events: &[Event]) -> usize {
    fn serve(plan: &Plan, events: &[Event], from: usize, done: u32, first: Option<usize>) -> usize {
        let mut best = done.count_ones() as usize;
        for place in from..events.len() {
            let event = &events[place];
            if let Some(first) = first {
                let broken = events[first + 1..=place].iter().any(|event| event.breaks != 0);
                if broken || gap(events[first].time, event.time) > plan.window {
                    break;
                }
            } else if event.breaks != 0 {
                continue;
            }
            for step in 0..plan.steps.len() {
                if event.steps >> step & 1 == 1 && done >> step & 1 == 0 {
                    let first = Some(first.unwrap_or(place));
                    best = best.max(serve(plan, events, place + 1, done | 1 << step, first));
                }
            }
        }
        best
    }
    serve(plan, events, 0, 0, None)
}

fn plans() -> impl Strategy<Value = Plan> {
    let step = (any::<bool>(), prop::option::of(0_u64..6));
    let order = prop::sample::select(vec![Order::Sequential, Order::Strict, Order::Any]);
    let exclusions = vec((0_usize..3, 1_usize..4), 0..3);
    (vec(step, 1..5), 0_u64..12, order, any::<bool>(), exclusions).prop_map(
        |(steps, window, order, open, exclusions)| {
            let count = steps.len();
            let step = |(at, (optional, within)): (usize, (bool, Option<u64>))| Step {
                optional: optional && at > 0,
                within,
            };
            let steps = steps.into_iter().enumerate().map(step).collect();
            let exclusions = exclusions
                .into_iter()
                .filter(|(after, before)| after < before && *before < count)
                .map(|(after, before)| Exclusion { after, before })
                .collect();
            Plan { steps, window, order, open, exclusions, attribution: Attribution::First }
        },
    )
}

fn histories() -> impl Strategy<Value = Vec<Event>> {
    let steps = prop_oneof![
        4 => (0_u32..4).prop_map(|bit| 1 << bit),
        1 => 0_u32..16,
    ];
    vec((0_i64..3, steps, prop_oneof![6 => Just(0_u32), 1 => 0_u32..4]), 0..8).prop_map(|all| {
        let mut time = 0;
        all.into_iter()
            .zip(1..)
            .map(|((wait, steps, breaks), part)| {
                time += wait;
                Event { time, steps, breaks, part }
            })
            .collect()
    })
}

/// Without steps that the plan does not have.
fn known(plan: &Plan, events: Vec<Event>) -> Vec<Event> {
    let known = (1_u32 << plan.steps.len()) - 1;
    events.into_iter().map(|event| Event { steps: event.steps & known, ..event }).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn the_best_is_the_best_of_all_that_can_be(plan in plans(), events in histories()) {
        let events = known(&plan, events);
        let outcome = plan.best(&events);
        if plan.order == Order::Any {
            prop_assert_eq!(outcome.last().map_or(0, |last| last + 1), most(&plan, &events));
            return Ok(());
        }
        let chains = every_chain(&plan, &events);
        for step in 0..plan.steps.len() {
            let ending = || chains.iter().filter(move |(_, steps)| steps.last() == Some(&step));
            prop_assert_eq!(outcome.has(step), ending().next().is_some(), "step {}", step);
            let alone = outcome.has(step) && step > 0 && ending().all(|(_, steps)| steps.len() == 1);
            prop_assert_eq!(outcome.entered >> step & 1 == 1, alone, "entered at {}", step);
            let Some(first) = ending().map(|(places, _)| *places.last().unwrap()).min() else { continue };
            prop_assert_eq!(outcome.at[step], events[first].time);
            if !plan.open {
                let there = ending().filter(|(places, _)| places.last() == Some(&first));
                let start = there.map(|(places, _)| events[places[0]].time).max().unwrap();
                prop_assert_eq!(outcome.from_start[step], events[first].time - start);
            }
        }
    }

    #[test]
    fn an_entry_comes_no_further_than_the_best_and_one_does_when_any_step_counts(
        plan in plans(), events in histories()
    ) {
        let events = known(&plan, events);
        let best = plan.best(&events);
        let entries = plan.entries(&events);
        for entry in &entries {
            prop_assert!(entry.last() <= best.last());
        }
        if plan.steps.len() == 1 {
            prop_assert_eq!(entries.is_empty(), best.last().is_none());
        }
        // Entries begin one after the other.
        prop_assert!(entries.windows(2).all(|pair| pair[0].began <= pair[1].began));
    }

    #[test]
    fn without_conditions_and_ties_it_is_the_plain_funnel(
        steps in vec(0_u32..16, 0..12), waits in vec(1_i64..4, 12), window in 0_u64..20
    ) {
        use crate::journey::funnel::{self, Funnel, Semantics};
        let mut time = 0;
        let events: Vec<_> = steps.iter().zip(&waits).map(|(&steps, wait)| {
            time += wait;
            Event { time, steps, breaks: 0, part: 0 }
        }).collect();
        let plan = Plan { steps: vec![Step::default(); 4], window, ..Plan::default() };
        let plain: Vec<_> =
            events.iter().map(|e| funnel::Event { user: 1, time: e.time, steps: e.steps }).collect();
        let level = Funnel::new(4, window, Semantics::Distinct).unwrap().level(&plain);
        prop_assert_eq!(plan.best(&events).last().map_or(0, |last| last + 1), level);
    }
}

fn told(text: &str) -> Vec<Event> {
    let event = |(time, word): (i64, &str)| Event {
        time,
        steps: word.bytes().filter(u8::is_ascii_uppercase).fold(0, |all, b| all | 1 << (b - b'A')),
        breaks: u32::from(word.contains('x')),
        part: u32::try_from(time).unwrap() + 1,
    };
    (0..).zip(text.split(' ')).map(event).collect()
}

#[test]
fn entries_are_counted_one_by_one() {
    let plan = Plan { steps: vec![Step::default(); 2], window: 10, ..Plan::default() };
    let lasts = |text: &str| -> Vec<usize> {
        plan.entries(&told(text)).iter().map(|entry| entry.last().unwrap()).collect()
    };
    assert_eq!(lasts("A B A B A"), [1, 1, 0]);
    // The second A comes while the first entry is under way.
    assert_eq!(lasts("A A B B"), [1]);
    let plan = Plan { exclusions: vec![Exclusion { after: 0, before: 1 }], ..plan };
    let lasts: Vec<_> = plan.entries(&told("A x A B")).iter().map(|e| e.last().unwrap()).collect();
    assert_eq!(lasts, [0, 1]);
}

/// By hand: the third step is done 3 after the second of its own window, and 8 after its first; that two
/// had been done long before says nothing of it.
#[test]
fn in_any_order_a_step_takes_as_long_as_from_the_one_before_in_its_window() {
    let plan =
        Plan { steps: vec![Step::default(); 3], window: 10, order: Order::Any, ..Plan::default() };
    let outcome = plan.best(&told("A B . . . . . . . . . . . . . . A . . . . B . . C"));
    assert_eq!((outcome.from_start[1], outcome.from_step[1]), (1, 1));
    assert_eq!((outcome.from_start[2], outcome.from_step[2]), (8, 3));
}

#[test]
fn what_a_chain_is_told_apart_by() {
    let plan = |attribution| Plan {
        steps: vec![Step::default(); 3],
        window: 9,
        attribution,
        ..Plan::default()
    };
    let part = |attribution| plan(attribution).best(&told("A B C")).part;
    assert_eq!(part(Attribution::First), 1);
    assert_eq!(part(Attribution::Last), 3);
    assert_eq!(part(Attribution::Step(1)), 2);
    assert_eq!(plan(Attribution::Step(2)).best(&told("A B")).part, 0);
}
