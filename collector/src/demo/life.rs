//! A shopper's life with the shop: first visit, coming again, buying, buying again.
//!
//! With a channel removed the same life is lived without the visits that came by it: who first came by it
//! never comes, and what it would have left behind is not there.

use super::after::After;
use super::config::Config;
use super::draw::{Dice, For};
use super::model::calendar::{Calendar, DAY, HOUR};
use super::model::channels::{CHANNELS, EMAIL};
use super::model::people::Person;
use super::model::segment::Facts;
use super::model::shop::{Product, worth};
use super::model::stage::Stage;
use super::visit::{Cart, Kind, Visit};
use super::walk::{Draws, Otherwise, Situation};

/// Contacts that one life may have.
const MOST: u16 = 60;
/// Share who buy again after the first order, and after later ones.
pub const REPEAT: (f64, f64) = (0.30, 0.48);
/// Days until then: the mean of a gamma law of shape 2, and what is added to it.
pub const REPEAT_DAYS: (f64, f64) = (60.0, 6.0);
/// How long the shop keeps a cart, in microseconds.
pub const KEPT: i64 = 7 * DAY;
/// What having bought leaves behind for the next visit, in log odds.
pub const KNOWN: f64 = 0.9;
/// Share of those with an account and a cart left behind whom the shop's e-mail brings back.
pub const RECOVERED_BY_MAIL: f64 = 0.35;

/// What every life needs.
pub(super) struct World<'a> {
    pub(super) config: &'a Config,
    pub(super) calendar: Calendar,
    pub(super) products: Vec<Product>,
}

impl World<'_> {
    /// What a cart is worth, in cents.
    pub(super) fn worth(&self, person: u32, cart: Cart) -> i64 {
        worth(&self.products, &cart.lines(self.config.seed, person, &self.products))
    }
}

/// The chance of coming again after a visit that reached this stage.
#[must_use]
pub fn comes_again(reached: Stage) -> f64 {
    match reached {
        Stage::Land => 0.12,
        Stage::Product => 0.30,
        Stage::Add => 0.42,
        _ => 0.50,
    }
}

