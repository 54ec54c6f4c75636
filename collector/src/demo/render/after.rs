//! What follows an order: words of the shop's server, and visits to look, send back, review.

use serde_json::json;

use super::land::come;
use super::scribe::Scribe;
use crate::demo::after::After;
use crate::demo::visit::transaction_id;

fn follows(scribe: &Scribe<'_>) -> (After, String) {
    let (visit, seed) = (scribe.visit, scribe.desk.plan.config.seed);
    let order = visit.order.unwrap_or(0);
    let after = After::of(seed, visit.person, order, scribe.person.shipping_tier);
    (after, transaction_id(visit.person, order))
}

/// The shop's server says that it was delivered.
pub(super) fn delivered(scribe: &mut Scribe<'_>) {
    let (_, order) = follows(scribe);
    scribe.say("order_delivered").transaction_id = Some(order);
}

/// The shopper looks where it is.
pub(super) fn track(scribe: &mut Scribe<'_>) {
    let (after, _) = follows(scribe);
    come(scribe, "/account/orders", "Your orders", Some("order-shipped"));
    known(scribe);
    scribe.wait(2000.0);
    scribe.touch("order-tracking", "seen");
    let ms = scribe.dice.ms(7000.0, 0.5);
    scribe.pass(ms.min(60_000));
    scribe.touch("order-tracking", "acted");
    scribe.touch("order-tracking", "attended").params =
        Some(json!({ "attended_ms": ms }).to_string());
    if let Some(score) = after.satisfied {
        scribe.wait(6000.0);
        scribe.tell("survey_answer", json!({ "score": score, "survey": "csat" }));
    }
    scribe.vitals();
}

/// The shopper asks to send it back.
pub(super) fn send_back(scribe: &mut Scribe<'_>) {
    let (after, order) = follows(scribe);
    come(scribe, "/account/returns", "Send something back", Some("order-delivered"));
    known(scribe);
    scribe.wait(4000.0);
    scribe.touch("returns", "seen");
    scribe.wait(25_000.0);
    let reason = after.returned.map_or("", |(_, reason, _)| reason);
    scribe.tell("return_requested", json!({ "reason": reason })).transaction_id = Some(order);
    scribe.vitals();
}

/// The shop's server says that it is settled, and pays back.
pub(super) fn resolved(scribe: &mut Scribe<'_>) {
    let (_, order) = follows(scribe);
    let cents = scribe.visit.cents;
    scribe.tell("return_resolved", json!({ "outcome": "refund" })).transaction_id =
        Some(order.clone());
    let row = scribe.say("refund");
    row.transaction_id = Some(order);
    row.currency = Some("EUR".to_owned());
    row.value = Some(cents * 100);
}

/// The shopper writes a review.
pub(super) fn review(scribe: &mut Scribe<'_>) {
    let (after, _) = follows(scribe);
    let wanted = super::product::wanted(scribe);
    let Some(product) = scribe.desk.products.get(wanted.0) else { return };
    come(scribe, &product.path, &product.name, Some("review-request"));
    known(scribe);
    scribe.wait(6000.0);
    scribe.touch("reviews", "acted");
    scribe.wait(40_000.0);
    let rating = after.review.map_or(3, |(_, stars)| stars);
    let row = scribe.tell("review_submitted", json!({ "item_id": product.id, "rating": rating }));
    row.touchpoint = Some("reviews".to_owned());
}

/// Who has an account is known there.
fn known(scribe: &mut Scribe<'_>) {
    if scribe.person.account {
        scribe.wait(500.0);
        scribe.identify();
    }
}
