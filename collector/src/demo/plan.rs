//! All lives: what every shopper does, decided before a single event is written.

use super::config::Config;
use super::life::{World, live};
use super::model::calendar::HOUR;
use super::model::channels::CHANNELS;
use super::model::people::Person;
use super::model::shop::catalogue;
use super::offline::contacts;
use super::truth::{Tally, Truth};
use super::visit::Visit;

/// What every shopper does, in order of time, and what is true of it.
pub struct Plan {
    /// What it was made from.
    pub config: Config,
    /// The truth.
    pub truth: Truth,
    /// The contacts in order of time.
    pub visits: Vec<Visit>,
}

impl Plan {
    /// Lives all lives, on every core there is; the same whatever their number.
    #[must_use]
    pub fn new(config: Config) -> Self {
        let world = World {
            calendar: config.calendar(),
            products: catalogue(config.seed),
            config: &config,
        };
        let cores = std::thread::available_parallelism().map_or(1, usize::from).min(8);
        let share = config.shoppers.div_ceil(u32::try_from(cores).unwrap_or(1)).max(1);
        let parts: Vec<_> = std::thread::scope(|scope| {
            let world = &world;
            let parts = (0..config.shoppers).step_by(share as usize).map(|from| {
                let to = from.saturating_add(share).min(config.shoppers);
                scope.spawn(move || lives(world, from..to))
            });
            let parts: Vec<_> = parts.collect();
            parts.into_iter().filter_map(|part| part.join().ok()).collect()
        });
        let mut tally = Tally::new(&world);
        let mut visits = Vec::new();
        for (part, counted) in parts {
            visits.extend(part);
            tally.add(counted);
        }
        visits.sort_unstable_by_key(|visit| (visit.at, visit.person, visit.ordinal));
        let truth = tally.truth();
        Self { config, truth, visits }
    }
}

fn lives(world: &World<'_>, numbers: std::ops::Range<u32>) -> (Vec<Visit>, Tally) {
    let (mut all, mut tally) = (Vec::new(), Tally::new(world));
    for number in numbers {
        let person = Person::new(world.config, number);
        let mut visits = Vec::new();
        live(world, &person, None, &mut |visit, situation| {
            if let Some(situation) = situation {
                tally.visit(world, &visit, situation);
            }
            visits.push(visit);
        });
        visits.extend(contacts(world, &person));
        apart(&mut visits);
        visits.retain(|visit| visit.at < world.calendar.until());
        tally.life(world, &person, &visits);
        let came = visits.iter().filter(|visit| visit.is_shopping());
        let used = came.fold(0u32, |used, visit| used | 1 << visit.channel);
        for channel in (0..CHANNELS.len()).filter(|channel| used & 1 << channel != 0) {
            let (orders, cents) = bought(&visits);
            let (mut left, mut left_cents) = (0, 0);
            live(world, &person, Some(channel), &mut |visit, _| {
                left += i64::from(visit.buys());
                left_cents += if visit.buys() { visit.cents } else { 0 };
            });
            tally.removed(channel, orders - left, cents - left_cents);
        }
        all.extend(visits);
    }
    (all, tally)
}

fn bought(visits: &[Visit]) -> (i64, i64) {
    let orders = visits.iter().filter(|visit| visit.buys());
    orders.fold((0, 0), |(orders, cents), visit| (orders + 1, cents + visit.cents))
}

/// Brings a life's contacts into order, and those that follow an order so far from others that each is a
/// visit of its own.
fn apart(visits: &mut [Visit]) {
    visits.sort_unstable_by_key(|visit| (visit.at, visit.ordinal));
    for _ in 0..8 {
        let mut moved = false;
        for place in 1..visits.len() {
            let (before, from) = visits.split_at_mut(place);
            let (Some(before), Some(visit)) = (before.last_mut(), from.first_mut()) else {
                continue;
            };
            if visit.at - before.at < 2 * HOUR {
                let later = if visit.is_shopping() { before } else { visit };
                if !later.is_shopping() {
                    later.at += 2 * HOUR;
                    moved = true;
                }
            }
        }
        if !moved {
            return;
        }
        visits.sort_unstable_by_key(|visit| (visit.at, visit.ordinal));
    }
}
