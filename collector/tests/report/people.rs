//! One person under several pseudonyms: whose they are, and the reports in which that is told.

use percorso::store::{Access, open};
use serde_json::json;

use crate::common::Shop;
use crate::shop::told;

/// At a to c one device goes on under 60 as it consents, and the shop knows 5 as the same customer: at a the
/// device is known before consent, at b after, at c before, and it withdraws later. At d nobody is known.
const DEVICES: &str = "
    (50, 1, 'a', 'identify', 0, NULL, 'anna'), (50, 1, 'a', 'consent', 1, NULL, NULL),
    (60, 1, 'a', 'page_view', 2, 'granted', NULL), (60, 2, 'a', 'purchase', 3000, 'granted', NULL),
    (5, 3, 'a', 'identify', 9, NULL, 'anna'),
    (50, 1, 'b', 'page_view', 0, NULL, NULL), (50, 1, 'b', 'consent', 1, NULL, NULL),
    (60, 1, 'b', 'identify', 2, 'granted', 'anna'), (5, 3, 'b', 'identify', 9, NULL, 'anna'),
    (50, 1, 'c', 'identify', 0, NULL, 'anna'), (50, 1, 'c', 'consent', 1, NULL, NULL),
    (60, 1, 'c', 'page_view', 2, 'granted', NULL), (60, 2, 'c', 'consent', 3000, 'granted', NULL),
    (70, 2, 'c', 'page_view', 3001, 'denied', NULL), (5, 3, 'c', 'identify', 9, NULL, 'anna'),
    (50, 1, 'd', 'page_view', 0, NULL, NULL), (50, 1, 'd', 'consent', 1, NULL, NULL),
    (60, 1, 'd', 'page_view', 2, 'granted', NULL), (5, 3, 'd', 'page_view', 9, NULL, NULL)";

/// At a the shop answers its customer under a pseudonym of its own; at b the same pseudonyms are two people.
const ANSWERS: &str = "
    (1, 1, 'a', 'identify', 0, NULL, 'anna'), (1, 1, 'a', 'review_submitted', 1, NULL, NULL),
    (1, 1, 'a', 'chat_opened', 2, NULL, NULL), (2, 2, 'a', 'chat_replied', 4, NULL, 'anna'),
    (2, 2, 'a', 'review_replied', 61, NULL, 'anna'), (1, 1, 'b', 'chat_opened', 2, NULL, NULL),
    (2, 2, 'b', 'chat_replied', 4, NULL, NULL)";

fn shop(events: &str) -> Shop {
    let shop = Shop::new();
    let store = open(&shop.db(), Access::ReadWrite).unwrap();
    let columns = "event_id, visitor_id, session_id, site, event, occurred_at, received_at, source, consent, identity";
    let plant = format!(
        "INSERT INTO events ({columns}) SELECT uuid(), v, s, site, event, \
         '2026-03-02'::TIMESTAMP + to_minutes(minute), '2026-03-02'::TIMESTAMP, 'tracker', consent, identity \
         FROM (VALUES {events}) t(v, s, site, event, minute, consent, identity)"
    );
    store.execute_batch(&plant).unwrap();
    store.close().unwrap();
    shop
}

#[test]
fn known_and_consenting_in_any_order_is_one_person() {
    let people = "SELECT site || ' ' || visitor_id || ' ' || person_id FROM people ORDER BY site, visitor_id";
    assert_eq!(
        shop(DEVICES).texts(people),
        [
            "a 5 5", "a 50 5", "a 60 5", "b 5 5", "b 50 5", "b 60 5", "c 5 5", "c 50 5", "c 60 5",
            "c 70 5", "d 50 60", "d 60 60"
        ]
    );
}

#[test]
fn the_shop_answers_its_customer() {
    let shop = shop(ANSWERS);
    let told = |args: &[&str]| {
        told(&shop, "response-times", args, &["asked", "questions", "answers", "minutes_p50"])
    };
    assert_eq!(
        told(&["--site", "a"]),
        json!([["chat_opened", 1, 1, 2.0], ["review_submitted", 1, 1, 60.0]])
    );
    assert_eq!(told(&["--site", "b"]), json!([["chat_opened", 1, 0, null]]));
}

#[test]
fn what_answers_and_what_asks_go_together() {
    let shop = shop(ANSWERS);
    for (report, one) in
        [("response-times", "--from"), ("response-times", "--to"), ("durations", "--to")]
    {
        let output = shop.command(&[report, one, "chat_opened"]).output().unwrap();
        assert!(!output.status.success(), "{report} {one}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("from and to go together: give both"), "{said}");
    }
}
