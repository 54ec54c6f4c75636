//! What makes a click dead, slow, rage, an error's or impatience, one by one and for any row of clicks.

use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};

use super::{
    BURST_MS, ERROR_MS, NAVIGATION, PATIENCE_MS, PAY_MS, PAYS, REACTS, REPEATS, SLOW_MS, WORKS,
};
use crate::record::{Hurt, Kind};
use crate::recorder::Signal;
use crate::sink_tests::{Notes, Page};

const BUTTON: u32 = 1;
const MUTATION: u32 = 1;

fn click(element: u32, expects: u32) -> Signal {
    Signal::Clicked { element, expects }
}

const fn bit(hurt: Hurt) -> u32 {
    1 << hurt as u32
}

/// What the clicks at these times on a button get for marks, if nothing follows them.
fn marks(times: &[u32], expects: u32) -> Vec<u32> {
    let notes = Notes::default();
    let mut page = Page::new(&notes);
    for ms in times {
        page.at(*ms, click(BUTTON, expects));
    }
    page.pass(100_000);
    notes.of(Kind::Click).iter().filter_map(|(_, values)| values.last().copied()).collect()
}

/// The record of one click on a button that the page reacts to after so long.
fn reacted(after: u32, expects: u32) -> Vec<(u32, Vec<u32>)> {
    let notes = Notes::default();
    let mut page = Page::new(&notes);
    page.at(50, click(BUTTON, expects)).at(50 + after, Signal::Reacted { reaction: MUTATION });
    page.pass(100_000);
    notes.of(Kind::Click)
}

#[test]
fn a_click_that_nothing_follows_is_dead_at_three_seconds() {
    let notes = Notes::default();
    let mut page = Page::new(&notes);
    page.at(50, click(BUTTON, REACTS)).pass(50 + PATIENCE_MS - 1);
    assert!(notes.records().is_empty() && notes.hurts().is_empty());
    page.pass(50 + PATIENCE_MS);
    assert_eq!(notes.hurts(), [Hurt::Dead]);
    assert_eq!(notes.of(Kind::Click), [(50, vec![BUTTON, 0, 0, bit(Hurt::Dead)])]);
}

#[test]
fn where_nothing_is_expected_nothing_is_missed() {
    assert_eq!(marks(&[50], 0), [0]);
    assert_eq!(reacted(SLOW_MS, 0), [(50, vec![BUTTON, MUTATION, SLOW_MS, 0])]);
}

#[test]
fn a_late_reaction_is_slow_and_a_prompt_one_is_fine() {
    let slow = bit(Hurt::Slow);
    for (after, marks) in [(0, 0), (SLOW_MS - 1, 0), (SLOW_MS, slow), (PATIENCE_MS - 1, slow)] {
        assert_eq!(reacted(after, REACTS), [(50, vec![BUTTON, MUTATION, after, marks])]);
    }
}

#[test]
fn the_first_reaction_counts() {
    let notes = Notes::default();
    let mut page = Page::new(&notes);
    page.at(50, click(BUTTON, REACTS)).at(60, Signal::Reacted { reaction: 5 });
    page.at(70, Signal::Reacted { reaction: MUTATION }).pass(10_000);
    assert_eq!(notes.of(Kind::Click), [(50, vec![BUTTON, 5, 10, 0])]);
}

#[test]
fn the_third_click_of_a_burst_is_rage_and_no_other() {
    let (dead, rage) = (bit(Hurt::Dead), bit(Hurt::Rage));
    let burst: Vec<u32> = (1..=5).map(|n| n * BURST_MS / 2).collect();
    assert_eq!(marks(&burst, REACTS), [dead, dead, dead | rage, dead, dead]);
    assert_eq!(marks(&[1, 1 + BURST_MS, 1 + 2 * BURST_MS], REACTS), [dead, dead, dead | rage]);
    assert_eq!(marks(&[1, 2 + BURST_MS, 3 + 2 * BURST_MS], REACTS), [dead; 3]);
}

#[test]
fn rage_is_told_at_once_and_once() {
    let notes = Notes::default();
    let mut page = Page::new(&notes);
    for ms in [10, 200, 400, 600, 800, 1_000] {
        page.at(ms, click(BUTTON, REACTS));
    }
    assert_eq!(notes.hurts(), [Hurt::Rage]);
}

#[test]
fn clicks_meant_many_times_are_no_rage() {
    let dead = bit(Hurt::Dead);
    assert_eq!(marks(&[10, 200, 400, 600], REACTS | REPEATS), [dead; 4]);
    assert_eq!(marks(&[10, 200, 400, 600], 0), [0; 4]);
}

#[test]
fn another_element_or_a_reaction_ends_the_burst() {
    let notes = Notes::default();
    let mut page = Page::new(&notes);
    page.at(10, click(1, REACTS)).at(200, click(1, REACTS)).at(300, click(2, REACTS));
    page.at(400, click(1, REACTS)).at(500, click(1, REACTS));
    page.at(600, Signal::Reacted { reaction: MUTATION }).at(700, click(1, REACTS));
    page.at(800, click(1, REACTS));
    assert_eq!(notes.hurts(), []);
}

#[test]
fn a_reaction_answers_all_clicks_on_its_element_and_no_others() {
    let notes = Notes::default();
    let mut page = Page::new(&notes);
    page.at(10, click(2, REACTS)).at(20, click(1, REACTS)).at(40, click(1, REACTS));
    page.at(100, Signal::Reacted { reaction: MUTATION }).pass(10_000);
    let expected = [
        (10, vec![2, 0, 0, bit(Hurt::Dead)]),
        (20, vec![1, MUTATION, 80, 0]),
        (40, vec![1, MUTATION, 60, 0]),
    ];
    assert_eq!(notes.of(Kind::Click), expected);
}

