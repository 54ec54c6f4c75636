//! A till receipt and a call, as the shop's server would tell them: first whose, then what.

use serde_json::json;

use super::cart::lines;
use super::scribe::Scribe;

/// Stores in town, and how many go to each.
const STORES: [(&str, f64); 3] = [("Milano", 0.5), ("Torino", 0.3), ("Bologna", 0.2)];

/// Bought at the till.
pub(super) fn till(scribe: &mut Scribe<'_>) {
    scribe.identify();
    let store = scribe.dice.pick(&STORES, |store| store.1).0;
    let lines = lines(scribe);
    let number = format!("T{}", scribe.visit.person);
    scribe.trade("purchase", &lines, json!({ "contact": "till", "store": store })).transaction_id =
        Some(number);
}

/// Called, and said why.
pub(super) fn call(scribe: &mut Scribe<'_>) {
    scribe.identify();
    let about = *scribe.dice.pick(&["order", "product", "return"], |_| 1.0);
    let seconds = scribe.dice.between(40, 900);
    scribe.tell("call", json!({ "about": about, "call_seconds": seconds, "contact": "phone" }));
}
