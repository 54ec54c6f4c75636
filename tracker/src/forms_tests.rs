//! Forms and fields by Zuko's definitions, one by one, and that the parts told add up to the whole.

use proptest::prelude::{Strategy, prop_assert_eq, prop_oneof, proptest};

use super::{INVALID, LEFT, NAVIGATION, NOTHING, OUTCOME_MS, REQUEST, STARTED, SUBMITTED};
use crate::record::Kind;
use crate::recorder::Signal::{self, Answered, Blurred, Edited, Failed, Focused, Left, Submitted};
use crate::sink_tests::{Notes, Page};

const FORM: u32 = 2;
const NAME: u32 = 1;
const MAIL: u32 = 2;

// How a field is edited, as in js/fields.js.
const KEY: u32 = 0;
const CORRECTION: u32 = 1;
const PASTE: u32 = 2;
const AUTOFILL: u32 = 3;
const SENT: Signal = Submitted { form: FORM, on: false };

fn focus(field: u32) -> Signal {
    Focused { field, form: FORM }
}

fn blur(field: u32) -> Signal {
    Blurred { field }
}

fn fail(field: u32) -> Signal {
    Failed { field, form: FORM }
}

fn key(field: u32) -> Signal {
    Edited { field, how: KEY }
}

/// What is told of these signals, of a kind.
fn told(kind: Kind, signals: &[(u32, Signal)]) -> Vec<(u32, Vec<u32>)> {
    let notes = Notes::default();
    let mut page = Page::new(&notes);
    for (ms, signal) in signals {
        page.at(*ms, *signal);
    }
    notes.of(kind)
}

/// Of a field: dirty, visits, returns, milliseconds, hesitation, errors, corrections, pastes, autofills.
fn field(signals: &[(u32, Signal)]) -> Vec<u32> {
    let records = told(Kind::Field, signals);
    let [(_, values)] = &records[..] else { panic!("one record: {records:?}") };
    assert_eq!(values[..2], [FORM, NAME]);
    values[2..].to_vec()
}

#[test]
fn time_in_a_field_and_hesitation_before_the_first_key() {
    let signals = [
        (100, focus(NAME)),
        (900, key(NAME)),
        (1_000, key(NAME)),
        (1_300, blur(NAME)),
        (9_000, Left),
    ];
    assert_eq!(field(&signals), [1, 1, 0, 1_200, 800, 0, 0, 0, 0]);
}

#[test]
fn a_visit_without_an_edit_is_no_return_and_not_dirty() {
    let signals = [
        (100, focus(NAME)),
        (300, blur(NAME)),
        (500, focus(NAME)),
        (600, blur(NAME)),
        (9_000, Left),
    ];
    assert_eq!(field(&signals), [0, 2, 0, 300, 0, 0, 0, 0, 0]);
    assert_eq!(told(Kind::Form, &signals), []);
}

#[test]
fn who_comes_back_to_what_he_wrote_returns() {
    let signals = [
        (100, focus(NAME)),
        (200, key(NAME)),
        (300, blur(NAME)),
        (500, focus(NAME)),
        (600, blur(NAME)),
        (700, focus(NAME)),
        (800, key(NAME)),
        (900, Left),
    ];
    assert_eq!(field(&signals), [1, 3, 2, 500, 100, 0, 0, 0, 0]);
}

#[test]
fn who_comes_back_with_the_window_has_not_left_the_field_nor_spent_the_time_in_it() {
    let signals = [
        (100, focus(NAME)),
        (200, key(NAME)),
        (300, Blurred { field: 0 }),
        (9_000, focus(NAME)),
        (9_100, key(NAME)),
        (9_200, Blurred { field: 0 }),
        (20_000, focus(NAME)),
        (20_050, blur(NAME)),
        (21_000, focus(NAME)),
        (21_100, Left),
    ];
    assert_eq!(field(&signals), [1, 2, 1, 550, 100, 0, 0, 0, 0]);
}

