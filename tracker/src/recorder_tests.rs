//! The machines together, under any signals at any times.

use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};

use super::{Recorder, Signal};
use crate::record::{Hurt, Kind};
use crate::sink_tests::{Notes, Page};

/// A small number mostly, any at times.
fn number(to: u32) -> impl Strategy<Value = u32> {
    prop_oneof![8 => 0..to, 1 => any::<u32>()]
}

fn signals() -> impl Strategy<Value = Signal> {
    let click =
        (number(5), 0..16u32).prop_map(|(element, expects)| Signal::Clicked { element, expects });
    let plain = (0..5usize).prop_map(|at| {
        [Signal::Turned, Signal::Left, Signal::Erred, Signal::Wavered, Signal::Scrolled][at]
    });
    let field = (number(70), number(20)).prop_map(|(field, form)| Signal::Focused { field, form });
    prop_oneof![
        plain,
        click,
        field,
        any::<bool>().prop_map(|watched| Signal::Watched { watched }),
        number(10).prop_map(|reaction| Signal::Reacted { reaction }),
        (number(60), any::<bool>()).prop_map(|(spot, is_form)| Signal::Entered { spot, is_form }),
        (number(60), any::<bool>()).prop_map(|(spot, is_form)| Signal::Exited { spot, is_form }),
        number(70).prop_map(|field| Signal::Blurred { field }),
        (number(70), number(4)).prop_map(|(field, how)| Signal::Edited { field, how }),
        (number(70), number(20)).prop_map(|(field, form)| Signal::Failed { field, form }),
        (number(20), any::<bool>()).prop_map(|(form, on)| Signal::Submitted { form, on }),
        number(600).prop_map(|status| Signal::Answered { status }),
    ]
}

#[test]
fn a_quiet_page_sets_no_alarm_and_says_nothing() {
    let notes = Notes::default();
    let mut page = Page::new(&notes);
    for signal in [Signal::Scrolled, Signal::Erred, Signal::Wavered, Signal::Left, Signal::Turned] {
        page.at(10, signal);
    }
    assert_eq!((page.alarm, notes.records()), (None, Vec::new()));
}

#[test]
fn a_nearer_end_moves_the_alarm_and_a_farther_one_does_not() {
    let notes = Notes::default();
    let mut page = Page::new(&notes);
    page.at(100, Signal::Clicked { element: 1, expects: 1 });
    assert_eq!(page.alarm, Some(3_100));
    page.at(200, Signal::Watched { watched: true });
    page.at(200, Signal::Entered { spot: 0, is_form: true });
    assert_eq!(page.alarm, Some(1_200));
    page.at(300, Signal::Clicked { element: 1, expects: 1 });
    assert_eq!(page.alarm, Some(1_200));
    page.pass(1_200);
    assert_eq!(page.alarm, Some(3_100));
    page.pass(3_100);
    assert_eq!(page.alarm, Some(3_300));
}

#[test]
fn an_alarm_that_rings_early_is_set_again() {
    let notes = Notes::default();
    let mut page = Page::new(&notes);
    page.at(100, Signal::Clicked { element: 1, expects: 1 }).at(3_099, Signal::Woken);
    assert_eq!((page.alarm, notes.hurts()), (Some(3_100), Vec::new()));
}

#[test]
fn a_thrashed_cursor_hurts_and_is_recorded() {
    let notes = Notes::default();
    let mut page = Page::new(&notes);
    for ms in 1..=21 {
        page.at(ms * 50, Signal::Wavered);
    }
    assert_eq!(notes.hurts(), [Hurt::ThrashedCursor]);
    assert_eq!(notes.records(), [(Kind::Friction, 1_050, vec![Hurt::ThrashedCursor as u32])]);
}

proptest! {
    /// A clock that is set, numbers out of bounds: the page's tracker goes on. The sink checks the shapes.
    #[test]
    fn no_signal_at_any_time_panics(row in proptest::collection::vec((number(20_000), signals()), 0..90)) {
        let mut recorder = Recorder::new(Notes::default());
        for (ms, signal) in row {
            recorder.signal(ms, signal);
            recorder.signal(ms, Signal::Woken);
        }
    }

    /// What waits for its time never waits without an alarm, nor for one that rings too late.
    #[test]
    fn the_alarm_is_never_missed(row in proptest::collection::vec((0..2_500u32, signals()), 0..80)) {
        let notes = Notes::default();
        let mut page = Page::new(&notes);
        let mut ms = 1;
        for (after, signal) in row {
            ms += after;
            page.at(ms, signal);
            let recorder = &page.recorder;
            let due = recorder.clicks.due().min(recorder.attention.due());
            prop_assert!(due == u32::MAX || page.alarm.is_some_and(|alarm| alarm <= due.max(ms)));
        }
        page.pass(ms + 20_000);
        prop_assert_eq!(page.alarm, None, "it comes to rest");
        let recorder = &page.recorder;
        let due = recorder.clicks.due().min(recorder.attention.due());
        prop_assert_eq!(due, u32::MAX);
    }
}