/// Lives a life; `tell` hears of each contact, with its situation where it might have bought.
pub(super) fn live(
    world: &World<'_>,
    person: &Person,
    removed: Option<usize>,
    tell: &mut impl FnMut(Visit, Option<&Situation<'_>>),
) {
    let Config { seed, .. } = *world.config;
    let owner = u64::from(person.number);
    let mut at = world.calendar.begin(&mut Dice::new(seed, For::Chance, owner, 0));
    let held = held(world.config, person.number);
    let (mut warmth, mut seen, mut carts, mut orders) = (0.0, [false; 2], 0u8, 0u8);
    let mut cart: Option<Held> = None;
    let (mut by_mail, mut again) = (false, 0.0);
    let mut ordinal = 0u16;
    while ordinal < MOST {
        let mut dice = Dice::new(seed, For::Visit, owner, u64::from(ordinal));
        let draws = Draws::new(&mut dice);
        let choice = Choice::new(&mut dice, person, ordinal == 0);
        let channel = if by_mail { EMAIL } else { choice.channel };
        let device = choice.device;
        (at, cart) = keep(cart, at);
        if at >= world.calendar.until() {
            return;
        }
        let here = cart.filter(|held| held.device == device || person.account);
        let here = here.map(|held| held.cart);
        let mut bought = None;
        if removed == Some(channel) {
            if ordinal == 0 {
                return;
            }
        } else {
            let resumes = here.is_some() && (by_mail || choice.resumes);
            let start = if resumes { Stage::Cart } else { Stage::Land };
            let situation = Situation {
                facts: facts(person, device, channel),
                mobile: person.devices.get(device).is_some_and(|device| device.is_mobile()),
                channel,
                ready: person.ready + warmth,
                at,
                held,
                cart: here.unwrap_or(Cart { number: carts + 1, extra: 0, cut: false }),
                draws: &draws,
            };
            let outcome = situation.walk(world.config, start, Otherwise::default());
            let now = here.or_else(|| {
                (outcome.reached >= Stage::Add).then(|| {
                    carts += 1;
                    Cart { number: carts, extra: 0, cut: false }
                })
            });
            let left = now.map(|found| Cart {
                extra: found.extra
                    + u8::from(here.is_some() && !resumes && outcome.reached >= Stage::Add),
                cut: found.cut || choice.cuts && outcome.reached >= Stage::Cart,
                ..found
            });
            let mut visit = Visit {
                person: person.number,
                ordinal,
                at,
                kind: if by_mail { Kind::Recover } else { Kind::Shop },
                device: u8::from(device == 1),
                channel: u8::try_from(channel).unwrap_or(0),
                campaign: choice.campaign,
                first: !seen.get(device).copied().unwrap_or(true),
                start,
                reached: outcome.reached,
                frictions: outcome.frictions,
                touchpoints: outcome.touchpoints,
                interventions: outcome.interventions,
                held: held & outcome.interventions,
                incidents: outcome.incidents,
                before: here,
                cart: left,
                order: None,
                cents: left.map_or(0, |cart| world.worth(person.number, cart)),
            };
            if let Some(seen) = seen.get_mut(device) {
                *seen = true;
            }
            warmth = warmth * 0.8 + CHANNELS.get(channel).map_or(0.0, |channel| channel.boost);
            again = comes_again(outcome.reached);
            cart = left.map(|cart| Held { cart, device, at }).or(cart);
            if visit.buys() {
                orders += 1;
                visit.order = Some(orders);
                cart = None;
                bought = Some(orders);
            }
            tell(visit, Some(&situation));
            if let Some(order) = bought {
                let after = After::of(seed, person.number, order, person.shipping_tier);
                follow(world, &visit, after, tell);
            }
        }
        ordinal += 1;
        by_mail = false;
        at = match bought {
            Some(order) => {
                let share = if order == 1 { REPEAT.0 } else { REPEAT.1 };
                if choice.comes >= share {
                    return;
                }
                warmth = KNOWN;
                world.calendar.again(at, REPEAT_DAYS.1 + choice.later, &mut dice)
            }
            None if cart.is_some() && person.account && choice.mail < RECOVERED_BY_MAIL => {
                by_mail = true;
                at + 4 * HOUR + dice.between(0, 26 * HOUR)
            }
            None if choice.comes < again => world.calendar.again(at, choice.soon, &mut dice),
            None => return,
        };
    }
}

/// A cart left behind: on which device, and when.
#[derive(Clone, Copy)]
struct Held {
    cart: Cart,
    device: usize,
    at: i64,
}

/// The shop empties carts after a week. Nobody comes so close to it that the minutes of a visit decide.
fn keep(held: Option<Held>, at: i64) -> (i64, Option<Held>) {
    let Some(cart) = held else { return (at, None) };
    match at - cart.at {
        idle if idle < KEPT - 2 * HOUR => (at, held),
        _ => (at.max(cart.at + KEPT + HOUR), None),
    }
}

/// What follows an order, each at its time.
fn follow(
    world: &World<'_>,
    bought: &Visit,
    after: After,
    tell: &mut impl FnMut(Visit, Option<&Situation<'_>>),
) {
    let returned = after.returned.map(|(asked, _, resolved)| (asked, resolved));
    let all = [
        (Kind::Track, after.track),
        (Kind::Delivered, Some(after.delivered)),
        (Kind::Return, returned.map(|(asked, _)| asked)),
        (Kind::Resolved, returned.map(|(_, resolved)| resolved)),
        (Kind::Review, after.review.map(|(at, _)| at)),
    ];
    for (place, (kind, after)) in (0u16..).zip(all) {
        let Some(at) = after.map(|after| bought.at + after.max(2 * HOUR)) else { continue };
        if at < world.calendar.until() {
            let order = u16::from(bought.order.unwrap_or(0));
            let visit = Visit {
                // Beyond the numbers of other visits, and its own for each order.
                ordinal: MOST + order * 8 + place,
                at,
                kind,
                channel: u8::try_from(EMAIL).unwrap_or(0),
                first: false,
                start: Stage::Land,
                reached: Stage::Land,
                frictions: 0,
                touchpoints: 0,
                interventions: 0,
                held: 0,
                incidents: 0,
                before: None,
                ..*bought
            };
            tell(visit, None);
        }
    }
}

/// What is chosen for a visit besides how far it comes.
struct Choice {
    channel: usize,
    campaign: u8,
    device: usize,
    resumes: bool,
    cuts: bool,
    comes: f64,
    mail: f64,
    /// Days until coming again, without and with an order.
    soon: f64,
    later: f64,
}

impl Choice {
    fn new(dice: &mut Dice, person: &Person, first: bool) -> Self {
        let channel = dice.place(&CHANNELS, |channel| match channel {
            channel if first => channel.first,
            channel if channel.name == "Email" && !person.account => 0.0,
            channel => channel.again,
        });
        Self {
            channel,
            campaign: u8::try_from(dice.between(0, 11)).unwrap_or(0),
            device: usize::from(dice.chance(person.other)),
            resumes: dice.chance(0.6),
            cuts: dice.chance(0.12),
            comes: dice.unit(),
            mail: dice.unit(),
            soon: dice.around(2.5, 0.9).min(40.0),
            later: dice.gamma(2.0, REPEAT_DAYS.0),
        }
    }
}

fn facts(person: &Person, device: usize, channel: usize) -> Facts {
    let [main, other] = person.devices;
    let device = if device == 0 { main } else { other };
    Facts {
        device: device.kind,
        browser: device.browser,
        system: device.system,
        country: person.country,
        channel: CHANNELS.get(channel).map_or("Direct", |channel| channel.name),
        payment_type: person.payment_type,
        shipping_tier: person.shipping_tier,
    }
}

/// Which interventions are held back from a shopper: the same for life.
fn held(config: &Config, person: u32) -> u8 {
    let held = config.interventions.iter().take(8).enumerate().filter(|(place, change)| {
        Dice::new(config.seed, For::Arm, u64::from(person), *place as u64).chance(change.holdout)
    });
    held.fold(0, |held, (place, _)| held | 1 << place)
}
