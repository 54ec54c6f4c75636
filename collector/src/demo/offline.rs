//! Contacts that no page sees: till receipts with a loyalty card, and calls. The shop's server tells them.

use super::draw::{Dice, For};
use super::life::World;
use super::model::people::Person;
use super::model::stage::Stage;
use super::visit::{Cart, Kind, Visit};

/// Numbers of these contacts and their carts, beyond those of visits.
const ORDINAL: u16 = 20_000;
const CART: u8 = 250;

/// The contacts of a shopper with an account.
pub(super) fn contacts(world: &World<'_>, person: &Person) -> Vec<Visit> {
    let Some(share) = Some(world.config.offline).filter(|_| person.account) else {
        return Vec::new();
    };
    let mut dice = Dice::new(world.config.seed, For::Offline, u64::from(person.number), 0);
    let mut contacts = Vec::new();
    for (ordinal, kind) in (ORDINAL..).zip([Kind::Till, Kind::Call]) {
        let (comes, at) = (dice.chance(share), world.calendar.begin(&mut dice));
        if comes {
            let cart = (kind == Kind::Till).then_some(Cart { number: CART, extra: 0, cut: false });
            contacts.push(Visit {
                person: person.number,
                ordinal,
                at,
                kind,
                device: 0,
                channel: 0,
                campaign: 0,
                first: false,
                start: Stage::Land,
                reached: Stage::Land,
                frictions: 0,
                touchpoints: 0,
                interventions: 0,
                held: 0,
                incidents: 0,
                before: None,
                cart,
                order: None,
                cents: cart.map_or(0, |cart| world.worth(person.number, cart)),
            });
        }
    }
    contacts
}
