//! What of a batch ends up in which column.

use super::*;
use percorso_protocol::batch::decode;

static AGENTS: std::sync::LazyLock<Agents> = std::sync::LazyLock::new(Agents::default);
const NOW: i64 = 1_800_000_000_000_000;

fn accept(body: &str) -> Vec<Row> {
    accept_on(7, "192.0.2.1", body)
}

/// On the day of this salt, from this address.
fn accept_on(day: u8, address: &str, body: &str) -> Vec<Row> {
    let sender = Sender { address: address.parse().unwrap(), user_agent: "ua", prefetch: false };
    let salts = Salts { today: [day; 32], yesterday: Some([day - 1; 32]), lasting: [99; 32] };
    let rules = Rules::default();
    let here = Here { salts: &salts, rules: &rules, agents: &AGENTS, countries: None, now: NOW };
    rows(decode(body.as_bytes()).unwrap(), sender, here).rows
}

fn batch(seq: u64, events: &str) -> String {
    format!(
        r#"{{"v":1,"site":"shop","page":"AAAAAAAAAAAAAAAAAAAAAA","seq":{seq},"time":1000,"sent":5000,
        "url":"https://shop.example/p/1","referrer":"https://g.example/","events":[{events}]}}"#
    )
}

#[test]
fn commerce_goes_to_columns_and_the_rest_stays() {
    let rows = accept(&batch(
        0,
        r#"["purchase",0,{"currency":"eur","value":"12.5","transaction_id":77,"tax":2,
        "items":[{"item_id":"A","price":12.5}],"shipping":3}]"#,
    ));
    let row = &rows[0];
    assert_eq!(row.currency.as_deref(), Some("EUR"));
    assert_eq!(row.value, Some(125_000));
    assert_eq!(row.transaction_id.as_deref(), Some("77"));
    assert_eq!(row.items.as_deref(), Some(r#"[{"item_id":"A","price":12.5}]"#));
    assert_eq!(row.params.as_deref(), Some(r#"{"shipping":3,"tax":2}"#));
}

#[test]
fn the_page_turns_with_page_views() {
    let rows = accept(&batch(
        0,
        r#"["view_item",0],["page_view",1,{"url":"https://shop.example/cart","title":"Cart"}],["view_cart",2]"#,
    ));
    let paths: Vec<_> = rows.iter().map(|r| r.page.path.as_deref().unwrap()).collect();
    assert_eq!(paths, ["/p/1", "/cart", "/cart"]);
    assert_eq!(rows[1].page_title.as_deref(), Some("Cart"));
    assert_eq!(rows[1].params, None);
}

#[test]
fn time_is_the_collectors_less_what_the_event_waited() {
    let rows = accept(&batch(0, r#"["a",0],["b",4000],["c",999999999]"#));
    let waits: Vec<_> = rows.iter().map(|r| NOW - r.occurred_at).collect();
    assert_eq!(waits, [4_000_000, 0, 0]);
}

#[test]
fn identity_is_the_place_in_the_page_load_not_in_the_batch() {
    let whole = accept(&batch(0, r#"["a",0],["b",0],["c",0]"#));
    let tail = accept(&batch(1, r#"["b",0],["c",0]"#));
    assert_eq!(whole[1].event_id, tail[0].event_id);
    assert_eq!(whole[2].event_id, tail[1].event_id);
    assert_ne!(whole[0].event_id, whole[1].event_id);
    // A dropped event keeps its place.
    let holed = accept(&batch(0, r#"["a",0],["<b>",0],["c",0]"#));
    assert_eq!(holed[1].event_id, whole[2].event_id);
}

#[test]
fn fields_of_later_versions_are_kept() {
    let body = with("\"tz\":\"Europe/Rome\"", &batch(0, r#"["a",0,{"new":1}]"#));
    assert_eq!(accept(&body)[0].params.as_deref(), Some(r#"{"new":1,"tz":"Europe/Rome"}"#));
}

/// The batch with further fields in its head.
fn with(fields: &str, batch: &str) -> String {
    batch.replacen("\"v\":1", &format!("\"v\":1,{fields}"), 1)
}

#[test]
fn a_device_is_recognised_with_consent_alone() {
    let device = |id: &str, consent: &str| {
        with(&format!(r#""visitor":"{id}","consent":"{consent}""#), &batch(0, r#"["a",0]"#))
    };
    let granted = device("0123456789abcdef", "granted");
    let first = &accept_on(7, "192.0.2.1", &granted)[0];
    assert_eq!(first.consent, Some("granted"));
    let later = &accept_on(9, "198.51.100.1", &granted)[0];
    assert_eq!(first.visitor_id, later.visitor_id, "another day, another network");
    assert_eq!((later.earlier_id, later.before_consent), (None, None));
    let other = &accept_on(7, "192.0.2.1", &device("fedcba9876543210", "granted"))[0];
    assert_ne!(first.visitor_id, other.visitor_id);

    let without = &accept_on(7, "192.0.2.1", &batch(0, r#"["a",0]"#))[0];
    for no_consent in [device("0123456789abcdef", "denied"), device("0123456789abcdef", "maybe")] {
        let row = &accept_on(7, "192.0.2.1", &no_consent)[0];
        assert_eq!(row.visitor_id, without.visitor_id);
        assert!(!format!("{row:?}").contains("0123456789abcdef"), "the device's id is not kept");
    }
    assert_eq!(without.consent, None);
}

#[test]
fn consent_just_given_names_the_visitor_of_before() {
    let events = r#"["click",0],["consent",5,{"state":"granted","source":"api"}]"#;
    let head = r#""visitor":"0123456789abcdef","consent":"granted""#;
    let before = accept(&batch(0, r#"["page_view",0]"#))[0].visitor_id;
    let rows = accept(&with(head, &batch(1, events)));
    assert!(rows.iter().all(|row| row.before_consent == Some(before)));
    assert_eq!(rows[1].params.as_deref(), Some(r#"{"source":"api","state":"granted"}"#));
}

#[test]
fn identify_gives_an_identity_and_nothing_else_does() {
    let hash = "9f".repeat(32);
    let rows = accept(&batch(
        0,
        &format!(r#"["identify",0,{{"identity":"{hash}"}}],["other",0,{{"identity":"mine"}}]"#),
    ));
    assert_eq!((rows[0].identity.as_deref(), &rows[0].params), (Some(hash.as_str()), &None));
    assert_eq!(rows[1].identity, None);
    assert_eq!(rows[1].params.as_deref(), Some(r#"{"identity":"mine"}"#));
}

#[test]
fn rules_rename_and_silence_touchpoints_and_events_keep_their_places() {
    let rules: Rules = "[[touchpoint]]\nname = \"chat\"\nsilence = true\n\
        [[touchpoint]]\nsite = \"shop\"\nname = \"fit\"\nrename = \"size-guide\"\n\
        [[touchpoint]]\nsite = \"other\"\nname = \"reviews\"\nsilence = true\n"
        .parse()
        .unwrap();
    let body = batch(
        0,
        r#"["touchpoint",0,{"touchpoint":"chat"}],["touchpoint",0,{"touchpoint":"fit"}],
        ["touchpoint",0,{"touchpoint":"reviews"}],["chat_opened",0,{"touchpoint":"chat"}]"#,
    );
    let sender =
        Sender { address: "192.0.2.1".parse().unwrap(), user_agent: "ua", prefetch: false };
    let salts = Salts { today: [7; 32], yesterday: None, lasting: [99; 32] };
    let here = Here { salts: &salts, rules: &rules, agents: &AGENTS, countries: None, now: NOW };
    let Accepted { rows, silenced } = rows(decode(body.as_bytes()).unwrap(), sender, here);
    let touchpoints: Vec<_> = rows.iter().map(|row| row.touchpoint.as_deref().unwrap()).collect();
    assert_eq!((touchpoints, silenced), (vec!["size-guide", "reviews", "chat"], 1));
    assert_eq!(rows[0].event_id, accept(&body)[1].event_id);
}

#[test]
fn what_a_page_says_of_itself_is_flat_afterwards() {
    let rows = accept(&batch(
        0,
        r#"["content",0,{"schema":[{"@type":"Product","name":"Cup","offers":{"price":"18,50"}}],"og":"product"}]"#,
    ));
    let expect = r#"{"name":"Cup","og":"product","price":18.5,"types":"Product"}"#;
    assert_eq!(rows[0].params.as_deref(), Some(expect));
}