#[test]
fn a_document_of_many_views_has_more_forms_and_fields_than_one() {
    let notes = Notes::default();
    let mut page = Page::new(&notes);
    for view in 0..31 {
        for field in [4 * view + 1, 4 * view + 4] {
            let then = 10 * view + 1;
            page.at(then, Focused { field, form: view });
            page.at(then, key(field)).at(then, blur(field));
        }
        page.at(10 * view + 3, Signal::Turned);
    }
    let fields: Vec<_> = notes.of(Kind::Field).iter().map(|(_, v)| (v[0], v[1])).collect();
    let expect: Vec<_> =
        (0..31).flat_map(|view| [(view, 4 * view + 1), (view, 4 * view + 4)]).collect();
    assert_eq!(fields, expect);
}

#[test]
fn how_it_is_edited_is_counted() {
    let edits = [KEY, CORRECTION, CORRECTION, PASTE, AUTOFILL, CORRECTION, 9, u32::MAX];
    let edits = edits.map(|how| (200, Edited { field: NAME, how }));
    let mut signals = vec![(200, focus(NAME))];
    signals.extend(edits);
    signals.extend([(250, fail(NAME)), (300, Left)]);
    assert_eq!(field(&signals), [1, 1, 0, 100, 0, 1, 3, 1, 1]);
}

#[test]
fn a_field_taken_out_of_the_page_has_the_focus_until_the_next_one() {
    let signals = [(100, focus(NAME)), (400, focus(MAIL)), (1_000, Left)];
    let times: Vec<_> = told(Kind::Field, &signals).iter().map(|(_, v)| (v[1], v[5])).collect();
    assert_eq!(times, [(NAME, 300), (MAIL, 600)]);
}

#[test]
fn a_form_is_started_once_and_left_with_the_field_touched_last() {
    let signals =
        [(100, focus(NAME)), (300, key(NAME)), (400, blur(NAME)), (400, focus(MAIL)), (700, Left)];
    let left = vec![FORM, LEFT, 0, 0, 400, 1, MAIL];
    assert_eq!(told(Kind::Form, &signals), [(300, vec![FORM, STARTED]), (700, left)]);
}

#[test]
fn nothing_is_told_twice() {
    let signals = [(100, focus(NAME)), (300, key(NAME)), (400, blur(NAME))];
    let notes = Notes::default();
    let mut page = Page::new(&notes);
    for (ms, signal) in signals {
        page.at(ms, signal);
    }
    page.at(500, Left);
    let records = notes.records();
    page.at(500, Left).at(9_000, Left).at(9_500, Signal::Turned);
    assert_eq!(notes.records(), records);
}

/// The form's records after one edit, a submission at 1,000, and these.
fn outcome(then: &[(u32, Signal)]) -> Vec<(u32, Vec<u32>)> {
    let mut signals = vec![(100, focus(NAME)), (200, key(NAME)), (1_000, SENT)];
    signals.extend(then);
    told(Kind::Form, &signals).split_off(1)
}

#[test]
fn what_came_of_a_submission() {
    let one = |outcome, status| vec![FORM, SUBMITTED, outcome, status, 800];
    let left = (90_000, Left);
    assert_eq!(outcome(&[(1_500, Left)]), [(1_500, one(NAVIGATION, 0))]);
    for status in [200, 204, 302] {
        let told = outcome(&[(1_300, Answered { status }), left]);
        assert_eq!(told, [(1_300, one(REQUEST, status))], "done with, not left");
    }
    let still_there = (90_000, vec![FORM, LEFT, 0, 0, 89_800, 1, NAME]);
    for status in [0, 404, 503] {
        let told = outcome(&[(1_300, Answered { status }), left]);
        assert_eq!(told, [(1_300, one(REQUEST, status)), still_there.clone()]);
    }
    let told = outcome(&[(1_400, fail(NAME)), (1_400, fail(NAME)), left]);
    assert_eq!(told, [(1_400, one(INVALID, 0)), still_there.clone()]);
    let told = outcome(&[left]);
    assert_eq!(told, [(1_000 + OUTCOME_MS, one(NOTHING, 0)), still_there]);
}

#[test]
fn who_submits_again_gave_up_the_first() {
    let told = outcome(&[(2_000, SENT), (2_100, Answered { status: 200 })]);
    let first = (2_000, vec![FORM, SUBMITTED, NOTHING, 0, 800]);
    assert_eq!(told, [first, (2_100, vec![FORM, SUBMITTED, REQUEST, 200, 1_800])]);
}

