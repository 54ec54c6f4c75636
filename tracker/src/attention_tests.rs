//! Who has seen what, and for how long: the definitions, and the bound no time may pass.

use proptest::prelude::{Strategy, any, prop_assert, prop_oneof, proptest};

use super::{ATTENDED, SCROLLING_MS, SEEN, SEEN_MS, STOPPED, STOPPED_MS, VIEWED};
use crate::record::Kind;
use crate::recorder::Signal;
use crate::sink_tests::{Notes, Page};

const BANNER: u32 = 3;

fn enter(spot: u32) -> Signal {
    Signal::Entered { spot, is_form: false }
}

fn exit(spot: u32) -> Signal {
    Signal::Exited { spot, is_form: false }
}

fn watch(watched: bool) -> Signal {
    Signal::Watched { watched }
}

fn told(notes: &Notes) -> Vec<(u32, Vec<u32>)> {
    notes.of(Kind::Touchpoint)
}

#[test]
fn a_second_in_view_is_seen_once() {
    let notes = Notes::default();
    let mut page = Page::new(&notes);
    page.at(1, watch(true)).at(100, enter(BANNER)).pass(99 + SEEN_MS);
    assert_eq!(told(&notes), []);
    page.pass(100 + SEEN_MS);
    page.at(5_000, exit(BANNER)).at(6_000, enter(BANNER)).pass(9_000);
    assert_eq!(told(&notes), [(100 + SEEN_MS, vec![BANNER, SEEN])]);
}

#[test]
fn a_glimpse_is_not_seen() {
    let notes = Notes::default();
    let mut page = Page::new(&notes);
    page.at(1, watch(true));
    for ms in (100..9_000).step_by(1_000) {
        page.at(ms, enter(BANNER)).at(ms + SEEN_MS - 1, exit(BANNER));
    }
    assert_eq!(told(&notes), []);
}

#[test]
fn only_watched_time_counts() {
    let notes = Notes::default();
    let mut page = Page::new(&notes);
    page.at(100, enter(BANNER)).at(5_000, watch(true)).at(5_400, watch(false));
    page.at(8_000, watch(true)).at(8_500, watch(false)).at(9_000, Signal::Left);
    assert_eq!(told(&notes), [(9_000, vec![BANNER, ATTENDED, 900])], "and is not seen by halves");
    page.at(10_000, watch(true)).pass(20_000);
    assert_eq!(told(&notes).last(), Some(&(10_000 + SEEN_MS, vec![BANNER, SEEN])));
}

#[test]
fn attended_time_is_told_in_parts_that_add_up() {
    let notes = Notes::default();
    let mut page = Page::new(&notes);
    page.at(10, watch(true)).at(10, enter(BANNER)).at(510, Signal::Left);
    page.at(510, Signal::Left).at(810, Signal::Left).at(910, exit(BANNER)).at(2_000, Signal::Left);
    let parts = [(510, vec![BANNER, ATTENDED, 500]), (810, vec![BANNER, ATTENDED, 300])];
    assert_eq!(told(&notes)[..2], parts);
    assert_eq!(told(&notes)[2..], [(2_000, vec![BANNER, ATTENDED, 100])]);
}

#[test]
fn elements_of_one_name_are_one_touchpoint() {
    let notes = Notes::default();
    let mut page = Page::new(&notes);
    page.at(10, watch(true)).at(10, enter(BANNER)).at(200, enter(BANNER)).at(300, exit(BANNER));
    page.at(400, exit(BANNER)).at(500, exit(BANNER)).at(900, Signal::Left);
    assert_eq!(told(&notes), [(900, vec![BANNER, ATTENDED, 390])]);
}

