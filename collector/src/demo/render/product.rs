//! A product's page, and the chat that may be opened there.

use serde_json::json;

use super::scribe::Scribe;
use crate::demo::after::chat_reply;
use crate::demo::model::shop::Line;
use crate::demo::visit::Cart;

/// The product the visit is about: the cart's first line, or what would have been.
pub(super) fn wanted(scribe: &Scribe<'_>) -> Line {
    let visit = scribe.visit;
    let cart = visit.cart.unwrap_or(Cart { number: 255, extra: 0, cut: false });
    let lines = cart.lines(scribe.desk.plan.config.seed, visit.person, &scribe.desk.products);
    lines.first().map_or((0, 1), |line| (line.0, 1))
}

/// Opens the page.
pub(super) fn look(scribe: &mut Scribe<'_>) {
    let line = wanted(scribe);
    let Some(product) = scribe.desk.products.get(line.0) else { return };
    let title = product.name.clone();
    scribe.open(&product.path, &title);
    if scribe.detail {
        scribe.tell(
            "content",
            json!({
                "availability": "InStock", "name": product.name, "og": "product",
                "price": product.cents as f64 / 100.0, "price_currency": "EUR",
                "sku": product.id, "types": "Product,Offer",
            }),
        );
    }
    scribe.trade("view_item", &[line], json!({}));
    scribe.wait(12_000.0);
    scribe.click("button.gallery-next", "mutation");
}

/// Leaves it; how fast it was is told as it is hidden.
pub(super) fn leave(scribe: &mut Scribe<'_>) {
    scribe.wait(5000.0);
    scribe.vitals();
}

/// A question in the chat, and its answer where the shopper is still there.
pub(super) fn chat(scribe: &mut Scribe<'_>) {
    let (config, visit) = (&scribe.desk.plan.config, scribe.visit);
    scribe.say("chat_opened").touchpoint = Some("chat".to_owned());
    if let Some(micros) = chat_reply(config.seed, visit.person, visit.ordinal) {
        scribe.answered(micros);
        scribe.say("chat_replied").touchpoint = Some("chat".to_owned());
    }
}
