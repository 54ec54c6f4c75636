//! Who sends a batch: the fields that say so, right ones and others.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
// A panic here is a test's failure report.

use percorso_protocol::batch::{Batch, Consent, decode};
use serde_json::{Value, json};

/// A batch with these fields, decoded.
fn read(fields: &Value) -> Batch {
    let mut body = json!({
        "v": 1, "site": "shop", "page": "AAAAAAAAAAAAAAAAAAAAAA", "seq": 0, "time": 1, "events": [],
    });
    for (field, value) in fields.as_object().unwrap() {
        body[field] = value.clone();
    }
    decode(body.to_string().as_bytes()).unwrap()
}

fn with_who(visitor: &Value, consent: &Value) -> Batch {
    read(&json!({ "visitor": visitor, "consent": consent }))
}

#[test]
fn consent_is_one_of_two_words_and_anything_else_is_kept_as_it_came() {
    for (word, read) in [("granted", Consent::Granted), ("denied", Consent::Denied)] {
        let batch = with_who(&Value::Null, &json!(word));
        assert_eq!((batch.consent, batch.extra.len()), (Some(read), 0));
    }
    for other in [json!("Granted"), json!(""), json!(true), json!({ "ads": "granted" })] {
        let batch = with_who(&Value::Null, &other);
        assert_eq!((batch.consent, batch.extra.get("consent")), (None, Some(&other)));
    }
}

#[test]
fn a_visitor_is_an_id_or_nobody_and_never_kept_as_it_came() {
    let long = "a".repeat(64);
    for id in ["0123456789abcdef", long.as_str()] {
        assert_eq!(with_who(&json!(id), &json!("granted")).visitor.as_deref(), Some(id));
    }
    let longer = "a".repeat(65);
    for other in ["", "short", "ann@example.org.and.more", longer.as_str()] {
        let batch = with_who(&json!(other), &json!("granted"));
        assert_eq!((batch.visitor, batch.extra.len()), (None, 0), "{other}");
    }
    assert_eq!(with_who(&json!(["0123456789abcdef"]), &Value::Null).visitor, None);
}

#[test]
fn a_driven_browser_says_so_and_anything_else_is_kept_as_it_came() {
    let with = |webdriver: &Value| read(&json!({ "webdriver": webdriver }));
    for says in [true, false] {
        let batch = with(&json!(says));
        assert_eq!((batch.webdriver, batch.extra.len()), (says, 0));
    }
    for other in [json!("true"), json!(1), json!([true])] {
        let batch = with(&other);
        assert_eq!((batch.webdriver, batch.extra.get("webdriver")), (false, Some(&other)));
    }
}
