//! The address form, field by field, as Zuko would have it told: never what is typed.

use serde_json::{Map, Value, json};

use super::cart::{cart_id, lines};
use super::scribe::Scribe;
use crate::demo::form::Form;
use crate::demo::model::form::FIELDS;

/// The form's name.
const FORM: &str = "checkout-address";

/// Opens the step.
pub(super) fn open(scribe: &mut Scribe<'_>) {
    scribe.open("/checkout/address", "Checkout: address");
    scribe.tell("checkout_step", json!({ "declared": true, "step": "address" }));
    let (lines, id) = (lines(scribe), cart_id(scribe));
    scribe.trade("begin_checkout", &lines, json!({ "cart_id": id }));
    scribe.wait(1200.0);
    form(scribe, "viewed", json!({}));
    if scribe.person.account {
        scribe.wait(2500.0);
        scribe.identify();
    }
}

/// Fills the form in, as far as it is, and leaves the step.
pub(super) fn leave(scribe: &mut Scribe<'_>, passes: bool) {
    let (invalid, visit) = (scribe.met("validation"), scribe.visit);
    let seed = scribe.desk.plan.config.seed;
    let Form { started, last, returns } =
        Form::of(seed, visit.person, visit.ordinal, passes, invalid);
    if !started {
        scribe.wait(6000.0);
        return;
    }
    scribe.wait(2500.0);
    form(scribe, "started", json!({}));
    let mut told = Vec::new();
    let mut form_ms = 0;
    for (place, (name, seconds, _)) in FIELDS.into_iter().enumerate().take(last + 1) {
        let ms = scribe.dice.ms(seconds * 1000.0, 0.5);
        let hesitation = scribe.dice.ms(500.0, 0.8).min(ms);
        let mut field = Map::new();
        let mut put = |key: &str, value: Value| field.insert(key.to_owned(), value);
        let filled = scribe.dice.chance(0.3);
        let returns = returns && name == "postal-code";
        put("form", FORM.into());
        put("field", name.into());
        put("visits", (1 + i64::from(returns)).into());
        put("field_ms", ms.into());
        put("hesitation_ms", hesitation.into());
        if returns {
            put("returns", 1.into());
        }
        if filled && name != "tel" {
            put("autofills", 1.into());
        } else if scribe.dice.chance(0.2) {
            put("corrections", scribe.dice.between(1, 3).into());
        }
        // What is refused is the last field that was come to; of those who go on, the telephone.
        if invalid && place == last {
            put("errors", scribe.dice.between(1, 2).into());
        }
        if !passes {
            put("dirty", true.into());
        }
        scribe.pass(ms.min(90_000));
        form_ms += ms;
        told.push(Value::Object(field));
    }
    let last_field = FIELDS.get(last).map_or("", |field| field.0);
    if passes {
        form(scribe, "submitted", json!({ "form_ms": form_ms, "outcome": "navigation" }));
    } else {
        let left = json!({ "fields": last + 1, "form_ms": form_ms, "last_field": last_field });
        form(scribe, "left", left);
    }
    for field in told {
        scribe.tell("field", field);
    }
    scribe.vitals();
}

fn form(scribe: &mut Scribe<'_>, action: &str, mut params: Value) {
    if let Some(params) = params.as_object_mut() {
        params.insert("form".to_owned(), FORM.into());
    }
    scribe.tell("form", params).action = Some(action.to_owned());
}
