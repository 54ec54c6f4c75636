//! Delivery, payment, and the page that says thank you.

use serde_json::json;

use super::cart::{cart_id, lines};
use super::scribe::Scribe;
use crate::demo::after::After;
use crate::demo::model::shop::SHIPPING_TIERS;
use crate::demo::visit::transaction_id;

/// Chooses how it is delivered.
pub(super) fn delivery(scribe: &mut Scribe<'_>) {
    scribe.open("/checkout/delivery", "Checkout: delivery");
    scribe.tell("checkout_step", json!({ "declared": true, "step": "delivery" }));
    scribe.wait(6000.0);
    let (lines, id) = (lines(scribe), cart_id(scribe));
    let tier = scribe.person.shipping_tier;
    scribe.trade("add_shipping_info", &lines, json!({ "cart_id": id, "shipping_tier": tier }));
    scribe.wait(3000.0);
}

/// Chooses how it is paid.
pub(super) fn open(scribe: &mut Scribe<'_>) {
    scribe.open("/checkout/payment", "Checkout: payment");
    scribe.tell("checkout_step", json!({ "declared": true, "step": "payment" }));
    scribe.wait(5000.0);
    let (lines, id) = (lines(scribe), cart_id(scribe));
    let way = scribe.person.payment_type;
    scribe.trade("add_payment_info", &lines, json!({ "cart_id": id, "payment_type": way }));
    scribe.wait(4000.0);
}

/// Pays, or leaves without. An error before is told among the frictions, with its attempt.
pub(super) fn leave(scribe: &mut Scribe<'_>, passes: bool) {
    if scribe.detail && scribe.person.payment_type == "card" {
        let ms = scribe.dice.ms(18_000.0, 0.5);
        scribe.pass(ms.min(120_000));
        scribe.tell("payment_frame", json!({ "frame_ms": ms, "host": "js.stripe.com" }));
    }
    if passes {
        scribe.wait(7000.0);
        let way = scribe.person.payment_type;
        scribe.tell("payment_attempt", json!({ "payment_type": way }));
        scribe.wait(3000.0);
    } else {
        scribe.wait(9000.0);
    }
}

/// The order is made.
pub(super) fn done(scribe: &mut Scribe<'_>) {
    let visit = scribe.visit;
    let Some(order) = visit.order else { return };
    let seed = scribe.desk.plan.config.seed;
    let (lines, id) = (lines(scribe), cart_id(scribe));
    let tier = scribe.person.shipping_tier;
    let cents = SHIPPING_TIERS.iter().find(|way| way.0 == tier).map_or(0, |way| way.2);
    scribe.open("/checkout/done", "Thank you");
    scribe.tell("checkout_step", json!({ "declared": true, "step": "done" }));
    let mut params = json!({
        "cart_id": id, "payment_type": scribe.person.payment_type,
        "shipping": cents as f64 / 100.0, "shipping_tier": tier,
    });
    if scribe.dice.chance(0.15)
        && let Some(params) = params.as_object_mut()
    {
        params.insert("coupon".to_owned(), "WELCOME".into());
    }
    scribe.trade("purchase", &lines, params).transaction_id =
        Some(transaction_id(visit.person, order));
    let after = After::of(seed, visit.person, order, tier);
    let wrong = visit.frictions.count_ones();
    for (survey, score) in [("nps", after.recommends(wrong)), ("ces", after.effort(wrong))] {
        if let Some(score) = score {
            scribe.wait(9000.0);
            scribe.tell("survey_answer", json!({ "score": score, "survey": survey }));
        }
    }
    if after.shares {
        scribe.wait(6000.0);
        scribe.tell("share", json!({ "content_type": "product", "method": "whatsapp" }));
    }
}
