//! The generator against its own parameters: shares, peaks and laws are what the tables say.

use chrono::NaiveDate;
use percorso::demo::model::calendar::{date, peak, weight};
use percorso::demo::model::channels::CHANNELS;
use percorso::demo::model::people::{ACCOUNT, CONSENT, COUNTRIES, DEVICES, Person, SECOND_DEVICE};
use percorso::demo::{Config, Kind, Plan, after};

use crate::UNTIL;

/// Of `n`, a share as found is within four of its own standard deviations of the one wanted.
fn is_share(found: usize, n: usize, wanted: f64, what: &str) {
    let n = n as f64;
    let spread = (n * wanted * (1.0 - wanted)).sqrt();
    assert!((found as f64 - n * wanted).abs() <= 4.0 * spread + 1.0, "{what}: {found} of {n}");
}

#[test]
fn people_are_as_the_tables_say() {
    let config = Config::new(71, 0, UNTIL);
    let people: Vec<_> = (0..20_000).map(|number| Person::new(&config, number)).collect();
    let count = |is: &dyn Fn(&Person) -> bool| people.iter().filter(|person| is(person)).count();
    for (country, share) in COUNTRIES {
        is_share(count(&|person| person.country == country), people.len(), share, country);
    }
    for (kind, share) in DEVICES {
        is_share(count(&|person| person.devices[0].kind == kind), people.len(), share, kind);
    }
    is_share(count(&|person| person.account), people.len(), ACCOUNT, "account");
    is_share(count(&|person| person.other > 0.0), people.len(), SECOND_DEVICE, "second device");
    let granted = count(&|person| person.devices[0].consent == Some(true));
    is_share(granted, people.len(), CONSENT.0, "consent");
}

#[test]
fn first_visits_come_by_the_channels_and_on_the_days_of_the_tables() {
    let plan = Plan::new(Config::new(72, 10_000, UNTIL));
    let firsts: Vec<_> = plan.visits.iter().filter(|visit| visit.ordinal == 0).collect();
    // All, but for the few whose first visit would be within the last hour.
    assert!(firsts.len() > 9_990);
    let all: f64 = CHANNELS.iter().map(|channel| channel.first).sum();
    for (place, channel) in CHANNELS.iter().enumerate() {
        let came = firsts.iter().filter(|visit| usize::from(visit.channel) == place).count();
        is_share(came, firsts.len(), channel.first / all, channel.name);
    }
    let calendar = plan.config.calendar();
    let days: Vec<NaiveDate> = calendar.first().iter_days().take(calendar.days()).collect();
    let sum: f64 = days.iter().map(|day| weight(*day, calendar.first())).sum();
    let friday = NaiveDate::from_ymd_opt(2025, 11, 28).unwrap();
    assert!(peak(friday) > peak(friday.succ_opt().unwrap()) && peak(friday) >= 3.0);
    for (day, what) in [(friday, "Black Friday"), (days[40], "a day"), (days[300], "a later day")] {
        let came = firsts.iter().filter(|visit| date(visit.at) == day).count();
        is_share(came, firsts.len(), weight(day, calendar.first()) / sum, what);
    }
    // The last two months and the first two are the same months, a year and growth apart.
    let of = |month: &str| {
        let months = plan.truth.months.iter();
        months.filter(|truth| truth.month == month).map(|truth| truth.visits).sum::<u64>() as f64
    };
    assert!(of("2026-10") / of("2025-10") > 1.15, "growth of 2 % a month");
}

#[test]
fn what_follows_an_order_has_the_shares_and_times_of_the_laws() {
    let followed: Vec<_> =
        (0..5_000).map(|person| after::After::of(73, person, 1, "home")).collect();
    let count =
        |is: &dyn Fn(&after::After) -> bool| followed.iter().filter(|after| is(after)).count();
    is_share(count(&|after| after.returned.is_some()), followed.len(), after::RETURNS, "returns");
    is_share(count(&|after| after.review.is_some()), followed.len(), after::REVIEWS, "reviews");
    is_share(count(&|after| after.track.is_some()), followed.len(), after::TRACKS, "tracking");
    is_share(count(&|after| after.shares), followed.len(), after::SHARES, "shares");
    let quick = |after: &after::After| {
        let days = |micros: i64| micros as f64 / 86_400e6;
        after
            .returned
            .is_some_and(|(asked, _, settled)| days(settled - asked) < after::RESOLVE_DAYS)
    };
    let returned = count(&|after| after.returned.is_some());
    is_share(count(&quick), returned, 0.5, "settled before the median");
    assert!(
        followed
            .iter()
            .all(|after| after.returned.is_none_or(|(asked, ..)| asked > after.delivered))
    );
}

/// More order again than the law's chance of coming back times a visit's chance of buying would hide.
#[test]
fn customers_come_back() {
    let plan = Plan::new(Config::new(74, 2_000, UNTIL).keen(1.0).months(24));
    let truth = &plan.truth;
    let customers: u64 = truth.cohorts.iter().map(|cohort| cohort.size).sum();
    let again: u64 = truth.cohorts.iter().map(|cohort| cohort.again).sum();
    let repeat = again as f64 / customers as f64;
    assert!((0.08..0.40).contains(&repeat), "{again} of {customers}");
    let mails = plan.visits.iter().filter(|visit| visit.kind == Kind::Recover).count();
    assert!(mails > 60 && truth.carts.recovered_by_mail > 20);
}
