//! The queue: nothing lost, nothing out of place, however requests and exits interleave.

use std::cell::RefCell;
use std::collections::BTreeMap;

use percorso_protocol::batch::{Batch, decode};
use proptest::prelude::*;

use super::*;

const HEAD: &str = r#"{"v":1,"by":"wasm","site":"s","page":"0123456789abcdef012345","time":1000"#;

fn event(n: usize, size: usize) -> String {
    format!(r#"["e",{n},{{"pad":"{}"}}]"#, "x".repeat(size))
}

fn filled(sizes: impl IntoIterator<Item = usize>) -> Queue {
    let mut queue = Queue::new();
    for (n, size) in sizes.into_iter().enumerate() {
        queue.push(event(n, size), context(n));
    }
    queue
}

/// Every third event is a view that changes the address.
fn context(n: usize) -> String {
    if n.is_multiple_of(3) { format!(r#""url":"/{n}","referrer":"","#) } else { String::new() }
}

fn read(body: &str) -> Batch {
    let batch = decode(body.as_bytes()).expect("what the tracker writes, the collector reads");
    assert!(batch.dropped.is_empty());
    batch
}

/// The events' numbers, by place in the sequence, after checking each against its place.
fn numbers(batch: &Batch) -> Vec<u64> {
    batch
        .events
        .iter()
        .map(|e| {
            assert_eq!(e.ms, batch.seq + e.index as u64);
            e.ms
        })
        .collect()
}

#[test]
fn a_batch_holds_what_fits_and_the_rest_follows() {
    let mut queue = filled([6_000; 7]);
    let mut seen = Vec::new();
    while !queue.is_empty() {
        let batch = read(&queue.fly(HEAD, 2_000));
        assert_eq!((batch.time, batch.sent), (1_000, 2_000));
        // Address and referrer of the batch are those in force at its first event.
        assert_eq!(batch.url, format!("/{}", batch.seq / 3 * 3));
        seen.push(numbers(&batch));
        queue.landed();
    }
    assert_eq!(seen, [vec![0, 1], vec![2, 3], vec![4, 5], vec![6]]);
}

#[test]
fn an_event_larger_than_a_chunk_goes_alone() {
    let mut queue = filled([10, 30_000, 10]);
    assert_eq!(numbers(&read(&queue.fly(HEAD, 0))), [0]);
    queue.landed();
    assert_eq!(numbers(&read(&queue.fly(HEAD, 0))), [1]);
}

#[test]
fn what_bounced_flies_again_in_its_place() {
    let mut queue = filled([10; 3]);
    let first = queue.fly(HEAD, 0);
    assert!(queue.is_flying());
    queue.bounced();
    assert!(!queue.is_flying());
    assert_eq!(queue.fly(HEAD, 0), first);
}

#[test]
fn leaving_twice_sends_once() {
    let mut queue = filled([6_000; 5]);
    let sent = RefCell::new(Vec::new());
    let beacon = |body: &str| {
        sent.borrow_mut().extend(numbers(&read(body)));
        true
    };
    assert!(queue.leave(HEAD, 0, beacon));
    assert!(queue.leave(HEAD, 0, beacon));
    assert_eq!(*sent.borrow(), [0, 1, 2, 3, 4]);
    // Seen again: no beacon is a proof, so all of it goes once more by request.
    queue.returned();
    assert_eq!(numbers(&read(&queue.fly(HEAD, 0))), [0, 1]);
}

#[test]
fn what_is_in_flight_is_not_beaconed() {
    let mut queue = filled([9_000; 3]);
    assert_eq!(numbers(&read(&queue.fly(HEAD, 0))), [0]);
    let mut sent = Vec::new();
    assert!(queue.leave(HEAD, 0, |body| {
        sent.extend(numbers(&read(body)));
        true
    }));
    assert_eq!(sent, [1, 2]);
}

#[test]
fn a_refused_beacon_is_halved_down_to_one_event() {
    let mut queue = filled([1_000; 8]);
    let mut sizes = Vec::new();
    // A browser with room for little: it takes what holds at most two events, twice.
    let mut room = 2;
    assert!(queue.leave(HEAD, 0, |body| {
        let n = read(body).events.len();
        sizes.push(n);
        let taken = n <= 2 && room > 0;
        room -= i32::from(taken);
        taken
    }));
    assert_eq!(sizes, [8, 4, 2, 6, 3, 1, 5, 2, 1]);
    let mut queue = filled([1_000; 8]);
    assert!(!queue.leave(HEAD, 0, |_| false));
}

#[test]
fn memory_is_bounded_and_the_oldest_go_first() {
    let mut queue = filled([10_000; 200]);
    assert!(queue.bytes() <= KEEP_BYTES);
    let first = read(&queue.fly(HEAD, 0));
    assert!(first.seq > 90);
    numbers(&first);
    // What is pushed out in flight does not shift what the reply confirms.
    for n in 200..400 {
        queue.push(event(n, 10_000), String::new());
    }
    assert!(!queue.is_flying());
    queue.landed();
    numbers(&read(&queue.fly(HEAD, 0)));
}

#[derive(Debug, Clone)]
enum Step {
    Push(usize),
    Fly,
    Land,
    Bounce,
    Leave(usize),
    Return,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..6_000usize).prop_map(Step::Push),
        2 => Just(Step::Fly),
        1 => Just(Step::Land),
        1 => Just(Step::Bounce),
        1 => (0..4usize).prop_map(Step::Leave),
        1 => Just(Step::Return),
    ]
}

proptest! {
    #[test]
    fn every_event_arrives_under_its_own_number(steps in prop::collection::vec(step(), 1..50)) {
        let mut queue = Queue::new();
        let (mut arrived, mut pushed) = (BTreeMap::new(), 0);
        let mut air = None;
        let keep = |arrived: &mut BTreeMap<u64, String>, body: &str| {
            let batch = read(body);
            for (event, number) in batch.events.iter().zip(numbers(&batch)) {
                let text = format!("{:?}", event.params);
                assert_eq!(arrived.entry(number).or_insert_with(|| text.clone()), &text);
            }
        };
        for step in steps {
            match step {
                Step::Push(size) => {
                    queue.push(event(pushed, size), context(pushed));
                    pushed += 1;
                }
                Step::Fly if air.is_none() && !queue.is_empty() => air = Some(queue.fly(HEAD, 0)),
                Step::Land => if let Some(body) = air.take() {
                    keep(&mut arrived, &body);
                    queue.landed();
                },
                Step::Bounce => if air.take().is_some() { queue.bounced() },
                Step::Leave(mut room) => {
                    queue.leave(HEAD, 0, |body| {
                        let taken = room > 0;
                        room = room.saturating_sub(1);
                        if taken { keep(&mut arrived, body) }
                        taken
                    });
                }
                Step::Return => queue.returned(),
                Step::Fly => {}
            }
        }
        // At last the collector answers.
        if air.is_some() { queue.bounced() }
        while !queue.is_empty() {
            keep(&mut arrived, &queue.fly(HEAD, 0));
            queue.landed();
        }
        prop_assert_eq!(arrived.keys().copied().collect::<Vec<_>>(), (0..pushed as u64).collect::<Vec<_>>());
    }
}
