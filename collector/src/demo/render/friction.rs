//! What goes wrong at a stage, as the tracker or the shop tells it.

use serde_json::json;

use super::land::search;
use super::scribe::Scribe;
use crate::demo::model::stage::Stage;

/// Errors of payment: code and type.
const CODES: [(&str, &str, f64); 4] = [
    ("card_declined", "soft", 0.5),
    ("insufficient_funds", "soft", 0.2),
    ("authentication_failed", "soft", 0.2),
    ("expired_card", "hard", 0.1),
];

impl Scribe<'_> {
    /// Whether the visit has met a friction of this kind.
    pub(super) fn met(&self, kind: &str) -> bool {
        let frictions = self.desk.plan.config.frictions.iter().enumerate();
        let mut met = frictions.filter(|(place, _)| self.visit.frictions & 1 << place != 0);
        met.any(|(_, friction)| friction.kind == kind)
    }
}

/// Tells the frictions that are met at a stage.
pub(super) fn tell(scribe: &mut Scribe<'_>, stage: Stage) {
    for (place, friction) in scribe.desk.plan.config.frictions.iter().take(32).enumerate() {
        if friction.stage == stage && scribe.visit.frictions & 1 << place != 0 {
            scribe.wait(2500.0);
            one(scribe, friction.kind);
        }
    }
}

fn one(scribe: &mut Scribe<'_>, kind: &'static str) {
    match kind {
        "zero_results" => {
            scribe.open("/search", "Search");
            search(scribe, 0);
            scribe.tell("friction", json!({ "kind": kind }));
            // Who is gone sooner has gone back at once, which is another friction.
            scribe.pass(11_000);
        }
        "js_error" => {
            scribe.tell(kind, json!({ "error": "TypeError", "place": "/js/app.js:12:5" }));
        }
        "poor_lcp" => scribe.slow_page(),
        "dead" | "rage" | "error" | "pay" => {
            scribe.tell("click", json!({ "element": "button.option", "friction": [kind] }));
        }
        "slow" => {
            let ms = scribe.dice.between(1000, 2900);
            scribe.tell(
                "click",
                json!({
                    "element": "button.variant", "friction": [kind], "react_ms": ms,
                    "reaction": "mutation",
                }),
            );
        }
        "coupon_error" | "stock_error" => {
            scribe.tell(kind, json!({ "error_type": "hard", "inferred": true }));
        }
        // Told by the form's fields.
        "validation" => {}
        "price_change" => {
            let before = scribe.visit.cents as f64 / 100.0;
            scribe.tell(kind, json!({ "after": before + 7.9, "before": before }));
        }
        "request_failed" => {
            let ms = scribe.dice.between(80, 900);
            scribe.tell(kind, json!({ "path": "/api/delivery", "request_ms": ms, "status": 500 }));
        }
        "request_slow" => {
            let ms = scribe.dice.between(3100, 9000);
            scribe.tell(kind, json!({ "path": "/api/payment", "request_ms": ms, "status": 200 }));
        }
        "doubt" => doubt(scribe),
        "payment_error" => {
            let way = scribe.person.payment_type;
            let (code, hard, _) = *scribe.dice.pick(&CODES, |code| code.2);
            scribe.tell("payment_attempt", json!({ "payment_type": way }));
            scribe.wait(2500.0);
            let params = json!({ "error_code": code, "error_type": hard, "payment_type": way });
            scribe.tell(kind, params);
            scribe.wait(8000.0);
        }
        other => {
            scribe.tell("friction", json!({ "kind": other }));
        }
    }
}

/// Goes and reads what the shop says of returns, or hovers over the link.
fn doubt(scribe: &mut Scribe<'_>) {
    let about = *scribe.dice.pick(&["returns", "security", "delivery"], |_| 1.0);
    if scribe.dice.chance(0.5) {
        scribe.tell("doubt", json!({ "about": about, "how": "hovered" }));
        return;
    }
    scribe.tell("doubt", json!({ "about": about, "how": "left" }));
    scribe.open(&format!("/help/{about}"), "Help");
    // Longer than the glance that counts as going back at once.
    let ms = 15_000 + scribe.dice.ms(20_000.0, 0.6);
    scribe.pass(ms);
    if scribe.visit.reached > Stage::Payment || scribe.dice.chance(0.4) {
        scribe.open("/checkout/payment", "Checkout: payment");
        scribe.tell("checkout_step", json!({ "declared": true, "step": "payment" }));
    }
}
