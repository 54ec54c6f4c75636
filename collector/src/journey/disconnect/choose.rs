//! Many windows of many parts tell of one thing: the findings that are left when each is told once.

// Indices are of series and their rivals, made in the same order.
#![expect(clippy::indexing_slicing, reason = "series and rivals stand in the same order")]

use super::scan::{LONGEST, Rival, Window, p_value};
use super::series::{All, Series};
use super::{Finding, Part};

/// The rest of a wider part still lacks something, if it does so by this many standard deviations: then
/// it is not the narrower part that it befell.
const STILL: f64 = 2.6;
/// The rest lacks nothing, if no more than this.
const NOTHING: f64 = 1.3;
/// Between the two, what the rest lacks is chance rather than the same thing, where it is so many times less
/// of what it should have than what the narrower part lacks.
const LESS: f64 = 3.0;
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
        let is_told = told.iter().any(|(other, known)| {
            all.series[*other].from_stage == all.series[at].from_stage && overlap(*known, window)
        });
        if is_told {
            continue;
        }
        let (whose, dates) = narrowest(all, rivals, at, window);
        let (whose, dates) = widest(all, rivals, whose, dates);
        told.push((whose, dates));
        findings.push(finding(all, &rivals[whose], &all.series[whose], dates, p));
    }
    findings
}

fn overlap(a: Window, b: Window) -> bool {
    a.from < b.to && b.from < a.to
}

/// The part itself, or the narrower one that explains it: without it nothing is lacking any more.
fn narrowest(all: &All, rivals: &[Rival], at: usize, window: Window) -> (usize, Window) {
    let own = &all.series[at];
    let explains = |(place, inner): &(usize, &Series)| {
        inner.from_stage == own.from_stage
            && is_within(inner.part, own.part)
            && is_spared(own, inner, window)
            && rivals[*place].lack(window.from, window.to) > STILL
    };
    let inner = all.series.iter().enumerate().filter(explains);
    let z = |place: usize| rivals[place].lack(window.from, window.to);
    let best = inner.max_by(|a, b| z(a.0).total_cmp(&z(b.0)));
    let dates = best.and_then(|(place, _)| Some((place, rivals[place].worst()?)));
    dates.filter(|(_, dates)| overlap(*dates, window)).unwrap_or((at, window))
}

/// The part itself, or a wider one whose rest lacks something too.
fn widest(all: &All, rivals: &[Rival], at: usize, window: Window) -> (usize, Window) {
    let own = &all.series[at];
    let mut chosen = (at, window);
    for (place, wider) in all.series.iter().enumerate() {
        let inner = &all.series[chosen.0];
        if wider.from_stage == own.from_stage
            && is_within(inner.part, wider.part)
            && rest(wider, Some(inner), window).z > STILL
        {
            let dates = rivals[place].worst().filter(|found| overlap(*found, window));
            chosen = (place, dates.unwrap_or(window));
        }
    }
    chosen
}

/// Whether the rest of a wider part has been spared what befell the narrower.
fn is_spared(wider: &Series, inner: &Series, window: Window) -> bool {
    let (left, own) = (rest(wider, Some(inner), window), rest(inner, None, window));
    left.z < NOTHING || left.z < STILL && left.share * LESS < own.share
}

/// A lack against the weeks before and after.
struct Lack {
    /// In standard deviations.
    z: f64,
    /// As a share of what should have passed.
    share: f64,
}

/// What a part, or the rest of it without a narrower one, lacks in a window: against its own rate in the
/// weeks before and after, which knows nothing of the narrower part.
fn rest(wider: &Series, without: Option<&Series>, window: Window) -> Lack {
    let days = wider.came.len();
    let around = window.from.saturating_sub(LONGEST)..(window.to + LONGEST).min(days);
    let (mut inside, mut outside) = ((0.0, 0.0), (0.0, 0.0));
    for day in around {
        let place =
            if (window.from..window.to).contains(&day) { &mut inside } else { &mut outside };
        place.0 += wider.came[day] - without.map_or(0.0, |inner| inner.came[day]);
        place.1 += wider.passed[day] - without.map_or(0.0, |inner| inner.passed[day]);
    }
    if inside.0 <= 0.0 || outside.0 <= 0.0 || outside.1 <= 0.0 {
        return Lack { z: 0.0, share: 0.0 };
    }
    let rate = (inside.1 + outside.1) / (inside.0 + outside.0);
    let variance = rate * (1.0 - rate) * (1.0 / inside.0 + 1.0 / outside.0);
    let (usual, now) = (outside.1 / outside.0, inside.1 / inside.0);
    let z = if variance > 0.0 { (usual - now) / variance.sqrt() } else { 0.0 };
    Lack { z, share: (usual - now) / usual }
}

/// Whether everybody of `inner` is in `outer`, and somebody else too.
fn is_within(inner: Part, outer: Part) -> bool {
    let has = |one: &Option<(usize, u16)>| one.is_none() || inner.of.contains(one);
    inner != outer && outer.of.iter().all(has)
}

fn finding(all: &All, rival: &Rival, series: &Series, window: Window, p: f64) -> Finding {
    let sum = |days: &[f64]| days[window.from..window.to].iter().sum::<f64>();
    let (came, passed, as_usual) = (sum(&series.came), sum(&series.passed), sum(&rival.expected));
    let (came_all, passed_all): (f64, f64) = (series.came.iter().sum(), series.passed.iter().sum());
    // What is usual was reckoned with the lack in it: held against the other days it is as it should be.
    let usual_outside = rival.expected.iter().sum::<f64>() - as_usual;
    let too_low = if usual_outside > 0.0 { (passed_all - passed) / usual_outside } else { 1.0 };
    let expected = (as_usual * too_low).min(came);
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