#[test]
fn what_ends_a_scroll_has_stopped_it() {
    let stopped = |entered: u32, scrolled: u32| {
        let notes = Notes::default();
        let mut page = Page::new(&notes);
        page.at(1, watch(true)).at(1_000, Signal::Scrolled).at(entered, enter(BANNER));
        page.at(scrolled, Signal::Scrolled).pass(9_000);
        told(&notes).iter().any(|(_, values)| *values == [BANNER, STOPPED])
    };
    assert!(stopped(999 + SCROLLING_MS, 1_200));
    assert!(!stopped(1_000 + SCROLLING_MS, 1_200), "it came by itself");
    let last = 1_100 + SEEN_MS - STOPPED_MS;
    assert!(stopped(1_100, last) && !stopped(1_100, last + 1), "who scrolls on has not stopped");
}

#[test]
fn another_view_is_seen_anew_but_stops_no_scroll() {
    let notes = Notes::default();
    let mut page = Page::new(&notes);
    page.at(1, watch(true)).at(50, Signal::Scrolled).at(60, enter(BANNER)).pass(3_000);
    page.at(3_000, Signal::Turned).pass(9_000);
    let actions: Vec<_> = told(&notes).iter().map(|(ms, values)| (*ms, values[1])).collect();
    assert_eq!(actions, [(1_060, SEEN), (1_060, STOPPED), (3_000, ATTENDED), (4_000, SEEN)]);
}

#[test]
fn a_form_is_viewed_and_nothing_else() {
    let notes = Notes::default();
    let mut page = Page::new(&notes);
    page.at(1, watch(true)).at(10, Signal::Scrolled);
    page.at(20, Signal::Entered { spot: 15, is_form: true }).at(9_000, Signal::Left);
    assert_eq!(notes.records(), [(Kind::Form, 20 + SEEN_MS, vec![15, VIEWED])]);
}

#[test]
fn beyond_the_last_place_nothing_is_told() {
    let notes = Notes::default();
    let mut page = Page::new(&notes);
    page.at(1, watch(true));
    let beyond = [(48, false), (63, false), (u32::MAX, false), (32, true), (80, true)];
    for (ms, (spot, is_form)) in (10..).step_by(1_500).zip(beyond) {
        page.at(ms, Signal::Entered { spot, is_form });
        page.at(ms + 1_400, Signal::Exited { spot, is_form });
    }
    page.at(9_000, Signal::Left);
    assert_eq!(notes.records(), []);
}

proptest! {
    /// However often it comes and goes, a touchpoint is attended no longer than it was in view and watched.
    #[test]
    fn attended_time_is_the_time_in_view_and_watched(
        row in proptest::collection::vec((0..900u32, prop_oneof![
            (0..4u32).prop_map(enter),
            (0..4u32).prop_map(exit),
            any::<bool>().prop_map(watch),
            any::<bool>().prop_map(|left| if left { Signal::Left } else { Signal::Turned }),
            proptest::strategy::Just(Signal::Scrolled),
        ]), 0..80)
    ) {
        let notes = Notes::default();
        let mut page = Page::new(&notes);
        let (mut in_view, mut expected, mut watched, mut ms) = ([0_u32; 4], [0; 4], false, 1);
        for (after, signal) in row {
            ms += after;
            page.at(ms, signal);
            for (in_view, sum) in in_view.iter().zip(&mut expected) {
                *sum += if watched && *in_view > 0 { after } else { 0 };
            }
            match signal {
                Signal::Entered { spot, .. } => in_view[spot as usize] += 1,
                Signal::Exited { spot, .. } => {
                    in_view[spot as usize] = in_view[spot as usize].saturating_sub(1);
                }
                Signal::Watched { watched: now } => watched = now,
                _ => {}
            }
        }
        page.at(ms, Signal::Left);
        let mut sums = [0; 4];
        for (_, values) in told(&notes) {
            if values[1] == ATTENDED {
                sums[values[0] as usize] += values[2];
            }
        }
        prop_assert!(sums == expected, "{sums:?} {expected:?}");
        prop_assert!(sums.iter().all(|sum| *sum <= ms));
    }
}
