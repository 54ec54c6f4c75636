//! Many windows of many parts tell of one thing: the findings that are left when each is told once.

// Indices are of series and their rivals, made in the same order.
#![expect(clippy::indexing_slicing, reason = "series and rivals stand in the same order")]

use super::Finding;
use super::chance::p_value;
use super::scan::{Rival, SURE, Window};
use super::series::{All, Series};

/// Part and dates depend on each other; so often is each asked for at most.
const ROUNDS: usize = 4;
/// Findings told at most.
const MOST: usize = 20;

/// The findings, the surest first.
#[must_use]
pub fn findings(all: &All, rivals: &[Rival], chance: &[f64], alpha: f64) -> Vec<Finding> {
    let mut ranked: Vec<(usize, f64)> = rivals.iter().map(Rival::greatest).enumerate().collect();
    ranked.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut told: Vec<(usize, Window)> = Vec::new();
    let mut findings = Vec::new();
    for (at, greatest) in ranked {
        let p = p_value(greatest, chance);
        if p >= alpha || findings.len() == MOST {
            break;
        }
        let Some(window) = rivals[at].worst() else { continue };
        let step = all.series[at].from_stage;
        let at_once = |window: Window| {
            let known = told.iter().filter(move |(_, known)| overlap(*known, window));
            known.map(|(other, _)| &all.series[*other]).filter(|other| other.from_stage == step)
        };
        // Of two that overlap, the one explains the other unless no visit is of both parts.
        let is_told = |series: usize, window: Window| {
            at_once(window).any(|other| !all.series[series].part.is_apart_from(other.part))
        };
        if is_told(at, window) {
            continue;
        }
        let (whose, dates) = befallen(all, rivals, at, window);
        // Another window, or another part beside it, may have led to what is told already.
        let is_known = told.iter().any(|(other, known)| *other == whose && overlap(*known, dates));
        if is_known || at_once(window).next().is_some() && is_told(whose, dates) {
            continue;
        }
        told.push((whose, dates));
        findings.push(finding(all, &rivals[whose], &all.series[whose], dates, p));
    }
    findings
}

fn overlap(a: Window, b: Window) -> bool {
    a.from < b.to && b.from < a.to
}

/// The sum of a window's days.
fn within(days: &[f64], window: Window) -> f64 {
    days[window.from..window.to].iter().sum()
}

/// The part that the lack befell, and its dates: of all parts of the visits at the step, the one whose lack
/// alone makes what was seen likeliest.
///
/// "This part passed less often than it should have, the others as they should" is one rate more than
/// nothing at all, whichever part it is; so likelihoods compare as they are. A wider part than befallen
/// dilutes the lack, a narrower one leaves some of it out: both are less likely than the right one.
fn befallen(all: &All, rivals: &[Rival], at: usize, window: Window) -> (usize, Window) {
    let step = all.series[at].from_stage;
    let parts: Vec<usize> =
        (0..all.series.len()).filter(|place| all.series[*place].from_stage == step).collect();
    let mut chosen = (at, window);
    for _ in 0..ROUNDS {
        let dates = chosen.1;
        let likelihood = |place: usize| log_likelihood(&all.series[place], &rivals[place], dates);
        let likely = parts.iter().map(|place| (*place, likelihood(*place)));
        // Of two names for the same visits the shorter, then the first.
        let names = |place: usize| all.series[place].part.of.iter().flatten().count();
        let best = likely
            .max_by(|(a, x), (b, y)| x.total_cmp(y).then(names(*b).cmp(&names(*a))).then(b.cmp(a)));
        let Some((best, _)) = best else { break };
        if best == chosen.0 {
            break;
        }
        let dates = rivals[best].worst().filter(|found| overlap(*found, window));
        chosen = (best, dates.unwrap_or(window));
    }
    chosen
}

/// How much likelier what a part shows in a window is at the rate it had than at the one it should have had.
fn log_likelihood(series: &Series, rival: &Rival, window: Window) -> f64 {
    let (came, passed) = (within(&series.came, window), within(&series.passed, window));
    let expected = should_have_passed(series, rival, window);
    let expected = expected.clamp(came * SURE, came * (1.0 - SURE));
    if passed >= expected {
        return 0.0;
    }
    let term = |seen: f64, expected: f64| {
        if seen > 0.0 { seen * (seen / expected).ln() } else { 0.0 }
    };
    term(passed, expected) + term(came - passed, came - expected)
}

/// How many should have passed in a window. What is usual was reckoned with the lack in it: held against the
/// other days it is as it should be.
fn should_have_passed(series: &Series, rival: &Rival, window: Window) -> f64 {
    let (passed, as_usual) = (within(&series.passed, window), within(&rival.expected, window));
    let usual_outside = rival.expected.iter().sum::<f64>() - as_usual;
    let outside = series.passed.iter().sum::<f64>() - passed;
    if usual_outside > 0.0 { as_usual * outside / usual_outside } else { as_usual }
}

fn finding(all: &All, rival: &Rival, series: &Series, window: Window, p: f64) -> Finding {
    let (came, passed) = (within(&series.came, window), within(&series.passed, window));
    let (came_all, passed_all): (f64, f64) = (series.came.iter().sum(), series.passed.iter().sum());
    let expected = should_have_passed(series, rival, window).min(came);
    let lost = (expected - passed).max(0.0) * series.worth.0;
    let day = |place: usize| all.first + i32::try_from(place).unwrap_or(0);
    let outside = if came_all > came { (passed_all - passed) / (came_all - came) } else { 0.0 };
    Finding {
        from_stage: series.from_stage,
        to_stage: series.to_stage,
        part: series.part,
        first: day(window.from),
        last: day(window.to) - 1,
        came,
        passed,
        expected,
        outside,
        z: rival.lack(window.from, window.to),
        p,
        lost_orders: lost,
        lost_revenue: lost * series.worth.1,
    }
}
