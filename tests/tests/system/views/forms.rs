//! Forms and fields: viewed, started, completed, abandoned; what each field cost.

use serde_json::{Value, json};

use super::{ask, visit};

/// A visit that met one form: actions with their parameters, a second apart.
fn met(form: &str, actions: &[(&str, Value)]) -> percorso_tests::harness::Batch {
    let events: Vec<_> = (1_u64..)
        .zip(actions)
        .map(|(second, (action, params))| {
            let mut all = json!({ "form": form, "action": action });
            all.as_object_mut().unwrap().extend(params.as_object().unwrap().clone());
            json!(["form", second * 1000, all])
        })
        .collect();
    visit(json!(events))
}

#[test]
fn a_form_is_viewed_started_completed_or_abandoned() {
    let none = || json!({});
    let submitted = |outcome: &str, status: Option<u32>| {
        let mut params = json!({ "outcome": outcome, "form_ms": 9000 });
        if let Some(status) = status {
            params["status"] = status.into();
        }
        ("submitted", params)
    };
    let left = |field: &str| ("left", json!({ "last_field": field, "fields": 2, "form_ms": 4000 }));
    let visits = [
        met("a-viewed", &[("viewed", none())]),
        met("b-started", &[("viewed", none()), ("started", none())]),
        met("c-left", &[("viewed", none()), ("started", none()), left("email")]),
        met("d-done", &[("started", none()), submitted("navigation", None)]),
        met("e-refused", &[("started", none()), submitted("request", Some(422)), left("cvc")]),
        // Refused first, taken then: no abandon, and no last field.
        met(
            "f-second-try",
            &[
                ("started", none()),
                submitted("invalid", None),
                left("zip"),
                ("viewed", none()),
                submitted("request", Some(201)),
            ],
        ),
        met("g-nothing", &[submitted("nothing", None)]),
        // A script sends on what nothing was told of: after as long, the same; after another time, another.
        met(
            "g-sent-on",
            &[
                ("started", none()),
                submitted("nothing", None),
                left("cvc"),
                submitted("navigation", None),
            ],
        ),
        met(
            "g-sent-twice",
            &[
                submitted("nothing", None),
                ("submitted", json!({ "outcome": "navigation", "form_ms": 12_000 })),
            ],
        ),
        met("h-no-answer", &[submitted("request", Some(0))]),
        met("i-unknown", &[submitted("request", None)]),
    ];
    let rows = ask(
        &visits,
        "SELECT form, started, submitted, invalid, completed, abandoned, last_field, form_ms \
         FROM forms WHERE viewed ORDER BY form",
    );
    let row = |form,
               started,
               submitted,
               invalid,
               completed,
               abandoned,
               last: Option<&str>,
               ms: Option<u32>| {
        json!({ "form": form, "started": started, "submitted": submitted, "invalid": invalid,
            "completed": completed, "abandoned": abandoned, "last_field": last, "form_ms": ms })
    };
    assert_eq!(
        rows,
        [
            row("a-viewed", false, 0, 0, false, false, None, None),
            row("b-started", true, 0, 0, false, true, None, None),
            row("c-left", true, 0, 0, false, true, Some("email"), Some(4000)),
            row("d-done", true, 1, 0, true, false, None, Some(9000)),
            row("e-refused", true, 1, 0, false, true, Some("cvc"), Some(9000)),
            row("f-second-try", true, 2, 1, true, false, None, Some(9000)),
            row("g-nothing", true, 1, 0, false, true, None, Some(9000)),
            row("g-sent-on", true, 1, 0, true, false, None, Some(9000)),
            row("g-sent-twice", true, 2, 0, true, false, None, Some(12_000)),
            row("h-no-answer", true, 1, 0, false, true, None, Some(9000)),
            row("i-unknown", true, 1, 0, true, false, None, Some(9000)),
        ]
    );
}

#[test]
fn a_fields_counters_add_up() {
    let number = |ms: u64, params: Value| {
        let mut all = json!({ "form": "pay", "field": "cc-number" });
        all.as_object_mut().unwrap().extend(params.as_object().unwrap().clone());
        json!(["field", ms, all])
    };
    let visits = [visit(json!([
        number(1000, json!({ "visits": 2, "returns": 1, "field_ms": 4000, "hesitation_ms": 700,
            "corrections": 3, "pastes": 1, "errors": 1, "dirty": true })),
        number(9000, json!({ "visits": 1, "field_ms": 1500, "hesitation_ms": 90, "errors": 1 })),
        ["field", 9000, { "form": "pay", "field": "cvc", "visits": 1, "autofills": 1, "dirty": true }],
        // Out of the way of everything: too large to add up, and no field at all.
        ["field", 9000, { "form": "pay", "field": "odd", "visits": 9_223_372_036_854_775_807_u64 }],
        ["field", 9001, { "form": "pay", "field": "odd", "visits": 9_223_372_036_854_775_807_u64 }],
        ["field", 9002, { "form": "pay" }],
    ]))];
    let rows = ask(
        &visits,
        "SELECT form, field, visits, returns, field_ms, hesitation_ms, corrections, pastes, \
         autofills, errors, dirty FROM fields ORDER BY field",
    );
    assert_eq!(
        rows,
        [
            json!({ "form": "pay", "field": "cc-number", "visits": 3, "returns": 1, "field_ms": 5500,
                "hesitation_ms": 700, "corrections": 3, "pastes": 1, "autofills": 0, "errors": 2, "dirty": false }),
            json!({ "form": "pay", "field": "cvc", "visits": 1, "returns": 0, "field_ms": 0,
                "hesitation_ms": null, "corrections": 0, "pastes": 0, "autofills": 1, "errors": 0, "dirty": true }),
            json!({ "form": "pay", "field": "odd", "visits": 0, "returns": 0, "field_ms": 0,
                "hesitation_ms": null, "corrections": 0, "pastes": 0, "autofills": 0, "errors": 0, "dirty": false }),
        ]
    );
}