#[test]
fn what_a_script_sends_on_later_is_the_same_submission() {
    let (on, left) = ((61_000, Submitted { form: FORM, on: true }), (61_400, Left));
    let one = |outcome| vec![FORM, SUBMITTED, outcome, 0, 800];
    let both = [(1_000 + OUTCOME_MS, one(NOTHING)), (61_400, one(NAVIGATION))];
    assert_eq!(outcome(&[on, left]), both[1..], "filled in as long as before the bank asked");
    assert_eq!(outcome(&[(13_000, Answered { status: 200 }), on, left]), both);
    assert_eq!(outcome(&[(13_000, Left), on, left])[2..], both[1..], "hidden by the bank's app");
    let told = outcome(&[(1_300, Answered { status: 200 }), on, left]);
    assert_eq!(told, [(1_300, vec![FORM, SUBMITTED, REQUEST, 200, 800])], "it was done with");
}

#[test]
fn a_field_that_never_had_the_focus_is_its_neighbours_forms() {
    let filled = [
        (100, focus(NAME)),
        (200, Edited { field: NAME, how: AUTOFILL }),
        (200, Edited { field: MAIL, how: AUTOFILL }),
        (900, Left),
    ];
    let fields = told(Kind::Field, &filled);
    assert_eq!(fields[1], (900, vec![FORM, MAIL, 1, 0, 0, 0, 0, 0, 0, 0, 1]));
    assert_eq!(told(Kind::Form, &filled).len(), 2, "no other form is started");
}

#[test]
fn an_empty_form_that_the_browser_refuses_is_invalid() {
    let refused = [
        (50, Focused { field: 9, form: 0 }),
        (90, blur(9)),
        (100, SENT),
        (100, fail(NAME)),
        (100, fail(MAIL)),
        (900, Left),
    ];
    assert_eq!(told(Kind::Form, &refused), [(100, vec![FORM, SUBMITTED, INVALID, 0, 0])]);
    let errors: Vec<_> = told(Kind::Field, &refused).iter().map(|(_, v)| (v[0], v[7])).collect();
    assert_eq!(errors, [(0, 0), (FORM, 1), (FORM, 1)]);
}

#[test]
fn beyond_the_last_form_or_field_nothing_is_told() {
    for (field, form) in [(128, 0), (u32::MAX, 0), (1, 32), (1, u32::MAX)] {
        let signals = [
            (1, Focused { field, form }),
            (2, key(field)),
            (3, Failed { field, form }),
            (4, blur(field)),
            (5, Submitted { form: form.max(32), on: false }),
            (6, Left),
        ];
        assert_eq!(told(Kind::Field, &signals), [], "{field} of {form}");
        assert_eq!(told(Kind::Form, &signals), []);
    }
}

#[test]
fn a_page_that_complains_as_it_comes_has_its_field_told_and_nothing_submitted() {
    let complained = [(50, fail(NAME)), (900, Left)];
    assert_eq!(field(&complained), [0, 0, 0, 0, 0, 1, 0, 0, 0]);
    assert_eq!(told(Kind::Form, &complained), []);
}

proptest! {
    /// Told in one piece or in many, a field's counters add up to the same.
    #[test]
    fn the_parts_add_up(
        row in proptest::collection::vec((1..500u32, (0..6u32).prop_flat_map(|field| prop_oneof![
            proptest::strategy::Just(Focused { field, form: field / 3 }),
            proptest::strategy::Just(Blurred { field }),
            (0..4u32).prop_map(move |how| Edited { field, how }),
            proptest::strategy::Just(Failed { field, form: field / 3 }),
        ]), 0..4u32), 0..80)
    ) {
        let sums = |often: bool| {
            let notes = Notes::default();
            let mut page = Page::new(&notes);
            let mut ms = 1;
            for (after, signal, leaves) in &row {
                ms += after;
                page.at(ms, *signal);
                if often && *leaves == 0 {
                    page.at(ms, Left);
                }
            }
            page.at(ms, Left);
            let mut sums = [[0; 8]; 6];
            for (_, values) in notes.of(Kind::Field) {
                for (sum, value) in sums[values[1] as usize].iter_mut().zip(&values[3..]) {
                    *sum += value;
                }
            }
            // Hesitation begins anew when the page comes back.
            sums.map(|[visits, returns, ms, _, rest @ ..]| ([visits, returns, ms], rest))
        };
        prop_assert_eq!(sums(true), sums(false));
    }
}