#[test]
fn a_script_that_fails_within_two_seconds_is_the_clicks() {
    for (after, mark) in [(0, bit(Hurt::Error)), (ERROR_MS, bit(Hurt::Error)), (ERROR_MS + 1, 0)] {
        let notes = Notes::default();
        let mut page = Page::new(&notes);
        page.at(50, click(BUTTON, REACTS)).at(50, Signal::Reacted { reaction: MUTATION });
        page.at(50 + after, Signal::Erred).at(50 + after, Signal::Erred).pass(10_000);
        assert_eq!(notes.of(Kind::Click), [(50, vec![BUTTON, MUTATION, 0, mark])]);
        assert_eq!(notes.hurts().len(), usize::from(mark > 0), "told once");
    }
}

#[test]
fn paying_again_within_ten_seconds_is_impatience() {
    let (dead, pay) = (bit(Hurt::Dead), bit(Hurt::Pay));
    assert_eq!(marks(&[50, 49 + PAY_MS], REACTS | PAYS), [dead, dead | pay]);
    assert_eq!(marks(&[50, 50 + PAY_MS], REACTS | PAYS), [dead, dead]);
    let notes = Notes::default();
    Page::new(&notes).at(50, click(1, PAYS)).at(90, click(2, PAYS)).at(99, click(1, PAYS));
    assert_eq!(notes.hurts(), [], "another button is another try");
}

#[test]
fn what_pays_may_say_that_it_works_but_no_longer_something_else() {
    let pays_after = |expects| {
        let notes = Notes::default();
        Page::new(&notes).at(50, click(BUTTON, PAYS)).at(900, click(BUTTON, expects));
        notes.hurts()
    };
    assert_eq!(pays_after(WORKS), [Hurt::Pay]);
    assert_eq!(pays_after(REACTS | REPEATS | super::SWIPES), []);
}

#[test]
fn of_swipes_only_the_dead_are_told() {
    let notes = Notes::default();
    let mut page = Page::new(&notes);
    page.at(50, click(4, REACTS | super::SWIPES)).at(60, Signal::Reacted { reaction: 3 });
    page.at(5_000, click(5, REACTS | super::SWIPES)).pass(10_000);
    assert_eq!(notes.hurts(), [Hurt::DeadSwipe]);
    assert_eq!(notes.records(), [(Kind::Friction, 5_000, vec![Hurt::DeadSwipe as u32, 5])]);
}

#[test]
fn leaving_tells_what_waits_and_blames_nobody() {
    let notes = Notes::default();
    let mut page = Page::new(&notes);
    page.at(50, click(BUTTON, REACTS)).at(90, Signal::Left).at(95, Signal::Left);
    assert_eq!(notes.of(Kind::Click), [(50, vec![BUTTON, 0, 0, 0])]);
    page.at(100, click(BUTTON, REACTS)).at(130, Signal::Turned).pass(10_000);
    assert_eq!(notes.of(Kind::Click).last(), Some(&(100, vec![BUTTON, NAVIGATION, 30, 0])));
    assert_eq!(notes.hurts(), []);
}

/// Signals that clicks hear, most of them clicks.
fn signals() -> impl Strategy<Value = Signal> {
    prop_oneof![
        6 => (1..5u32, 0..8u32, any::<bool>()).prop_map(|(element, expects, works)| {
            click(element, expects | (u32::from(works) * WORKS))
        }),
        2 => (1..10u32).prop_map(|reaction| Signal::Reacted { reaction }),
        1 => any::<bool>().prop_map(|left| if left { Signal::Left } else { Signal::Turned }),
        1 => proptest::strategy::Just(Signal::Erred),
    ]
}

proptest! {
    /// More than the ring holds goes out early, and is lost neither.
    #[test]
    fn every_click_is_told_once_and_in_order(
        row in proptest::collection::vec((prop_oneof![0..30u32, 0..4_000u32], signals()), 0..120)
    ) {
        let notes = Notes::default();
        let mut page = Page::new(&notes);
        let mut clicks = Vec::new();
        let mut ms = 1;
        for (after, signal) in row {
            ms += after;
            page.at(ms, signal);
            if let Signal::Clicked { element, expects } = signal {
                clicks.push((ms, element, expects));
            }
        }
        page.pass(ms + PATIENCE_MS);
        let told = notes.of(Kind::Click);
        prop_assert_eq!(told.len(), clicks.len());
        let mut paid = [false; 5];
        for ((ms, values), (clicked, element, expects)) in told.into_iter().zip(clicks) {
            let [of, reaction, react_ms, marks] = values[..] else { panic!("{values:?}") };
            prop_assert_eq!((ms, of), (clicked, element));
            prop_assert!(react_ms <= PATIENCE_MS && (reaction > 0 || react_ms == 0));
            let has = |hurt| marks & bit(hurt) > 0;
            prop_assert!(!has(Hurt::Dead) || (reaction == 0 && expects & REACTS > 0));
            let slow = reaction > 0 && react_ms >= SLOW_MS && expects & REACTS > 0;
            prop_assert_eq!(has(Hurt::Slow), slow);
            prop_assert!(!has(Hurt::Rage) || expects & (REACTS | REPEATS) == REACTS);
            prop_assert!(!has(Hurt::Pay) || paid[element as usize] && expects & (PAYS | WORKS) > 0);
            paid[element as usize] |= expects & PAYS > 0;
        }
    }
}
