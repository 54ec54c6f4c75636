//! Which parameters are kept, dropped and cut.

use super::*;

fn map(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap()
}

#[test]
fn money_is_read_from_numbers_and_texts_and_kept_when_it_is_neither() {
    for (value, expect) in [
        (serde_json::json!(19.99), Some(199_900)),
        (serde_json::json!("7.5"), Some(75_000)),
        (serde_json::json!(-3), Some(-30_000)),
        (serde_json::json!("12,50 €"), None),
        (serde_json::json!(1e300), None),
    ] {
        let mut params = map(&serde_json::json!({ "value": value.clone() }));
        assert_eq!(take_value(&mut params), expect, "{value}");
        assert_eq!(params.get("value").is_none(), expect.is_some(), "{value}");
    }
}

#[test]
fn personal_data_is_cut_at_every_depth() {
    let params = map(&serde_json::json!({"a": {"b": ["ann@example.org", 4111111111111111u64]}}));
    assert_eq!(rest("view", params).unwrap(), r#"{"a":{"b":["[email]",0]}}"#);
}

#[test]
fn what_was_typed_is_dropped_at_every_depth() {
    let params = map(&serde_json::json!({
        "search_term": "a", "Query": "b", "results": 3, "in": [{ "q": "c", "term": 1, "sku": "d" }],
    }));
    assert_eq!(rest("view", params).unwrap(), r#"{"in":[{"sku":"d"}],"results":3}"#);
    assert_eq!(rest("view", map(&serde_json::json!({ "keyword": "e" }))), None);
}

#[test]
fn of_what_was_typed_an_answers_comment_alone_is_kept_cut_to_its_length() {
    let long = "é".repeat(COMMENT_CHARS + 1);
    for (event, params, expect) in [
        (
            "survey_answer",
            serde_json::json!({
                "score": 3, "comment": "Ask ann@example.org, +39 333 123 4567", "query": "b",
            }),
            Some(serde_json::json!({ "comment": "Ask [email], [phone]", "score": 3 })),
        ),
        (
            "survey_answer",
            serde_json::json!({ "comment": "Broken: https://shop.example/a?token=s3cret" }),
            Some(serde_json::json!({ "comment": "Broken: https://shop.example/a" })),
        ),
        (
            "survey_answer",
            serde_json::json!({ "comment": format!("{long}!") }),
            Some(serde_json::json!({ "comment": "é".repeat(COMMENT_CHARS) })),
        ),
        // Only there, only a text, only at the top; and no name of the kind beside it.
        ("survey_shown", serde_json::json!({ "comment": "a" }), None),
        ("survey_answer", serde_json::json!({ "comment": { "text": "a" } }), None),
        ("survey_answer", serde_json::json!({ "comments": "a", "message": "b" }), None),
        (
            "survey_answer",
            serde_json::json!({ "comment": "a", "in": { "comment": "b" } }),
            Some(serde_json::json!({ "comment": "a", "in": {} })),
        ),
    ] {
        let found = rest(event, map(&params));
        let found = found.map(|text| serde_json::from_str::<Value>(&text).unwrap());
        assert_eq!(found, expect, "{event} {params}");
    }
}

#[test]
fn a_number_that_looks_like_personal_data_is_no_orders() {
    for (number, expect) in [
        (serde_json::json!("A-1002"), Some("A-1002")),
        (serde_json::json!(100_234_567), Some("100234567")),
        (serde_json::json!("2026-11-27/000123"), Some("2026-11-27/000123")),
        (serde_json::json!("305-222-1234"), None),
        (serde_json::json!("ann@example.org"), None),
        (serde_json::json!("/orders/7?token=s3cret"), None),
        (serde_json::json!("4111111111111111"), None),
        // As the page has sent them.
        (serde_json::json!("[phone]"), None),
        (serde_json::json!("order [email]"), None),
        (serde_json::json!("0"), None),
    ] {
        let mut params = map(&serde_json::json!({ "transaction_id": number.clone() }));
        assert_eq!(take_order(&mut params).as_deref(), expect, "{number}");
        assert!(params.is_empty(), "{number}");
    }
}

#[test]
fn names_are_the_same_however_they_are_written() {
    let dropped = [
        "searchTerm",
        "SEARCH_KEYWORD",
        "search-text",
        "reviewText",
        "message",
        "customerName",
        "userName",
        "user_email",
        "email_sha256",
        "hashedPhoneNumber",
        "Billing_Address",
    ];
    let kept = [
        "name",
        "item_name",
        "payment_terms",
        "method",
        "phone_case_model",
        "user_type",
        "shipping_tier",
        "results",
        "search_type",
        "hash",
    ];
    for (names, expect) in [(&dropped[..], 0), (&kept[..], 1)] {
        for name in names {
            let found = rest("view", map(&serde_json::json!({ (*name): "x" })));
            assert_eq!(usize::from(found.is_some()), expect, "{name}");
        }
    }
}

#[test]
fn of_addresses_no_query_is_kept() {
    for (params, expect) in [
        (
            serde_json::json!({
                "page_location": "https://shop.example/search?q=mario", "linkUrl": "/a#mario", "curl": 1,
            }),
            r#"{"curl":1,"linkUrl":"/a","page_location":"https://shop.example/search"}"#,
        ),
        // Whatever the name.
        (
            serde_json::json!({ "page_path": "/a?token=s3cret", "to": "https://b.example/?token=s3cret" }),
            r#"{"page_path":"/a","to":"https://b.example/"}"#,
        ),
        // By the name, where the value alone does not say so.
        (
            serde_json::json!({ "href": "cart?token=s3cret", "image_urls": ["a.png?sig=s3cret"], "uri": "#s3cret" }),
            r#"{"href":"cart","image_urls":["a.png"],"uri":""}"#,
        ),
        // At every depth, and in a name.
        (
            serde_json::json!({ "a": [{ "b": ["/c?token=s3cret"] }], "/d?token=s3cret": true }),
            r#"{"/d":true,"a":[{"b":["/c"]}]}"#,
        ),
        // As of the page's own address, also no key in the path.
        (
            serde_json::json!({ "link": "https://shop.example/reset/a1b2c3d4e5" }),
            r#"{"link":"https://shop.example/reset/[token]"}"#,
        ),
    ] {
        assert_eq!(rest("view", map(&params)).unwrap(), expect);
    }
    let mut items = map(&serde_json::json!({ "items": [{ "image": "/a.png?sig=s3cret" }] }));
    assert_eq!(take_items(&mut items).unwrap(), r#"[{"image":"/a.png"}]"#);
}

#[test]
fn an_identity_is_a_hash_or_nothing() {
    let hash = "9F".repeat(32);
    for (identity, expect) in [
        (serde_json::json!(hash), Some(hash.to_lowercase())),
        (serde_json::json!("ann@example.org"), None),
        (serde_json::json!(77), None),
    ] {
        let mut params = map(&serde_json::json!({ "identity": identity }));
        assert_eq!(take_identity(&mut params), expect);
        assert!(params.is_empty());
    }
}
