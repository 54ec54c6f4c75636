//! Putting into the cart, looking at it, taking out of it.

use serde_json::json;

use super::scribe::Scribe;
use crate::demo::model::shop::Line;

/// The lines of the cart as it is in the end.
pub(super) fn lines(scribe: &Scribe<'_>) -> Vec<Line> {
    let (visit, desk) = (scribe.visit, scribe.desk);
    let seed = desk.plan.config.seed;
    visit.cart.map(|cart| cart.lines(seed, visit.person, &desk.products)).unwrap_or_default()
}

/// The parameter that tells one cart from another.
pub(super) fn cart_id(scribe: &Scribe<'_>) -> Option<String> {
    scribe.visit.cart.map(|cart| cart.id(scribe.visit.person))
}

/// Puts all of it in, or one more into a cart that is there.
pub(super) fn add(scribe: &mut Scribe<'_>) {
    let (visit, desk) = (scribe.visit, scribe.desk);
    let seed = desk.plan.config.seed;
    let Some(cart) = visit.cart else { return };
    let id = cart.id(visit.person);
    let mut added = crate::demo::visit::Cart { cut: false, extra: 0, ..cart }.lines(
        seed,
        visit.person,
        &desk.products,
    );
    if visit.before.is_some() {
        added.truncate(1);
        added.iter_mut().for_each(|line| line.1 = 1);
    }
    for (place, line) in added.iter().enumerate() {
        if place > 0
            && let Some(product) = desk.products.get(line.0)
        {
            let title = product.name.clone();
            scribe.open(&product.path, &title);
            scribe.trade("view_item", &[*line], json!({}));
            scribe.wait(15_000.0);
        }
        scribe.click("button.add-to-cart", "mutation");
        scribe.trade("add_to_cart", &[*line], json!({ "cart_id": id }));
        scribe.wait(2500.0);
    }
}

/// Opens the cart.
pub(super) fn open(scribe: &mut Scribe<'_>) {
    scribe.open("/cart", "Your cart");
    scribe.tell("checkout_step", json!({ "declared": true, "step": "cart" }));
    let cut = scribe.visit.cart.is_some_and(|cart| cart.cut);
    let was_cut = scribe.visit.before.is_some_and(|cart| cart.cut);
    let (lines, id) = (lines(scribe), cart_id(scribe));
    let mut found = lines.clone();
    if cut && !was_cut {
        found = uncut(scribe);
    }
    scribe.trade("view_cart", &found, json!({ "cart_id": id }));
    scribe.wait(5000.0);
    if let Some(gone) = found.get(lines.len()) {
        scribe.click("button.remove", "mutation");
        scribe.trade("remove_from_cart", &[*gone], json!({ "cart_id": id }));
        scribe.wait(2500.0);
    }
}

/// The lines before the last was taken out.
fn uncut(scribe: &Scribe<'_>) -> Vec<Line> {
    let (visit, desk) = (scribe.visit, scribe.desk);
    let cart = visit.cart.map(|cart| crate::demo::visit::Cart { cut: false, ..cart });
    cart.map(|cart| cart.lines(desk.plan.config.seed, visit.person, &desk.products))
        .unwrap_or_default()
}

/// Leaves it.
pub(super) fn leave(scribe: &mut Scribe<'_>) {
    scribe.wait(4000.0);
    scribe.vitals();
    scribe.click("a.checkout", "navigation");
}
